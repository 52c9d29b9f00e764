"""The fair's form as typed: read into a plan, and a plan written back as typed.

Fields that repeat are numbered blocks (`session_0_name`, `session_1_name`, …); a block left empty is left out, so
that adding and taking away blocks needs no script.
"""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from chophien.fairs.forms.plan import FairPlan, HallPlan, InterpreterPlan, ProgrammePlan, RowPlan, SessionPlan
from chophien.fairs.rules import SLOT_MINUTES, overlapping
from chophien.places.rules import district_choices
from chophien.support.language import _
from chophien.web.forms import Form, fresh_form

T = TypeVar("T")

TIMEZONE = "Asia/Ho_Chi_Minh"
MOST_DAYS = 14
MOST_BLOCKS = 40
BLOCKS: dict[str, tuple[str, ...]] = {
    "session": ("name", "name_en", "from", "to"),
    "hall": ("name", "name_en", "tables", "prefix", "rows"),
    "interpreter": ("name", "pairs", "email"),
    "programme": ("day", "from", "to", "title", "title_en", "spot"),
}
"""The repeating blocks and their fields."""

_SILENT = {("hall", "prefix")}
"""Fields that come filled; alone they do not make a block."""

_PAIR = re.compile(r"[a-z]{2}-[a-z]{2}")
_ROW = re.compile(r"([A-Z]{1,3})\s*[:=]?\s*([0-9]{1,3})")


def block_counts(form: Form[Any], *, adding: str = "") -> dict[str, int]:
    """How many blocks of each kind the form shows: those typed, one at least, and one more of the kind `adding`."""
    counts = {}
    for block in BLOCKS:
        found = [int(match[1]) for name in form.typed if (match := re.fullmatch(rf"{block}_([0-9]{{1,3}})_\w+", name))]
        counts[block] = min(max([*found, 0]) + 1 + (block == adding), MOST_BLOCKS)
    return counts


def blank_fair_form() -> Form[Any]:
    """The form of a new fair, with the hours and rooms that most fairs begin with."""
    return fresh_form(
        slot_minutes=20,
        reminder_minutes=30,
        session_0_name="Buổi sáng",
        session_0_name_en="Morning",
        session_0_from="08:30",
        session_0_to="11:30",
        session_1_name="Buổi chiều",
        session_1_name_en="Afternoon",
        session_1_from="13:30",
        session_1_to="16:30",
        hall_0_prefix="T",
    )


def read_fair(form: Form[FairPlan]) -> Form[FairPlan]:
    """Read the whole form; its value stands only when nothing is wrong."""
    name_vi = form.read_text("name_vi", required=True, most=200)
    starts_on = form.read_date("starts_on", required=True)
    ends_on = form.read_date("ends_on", required=True)
    slot_minutes = form.read_whole_number(
        "slot_minutes", least=SLOT_MINUTES.start, most=SLOT_MINUTES.stop - 1, required=True
    )
    reminder_minutes = form.read_whole_number("reminder_minutes", least=5, most=2880, required=True)
    moments = {
        name: form.read_moment(name, timezone=TIMEZONE, required=True)
        for name in ("registration_from", "registration_until", "requests_from", "requests_until")
    }
    sessions = _blocks(form, "session", _read_session)
    halls = _blocks(form, "hall", _read_hall)
    interpreters = _blocks(form, "interpreter", _read_interpreter)
    programme = _blocks(form, "programme", _read_programme_item)
    co_hosts = tuple(form.read_choices("co_hosts", [code for code, _words in district_choices()]))
    texts: dict[str, Any] = {
        name: form.read_text(name, most=most)
        for name, most in (
            ("name_en", 200),
            ("about_vi", 4000),
            ("about_en", 4000),
            ("venue", 200),
            ("address", 300),
        )
    }
    _check_dates(form, starts_on, ends_on, moments)
    _check_sessions(form, sessions, slot_minutes)
    _check_halls(form, halls)
    if form.errors or starts_on is None or ends_on is None or slot_minutes is None or reminder_minutes is None:
        return form
    known: dict[str, Any] = {name: moment for name, moment in moments.items() if moment is not None}
    form.value = FairPlan(
        name_vi=name_vi,
        starts_on=starts_on,
        ends_on=ends_on,
        slot_minutes=slot_minutes,
        reminder_minutes=reminder_minutes,
        sessions=tuple(sorted(sessions, key=lambda session: session.begins)),
        halls=tuple(halls),
        interpreters=tuple(interpreters),
        programme=tuple(programme),
        co_hosts=co_hosts,
        **texts,
        **known,
    )
    for item in programme:
        if not starts_on <= item.day <= ends_on:
            number = programme.index(item)
            form.refuse(f"programme_{number}_day", _("Ngày này nằm ngoài những ngày hội chợ."))
    return form


