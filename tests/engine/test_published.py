"""A few published problems with known optima; the folder is not part of the project."""

import json
import os
from pathlib import Path

import pytest

from chophien.engine.conflicts import broken_rules
from chophien.engine.solve import solve
from chophien.engine.wire import read_problem

FOLDER = Path(os.environ.get("CHOPHIEN_DATA", Path(__file__).parents[3] / "shared" / "data")) / "b2b"
QUICK = [
    "tic-12.original",
    "tic-12.forb0003",
    "tic-12crafc.prec25",
    "tic-13crafb.fixed040-Forb",
    "tic-14crafc.forb0007",
    "forumt-14.fixed020-Forb",
    "forum-13.fixed040-Forb",
    "ticf-13crafc.prec25",
    "forum-13.original",
    "forum-13crafc.original",
    "ticf-13crafc.original",
    "ticf-13crafc.prec15",
    "tic-14crafa.forb0007",
]


@pytest.mark.skipif(not FOLDER.is_dir(), reason="benchmark data folder absent; set CHOPHIEN_DATA to it")
@pytest.mark.parametrize("name", QUICK)
def test_the_published_optimum_is_proved(name: str) -> None:
    published = json.loads((FOLDER / "published.json").read_text())
    (optimum,) = next(row["optimum"] for row in published if (row["instance"], row["break_range"]) == (name, 2))
    problem = read_problem((FOLDER / f"{name}.json").read_bytes())
    timetable = solve(problem, seconds=60)
    if optimum == "UNSAT":
        assert timetable.status == "infeasible"
    else:
        assert (timetable.status, dict(timetable.objective)) == ("optimal", {"breaks": optimum})
        assert broken_rules(problem, timetable.placements) == ()
