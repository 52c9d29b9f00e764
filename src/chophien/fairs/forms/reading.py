"""The blocks of a fair's form, read into the parts of a plan and written back as typed."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, time
from typing import Any

from chophien.companies.rules import SPOKEN, language_called
from chophien.fairs.forms.plan import (
    BreakPlan,
    FairPlan,
    HallPlan,
    InterpreterPlan,
    ProgrammePlan,
    RowPlan,
    SessionPlan,
)
from chophien.fairs.registering.rules import interpreting_words
from chophien.fairs.rules import GAP_MINUTES, SLOT_MINUTES, overlapping
from chophien.fairs.tables import MeetsAt, StaffDuty
from chophien.support.language import _
from chophien.web.forms import Form

_PAIR = re.compile(r"[a-z]{2}-[a-z]{2}")
_ROW = re.compile(r"([A-Z]{1,3})\s*[:=]?\s*([0-9]{1,3})")
_BREAK = re.compile(r"([0-9]{1,2}[:.h][0-9]{2})\s*[-–—]\s*([0-9]{1,2}[:.h][0-9]{2})")


def read_session(form: Form[Any], at: str) -> SessionPlan | None:
    """A session; none when its hours cannot be read."""
    name = form.read_text(f"{at}_name", required=True, most=100)
    name_en = form.read_text(f"{at}_name_en", most=100)
    day = form.read_date(f"{at}_day")
    begins = form.read_time(f"{at}_from", required=True)
    ends = form.read_time(f"{at}_to", required=True)
    minutes = form.read_whole_number(f"{at}_minutes", least=SLOT_MINUTES.start, most=SLOT_MINUTES.stop - 1)
    gap = form.read_whole_number(f"{at}_gap", least=GAP_MINUTES.start, most=GAP_MINUTES.stop - 1)
    meets_at = form.read_choice(f"{at}_at", [each.value for each in MeetsAt]) or MeetsAt.TABLES.value
    if begins is None or ends is None:
        return None
    if ends <= begins:
        form.refuse(f"{at}_to", _("Giờ kết thúc phải sau giờ bắt đầu."))
    breaks = _read_breaks(form, f"{at}_breaks", begins, ends)
    return SessionPlan(name, name_en, begins, ends, minutes or 20, gap or 0, breaks, meets_at, day)


def _read_breaks(form: Form[Any], field: str, begins: time, ends: time) -> tuple[BreakPlan, ...]:
    found = []
    for part in re.split(r"[,;\n]+", form.read_text(field, most=200)):
        if not part.strip():
            continue
        match = _BREAK.fullmatch(part.strip())
        hours = [_clock(text) for text in match.groups()] if match else [None, None]
        if hours[0] is None or hours[1] is None or not begins <= hours[0] < hours[1] <= ends:
            form.refuse(field, _("Xin viết giờ nghỉ trong buổi, ví dụ: 10:00-10:15."))
        else:
            found.append(BreakPlan(hours[0], hours[1]))
    return tuple(sorted(found, key=lambda each: each.begins))


def _clock(text: str) -> time | None:
    hour, minute = (int(part) for part in re.split("[:.h]", text))
    return time(hour, minute) if hour < 24 and minute < 60 else None


def check_sessions(form: Form[Any], sessions: Mapping[str, SessionPlan], plan: FairPlan) -> None:
    """Refuse sessions outside of the fair's days, too short for one slot, or at one time with another."""
    if form.errors.keys() & {f"{at}_{end}" for at in sessions for end in ("from", "to", "day")}:
        return
    if not sessions:
        form.refuse("session_0_name", _("Cần ít nhất một buổi gặp."))
    for at, session in sessions.items():
        if session.day is not None and not plan.starts_on <= session.day <= plan.ends_on:
            form.refuse(f"{at}_day", _("Ngày này nằm ngoài những ngày hội chợ."))
        elif next(iter(session.slots_on(session.day or plan.starts_on, plan.timezone)), None) is None:
            form.refuse(f"{at}_to", _("Buổi này ngắn hơn một lượt gặp."))
    everything = replace(plan, sessions=tuple(sessions.values()))
    for day in plan.days():
        if overlapping(session.on(day, plan.timezone) for session in everything.sessions_on(day)):
            first = next(iter(sessions))
            form.refuse(f"{first}_from", _("Các buổi gặp không được chồng giờ lên nhau."))


