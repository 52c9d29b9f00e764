"""Calendar files, byte by byte and as foreign programs read them (C1, C2, C3, C12, C15, C16)."""

import io
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import icalendar
import pytest
import recurring_ical_events
import vobject
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chophien.support import ics
from chophien.support.ics import CalendarContent, CalendarEvent, calendar_bytes, clean, label, one_line

NINE = datetime(2026, 12, 5, 2, 0, tzinfo=UTC)
EVENT = CalendarEvent(
    uid="meeting-7-20261101@fair.test",
    sequence=2,
    cancelled=False,
    starts_at=NINE,
    ends_at=NINE + timedelta(minutes=20),
    revised_at=datetime(2026, 12, 1, 3, 4, 5, 678, tzinfo=UTC),
    summary="Hợp tác xã Miến dong Làng So · bàn T12",
    location="Bàn T12, Nhà A, Cung Triển lãm, Hà Nội",
    description="Hội chợ: OCOP Thủ đô\nPhiên dịch: Nguyễn Hoài An",
)
CONTENT = CalendarContent(
    name="Hội chợ OCOP Thủ đô",
    language="vi",
    organizer_name="Sở Công Thương Hà Nội",
    organizer_email="lich@fair.test",
    url="http://fair.test/my/fairs/ocop/schedule",
    events=(EVENT,),
)

# icalendar takes a backslash before N for the end of a line, as it stands in files.
NASTY = (
    st.lists(
        st.one_of(
            st.text(max_size=20),
            st.sampled_from(
                ["ễ", "e\u0302\u0303", "Đ", "👩‍👩‍👧", "\u202e", "\r", "\n", "\r\n", "\u2028", "\x00", "\x07", "\x85"]
            ),
            st.sampled_from(
                [";", ",", ":", "\\", '"', "^", "\t", "BEGIN:VEVENT", "\r\nATTENDEE:mailto:x@y.example", "\\n"]
            ),
        ),
        max_size=25,
    )
    .map("".join)
    .filter(lambda text: "\\N" not in clean(text))
)


def parsed(content: CalendarContent) -> icalendar.Calendar:
    return icalendar.Calendar.from_ical(calendar_bytes(content))


@settings(max_examples=400, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
@given(summary=NASTY, location=NASTY, description=NASTY, organizer=NASTY, name=NASTY)
def test_any_text_gives_a_file_that_keeps_the_byte_rules_and_comes_back_the_same(
    summary: str, location: str, description: str, organizer: str, name: str
) -> None:
    event = replace(EVENT, summary=summary, location=location, description=description)
    content = replace(CONTENT, events=(event,), organizer_name=organizer, name=name)
    written = calendar_bytes(content)
    lines = written.split(b"\r\n")
    assert lines[-1] == b""
    assert max(map(len, lines)) <= 75
    assert not re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", b"".join(lines))
    for line in lines:
        line.decode()
    names = re.findall(rb"^([A-Z-]+)[:;]", written.replace(b"\r\n ", b""), re.MULTILINE)
    assert names == re.findall(rb"^([A-Z-]+)[:;]", _plain(event).replace(b"\r\n ", b""), re.MULTILINE)
    (read,) = parsed(content).events
    assert str(read["summary"]) == one_line(summary)
    assert str(read["location"]) == clean(location)
    assert str(read.get("description", "")) == clean(description)
    assert read["organizer"].params["CN"] == label(organizer)


def _plain(event: CalendarEvent) -> bytes:
    """The same event with harmless words: whatever was typed, no property more and none less may appear."""
    harmless = replace(event, summary="A", location="B", description="C" if event.description else "")
    return calendar_bytes(replace(CONTENT, events=(harmless,)))


def test_a_calendar_says_everything_that_programs_ask_for_and_names_no_attendee() -> None:
    read = parsed(CONTENT)
    (event,) = read.events
    assert (str(read["method"]), str(read["version"]), str(read["x-wr-calname"])) == ("PUBLISH", "2.0", CONTENT.name)
    text = calendar_bytes(CONTENT).decode().replace("\r\n ", "")
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT15M\r\n" in text
    assert "X-PUBLISHED-TTL:PT15M\r\n" in text
    assert "ATTENDEE" not in text
    assert "TZID" not in text
    for line in (
        "UID:meeting-7-20261101@fair.test",
        "SEQUENCE:2",
        "DTSTAMP:20261201T030405Z",
        "LAST-MODIFIED:20261201T030405Z",
        "DTSTART:20261205T020000Z",
        "DTEND:20261205T022000Z",
        "STATUS:CONFIRMED",
    ):
        assert f"{line}\r\n" in text
    assert str(event["organizer"]) == "mailto:lich@fair.test"


def test_a_cancelled_meeting_is_cancelled_blocks_no_time_and_rings_no_bell() -> None:
    (event,) = parsed(replace(CONTENT, events=(replace(EVENT, cancelled=True, sequence=3),))).events
    assert (str(event["status"]), str(event["transp"]), event["sequence"]) == ("CANCELLED", "TRANSPARENT", 3)
    assert event.alarms.times == []
    (standing,) = parsed(CONTENT).events
    assert [alarm.trigger for alarm in standing.alarms.times] == [NINE - timedelta(minutes=15)]


def test_foreign_programs_read_the_same_moments_and_words() -> None:
    later = replace(
        EVENT,
        uid="meeting-8@fair.test",
        starts_at=NINE + timedelta(days=1),
        ends_at=NINE + timedelta(days=1, minutes=20),
    )
    written = calendar_bytes(replace(CONTENT, events=(EVENT, later)))
    read = vobject.readOne(io.StringIO(written.decode()))
    assert [(event.uid.value, event.dtstart.value, event.summary.value) for event in read.vevent_list] == [
        (event.uid, event.starts_at, event.summary) for event in (EVENT, later)
    ]
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(written)).between(NINE, NINE + timedelta(days=3))
    assert sorted((str(event["uid"]), event.start, event.end) for event in found) == [
        (event.uid, event.starts_at, event.ends_at) for event in (EVENT, later)
    ]


def test_an_empty_calendar_is_a_calendar() -> None:
    written = calendar_bytes(replace(CONTENT, events=()))
    assert parsed(replace(CONTENT, events=())).events == []
    assert vobject.readOne(io.StringIO(written.decode())).name == "VCALENDAR"


def test_one_meeting_that_cannot_be_written_is_left_out_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    poison = replace(EVENT, uid="poison", sequence="seven")  # type: ignore[arg-type]
    read = parsed(replace(CONTENT, events=(EVENT, poison, replace(EVENT, uid="third"))))
    assert [str(event["uid"]) for event in read.events] == [EVENT.uid, "third"]
    assert "poison" in caplog.text


def test_the_same_values_give_the_same_bytes_when_written_anew() -> None:
    first = calendar_bytes(CONTENT)
    ics.calendar_bytes.cache_clear()
    assert calendar_bytes(CONTENT) == first
