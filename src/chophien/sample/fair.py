"""The sample fair: two days in December 2026, an exhibition house with two halls, and the organizer with its staff."""

import tomllib
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files
from zoneinfo import ZoneInfo

from chophien.places.hanoi import DISTRICT_BY_NAME
from chophien.sample import names
from chophien.sample.shapes import (
    Booth,
    Fair,
    Hall,
    Interpreter,
    MeetingTable,
    Organizer,
    Person,
    ProgrammeItem,
    Session,
    Slot,
    Text,
)
from chophien.sample.streams import stream

TIME_ZONE = "Asia/Ho_Chi_Minh"
SATURDAY = date(2026, 12, 5)
"""The first day, as long as it lies ahead."""
SLOT_MINUTES = 20
CO_HOSTS = ("Đống Đa", "Ba Đình", "Hoàng Mai", "Thanh Oai", "Thường Tín")

_ROWS = {"hall-a": "ABCDE", "hall-b": "FGHKL"}
_BOOTHS_A_ROW = 10
# The organizer keeps two booths by the entrance of each hall.
_BLOCKED = frozenset({"A01", "A02", "F01", "F02"})
_TABLES = 36

_DOMAIN = "xuctien-langnghe"


def moment(day: date, at: time) -> datetime:
    """Local time at the fair as aware UTC."""
    return datetime.combine(day, at, ZoneInfo(TIME_ZONE)).astimezone(UTC)


def saturday_ahead(today: date) -> date:
    """The first day for a demo that is shown `today`: the usual one, or a later Saturday with a week before it.

    Otherwise the sample would be over one day, and nobody could ask, answer or register any more.
    """
    late = (today + timedelta(days=8) - SATURDAY).days
    return SATURDAY + timedelta(weeks=max(0, -(-late // 7)))


def make_fair(saturday: date = SATURDAY) -> Fair:
    """Everything of the fair that stands still; nothing in it is drawn. All its dates hang on the first."""
    days = (saturday, saturday + timedelta(days=1))
    sessions = tuple(
        Session(f"d{number}-{part}", day, name, starts, ends, SLOT_MINUTES)
        for number, day in enumerate(days, 1)
        for part, name, starts, ends in (
            ("am", Text("Buổi sáng", "Morning"), time(8, 30), time(11, 30)),
            ("pm", Text("Buổi chiều", "Afternoon"), time(13, 30), time(16, 30)),
        )
    )
    return Fair(
        key=f"hoi-cho-lang-nghe-{saturday.year}",
        name=Text(
            f"Hội chợ Làng nghề và Sản phẩm OCOP Hà Nội {saturday.year}",
            f"Hà Nội Craft Village and OCOP Fair {saturday.year}",
        ),
        about=Text(
            "Hai ngày gặp gỡ giữa làng nghề Hà Nội và các nhà thu mua trong, ngoài nước. Người sản xuất mang sản phẩm "
            "đã được chấm sao đến gian hàng; nhà phân phối hẹn trước từng cuộc gặp hai mươi phút. Mục đích không phải "
            "là một phiên chợ đông, mà là đầu ra ổn định sau phiên chợ.",
            "Two days on which Hà Nội's craft villages meet buyers from home and abroad. Producers bring their rated "
            "products to the booths; distributors arrange meetings of twenty minutes beforehand. The aim is not a busy "
            "fair but a stable outlet after it.",
        ),
        venue="Nhà triển lãm Đền Lừ",
        address="Phố Tân Mai, Hoàng Mai, Hà Nội",
        time_zone=TIME_ZONE,
        days=days,
        co_host_codes=tuple(DISTRICT_BY_NAME[name].code for name in CO_HOSTS),
        registration_opens_at=moment(saturday - timedelta(days=95), time(8)),
        registration_closes_at=moment(saturday - timedelta(days=6), time(17)),
        requests_open_at=moment(saturday - timedelta(days=54), time(8)),
        requests_close_at=moment(saturday - timedelta(days=4), time(17)),
        halls=(
            Hall("hall-a", Text("Nhà A", "Hall A")),
            Hall("hall-b", Text("Nhà B", "Hall B")),
        ),
        sessions=sessions,
        slots=tuple(slot for session in sessions for slot in _slots(session)),
        booths=tuple(
            Booth(code, hall, row, position, code in _BLOCKED)
            for hall, rows in _ROWS.items()
            for row in rows
            for position in range(1, _BOOTHS_A_ROW + 1)
            for code in [f"{row}{position:02}"]
        ),
        tables=tuple(
            MeetingTable(f"T{number:02}", "hall-a" if number <= _TABLES // 2 else "hall-b")
            for number in range(1, _TABLES + 1)
        ),
        programme=_programme(days),
    )


def _slots(session: Session) -> list[Slot]:
    number = session.key.split("-")[0]
    found, starts = [], datetime.combine(session.day, session.starts)
    while starts + timedelta(minutes=session.slot_minutes) <= datetime.combine(session.day, session.ends):
        ends = starts + timedelta(minutes=session.slot_minutes)
        key = f"{number}-{starts:%H%M}"
        found.append(
            Slot(key, number, session.key, moment(session.day, starts.time()), moment(session.day, ends.time()))
        )
        starts = ends
    return found


def _programme(days: tuple[date, ...]) -> tuple[ProgrammeItem, ...]:
    text = files(__package__).joinpath("programme.toml").read_text(encoding="utf-8")
    return tuple(
        ProgrammeItem(moment(days[number - 1], starts), moment(days[number - 1], ends), Text(vi, en), spot)
        for number, starts, ends, vi, en, spot in tomllib.loads(text)["programme"]
    )


def make_organizer(seed: int) -> Organizer:
    """The centre that holds the fair, with its head, planner and desk."""
    rng = stream(seed, "organizer")
    staff = (
        ("Nguyễn Thị Thanh Tâm", Text("Trưởng phòng kết nối giao thương", "Head of business matching")),
        ("Đỗ Quang Minh", Text("Phó giám đốc", "Deputy director")),
        ("Bùi Thị Hải Vân", Text("Phụ trách bàn phiên dịch", "In charge of the interpreter desk")),
    )
    return Organizer(
        key="organizer",
        name="Trung tâm Xúc tiến và Kết nối tiêu thụ sản phẩm làng nghề Hà Nội",
        address="Số 24 phố Tân Mai, Hoàng Mai, Hà Nội",
        phone=names.vietnamese_phone(rng),
        email=f"vanphong@{_DOMAIN}.example",
        staff=tuple(
            names.vietnamese(rng, f"s{number}", name, duty, _DOMAIN) for number, (name, duty) in enumerate(staff, 1)
        ),
    )


def make_interpreters(seed: int) -> tuple[Interpreter, ...]:
    """Six of them; the six language pairs are all there, some twice."""
    rng = stream(seed, "interpreters")
    duty = Text("Phiên dịch", "Interpreter")
    people = (
        ("Phan Mai Chi", ("de-vi", "en-vi")),
        ("Lý Gia Hân", ("en-vi", "zh-vi")),
        ("Hoàng Nhật Linh", ("ja-vi",)),
        ("Tô Minh Đức", ("de-vi",)),
        ("Vũ Hạ Quyên", ("en-vi", "fr-vi")),
        ("Trương Bảo Ngân", ("ja-vi", "ko-vi")),
    )
    return tuple(
        _interpreter(names.vietnamese(rng, f"i{n}", name, duty, "phiendich"), pairs)
        for n, (name, pairs) in enumerate(people, 1)
    )


def _interpreter(person: Person, pairs: tuple[str, ...]) -> Interpreter:
    return Interpreter(person.key, person, pairs, frozenset())
