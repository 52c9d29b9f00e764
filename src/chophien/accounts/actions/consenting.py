"""Keeping what a person agreed to: which words, in which version, when, at which fair."""

from datetime import datetime

from chophien.accounts.rules import PRIVACY, PRIVACY_TEXTS
from chophien.accounts.tables import Consent


async def note_consent(person_id: int, *, at: datetime, fair_id: int | None = None) -> None:
    """Keep that the person agreed to the words on personal data as they stand now; joins the caller's transaction."""
    await Consent(person=person_id, subject=PRIVACY, version=PRIVACY_TEXTS[-1], fair_id=fair_id, given_at=at).save()
