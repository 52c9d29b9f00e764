"""What the pages of questions may see: why not, what if, how many tables, mending, clashes; all with names."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from chophien.engine.asking.tables_advice import Advice, SessionAdvice
from chophien.engine.asking.why_not import Change, WhyNot
from chophien.engine.explain import Reason
from chophien.engine.timetable import Clash
from chophien.fairs.queries import TableLine
from chophien.support.language import _
from chophien.timetable.checking import pair_words
from chophien.timetable.engine_ids import as_spot, row_number
from chophien.timetable.pages.versions import spot_words
from chophien.timetable.pages.words import objective_words, rule_words
from chophien.timetable.queries.boards import Board, Wish
from chophien.timetable.queries.versions import VersionLine
from chophien.timetable.questions import WhatIfFinding, WhatIfQuestion
from chophien.web.formats import clock, day_short, number
from chophien.web.forms import Form
from chophien.web.pages import Page

MOST_NAMES = 4


@dataclass(frozen=True)
class ChangeWay:
    """One change that would place the request, in a sentence; `can_be_taken` when a press carries it out."""

    kind: str
    sentence: str
    can_be_taken: bool


@dataclass(frozen=True)
class WhyPage(Page):
    """Why one request has no place, and what would give it one."""

    template: ClassVar[str] = "timetable/why.html"
    url: str
    version_url: str
    timetable_url: str
    version: VersionLine
    wish: Wish
    place: str
    """Where it lies, when it has a place after all."""
    reasons: list[str]
    ways: list[ChangeWay]
    is_faulty: bool
    """The version breaks a rule, so that nothing was tried on it."""
    refusal: str = ""


def reason_sentences(told: WhyNot, board: Board) -> list[str]:
    """The reasons with names and times, in order."""
    return [_reason(reason, board) for reason in told.reasons]


def change_ways(told: WhyNot, board: Board) -> list[ChangeWay]:
    """The changes with names and times, cheapest first."""
    return [
        ChangeWay(change.kind, _change(change, told.request, board), change.kind in {"place", "move"})
        for change in told.changes
    ]


def _reason(reason: Reason, board: Board) -> str:
    sentence = {
        "participant_full": _("%(who)s đã kín mọi giờ có mặt."),
        "no_common_slot": _("Không có giờ nào hai bên cùng có mặt và cùng rảnh."),
        "no_free_place": _("Hết bàn vào những giờ hai bên cùng rảnh: %(when)s."),
        "no_interpreter": _("Không có phiên dịch nào rảnh vào những giờ hai bên cùng rảnh: %(when)s."),
        "quota_reached": _("%(who)s đã đủ số cuộc gặp tối đa."),
        "no_slot_in_order": _("Không giờ nào giữ được thứ tự các cuộc gặp."),
        "no_time_to_walk": _("Không giờ nào kịp đi từ khu này sang khu kia."),
        "no_long_stretch": _("Không có đủ các lượt liền nhau mà hai bên cùng rảnh."),
        "breaks_uneven": _("Xếp vào giờ nào thì khoảng trống giữa các cuộc gặp cũng quá chênh lệch."),
        "lost_to_heavier": _("Chỗ đã dành cho yêu cầu quan trọng hơn hoặc ngang bằng: %(pairs)s."),
    }.get(reason.code, _("Vẫn còn chỗ, nhưng xếp vào thì lịch kém đi ở chỗ khác hoặc chương trình chưa tìm tới."))
    wishes = [board.wishes[row_number(name)] for name in reason.requests if row_number(name) in board.wishes]
    return sentence % {
        "who": _listed(_name(board, name) for name in reason.participants),
        "when": _listed(slot_words(board, row_number(name)) for name in reason.slots),
        "pairs": _listed(f"{pair_words(wish)} ({wish.weight})" for wish in wishes),
    }


def _change(change: Change, request: str, board: Board) -> str:
    moves = [
        _("%(pair)s sang %(where)s") % {"pair": pair_words(wish), "where": spot_words(board, as_spot(one))}
        for one in change.moves
        if (wish := board.wishes.get(row_number(one.request))) is not None
    ]
    placed = next((one for one in change.placements if one.request == request), None)
    known = placed is not None and row_or_none(placed.slot) in board.slots and row_or_none(placed.place) in board.tables
    where = spot_words(board, as_spot(placed)) if placed is not None and known else ""
    words = {
        "where": where,
        "who": _together([_name(board, name) for name in change.participants]),
        "when": slot_words(board, row_or_none(change.slot)),
        "day": _day(change, board),
        "moves": "; ".join(moves),
    }
    return {
        "place": _("Xếp ngay vào %(where)s; không ai phải đổi gì."),
        "move": _("Xếp vào %(where)s, và chuyển %(moves)s."),
        "quota": _("Cho %(who)s thêm một cuộc gặp; khi đó xếp được vào %(where)s."),
        "presence": _("Nếu %(who)s có mặt lúc %(when)s thì xếp được vào giờ đó."),
        "table": _("Thêm một bàn lúc %(when)s."),
        "interpreter": _("Thêm một phiên dịch lúc %(when)s."),
        "slot": _("Thêm một lượt gặp vào cuối ngày %(day)s."),
    }[change.kind] % words


def row_or_none(name: str | None) -> int:
    """The row behind an engine's name; 0 for one that only the changed problem has."""
    return int(name[1:]) if name is not None and name[1:].isdecimal() else 0


