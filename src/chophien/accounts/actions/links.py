"""Links sent by mail: making them, and using each of them once."""

import secrets
from datetime import datetime, timedelta

from chophien.accounts.queries import mailed_link
from chophien.accounts.rules import LINKS_COUNT_FOR, MOST_LINKS
from chophien.accounts.tables import LinkPurpose, MailedLink
from chophien.support.database import transaction
from chophien.support.database.conflicts import lock
from chophien.support.language import _
from chophien.support.refusal import Refusal
from chophien.support.tokens import token_hash


class LinkSpent(Refusal):
    """The link was used before, is too old, or never was one."""

    status = 410


async def make_link(
    person_id: int, purpose: LinkPurpose, *, email: str, lasts: timedelta, at: datetime
) -> tuple[str, int] | None:
    """Make a link to be sent to `email`: its token and its id; none when enough were sent within the hour."""
    token = secrets.token_urlsafe(32)
    async with transaction():
        await lock("mailed_link", person_id)
        await MailedLink.delete().where(MailedLink.person == person_id, MailedLink.expires_at <= at)
        lately = await MailedLink.count().where(
            MailedLink.person == person_id, MailedLink.purpose == purpose, MailedLink.created_at > at - LINKS_COUNT_FOR
        )
        if lately >= MOST_LINKS:
            return None
        link = MailedLink(
            person=person_id,
            purpose=purpose,
            email=email,
            token_hash=token_hash(token),
            created_at=at,
            expires_at=at + lasts,
        )
        await link.save()
    return token, int(link.id)


async def open_link(token: str, purpose: LinkPurpose, *, at: datetime) -> MailedLink:
    """The link behind `token`, not used up by looking. Raises LinkSpent."""
    link = await mailed_link(token, purpose, at)
    if link is None:
        raise _spent()
    return link


async def use_link(token: str, purpose: LinkPurpose, *, at: datetime) -> MailedLink:
    """Use the link up, inside the caller's transaction: of two who come at once one gets it. Raises LinkSpent."""
    link = await open_link(token, purpose, at=at)
    if not await MailedLink.delete().where(MailedLink.id == link.id).returning(MailedLink.id):
        raise _spent()
    return link


def _spent() -> LinkSpent:
    return LinkSpent(_("Liên kết này đã dùng rồi hoặc đã quá hạn. Xin yêu cầu một liên kết mới."))