def plan_as_typed(plan: FairPlan) -> Form[Any]:
    """The form filled with `plan`, as if it had been typed."""
    zone = ZoneInfo(plan.timezone)

    def typed_moment(moment: datetime) -> str:
        return moment.astimezone(zone).strftime("%Y-%m-%dT%H:%M")

    values: dict[str, object] = {
        "name_vi": plan.name_vi,
        "name_en": plan.name_en,
        "about_vi": plan.about_vi,
        "about_en": plan.about_en,
        "venue": plan.venue,
        "address": plan.address,
        "starts_on": plan.starts_on.isoformat(),
        "ends_on": plan.ends_on.isoformat(),
        "slot_minutes": plan.slot_minutes,
        "reminder_minutes": plan.reminder_minutes,
        "co_hosts": list(plan.co_hosts),
    }
    for name in ("registration_from", "registration_until", "requests_from", "requests_until"):
        values[name] = typed_moment(getattr(plan, name))
    for number, session in enumerate(plan.sessions):
        typed = (session.name_vi, session.name_en, session.begins.strftime("%H:%M"), session.ends.strftime("%H:%M"))
        values |= _typed_block("session", number, typed)
    for number, hall in enumerate(plan.halls):
        rows = ", ".join(f"{row.name} {row.count}" for row in hall.rows)
        values |= _typed_block("hall", number, (hall.name_vi, hall.name_en, hall.tables, hall.table_prefix, rows))
    for number, who in enumerate(plan.interpreters):
        values |= _typed_block("interpreter", number, (who.name, ", ".join(who.pairs), who.email))
    for number, item in enumerate(plan.programme):
        hours = (item.begins.strftime("%H:%M"), item.ends.strftime("%H:%M"))
        typed_item = (item.day.isoformat(), *hours, item.title_vi, item.title_en, item.spot)
        values |= _typed_block("programme", number, typed_item)
    return fresh_form(**values)


def _typed_block(block: str, number: int, values: tuple[object, ...]) -> dict[str, object]:
    return {f"{block}_{number}_{field}": value for field, value in zip(BLOCKS[block], values, strict=True)}


def _blocks(form: Form[Any], block: str, read: Callable[[Form[Any], str], T | None]) -> list[T]:
    found = []
    for number in range(block_counts(form)[block]):
        fields = [field for field in BLOCKS[block] if (block, field) not in _SILENT]
        if any(form.text(f"{block}_{number}_{field}").strip() for field in fields):
            value = read(form, f"{block}_{number}")
            if value is not None:
                found.append(value)
    return found


def _read_session(form: Form[Any], at: str) -> SessionPlan | None:
    name = form.read_text(f"{at}_name", required=True, most=100)
    name_en = form.read_text(f"{at}_name_en", most=100)
    begins = form.read_time(f"{at}_from", required=True)
    ends = form.read_time(f"{at}_to", required=True)
    if begins is None or ends is None:
        return None
    if ends <= begins:
        form.refuse(f"{at}_to", _("Giờ kết thúc phải sau giờ bắt đầu."))
    return SessionPlan(name, name_en, begins, ends)


def _read_hall(form: Form[Any], at: str) -> HallPlan:
    name = form.read_text(f"{at}_name", required=True, most=100)
    name_en = form.read_text(f"{at}_name_en", most=100)
    tables = form.read_whole_number(f"{at}_tables", least=0, most=300) or 0
    prefix = form.read_text(f"{at}_prefix", most=6)
    rows = []
    for part in re.split(r"[,;\n]+", form.read_text(f"{at}_rows", most=400)):
        if not part.strip():
            continue
        match = _ROW.fullmatch(part.strip().upper())
        if match is None or not 1 <= int(match[2]) <= 200:
            form.refuse(f"{at}_rows", _("Xin viết tên dãy rồi số gian, ví dụ: A 10, B 12."))
        else:
            rows.append(RowPlan(match[1], int(match[2])))
    return HallPlan(name, name_en, tables, prefix, tuple(rows))