def _day(change: Change, board: Board) -> str:
    slots = change.problem.slots if change.problem is not None else ()
    start = next((slot.start for slot in slots if slot.id == change.slot), None)
    return day_short(datetime.fromisoformat(start), board.timezone) if start else ""


def _name(board: Board, participant: str) -> str:
    id_ = row_number(participant)
    for wish in board.wishes.values():
        if wish.producer_id == id_:
            return wish.producer
        if wish.distributor_id == id_:
            return wish.distributor
    return "?"


def slot_words(board: Board, slot_id: int) -> str:
    """`09:20 thứ Bảy, 5/12`."""
    slot = board.slots.get(slot_id)
    if slot is None:
        return "?"
    return f"{clock(slot.starts_at, board.timezone)} {day_short(slot.starts_at, board.timezone)}"


def _listed(names: Iterable[str]) -> str:
    names = list(names)
    shown = "; ".join(names[:MOST_NAMES])
    more = len(names) - MOST_NAMES
    return shown if more <= 0 else _("%(shown)s và %(more)s nữa") % {"shown": shown, "more": number(more)}


def _together(names: list[str]) -> str:
    """One name, or two joined by a word."""
    return _("%(one)s và %(other)s") % {"one": names[0], "other": names[1]} if len(names) == 2 else _listed(names)


def clash_sentences(clash: Clash, board: Board) -> list[str]:
    """What cannot hold together: the meetings, whose minimum, and the rules in words."""
    pairs = [pair_words(board.wishes[id_]) for id_ in map(row_number, clash.requests) if id_ in board.wishes]
    people = [_name(board, name) for name in clash.participants]
    sentences = []
    if clash.smallest:
        sentences.append(_("Bỏ bất kỳ điều nào dưới đây thì phần còn lại giữ được cùng nhau."))
    if pairs:
        sentences.append(_("Các cuộc gặp buộc phải có: %(pairs)s.") % {"pairs": "; ".join(pairs)})
    if people:
        sentences.append(_("Số cuộc gặp tối thiểu đã hứa với: %(names)s.") % {"names": "; ".join(people)})
    rules = (rule_words(rule) for rule in clash.rules if rule not in {"required_unplaced", "too_few_meetings"})
    return [*sentences, *dict.fromkeys(rules)]


def absence_words(companies: list[str]) -> str:
    """That these are noted as away; three are named."""
    named, more = ", ".join(companies[:3]), len(companies) - 3
    if more > 0:
        named = _("%(companies)s và %(num)s đơn vị khác") % {"companies": named, "num": number(more)}
    sentence = _(
        "Đã ghi giờ vắng của %(companies)s. Giờ vắng ấy còn đó cả khi bạn không công bố bản sửa; "
        "muốn bỏ, xin mở đơn vị ấy và làm thay ở mục Giờ vắng."
    )
    return sentence % {"companies": named}


@dataclass(frozen=True)
class RepairPage(Page):
    """Mending the timetable in force with as few changes as possible."""

    template: ClassVar[str] = "timetable/repair.html"
    url: str
    timetable_url: str
    version: VersionLine | None
    """What would be mended."""
    form: Form[Any]
    people: list[tuple[str, str]]
    tables: list[TableLine]
    broken: list[str]
    """What is wrong with it as the rows stand now, before anything is said here."""
    begun: int
    """How many of its meetings have begun."""

    later: list[tuple[str, str]]
    """The slots that have not begun, in which somebody late may come."""

    @property
    def table_choices(self) -> list[tuple[str, str]]:
        """Tables to be given up."""
        return [(str(table.id), table.code) for table in self.tables]


