"""Reading people, roles and sessions."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chophien.accounts.devices import Device
from chophien.accounts.identity import LOOKS, PLANS, Acting, Identity
from chophien.accounts.rules import IDLE_SIGN_IN_LASTS, STAFF
from chophien.accounts.tables import (
    Invitation,
    LinkPurpose,
    MailedLink,
    Organizer,
    PendingSignIn,
    Person,
    RecoveryCode,
    Role,
    RoleKind,
    SignInAttempt,
    SignInSession,
)
from chophien.support.language import _, spoken_language
from chophien.support.refusal import NotFound
from chophien.support.tokens import token_hash


async def person_by_email(email: str) -> Person | None:
    """The person who signs in with `email`."""
    return await Person.objects().where(Person.email == email.strip().lower()).first()


async def language_for(email: str) -> str:
    """The language of letters to `email`: its account's own, else the one being spoken."""
    person = await person_by_email(email)
    return person.language if person is not None else spoken_language()


async def identity_behind(token: str, at: datetime) -> Identity | None:
    """Who holds the session `token`; none when it is unknown, over, or its person is disabled."""
    row = (
        await SignInSession.select(
            SignInSession.id,
            SignInSession.seen_at,
            SignInSession.browser,
            SignInSession.acting_organizer,
            SignInSession.acting_company,
            SignInSession.acting_kind,
            SignInSession.acting_name,
            SignInSession.person.id,
            SignInSession.person.name,
            SignInSession.person.email,
            SignInSession.person.language,
        )
        .where(
            SignInSession.token_hash == token_hash(token),
            SignInSession.expires_at > at,
            SignInSession.seen_at > at - IDLE_SIGN_IN_LASTS,
            SignInSession.person.disabled_at.is_null(),
        )
        .first()
    )
    if row is None:
        return None
    roles = await Role.select(Role.kind, Role.organizer).where(Role.person == row["person.id"])

    def organizers(*kinds: RoleKind) -> frozenset[int]:
        return frozenset(role["organizer"] for role in roles if role["kind"] in kinds)

    return Identity(
        person_id=row["person.id"],
        session_id=row["id"],
        name=row["person.name"],
        email=row["person.email"],
        language=row["person.language"],
        kinds=frozenset(RoleKind(role["kind"]) for role in roles),
        organizer_ids=organizers(*LOOKS),
        desk_ids=organizers(RoleKind.DESK),
        owner_ids=organizers(RoleKind.OWNER),
        planner_ids=organizers(*PLANS),
        cohost_ids=organizers(RoleKind.COHOST),
        seen_at=row["seen_at"],
        browser=row["browser"],
        acting=_acting(row, organizers(*PLANS)),
    )


def _acting(row: dict[str, Any], plans_for: frozenset[int]) -> Acting | None:
    """For whom the session acts; nobody once the person no longer plans for that organizer."""
    if row["acting_organizer"] not in plans_for:
        return None
    return Acting(row["acting_organizer"], row["acting_company"], RoleKind(row["acting_kind"]), row["acting_name"])


@dataclass(frozen=True)
class OpenSession:
    """A browser in which somebody is signed in."""

    id: int
    created_at: datetime
    seen_at: datetime
    device: Device


async def open_sessions(person_id: int, at: datetime) -> list[OpenSession]:
    """Where the person is signed in, the one used last first."""
    rows = (
        await SignInSession.select(
            SignInSession.id,
            SignInSession.created_at,
            SignInSession.seen_at,
            SignInSession.browser,
            SignInSession.system,
        )
        .where(
            SignInSession.person == person_id,
            SignInSession.expires_at > at,
            SignInSession.seen_at > at - IDLE_SIGN_IN_LASTS,
        )
        .order_by(SignInSession.seen_at, SignInSession.id, ascending=False)
    )
    return [
        OpenSession(row["id"], row["created_at"], row["seen_at"], Device(row["browser"] or "", row["system"]))
        for row in rows
    ]


async def attempts_at(account: str, since: datetime) -> list[datetime]:
    """When wrong passwords were tried on the account with this hash."""
    made = SignInAttempt.select(SignInAttempt.made_at).where(SignInAttempt.account == account)
    return [row["made_at"] for row in await made.where(SignInAttempt.made_at > since)]


