"""What looks after the installation sees: organizers and accounts, no organizer's rows."""

import re
from dataclasses import dataclass
from datetime import datetime

from chophien.accounts.rules import role_name
from chophien.accounts.tables import Invitation, Organizer, Person, Role, RoleKind


@dataclass(frozen=True)
class OrganizerLine:
    """An organizer, its owners, and who is to become one."""

    id: int
    name: str
    owners: list[str]
    invited: list[str]


async def all_organizers(at: datetime) -> list[OrganizerLine]:
    """Every organizer, by name; three queries however many there are."""
    organizers = await Organizer.objects().order_by(Organizer.name, Organizer.id)
    owners = await Role.select(Role.organizer, Role.person.name, Role.person.email).where(Role.kind == RoleKind.OWNER)
    invited = await Invitation.select(Invitation.organizer, Invitation.email).where(
        Invitation.kind == RoleKind.OWNER, Invitation.expires_at > at
    )
    return [
        OrganizerLine(
            id=organizer.id,
            name=organizer.name,
            owners=[
                f"{row['person.name']} · {row['person.email']}" for row in owners if row["organizer"] == organizer.id
            ],
            invited=[row["email"] for row in invited if row["organizer"] == organizer.id],
        )
        for organizer in organizers
    ]


@dataclass(frozen=True)
class AccountLine:
    """Somebody who signs in."""

    id: int
    name: str
    email: str
    roles: list[str]
    is_shut: bool
    has_second_step: bool


async def accounts_like(text: str, most: int) -> list[AccountLine]:
    """Accounts whose address or name contains `text`, at most so many; none for no text."""
    wanted = text.strip()
    if not wanted:
        return []
    # Databases differ in how these two are escaped, and no name holds them.
    part = re.sub(r"[%_\\]", "", wanted)
    if not part:
        return []
    people = (
        await Person.objects()
        .where(
            (Person.email == wanted.lower()) | Person.name.like(f"%{part}%"),
            Person.closed_at.is_null(),
        )
        .order_by(Person.name, Person.id)
        .limit(most)
    )
    if not people:
        return []
    roles = await Role.select(Role.person, Role.kind, Role.organizer.name).where(
        Role.person.is_in([person.id for person in people])
    )
    return [
        AccountLine(
            id=person.id,
            name=person.name,
            email=person.email,
            roles=[
                " · ".join(filter(None, [role_name(row["kind"]), row["organizer.name"]]))
                for row in roles
                if row["person"] == person.id
            ],
            is_shut=person.disabled_at is not None,
            has_second_step=person.totp_secret is not None,
        )
        for person in people
    ]