def _read_interpreter(form: Form[Any], at: str) -> InterpreterPlan:
    name = form.read_text(f"{at}_name", required=True, most=200)
    email = form.read_email(f"{at}_email")
    pairs = [part for part in re.split(r"[,;\s]+", form.read_text(f"{at}_pairs", required=True).lower()) if part]
    if not all(_PAIR.fullmatch(pair) for pair in pairs) or len(",".join(pairs)) > 60:
        form.refuse(f"{at}_pairs", _("Xin viết từng cặp ngôn ngữ, ví dụ: en-vi, ja-vi."))
    return InterpreterPlan(name, tuple(dict.fromkeys(pairs)), email)


def _read_programme_item(form: Form[Any], at: str) -> ProgrammePlan | None:
    day = form.read_date(f"{at}_day", required=True)
    begins = form.read_time(f"{at}_from", required=True)
    ends = form.read_time(f"{at}_to", required=True)
    title = form.read_text(f"{at}_title", required=True, most=200)
    title_en = form.read_text(f"{at}_title_en", most=200)
    spot = form.read_text(f"{at}_spot", most=100)
    if day is None or begins is None or ends is None:
        return None
    if ends <= begins:
        form.refuse(f"{at}_to", _("Giờ kết thúc phải sau giờ bắt đầu."))
    return ProgrammePlan(day, begins, ends, title, title_en, spot)


def _check_dates(form: Form[Any], starts_on: Any, ends_on: Any, moments: dict[str, datetime | None]) -> None:
    if starts_on and ends_on and ends_on < starts_on:
        form.refuse("ends_on", _("Ngày cuối phải từ ngày đầu trở đi."))
    elif starts_on and ends_on and (ends_on - starts_on).days >= MOST_DAYS:
        form.refuse("ends_on", _("Hội chợ dài nhất %(most)s ngày.") % {"most": MOST_DAYS})
    for kind in ("registration", "requests"):
        begins, ends = moments[f"{kind}_from"], moments[f"{kind}_until"]
        if begins and ends and ends <= begins:
            form.refuse(f"{kind}_until", _("Hạn chót phải sau lúc mở."))
        if ends and ends_on and ends.date() > ends_on:
            form.refuse(f"{kind}_until", _("Hạn chót phải trước khi hội chợ kết thúc."))


def _check_sessions(form: Form[Any], sessions: list[SessionPlan], slot_minutes: int | None) -> None:
    if form.errors.keys() & {f"session_{number}_{end}" for number in range(MOST_BLOCKS) for end in ("from", "to")}:
        return
    if not sessions:
        form.refuse("session_0_name", _("Cần ít nhất một buổi gặp."))
    any_day = datetime(2000, 1, 1, tzinfo=ZoneInfo(TIMEZONE)).date()
    if overlapping(session.on(any_day, TIMEZONE) for session in sessions):
        form.refuse("session_0_from", _("Các buổi gặp không được chồng giờ lên nhau."))
    for number, session in enumerate(sessions):
        stretch = session.on(any_day, TIMEZONE)
        if slot_minutes and (stretch.ends_at - stretch.starts_at).seconds < slot_minutes * 60:
            form.refuse(f"session_{number}_to", _("Buổi này ngắn hơn một lượt gặp."))


def _check_halls(form: Form[Any], halls: list[HallPlan]) -> None:
    if not halls:
        form.refuse("hall_0_name", _("Cần ít nhất một nhà hoặc khu."))
    names: set[str] = set()
    rows: set[str] = set()
    for number, hall in enumerate(halls):
        if hall.name_vi in names:
            form.refuse(f"hall_{number}_name", _("Hai nhà không được trùng tên."))
        names.add(hall.name_vi)
        for row in hall.rows:
            if row.name in rows:
                sentence = _("Dãy %(row)s có hai lần; mỗi dãy cần một tên riêng trong cả hội chợ.") % {"row": row.name}
                form.refuse(f"hall_{number}_rows", sentence)
            rows.add(row.name)
