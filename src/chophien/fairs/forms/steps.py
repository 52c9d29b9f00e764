"""The steps in which a fair is made and changed: each reads its part into the whole plan, and writes it as typed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from chophien.companies.tables import CompanyKind
from chophien.fairs.forms.blocks import read_blocks, typed_block
from chophien.fairs.forms.plan import FairPlan, HallPlan, QuotaPlan, RowPlan, SessionPlan
from chophien.fairs.forms.reading import (
    check_halls,
    check_programme,
    check_sessions,
    pairs_as_typed,
    read_hall,
    read_interpreter,
    read_programme_item,
    read_session,
)
from chophien.fairs.rules import usual_deadlines
from chophien.fairs.tables import Acceptance, WhoAsks
from chophien.places.rules import district_choices
from chophien.support.language import _
from chophien.web.forms import Form, fresh_form

MOST_DAYS = 14
LONGEST_KEPT = 240
"""In months."""
TIMEZONES = (
    "Asia/Ho_Chi_Minh",
    "Asia/Bangkok",
    "Asia/Shanghai",
    "Asia/Seoul",
    "Asia/Tokyo",
    "Australia/Sydney",
    "Europe/London",
    "Europe/Paris",
    "Europe/Berlin",
    "America/New_York",
)
"""Where fairs of this kind are held; the first is the usual one."""

DEADLINES = ("registration_from", "registration_until", "requests_from", "requests_until")
LATER_DEADLINES = ("provisional_from", "final_from")
QUOTAS = ("most_requests", "most_meetings", "most_in_session", "least_meetings")


class Step(StrEnum):
    """The steps in their order."""

    NAME = "name"
    PLACE = "place"
    HOURS = "hours"
    ASKING = "asking"
    DATES = "dates"
    PROGRAMME = "programme"


def read_new_fair(form: Form[FairPlan], at: datetime) -> Form[FairPlan]:
    """Read the first step of a new fair; everything else comes as most fairs have it."""
    today = at.astimezone(ZoneInfo(TIMEZONES[0])).date()
    usual = FairPlan(
        name_vi="",
        name_en="",
        about_vi="",
        about_en="",
        venue="",
        address="",
        starts_on=today,
        ends_on=today,
        sessions=(
            SessionPlan("Buổi sáng", "Morning", time(8, 30), time(11, 30)),
            SessionPlan("Buổi chiều", "Afternoon", time(13, 30), time(16, 30)),
        ),
        halls=(HallPlan("Nhà A", "Hall A", 10, "T", (RowPlan("A", 10),)),),
        interpreters=(),
        programme=(),
        co_hosts=(),
        registration_from=at,
        registration_until=at,
        requests_from=at,
        requests_until=at,
        reminder_minutes=30,
    )
    plan = _read_name(form, usual)
    if plan is not None and plan.starts_on < today:
        form.refuse("starts_on", _("Ngày này đã qua."))
    if plan is None or form.errors:
        return form
    dates = usual_deadlines(plan.starts_on, plan.timezone, at)
    form.value = replace(plan, **{name: getattr(dates, name) for name in (*DEADLINES, *LATER_DEADLINES)})
    return form


def read_step(
    step: Step, form: Form[FairPlan], plan: FairPlan, *, drafted_at: datetime | None = None
) -> Form[FairPlan]:
    """Read one step; the form's value is the whole plan with it, and stands only when nothing is wrong.

    With `drafted_at`, when a fair was made that is still a draft, deadlines that nobody has touched follow its days.
    """
    changed = _READ[step](form, plan)
    if step is Step.NAME and changed is not None and drafted_at is not None:
        changed = _followed_by_deadlines(plan, changed, drafted_at)
    if changed is not None and not form.errors:
        form.value = changed
    return form


def _followed_by_deadlines(before: FairPlan, after: FairPlan, drafted_at: datetime) -> FairPlan:
    usual = usual_deadlines(before.starts_on, before.timezone, drafted_at)
    names = (*DEADLINES, *LATER_DEADLINES)
    if any(getattr(before, name) != getattr(usual, name) for name in names):
        return after
    dates = usual_deadlines(after.starts_on, after.timezone, drafted_at)
    return replace(after, **{name: getattr(dates, name) for name in names})


def step_as_typed(step: Step, plan: FairPlan) -> Form[Any]:
    """The step filled with `plan`, as if it had been typed."""
    return fresh_form(**_TYPED[step](plan))


def _read_name(form: Form[Any], plan: FairPlan) -> FairPlan | None:
    name_vi = form.read_text("name_vi", required=True, most=200)
    texts: dict[str, Any] = {
        name: form.read_text(name, most=most) for name, most in _texts(name_en=200, about_vi=4000, about_en=4000)
    }
    starts_on = form.read_date("starts_on", required=True)
    ends_on = form.read_date("ends_on", required=True)
    timezone = form.read_choice("timezone", {*TIMEZONES, plan.timezone}) or plan.timezone
    if starts_on is None or ends_on is None:
        return None
    if ends_on < starts_on:
        form.refuse("ends_on", _("Ngày cuối phải từ ngày đầu trở đi."))
    elif (ends_on - starts_on).days >= MOST_DAYS:
        form.refuse("ends_on", _("Hội chợ dài nhất %(most)s ngày.") % {"most": MOST_DAYS})
    # What was fixed for a day of the fair moves with it; the deadlines stay, they may have been announced.
    moved = plan.moved((starts_on - plan.starts_on).days, deadlines=False)
    last = {item.day for item in moved.programme} | {each.day for each in moved.sessions if each.day}
    if last and max(last) > ends_on and not form.errors:
        form.refuse("ends_on", _("Chương trình hoặc buổi gặp còn có ngày ở sau đó; xin sửa ở bước ấy trước."))
    return replace(moved, name_vi=name_vi, starts_on=starts_on, ends_on=ends_on, timezone=timezone, **texts)


def _name_as_typed(plan: FairPlan) -> dict[str, object]:
    texts = {name: getattr(plan, name) for name in ("name_vi", "name_en", "about_vi", "about_en", "timezone")}
    return {**texts, "starts_on": plan.starts_on.isoformat(), "ends_on": plan.ends_on.isoformat()}


def _read_place(form: Form[Any], plan: FairPlan) -> FairPlan:
    lengths = _texts(venue=200, address=300, map_url=500, travel_vi=4000, travel_en=4000)
    texts: dict[str, Any] = {name: form.read_text(name, most=most) for name, most in lengths}
    if texts["map_url"] and not texts["map_url"].startswith(("https://", "http://")):
        form.refuse("map_url", _("Xin dán đường dẫn bản đồ, bắt đầu bằng https://."))
    halls = read_blocks(form, "hall", read_hall)
    check_halls(form, halls)
    co_hosts = tuple(form.read_choices("co_hosts", [code for code, _words in district_choices()]))
    return replace(plan, halls=tuple(halls.values()), co_hosts=co_hosts, **texts)


def _place_as_typed(plan: FairPlan) -> dict[str, object]:
    names = ("venue", "address", "map_url", "travel_vi", "travel_en")
    values: dict[str, object] = {name: getattr(plan, name) for name in names}
    values["co_hosts"] = list(plan.co_hosts)
    for number, hall in enumerate(plan.halls):
        rows = ", ".join(f"{row.name} {row.count}" for row in hall.rows)
        values |= typed_block("hall", number, (hall.name_vi, hall.name_en, hall.tables, hall.table_prefix, rows))
    return values


def _read_hours(form: Form[Any], plan: FairPlan) -> FairPlan:
    sessions = read_blocks(form, "session", read_session)
    check_sessions(form, sessions, plan)
    ordered = sorted(sessions.values(), key=lambda each: (each.day or plan.starts_on, each.begins))
    return replace(plan, sessions=tuple(ordered))


def _hours_as_typed(plan: FairPlan) -> dict[str, object]:
    values: dict[str, object] = {}
    for number, each in enumerate(plan.sessions):
        breaks = ", ".join(f"{pause.begins:%H:%M}-{pause.ends:%H:%M}" for pause in each.breaks)
        hours = (f"{each.begins:%H:%M}", f"{each.ends:%H:%M}", each.slot_minutes, each.gap_minutes, breaks)
        day = each.day.isoformat() if each.day else ""
        values |= typed_block("session", number, (each.name_vi, each.name_en, day, *hours, each.meets_at))
    return values


def _read_asking(form: Form[Any], plan: FairPlan) -> FairPlan:
    asking = form.read_choice("asking", [each.value for each in WhoAsks], required=True)
    acceptance = form.read_choice("acceptance", [each.value for each in Acceptance], required=True)
    quotas = {}
    for kind in CompanyKind:
        read = {name: form.read_whole_number(f"{kind}_{name}", least=0, most=500) for name in QUOTAS}
        quota = QuotaPlan(read["most_requests"], read["most_meetings"], read["most_in_session"])
        quotas[kind.value] = replace(quota, least_meetings=read["least_meetings"] or 0)
        if read["most_meetings"] is not None and (read["least_meetings"] or 0) > read["most_meetings"]:
            form.refuse(f"{kind}_least_meetings", _("Số ít nhất không được lớn hơn số nhiều nhất."))
    return replace(plan, asking=asking or plan.asking, acceptance=acceptance or plan.acceptance, quotas=quotas)


def _asking_as_typed(plan: FairPlan) -> dict[str, object]:
    values: dict[str, object] = {"asking": plan.asking, "acceptance": plan.acceptance}
    for kind, quota in plan.quotas.items():
        values |= {f"{kind}_{name}": getattr(quota, name) for name in QUOTAS[:3]}
        values[f"{kind}_least_meetings"] = quota.least_meetings or None
    return values


def _read_dates(form: Form[Any], plan: FairPlan) -> FairPlan | None:
    moments = {name: form.read_moment(name, timezone=plan.timezone, required=True) for name in DEADLINES}
    later: dict[str, Any] = {name: form.read_moment(name, timezone=plan.timezone) for name in LATER_DEADLINES}
    reminder_minutes = form.read_whole_number("reminder_minutes", least=5, most=2880, required=True)
    keep_months = form.read_whole_number("keep_months", least=1, most=LONGEST_KEPT)
    known: dict[str, Any] = {name: moment for name, moment in moments.items() if moment is not None}
    if len(known) < len(moments):
        return None
    for kind in ("registration", "requests"):
        begins, ends = known[f"{kind}_from"], known[f"{kind}_until"]
        if ends <= begins:
            form.refuse(f"{kind}_until", _("Hạn chót phải sau lúc mở."))
        if ends.astimezone(ZoneInfo(plan.timezone)).date() > plan.ends_on:
            form.refuse(f"{kind}_until", _("Hạn chót phải trước khi hội chợ kết thúc."))
    fair_begins = datetime.combine(plan.starts_on + timedelta(days=1), time(), ZoneInfo(plan.timezone))
    earliest = known["requests_until"]
    for name, moment in later.items():
        if moment is not None:
            if moment < earliest:
                form.refuse(name, _("Lịch dự kiến có sau hạn yêu cầu gặp, lịch chính thức sau lịch dự kiến."))
            elif moment >= fair_begins:
                form.refuse(name, _("Lịch phải có trước ngày hội chợ."))
            earliest = moment
    minutes = reminder_minutes or plan.reminder_minutes
    return replace(plan, reminder_minutes=minutes, keep_months=keep_months, **known, **later)


def _dates_as_typed(plan: FairPlan) -> dict[str, object]:
    zone = ZoneInfo(plan.timezone)
    values: dict[str, object] = {"reminder_minutes": plan.reminder_minutes, "keep_months": plan.keep_months}
    for name in (*DEADLINES, *LATER_DEADLINES):
        moment = getattr(plan, name)
        values[name] = moment.astimezone(zone).strftime("%Y-%m-%dT%H:%M") if moment else ""
    return values


def _read_programme(form: Form[Any], plan: FairPlan) -> FairPlan:
    programme = read_blocks(form, "programme", read_programme_item)
    check_programme(form, programme, plan.starts_on, plan.ends_on)
    staff = read_blocks(form, "interpreter", read_interpreter)
    return replace(plan, programme=tuple(programme.values()), interpreters=tuple(staff.values()))


def _programme_as_typed(plan: FairPlan) -> dict[str, object]:
    values: dict[str, object] = {}
    for number, who in enumerate(plan.interpreters):
        told = (who.name, pairs_as_typed(who.pairs), who.email, who.duty, who.phone)
        values |= typed_block("interpreter", number, told)
    for number, item in enumerate(plan.programme):
        hours = (f"{item.begins:%H:%M}", f"{item.ends:%H:%M}")
        typed = (item.day.isoformat(), *hours, item.title_vi, item.title_en, item.spot)
        values |= typed_block("programme", number, typed)
    return values


def _texts(**lengths: int) -> list[tuple[str, int]]:
    return list(lengths.items())


_READ: dict[Step, Callable[[Form[Any], FairPlan], FairPlan | None]] = {
    Step.NAME: _read_name,
    Step.PLACE: _read_place,
    Step.HOURS: _read_hours,
    Step.ASKING: _read_asking,
    Step.DATES: _read_dates,
    Step.PROGRAMME: _read_programme,
}
_TYPED: dict[Step, Callable[[FairPlan], dict[str, object]]] = {
    Step.NAME: _name_as_typed,
    Step.PLACE: _place_as_typed,
    Step.HOURS: _hours_as_typed,
    Step.ASKING: _asking_as_typed,
    Step.DATES: _dates_as_typed,
    Step.PROGRAMME: _programme_as_typed,
}
