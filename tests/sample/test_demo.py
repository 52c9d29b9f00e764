"""`chophien demo` as somebody types it: from nothing to a published timetable, once; then everything is kept."""

import os
import pathlib
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta

import httpx
import icalendar
import pytest
import recurring_ical_events
import vobject

from chophien.calendars.feed import calendar_of
from chophien.fairs.tables import Participation
from chophien.sample.fair import saturday_ahead
from chophien.sample.load import DEMO_PASSWORD
from chophien.sample.world import build_world
from chophien.support.clock import now
from chophien.support.database import close_database, make_engine, use_engine
from chophien.timetable.queries import meetings_of

SECONDS = 25
WORLD = build_world(saturday=saturday_ahead(now().date()))


def _start(var: pathlib.Path, *arguments: str) -> subprocess.Popen[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CHOPHIEN_")}
    return subprocess.Popen(
        [sys.executable, "-m", "chophien", *arguments],
        env={**kept, "CHOPHIEN_VAR": str(var), "COLUMNS": "200"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _run(var: pathlib.Path, *arguments: str) -> tuple[int, str]:
    process = _start(var, *arguments)
    said, _ = process.communicate(timeout=SECONDS + 150)
    return process.returncode, said


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def first(var: pathlib.Path) -> tuple[int, str]:
    return _run(var, "demo", "--no-serve", "--seconds", str(SECONDS))


@pytest.fixture
def port() -> Iterator[int]:
    """A port that something listens on."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def test_the_first_run_loads_computes_publishes_and_says_where_to_look(first: tuple[int, str]) -> None:
    code, said = first
    assert code == 0, said
    assert f"Loaded {WORLD.fair.name.en} into sqlite:///" in said
    assert "Published version 1: " in said
    assert "accepted requests have a place" in said
    assert f"http://127.0.0.1:8000/fairs/{WORLD.fair.key}" in said
    assert DEMO_PASSWORD in said
    assert [person.email for person in WORLD.demo if person.email not in said] == []


def test_its_files_pass_the_check(first: tuple[int, str], var: pathlib.Path) -> None:
    assert first[0] == 0
    code, said = _run(var, "check", str(var / "demo" / "problem.json"), str(var / "demo" / "timetable.json"))
    assert (code, said[:16]) == (0, "every rule holds")


async def test_two_foreign_parsers_read_every_participants_feed_alike(
    first: tuple[int, str], var: pathlib.Path
) -> None:
    assert first[0] == 0
    use_engine(make_engine(f"sqlite:///{var / 'chophien.sqlite'}"))
    expected: dict[int, set[datetime]] = {}
    read: dict[int, list[set[datetime]]] = {}
    for row in await Participation.select(Participation.id, Participation.fair).where(
        Participation.state == "approved"
    ):
        meetings = await meetings_of(row["id"])
        expected[row["id"]] = {meeting.starts_at for meeting in meetings}
        feed = await calendar_of(row["id"], row["fair"], "vi", now())
        read[row["id"]] = [_starts_by_vobject(feed), _starts_by_recurring_ical_events(feed)]
    await close_database()
    assert len(expected) == len(WORLD.producers) + len(WORLD.distributors)
    assert read == {participant: [starts, starts] for participant, starts in expected.items()}


def _starts_by_vobject(feed: bytes) -> set[datetime]:
    events = vobject.readOne(feed.decode()).contents.get("vevent", [])
    return {event.dtstart.value for event in events}


def _starts_by_recurring_ical_events(feed: bytes) -> set[datetime]:
    days = recurring_ical_events.of(icalendar.Calendar.from_ical(feed))
    return {event["DTSTART"].dt for event in days.between(now() - timedelta(days=1), now() + timedelta(days=400))}


def test_another_run_keeps_everything_and_says_so(first: tuple[int, str], var: pathlib.Path) -> None:
    assert first[0] == 0
    began = time.monotonic()
    code, said = _run(var, "demo", "--no-serve")
    assert code == 0, said
    assert f"{WORLD.fair.name.en} is here already" in said
    assert "Version 1 of its timetable is published already and is kept." in said
    assert time.monotonic() - began < SECONDS


def test_a_taken_port_is_one_sentence_before_any_work(tmp_path: pathlib.Path, port: int) -> None:
    code, said = _run(tmp_path, "demo", "--port", str(port))
    assert code == 1
    assert said == (
        f"Error: Port {port} on 127.0.0.1 is taken by another program. Stop it, or choose another port with --port.\n"
    )
    assert not (tmp_path / "chophien.sqlite").exists()


def test_it_serves_until_it_is_told_to_stop(first: tuple[int, str], var: pathlib.Path) -> None:
    assert first[0] == 0
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    process = _start(var, "demo", "--port", str(free))
    try:
        pages = [f"http://127.0.0.1:{free}{path}" for path in ("/health", "/sign-in")]
        assert [_patiently(page) for page in pages] == [200, 200]
    finally:
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=30)
    assert process.returncode == 0, said
    assert f"Serving on http://127.0.0.1:{free}" in said
    assert "Traceback" not in said


def _patiently(page: str) -> int:
    for _ in range(200):
        try:
            return httpx.get(page).status_code
        except httpx.TransportError:
            time.sleep(0.2)
    return 0


def test_ctrl_c_while_it_computes_keeps_the_best_timetable_so_far(tmp_path: pathlib.Path) -> None:
    process = _start(tmp_path, "demo", "--no-serve", "--seconds", "150")
    assert process.stdout is not None
    heard = ""
    for line in process.stdout:
        heard += line
        if " of 150 s: " in line and "bound" in line:
            process.send_signal(signal.SIGINT)
            break
    said, _ = process.communicate(timeout=100)
    assert process.returncode == 0, heard + said
    if "Published" in heard:
        pytest.skip("The timetable was proved before anybody could stop it.")
    assert "Stopping with the best timetable so far" in said
    assert "Published version 1: " in said
    assert "Traceback" not in said
