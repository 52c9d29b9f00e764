"""Who is told what about a publication, in which mail, and when a reminder is due."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from chophien.timetable.changes import ChangeKind


@dataclass(frozen=True, slots=True)
class MailSpot:
    """When and where a meeting is held, in one person's language."""

    starts_at: datetime
    ends_at: datetime
    table: str
    hall: str
    interpreter: str


@dataclass(frozen=True, slots=True)
class MailChange:
    """One meeting in a mail: `old` none for a new one, `new` none for a cancelled one."""

    kind: ChangeKind
    partner: str
    old: MailSpot | None
    new: MailSpot | None


def mail_kind(kinds: Iterable[ChangeKind], *, is_first: bool) -> str:
    """The template of the one mail that tells a person of these changes; `is_first` when they are all it ever had."""
    told = list(kinds)
    if len(told) == 1:
        return f"meeting_{told[0]}"
    return "schedule_published" if is_first and set(told) == {"new"} else "schedule_changed"


def publication_key(meetings: Iterable[tuple[int, int]]) -> str:
    """The same for the same meetings at the same sequences, so that no publication is announced twice."""
    told = ",".join(f"{meeting}:{sequence}" for meeting, sequence in sorted(meetings))
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def reminder_due(starts_at: datetime, minutes: int, at: datetime) -> datetime | None:
    """When the reminder goes out: at once when that moment has passed, not at all when the meeting has begun."""
    if starts_at <= at:
        return None
    return max(starts_at - timedelta(minutes=minutes), at)
