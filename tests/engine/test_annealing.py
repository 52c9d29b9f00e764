"""Annealing by machine code: what its changes can reach, and that what it counts on the way is true."""

from dataclasses import replace

import pytest

from chophien.engine.annealing.annealer import Annealer, prices_of
from chophien.engine.annealing.tables import fixed_tables
from chophien.engine.conflicts import broken_rules
from chophien.engine.draft import Draft
from chophien.engine.numbered import number
from chophien.engine.preferences import costs
from chophien.engine.problem import Interpreter, Limits, Participant, Pin, Place, Problem, Request, Slot

# Two people who meet the same three, in turns: four breaks; no order of the six meetings has fewer than two.
TURNS = ("ax", "bx", "ay", "by", "az", "bz")


def _one_table(**changes: object) -> Problem:
    """As many slots as meetings and one table, so that every slot is full."""
    plain = Problem(
        slots=tuple(Slot(f"s{k}", "d") for k in range(len(TURNS))),
        places=(),
        participants=tuple(Participant(name) for name in "abxyz"),
        requests=tuple(Request(pair, (pair[0], pair[1])) for pair in TURNS),
        limits=Limits(pool_of_places=1),
        objective=("unplaced_weight", "breaks"),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


FULL = {
    "tables in common": _one_table(),
    "a table by name": _one_table(places=(Place("T"),), limits=Limits()),
    "one interpreter": _one_table(
        interpreters=(Interpreter("i", ("en-vi",)),),
        requests=tuple(Request(pair, (pair[0], pair[1]), interpreting="en-vi") for pair in TURNS),
        limits=Limits(pool_of_places=2),
    ),
    "meetings of before": _one_table(
        previous={pair: Pin(f"s{k}") for k, pair in enumerate(TURNS)}, objective=("unplaced_weight", "breaks", "moved")
    ),
}


@pytest.mark.parametrize("name", FULL)
def test_where_every_slot_is_full_meetings_change_places_with_each_other(name: str) -> None:
    problem = FULL[name]
    draft = Draft(number(problem))
    for r in range(len(TURNS)):
        units, uses = draft.free_units(r, r), draft.room(r, r)
        assert units is not None
        assert uses is not None
        draft.put(r, r, units, uses)
    before = costs(problem, draft.placements())
    annealer = Annealer(draft, fixed_tables(draft), 1)
    annealer.weigh(prices_of(problem.objective, None))
    counted = annealer.best_energy
    unit = annealer.prices.breaks
    annealer.run(20_000, unit, 0.06 * unit, 0.1, look_up=lambda: None)
    annealer.finish()
    after = costs(problem, draft.placements())
    assert broken_rules(problem, draft.placements()) == ()
    assert (before["breaks"], after["unplaced_weight"], after["breaks"]) == (4, 0, 2)
    lost = {cost: before[cost] - after[cost] for cost in ("breaks", "moved") if cost in before}
    prices = annealer.prices
    assert counted - annealer.best_energy == pytest.approx(
        prices.breaks * lost["breaks"] + prices.moved * lost.get("moved", 0)
    )
