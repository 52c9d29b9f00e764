"""Participants for whom nobody signs in yet, and where an invitation would go."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chophien.companies.tables import Delegate, DelegateInvitation
from chophien.exchange.queries.known import rows_with
from chophien.fairs.tables import Participation, ParticipationState


@dataclass(frozen=True)
class Accountless:
    """A participant without an account."""

    participation_id: int
    company_id: int
    company: str
    country: str
    delegate_id: int | None
    """Who would be invited; none when the company named nobody, and its own address is used."""
    name: str
    email: str
    """Empty when there is no address to write to."""
    invited_at: datetime | None


async def accountless_participants(fair_id: int) -> list[Accountless]:
    """Everybody who takes part, or wants to, without an account: by name."""
    rows = (
        await Participation.select(
            Participation.id,
            Participation.company.as_alias("company_id"),
            Participation.company.name.as_alias("company"),
            Participation.company.country.as_alias("country"),
            Participation.company.email.as_alias("email"),
        )
        .where(
            Participation.fair == fair_id,
            Participation.state.is_in([ParticipationState.APPROVED, ParticipationState.WAITING]),
        )
        .order_by(Participation.company.folded_name)
        .order_by(Participation.id)
    )
    seats: dict[int, list[dict[str, Any]]] = defaultdict(list)
    async for seat in rows_with(Delegate, Delegate.company, [row["company_id"] for row in rows]):
        seats[seat["company"]].append(seat)
    delegates = [seat["id"] for of_company in seats.values() for seat in of_company]
    invited = {
        row["delegate"]: row["created_at"]
        async for row in rows_with(DelegateInvitation, DelegateInvitation.delegate, delegates)
    }
    found = []
    for row in rows:
        mine = sorted(seats[row["company_id"]], key=lambda seat: int(seat["id"]))
        if any(seat["person"] is not None for seat in mine):
            continue
        # Somebody with an address of their own is asked first, then the first who was named, at the company's address.
        first = next((seat for seat in mine if seat["email"]), mine[0] if mine else None)
        found.append(
            Accountless(
                participation_id=row["id"],
                company_id=row["company_id"],
                company=row["company"],
                country=row["country"],
                delegate_id=first["id"] if first else None,
                name=first["name"] if first else row["company"],
                email=(first["email"] if first else "") or row["email"],
                invited_at=max((invited[seat["id"]] for seat in mine if seat["id"] in invited), default=None),
            )
        )
    return found
