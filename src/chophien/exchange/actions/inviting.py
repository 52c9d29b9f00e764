"""Inviting participants without an account to sign in."""

from datetime import datetime

from chophien.accounts.tables import Organizer
from chophien.companies.actions import make_invitation
from chophien.companies.tables import Delegate
from chophien.exchange.queries.accountless import accountless_participants
from chophien.exchange.tables import ImportedParticipation
from chophien.fairs.rules import spoken
from chophien.fairs.tables import Fair
from chophien.mail.outbox import write_message
from chophien.support.database import transaction
from chophien.support.database.conflicts import lock
from chophien.support.language import speaking

MOST_AT_ONCE = 500
"""Letters written in one press; whoever is left is invited by pressing again."""


async def invite_participants(fair: Fair, *, only: int | None, by: int, at: datetime) -> int:
    """Invite one participant, or everybody who has an address and was not invited yet; returns how many."""
    async with transaction():
        await lock("imports", fair.organizer)
        waiting = [each for each in await accountless_participants(fair.id) if each.email]
        if only is None:
            waiting = [each for each in waiting if each.invited_at is None][:MOST_AT_ONCE]
        else:
            waiting = [each for each in waiting if each.participation_id == only]
        organizer = await Organizer.select(Organizer.name).where(Organizer.id == fair.organizer).first()
        for each in waiting:
            delegate_id = each.delegate_id
            if delegate_id is None:
                delegate = Delegate(company=each.company_id, name=each.name, email=each.email)
                await delegate.save()
                delegate_id = delegate.id
            token = await make_invitation(delegate_id, email=each.email, by=by, at=at)
            language = "vi" if each.country == "VN" else "en"
            with speaking(language):
                fair_name = spoken(fair.name_vi, fair.name_en)
            # The letter belongs to nobody's list of mails: whoever reads its link could answer in another's name.
            await write_message(
                kind="company_invitation",
                unique_key=f"company_invitation:{delegate_id}:{at.isoformat()}",
                to_address=each.email,
                to_name=each.name,
                language=language,
                due_at=at,
                context={
                    "organizer_name": organizer["name"] if organizer else "",
                    "fair_name": fair_name,
                    "company_name": each.company,
                    "path": f"/join/{token}",
                },
            )
        if waiting:
            await ImportedParticipation.update({ImportedParticipation.invited_at: at}).where(
                ImportedParticipation.participation.is_in([each.participation_id for each in waiting])
            )
    return len(waiting)