@dataclass(frozen=True)
class QuestionsPage(Page):
    """What the organizer may ask: what if, how many tables."""

    template: ClassVar[str] = "timetable/questions.html"
    url: str
    timetable_url: str
    form: Form[Any]
    minutes: int | None
    """How long a slot is today."""
    has_breaks: bool
    is_ready: bool


@dataclass(frozen=True)
class Compared:
    """One line of a comparison."""

    words: str
    now: str
    then: str
    change: str


def change_words(question: WhatIfQuestion) -> list[str]:
    """What would be different, in words."""
    changes = question.changes
    words = []
    if changes.more_places:
        words.append(_("thêm %(count)s bàn") % {"count": number(changes.more_places)})
    if changes.more_slots:
        words.append(_("thêm %(count)s lượt gặp cuối mỗi ngày") % {"count": number(changes.more_slots)})
    if changes.no_lunch:
        words.append(_("gặp cả trong giờ nghỉ giữa các buổi"))
    if changes.minutes:
        words.append(_("mỗi lượt %(count)s phút") % {"count": number(changes.minutes)})
    return words


def comparison(finding: WhatIfFinding) -> list[Compared]:
    """Today's timetable beside the one that would be."""
    lines = [_compared(_("Số cuộc gặp có chỗ"), finding.now.placed, finding.then.placed)]
    for name, then in finding.then.objective.items():
        if name in finding.now.objective:
            lines.append(_compared(objective_words(name), finding.now.objective[name], then))
    return lines


def comparison_sentences(finding: WhatIfFinding) -> list[str]:
    """The effect in words: meetings gained or lost, whom it serves, and whether more is possible at all."""
    if not finding.then.objective:
        return [_("Với thay đổi này chưa tìm được lịch nào.")]
    more = finding.then.placed - finding.now.placed
    served = finding.now.objective.get("unplaced_weight", 0) - finding.then.objective.get("unplaced_weight", 0)
    words = {
        "more": number(abs(more)),
        "asked": number(finding.asked),
        "placed": number(finding.then.placed),
        "served": number(abs(served)),
    }
    if more > 0:
        told = _("Thêm được %(more)s cuộc gặp: %(placed)s trên %(asked)s yêu cầu có chỗ.") % words
    elif more < 0:
        told = _("Bớt đi %(more)s cuộc gặp: chỉ còn %(placed)s trên %(asked)s yêu cầu có chỗ.") % words
    else:
        told = _("Không thêm được cuộc gặp nào: vẫn %(placed)s trên %(asked)s yêu cầu có chỗ.") % words
    sentences = [told]
    # Fewer meetings may serve more, and as many may serve others.
    if served > 0 >= more:
        sentences.append(_("Nhưng những yêu cầu quan trọng hơn có chỗ: thêm %(served)s điểm ưu tiên.") % words)
    if served < 0 <= more:
        sentences.append(_("Nhưng những yêu cầu quan trọng hơn mất chỗ: bớt %(served)s điểm ưu tiên.") % words)
    unplaced = finding.then.objective.get("unplaced_weight")
    if unplaced is not None and finding.then.bounds.get("unplaced_weight") == unplaced:
        sentences.append(_("Đã chứng minh: với thay đổi này không lịch nào đáp ứng được nhiều hơn."))
    return sentences


def _compared(words: str, now: int, then: int) -> Compared:
    sign = "+" if then > now else "−" if then < now else "±"
    return Compared(words, number(now), number(then), f"{sign}{number(abs(then - now))}")


@dataclass(frozen=True)
class AdvisedSession:
    """One session's tables: how many there are, are enough, and what fewer would cost, in words."""

    when: str
    tables: int
    enough: int
    prices: list[str]


def advised_sessions(advice: Advice, board: Board) -> list[AdvisedSession]:
    """The advice session by session."""
    return [
        AdvisedSession(_span(session, board), session.tables, session.enough, _prices(session))
        for session in advice.sessions
    ]


def _span(session: SessionAdvice, board: Board) -> str:
    first, last = board.slots.get(row_number(session.slots[0])), board.slots.get(row_number(session.slots[-1]))
    if first is None or last is None:
        return "?"
    zone = board.timezone
    return f"{day_short(first.starts_at, zone)} · {clock(first.starts_at, zone)}–{clock(last.ends_at, zone)}"


def _prices(session: SessionAdvice) -> list[str]:
    words = []
    for price in session.prices:
        counts = {"tables": number(price.tables), "lost": number(price.lost_weight)}
        sentence = _("%(tables)s bàn: mất %(lost)s điểm ưu tiên") if price.proved else None
        words.append((sentence or _("%(tables)s bàn: mất nhiều nhất %(lost)s điểm ưu tiên")) % counts)
    return words
