"""Writing to participants about their registration: one mail for each addressee, in the addressee's language."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chophien.fairs.queries import addressees_of
from chophien.fairs.rules import may_ask, spoken
from chophien.fairs.tables import Fair
from chophien.mail.outbox import Announcement, write_messages
from chophien.support.language import speaking


async def tell_participants(
    kind: str, fair: Fair, participation_ids: list[int], *, at: datetime, more: Mapping[str, Any] | None = None
) -> None:
    """Write the mail `kind` to everybody behind these participations, inside the caller's transaction."""
    letters = []
    for to in await addressees_of(participation_ids):
        with speaking(to.language):
            fair_name = spoken(fair.name_vi, fair.name_en)
        letters.append(
            Announcement(
                kind=kind,
                unique_key=f"{kind}:{to.participation_id}:{at.isoformat()}:{to.email}",
                to_address=to.email,
                to_name=to.name,
                language=to.language,
                due_at=at,
                context={
                    "fair_name": fair_name,
                    "company": to.company,
                    "kind": str(to.kind),
                    "reason": "",
                    "conditions": [],
                    "slug": fair.slug,
                    "timezone": fair.timezone,
                    "starts_on": fair.starts_on,
                    "ends_on": fair.ends_on,
                    "venue": fair.venue,
                    "may_ask": may_ask(fair, str(to.kind)),
                    "requests_from": fair.requests_from,
                    "requests_until": fair.requests_until,
                    **(more or {}),
                },
                organizer_id=fair.organizer,
                fair_id=fair.id,
                person_id=to.person_id,
            )
        )
    await write_messages(letters)
