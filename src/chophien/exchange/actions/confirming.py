"""An imported company says that its data are right: from then on it counts."""

from datetime import datetime

from chophien.exchange.tables import ImportedParticipation
from chophien.fairs.tables import Participation, ParticipationState
from chophien.support.database import transaction


async def confirm_company(company_id: int, at: datetime) -> int:
    """Approve the participations that an import left waiting for the company's own word; returns how many.

    Joins the caller's transaction. What the organizer has decided in the meantime stays.
    """
    async with transaction():
        rows = await ImportedParticipation.select(ImportedParticipation.id, ImportedParticipation.participation).where(
            ImportedParticipation.participation.company == company_id,
            ImportedParticipation.confirm_first.eq(True),
            ImportedParticipation.confirmed_at.is_null(),
        )
        if not rows:
            return 0
        await ImportedParticipation.update({ImportedParticipation.confirmed_at: at}).where(
            ImportedParticipation.id.is_in([row["id"] for row in rows])
        )
        approved = (
            await Participation.update({Participation.state: ParticipationState.APPROVED, Participation.decided_at: at})
            .where(
                Participation.id.is_in([row["participation"] for row in rows]),
                Participation.state == ParticipationState.WAITING,
            )
            .returning(Participation.id)
        )
    return len(approved)
