"""Reading people, roles and sessions."""

from dataclasses import dataclass
from datetime import datetime

from chophien.accounts.identity import Identity
from chophien.accounts.rules import IDLE_SIGN_IN_LASTS, token_hash
from chophien.accounts.tables import LinkPurpose, MailedLink, Person, Role, RoleKind, SignInAttempt, SignInSession


async def person_by_email(email: str) -> Person | None:
    """The person who signs in with `email`."""
    return await Person.objects().where(Person.email == email.strip().lower()).first()


async def identity_behind(token: str, at: datetime) -> Identity | None:
    """Who holds the session `token`; none when it is unknown, over, or its person is disabled."""
    row = (
        await SignInSession.select(
            SignInSession.id,
            SignInSession.seen_at,
            SignInSession.person.id,
            SignInSession.person.name,
            SignInSession.person.email,
            SignInSession.person.language,
            SignInSession.person.awaits_proof,
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
    return Identity(
        person_id=row["person.id"],
        session_id=row["id"],
        name=row["person.name"],
        email=row["person.email"],
        language=row["person.language"],
        awaits_proof=row["person.awaits_proof"],
        kinds=frozenset(RoleKind(role["kind"]) for role in roles),
        organizer_ids=frozenset(role["organizer"] for role in roles if role["kind"] == RoleKind.ORGANIZER),
        desk_ids=frozenset(role["organizer"] for role in roles if role["kind"] == RoleKind.DESK),
        seen_at=row["seen_at"],
    )


@dataclass(frozen=True)
class OpenSession:
    """A browser in which somebody is signed in."""

    id: int
    created_at: datetime
    seen_at: datetime


async def open_sessions(person_id: int, at: datetime) -> list[OpenSession]:
    """Where the person is signed in, the one used last first."""
    rows = (
        await SignInSession.select(SignInSession.id, SignInSession.created_at, SignInSession.seen_at)
        .where(
            SignInSession.person == person_id,
            SignInSession.expires_at > at,
            SignInSession.seen_at > at - IDLE_SIGN_IN_LASTS,
        )
        .order_by(SignInSession.seen_at, SignInSession.id, ascending=False)
    )
    return [OpenSession(**row) for row in rows]


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