def read_hall(form: Form[Any], at: str) -> HallPlan:
    """A hall."""
    name = form.read_text(f"{at}_name", required=True, most=100)
    name_en = form.read_text(f"{at}_name_en", most=100)
    tables = form.read_whole_number(f"{at}_tables", least=0, most=300) or 0
    prefix = form.read_text(f"{at}_prefix", most=6)
    if prefix[-1:].isdigit():
        form.refuse(f"{at}_prefix", _("Ký hiệu bàn không kết thúc bằng chữ số, vì số bàn đứng ngay sau."))
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


def check_halls(form: Form[Any], halls: Mapping[str, HallPlan]) -> None:
    """Refuse two halls of one name, two rows of one name, and a fair without a hall."""
    if not halls:
        form.refuse("hall_0_name", _("Cần ít nhất một nhà hoặc khu."))
    names: set[str] = set()
    rows: set[str] = set()
    for at, hall in halls.items():
        if hall.name_vi in names:
            form.refuse(f"{at}_name", _("Hai nhà không được trùng tên."))
        names.add(hall.name_vi)
        for row in hall.rows:
            if row.name in rows:
                sentence = _("Dãy %(row)s có hai lần; mỗi dãy cần một tên riêng trong cả hội chợ.") % {"row": row.name}
                form.refuse(f"{at}_rows", sentence)
            rows.add(row.name)


def read_interpreter(form: Form[Any], at: str) -> InterpreterPlan:
    """Somebody of the staff."""
    name = form.read_text(f"{at}_name", required=True, most=200)
    duty = form.read_choice(f"{at}_duty", [each.value for each in StaffDuty]) or StaffDuty.INTERPRETER.value
    email = form.read_email(f"{at}_email")
    required = duty == StaffDuty.INTERPRETER
    parts = [part.strip() for part in re.split(r"[,;\n]+", form.read_text(f"{at}_pairs")) if part.strip()]
    read = {part: _read_pairs(part) for part in parts}
    pairs = [pair for each in read.values() for pair in each]
    if unknown := [part for part, each in read.items() if "" in each]:
        sentence = _("Không có ngôn ngữ “%(text)s”. Xin viết tên ngôn ngữ, cách nhau bằng dấu phẩy, ví dụ: Anh, Nhật.")
        form.refuse(f"{at}_pairs", sentence % {"text": unknown[0][:40]})
    elif required and not pairs:
        form.refuse(f"{at}_pairs", _("Người phiên dịch cần ít nhất một ngôn ngữ."))
    elif len(",".join(pairs)) > 60:
        form.refuse(f"{at}_pairs", _("Mỗi người ghi tối đa mười ngôn ngữ."))
    phone = form.read_text(f"{at}_phone", most=40)
    return InterpreterPlan(name, tuple(dict.fromkeys(pairs)), email, duty, phone)


def _read_pairs(text: str) -> list[str]:
    """`Tiếng Nhật` or `ja-vi` as the language pair; an empty one for what names no language."""
    code = language_called(text)
    if code and code != "vi":
        return [f"{code}-vi"]
    return [part if _PAIR.fullmatch(part) else "" for part in text.lower().split()]


def pairs_as_typed(pairs: Iterable[str]) -> str:
    """Language pairs as they are read: the languages beside Vietnamese in words, and rarer pairs as they are."""
    return ", ".join(
        interpreting_words(pair) if pair.endswith("-vi") and pair[:2] in SPOKEN else pair for pair in pairs
    )


def read_programme_item(form: Form[Any], at: str) -> ProgrammePlan | None:
    """A line of the programme; none when its day or hours cannot be read."""
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


def check_programme(form: Form[Any], programme: Mapping[str, ProgrammePlan], first: date, last: date) -> None:
    """Refuse what lies outside of the fair's days, beside its own block."""
    for at, item in programme.items():
        if not first <= item.day <= last:
            form.refuse(f"{at}_day", _("Ngày này nằm ngoài những ngày hội chợ."))
