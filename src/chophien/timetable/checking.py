"""What is wrong with a timetable by the rules of the engine, in sentences with names; pure values in and out."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from chophien.engine.conflicts import broken_rules
from chophien.engine.problem import Problem
from chophien.support.language import _
from chophien.timetable.changes import Spot
from chophien.timetable.engine_ids import as_placement, request_name, row_number, slot_name, table_name
from chophien.timetable.queries.boards import Board, Wish
from chophien.web.formats import clock, day_short


@dataclass(frozen=True, slots=True)
class Fault:
    """One broken rule with the requests that break it together."""

    rule: str
    request_ids: tuple[int, ...]


UNKNOWN = "not_accepted"
"""Our own name for a placed request that is no longer accepted, or whose slot or table is gone."""


def faults_of(problem: Problem, spots: Mapping[int, Spot]) -> list[Fault]:
    """Every hard rule that `spots` breaks, as the rows stand now."""
    requests = {request.id for request in problem.requests}
    slots = {slot.id for slot in problem.slots}
    places = {place.id for place in problem.places}
    known, lost = {}, []
    for request_id, spot in spots.items():
        there = slot_name(spot.slot_id) in slots and table_name(spot.table_id) in places
        if request_name(request_id) in requests and there:
            known[request_id] = spot
        else:
            lost.append(Fault(UNKNOWN, (request_id,)))
    # A minimum binds the search; by hand the organizer may fall short of it, or no meeting could ever be moved.
    asked = replace(problem, participants=tuple(replace(one, min_meetings=0) for one in problem.participants))
    conflicts = broken_rules(asked, [as_placement(request_id, spot) for request_id, spot in known.items()])
    broken = [Fault(found.rule, tuple(row_number(name) for name in found.requests)) for found in conflicts]
    return [*lost, *broken]


def fault_sentence(fault: Fault, board: Board, spots: Mapping[int, Spot]) -> str:
    """The fault for a person, with names, time and table."""
    wishes = [board.wishes[id_] for id_ in fault.request_ids if id_ in board.wishes]
    spot = next((spots[id_] for id_ in fault.request_ids if id_ in spots), None)
    words = {
        "pairs": "; ".join(pair_words(wish) for wish in wishes),
        "who": _shared(wishes),
        "when": _when(board, spot),
        "table": board.tables[spot.table_id].code if spot and spot.table_id in board.tables else "?",
        "interpreter": board.interpreters.get(spot.interpreter_id or 0, "?") if spot else "?",
    }
    return _sentence(fault.rule) % words


def pair_words(wish: Wish) -> str:
    """`Hợp tác xã Gốm – Siêu thị Xanh`."""
    return f"{wish.producer} – {wish.distributor}"


def _shared(wishes: Iterable[Wish]) -> str:
    """The name of whoever sits in all of these meetings, or of both sides of a single one."""
    wishes = list(wishes)
    if len(wishes) == 1:
        return pair_words(wishes[0])
    count = Counter(name for wish in wishes for name in (wish.producer, wish.distributor))
    return count.most_common(1)[0][0] if count else "?"


def _when(board: Board, spot: Spot | None) -> str:
    if spot is None or spot.slot_id not in board.slots:
        return "?"
    slot = board.slots[spot.slot_id]
    return f"{clock(slot.starts_at, board.timezone)} {day_short(slot.starts_at, board.timezone)}"


def _sentence(rule: str) -> str:
    sentences = {
        UNKNOWN: _("%(pairs)s: yêu cầu này không còn hiệu lực, hoặc giờ hay bàn của nó không còn."),
        "participant_busy": _("%(who)s có hơn một cuộc gặp lúc %(when)s: %(pairs)s."),
        "participant_away": _("%(pairs)s: có bên vắng mặt lúc %(when)s."),
        "place_busy": _("Bàn %(table)s có hơn một cuộc gặp lúc %(when)s: %(pairs)s."),
        "place_closed": _("Bàn %(table)s không dùng được lúc %(when)s."),
        "wrong_place": _("%(pairs)s: một bên chỉ gặp ở bàn riêng, hoặc bàn %(table)s là của đơn vị khác."),
        "too_many_meetings": _("%(who)s đã đủ số cuộc gặp tối đa."),
        "too_many_in_a_day": _("%(who)s đã đủ số cuộc gặp tối đa trong một buổi: %(pairs)s."),
        "pin_broken": _("%(pairs)s đã được ghim vào giờ hoặc bàn khác."),
        "interpreter_busy": _("Phiên dịch %(interpreter)s có hơn một cuộc gặp lúc %(when)s: %(pairs)s."),
        "interpreter_missing": _("%(pairs)s: không có phiên dịch phù hợp lúc %(when)s."),
    }
    return sentences.get(rule, _("%(pairs)s: không giữ được một quy tắc của lịch gặp lúc %(when)s."))