async def attempts_from(network: str, since: datetime) -> list[datetime]:
    """When wrong passwords were tried from this network."""
    made = SignInAttempt.select(SignInAttempt.made_at).where(SignInAttempt.network == network)
    return [row["made_at"] for row in await made.where(SignInAttempt.made_at > since)]


async def mailed_link(token: str, purpose: LinkPurpose, at: datetime) -> MailedLink | None:
    """The link behind `token`; none when it is unknown, used, too old, or its person is disabled."""
    return (
        await MailedLink.objects()
        .where(
            MailedLink.token_hash == token_hash(token),
            MailedLink.purpose == purpose,
            MailedLink.expires_at > at,
            MailedLink.person.disabled_at.is_null(),
        )
        .first()
    )


async def organizer_named(organizer_id: int) -> Organizer:
    """An organizer. Raises NotFound."""
    organizer = await Organizer.objects().get(Organizer.id == organizer_id)
    if organizer is None:
        raise NotFound(_("Không có ban tổ chức này."))
    return organizer


async def organizers_of(ids: frozenset[int]) -> list[Organizer]:
    """These organizers, by name."""
    if not ids:
        return []
    return await Organizer.objects().where(Organizer.id.is_in(sorted(ids))).order_by(Organizer.name, Organizer.id)


@dataclass(frozen=True)
class StaffMember:
    """Somebody who works for an organizer."""

    person_id: int
    name: str
    email: str
    kind: RoleKind
    has_second_step: bool
    is_shut: bool


async def staff_of(organizer_id: int) -> list[StaffMember]:
    """Who works for the organizer, the widest role first, each once."""
    rows = (
        await Role.select(
            Role.kind,
            Role.person.id,
            Role.person.name,
            Role.person.email,
            Role.person.totp_secret,
            Role.person.disabled_at,
        )
        .where(Role.organizer == organizer_id, Role.kind.is_in([kind.value for kind in STAFF]))
        .order_by(Role.person.name, Role.person.id)
    )
    members: dict[int, StaffMember] = {}
    for row in sorted(rows, key=lambda row: STAFF.index(RoleKind(row["kind"]))):
        member = StaffMember(
            person_id=row["person.id"],
            name=row["person.name"],
            email=row["person.email"],
            kind=RoleKind(row["kind"]),
            has_second_step=row["person.totp_secret"] is not None,
            is_shut=row["person.disabled_at"] is not None,
        )
        members.setdefault(member.person_id, member)
    return list(members.values())


async def open_invitations(organizer_id: int, at: datetime) -> list[Invitation]:
    """Who has been invited and has not come yet, the latest first."""
    return (
        await Invitation.objects()
        .where(Invitation.organizer == organizer_id, Invitation.expires_at > at)
        .order_by(Invitation.id, ascending=False)
    )


async def invitation_behind(token: str, at: datetime) -> Invitation | None:
    """The invitation behind `token`; none when it is unknown, used or too old."""
    return (
        await Invitation.objects().where(Invitation.token_hash == token_hash(token), Invitation.expires_at > at).first()
    )


async def pending_sign_in(token: str, at: datetime) -> PendingSignIn | None:
    """Who is between the two steps of signing in; none when too late, or when the person is disabled."""
    return (
        await PendingSignIn.objects()
        .where(
            PendingSignIn.token_hash == token_hash(token),
            PendingSignIn.expires_at > at,
            PendingSignIn.person.disabled_at.is_null(),
        )
        .first()
    )


async def second_step_of(person_id: int) -> int | None:
    """How many codes on paper are left; none when the person signs in with the password alone."""
    person = await Person.objects().get(Person.id == person_id)
    if person is None or person.totp_secret is None:
        return None
    return int(await RecoveryCode.count().where(RecoveryCode.person == person_id))


async def works_only_for(person_id: int, organizer_ids: frozenset[int]) -> bool:
    """Whether every role of the person belongs to these organizers."""
    roles = await Role.select(Role.organizer).where(Role.person == person_id)
    return all(role["organizer"] in organizer_ids for role in roles)
