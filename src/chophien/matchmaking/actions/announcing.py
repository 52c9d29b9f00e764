"""Telling the other side by mail: one letter for each request and delegate, in the delegate's language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from chophien.fairs.queries.addressees import addressees_of
from chophien.fairs.rules import spoken
from chophien.fairs.tables import Fair
from chophien.mail.outbox import Announcement, write_messages
from chophien.matchmaking.queries import RequestLine
from chophien.matchmaking.rules import Side, other_kind, state_words, weight_words
from chophien.support.language import ngettext, speaking

MOST_NAMES = 12
"""Names that a letter lists before it counts the rest."""


@dataclass
class Tidings:
    """What many requests written down at once mean for one participant: names of partners."""

    asking: list[str] = field(default_factory=list)
    """They ask, and wait for an answer."""
    asked: list[str] = field(default_factory=list)
    """They were asked on the participant's behalf."""
    agreed: list[str] = field(default_factory=list)
    off: list[str] = field(default_factory=list)
    """Declined or withdrawn."""


async def announce_brought(fair: Fair, tidings: Mapping[int, Tidings], *, import_id: int, at: datetime) -> None:
    """Tell participants, by participation, what an organizer's sheet of requests brought them: one letter each."""
    known = await addressees_of(tidings)
    letters = []
    for participation_id, told in tidings.items():
        for to in known[participation_id]:
            with speaking(to.language):
                context = {
                    "fair_name": spoken(fair.name_vi, fair.name_en),
                    "asking": _listed(told.asking),
                    "asked": _listed(told.asked),
                    "agreed": _listed(told.agreed),
                    "off": _listed(told.off),
                    "waiting": len(told.asking),
                    "path": f"/my/fairs/{fair.slug}/requests",
                    "requests_until": fair.requests_until,
                    "timezone": fair.timezone,
                }
            letters.append(
                Announcement(
                    kind="requests_brought",
                    unique_key=f"requests_brought:{import_id}:{at.isoformat()}:{to.delegate_id}",
                    to_address=to.email,
                    to_name=to.name,
                    language=to.language,
                    due_at=at,
                    context=context,
                    organizer_id=fair.organizer,
                    fair_id=fair.id,
                    person_id=to.person_id,
                )
            )
    await write_messages(letters)


def _listed(names: list[str]) -> str:
    first = ", ".join(names[:MOST_NAMES])
    more = len(names) - MOST_NAMES
    return (
        first
        if more <= 0
        else first + " " + ngettext("và một đơn vị nữa", "và %(num)s đơn vị nữa", more) % {"num": more}
    )


async def announce_asked(fair: Fair, lines: Iterable[RequestLine], *, at: datetime) -> None:
    """Tell those who were asked."""
    await _announce("request_received", fair, list(lines), Side.ASKED, at)


async def announce_answered(fair: Fair, lines: Iterable[RequestLine], *, at: datetime) -> None:
    """Tell those who asked."""
    await _announce("request_answered", fair, list(lines), Side.ASKING, at)


async def announce_decided(fair: Fair, lines: Iterable[RequestLine], *, at: datetime) -> None:
    """Tell both sides what the organizer said for them."""
    told = list(lines)
    for side in Side:
        await _announce("request_answered", fair, told, side, at)


async def _announce(kind: str, fair: Fair, lines: list[RequestLine], told: Side, at: datetime) -> None:
    receiving = {line.id: line.asked_by if told is Side.ASKING else other_kind(line.asked_by) for line in lines}
    own = {line.id: line.partner_id(other_kind(receiving[line.id])) for line in lines}
    known = await addressees_of(own.values())
    letters = []
    for line in lines:
        for to in known[own[line.id]]:
            with speaking(to.language):
                context = {
                    "fair_name": spoken(fair.name_vi, fair.name_en),
                    "partner": line.partner(receiving[line.id]),
                    "weight_words": weight_words(line.weight),
                    "note": line.note,
                    "answer": line.answer,
                    "state_words": state_words(line.state),
                    "path": f"/my/fairs/{fair.slug}/requests",
                    "requests_until": fair.requests_until,
                    "timezone": fair.timezone,
                }
            letters.append(
                Announcement(
                    kind=kind,
                    unique_key=f"{kind}:{line.id}:{line.state}:{at.isoformat()}:{to.delegate_id}",
                    to_address=to.email,
                    to_name=to.name,
                    language=to.language,
                    due_at=at,
                    context=context,
                    organizer_id=fair.organizer,
                    fair_id=fair.id,
                    person_id=to.person_id,
                )
            )
    await write_messages(letters)
