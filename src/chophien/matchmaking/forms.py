"""Asking, answering, absences, and the organizer's forms."""

from dataclasses import dataclass

from chophien.companies.tables import CompanyKind
from chophien.matchmaking.rules import LONGEST_ANSWER, LONGEST_NOTE
from chophien.matchmaking.tables import RequestState
from chophien.web.forms import Form

# The largest whole number that both databases keep in an identifier.
_MOST = 2_147_483_647


@dataclass(frozen=True)
class Wish:
    """How much a meeting is wanted, and why."""

    weight: int
    note: str


@dataclass(frozen=True)
class Answer:
    """What is said to some requests that the person saw in one state."""

    request_ids: list[int]
    to: RequestState
    seen: RequestState
    words: str


@dataclass(frozen=True)
class Presence:
    """The slots that a page showed, and those of them in which the participant is present."""

    shown: frozenset[int]
    present: frozenset[int]
    session: int | None
    """The session that a button named, to be away from it as a whole or present in it as a whole."""
    whole_session_present: bool
    delegate: int | None = None
    """Whose slots they are; none for the participant as a whole."""
    meets: bool | None = None
    """Said instead by a button: whether the delegate holds meetings at this fair at all."""


@dataclass(frozen=True)
class AddedRequest:
    """A request that the organizer writes down for a participant."""

    producer: int
    distributor: int
    asked_by: CompanyKind
    weight: int
    note: str
    agreed: bool


@dataclass(frozen=True)
class PinnedTo:
    """Where and when a meeting must lie; both none to leave it free."""

    slot: int | None
    table: int | None


def read_wish(form: Form[Wish]) -> Form[Wish]:
    """Read a wish to meet."""
    weight = form.read_whole_number("weight", least=1, most=5, required=True)
    form.value = Wish(weight or 3, form.read_text("note", most=LONGEST_NOTE))
    return form


def read_answer(form: Form[Answer]) -> Form[Answer]:
    """Read which requests are stepped where; unreadable numbers are left out."""
    ids = _numbers(form.texts("request"))
    to = form.read_choice("to", [state.value for state in RequestState], required=True)
    seen = form.read_choice("seen", [state.value for state in RequestState], required=True)
    words = form.read_text("answer", most=LONGEST_ANSWER)
    if to and seen:
        form.value = Answer(sorted(ids), RequestState(to), RequestState(seen), words)
    return form


def read_presence(form: Form[Presence]) -> Form[Presence]:
    """Read the strip of slots; a button may name a whole session as `here:ID` or `away:ID`."""
    shown = _numbers(form.text("shown").split(","))
    verb, _, session = form.text("whole").partition(":")
    form.value = Presence(
        shown=shown,
        present=_numbers(form.texts("present")) & shown,
        session=next(iter(_numbers([session])), None),
        whole_session_present=verb == "here",
        delegate=form.read_whole_number("who", least=1, most=_MOST),
        meets={"yes": True, "no": False}.get(form.text("meets")),
    )
    return form


def read_added_request(form: Form[AddedRequest]) -> Form[AddedRequest]:
    """Read the organizer's request for others."""
    producer = form.read_whole_number("producer", least=1, most=_MOST, required=True)
    distributor = form.read_whole_number("distributor", least=1, most=_MOST, required=True)
    asked_by = form.read_choice("asked_by", [kind.value for kind in CompanyKind], required=True)
    weight = form.read_whole_number("weight", least=1, most=5, required=True)
    form.value = AddedRequest(
        producer=producer or 0,
        distributor=distributor or 0,
        asked_by=CompanyKind(asked_by or CompanyKind.DISTRIBUTOR),
        weight=weight or 3,
        note=form.read_text("note", most=LONGEST_NOTE),
        agreed=form.read_tick("agreed"),
    )
    return form


def read_pin(form: Form[PinnedTo]) -> Form[PinnedTo]:
    """Read where a meeting is pinned."""
    form.value = PinnedTo(
        slot=form.read_whole_number("slot", least=1, most=_MOST),
        table=form.read_whole_number("table", least=1, most=_MOST),
    )
    return form


def _numbers(texts: list[str]) -> frozenset[int]:
    # The length first: Python refuses to read a number of thousands of digits.
    short = [text for text in texts if len(text) <= len(str(_MOST)) and text.isascii() and text.isdecimal()]
    return frozenset(number for text in short if (number := int(text)) <= _MOST)
