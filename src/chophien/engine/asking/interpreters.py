"""Who interprets: meetings that stay keep their interpreter as far as that can be."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from scipy.optimize import linear_sum_assignment

from chophien.engine.conflicts import broken_rules
from chophien.engine.numbered import number
from chophien.engine.problem import Problem
from chophien.engine.timetable import Placement

_NEVER = 1_000.0


def keep_interpreters(
    problem: Problem, placements: Sequence[Placement], before: Mapping[str, Placement]
) -> tuple[Placement, ...]:
    """The same placements, each slot's interpreters dealt out so that fewest meetings get another one than before."""
    numbered = number(problem)
    if not problem.interpreters or not any(one.interpreter for one in placements):
        return tuple(placements)
    by_slot: dict[int, list[Placement]] = defaultdict(list)
    for one in placements:
        request = problem.requests[numbered.request_of[one.request]]
        if one.interpreter is not None and request.length == 1 and request.interpreting is not None:
            by_slot[numbered.slot_of[one.slot]].append(one)
    # A meeting of several slots keeps whom it was given; nobody else gets that interpreter meanwhile.
    busy: dict[int, set[int]] = defaultdict(set)
    for one in placements:
        request = problem.requests[numbered.request_of[one.request]]
        if one.interpreter is not None and (request.length > 1 or request.interpreting is None):
            for slot in numbered.spans[request.length][numbered.slot_of[one.slot]]:
                busy[slot].add(numbered.interpreter_of[one.interpreter])
    dealt: dict[str, str] = {}
    for slot, meetings in by_slot.items():
        cost = np.full((len(meetings), len(problem.interpreters)), _NEVER)
        for row, one in enumerate(meetings):
            pair = problem.requests[numbered.request_of[one.request]].interpreting
            known = before.get(one.request)
            for i, interpreter in enumerate(problem.interpreters):
                if pair in interpreter.pairs and slot not in numbered.interpreter_away[i] and i not in busy[slot]:
                    stays = known is not None and known.interpreter == interpreter.id
                    cost[row, i] = 0.0 if stays else 1.0 + 0.001 * i
        if len(meetings) > len(problem.interpreters):
            continue
        rows, chosen = linear_sum_assignment(cost)
        if cost[rows, chosen].max() < _NEVER:
            dealt |= {meetings[row].request: problem.interpreters[i].id for row, i in zip(rows, chosen, strict=True)}
    found = tuple(replace(one, interpreter=dealt.get(one.request, one.interpreter)) for one in placements)
    return found if not broken_rules(numbered, found) else tuple(placements)
