"""The pages in which a fair is made and changed, step by step, and what each step still lacks."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from chophien.companies.rules import company_kind_words
from chophien.companies.tables import CompanyKind
from chophien.fairs.forms import TIMEZONES, FairPlan, Step, block_counts
from chophien.fairs.queries import HallLine, SessionLine, TableLine
from chophien.fairs.rules import asking_words, spoken
from chophien.fairs.tables import Acceptance, Fair, FairState, MeetsAt, StaffDuty, WhoAsks
from chophien.places.rules import district_choices
from chophien.support.language import _
from chophien.web.formats import day as day_words
from chophien.web.formats import day_short
from chophien.web.forms import Form
from chophien.web.pages import Link, Page


@dataclass(frozen=True)
class Lack:
    """Something that a step does not say yet; `needed` before the fair can open."""

    words: str
    needed: bool = True


def lacks_of(plan: FairPlan, at: datetime) -> dict[Step, list[Lack]]:
    """What each step still lacks."""
    found: dict[Step, list[Lack]] = {step: [] for step in Step}

    def lack(step: Step, missing: object, words: str, *, needed: bool = True) -> None:
        if missing:
            found[step].append(Lack(words, needed))

    lack(Step.NAME, not plan.about_vi, _("Chưa có lời giới thiệu."), needed=False)
    lack(Step.NAME, not plan.name_en, _("Chưa có tên tiếng Anh."), needed=False)
    lack(Step.PLACE, not plan.venue, _("Chưa có địa điểm."))
    lack(Step.PLACE, not plan.address, _("Chưa có địa chỉ."))
    lack(
        Step.PLACE, not any(hall.tables for hall in plan.halls) and not plan.meets_at_booths, _("Chưa có bàn gặp nào.")
    )
    lack(Step.PLACE, not any(hall.rows for hall in plan.halls), _("Chưa có gian hàng nào."), needed=False)
    lack(Step.PLACE, not plan.travel_vi, _("Chưa có lời chỉ đường."), needed=False)
    lack(Step.HOURS, next(plan.slots(), None) is None, _("Chưa có lượt gặp nào."))
    empty = [day for day in plan.days() if not plan.sessions_on(day)]
    if empty and plan.sessions:
        lack(Step.HOURS, empty, _("Ngày %(day)s chưa có buổi gặp.") % {"day": day_short(empty[0])}, needed=False)
    lack(Step.DATES, plan.registration_until <= at, _("Hạn đăng ký đã qua."))
    lack(Step.DATES, plan.requests_until <= at, _("Hạn gửi yêu cầu gặp đã qua."))
    zone, day = ZoneInfo(plan.timezone), timedelta(days=1)
    ends = datetime.combine(plan.ends_on + day, time(), zone)
    lack(Step.DATES, plan.requests_until > ends, _("Hạn gửi yêu cầu gặp ở sau hội chợ."))
    lack(Step.DATES, plan.registration_until > ends, _("Hạn đăng ký ở sau hội chợ."))
    opening = datetime.combine(plan.starts_on + day, time(), zone)
    late = any(moment is not None and moment >= opening for moment in (plan.provisional_from, plan.final_from))
    lack(Step.DATES, late, _("Lịch dự kiến hoặc lịch chính thức ở sau ngày đầu hội chợ."))
    undated = plan.provisional_from is None or plan.final_from is None
    lack(Step.DATES, undated, _("Chưa có ngày của lịch dự kiến và lịch chính thức."), needed=False)
    lack(Step.PROGRAMME, not plan.programme, _("Chưa có chương trình chung."), needed=False)
    return found


def step_words(step: Step) -> str:
    """A step's name."""
    return {
        Step.NAME: _("Tên và ngày"),
        Step.PLACE: _("Địa điểm"),
        Step.HOURS: _("Các buổi gặp"),
        Step.ASKING: _("Ai gặp ai"),
        Step.DATES: _("Các giai đoạn"),
        Step.PROGRAMME: _("Chương trình, nhân sự"),
    }[step]


def step_url(slug: str, step: Step) -> str:
    """Where a step is taken."""
    base = f"/organizer/fairs/{slug}/edit"
    return base if step is Step.NAME else f"{base}/{step}"


@dataclass(frozen=True)
class FairStepPage(Page):
    """One step of making or changing a fair."""

    template: ClassVar[str] = "fairs/fair_step.html"
    form: Form[Any]
    step: str
    name: str
    """The standing fair's name; empty for a new one."""
    url: str
    back_url: str
    links: list[Link]
    """Every step, with how much it lacks."""
    lacks: list[Lack]
    counts: dict[str, int]
    """How many blocks of each kind are shown."""
    organizers: list[tuple[int, str]]
    """To choose from, where the person plans for more than one."""
    days: list[tuple[str, str]]
    approved: int
    """How many approved companies count on what stands."""
    earlier: list[tuple[str, str]]
    """Fairs that may be copied instead, as (slug, name)."""
    is_last: bool
    tables_url: str

    @property
    def districts(self) -> list[tuple[str, str]]:
        """Who may be a co-host."""
        return district_choices()

    @property
    def timezones(self) -> list[tuple[str, str]]:
        """Time zones to choose from, a fair's own among them."""
        own = self.form.text("timezone")
        return [(zone, zone.replace("_", " ")) for zone in dict.fromkeys([*TIMEZONES, *([own] if own else [])])]

    @property
    def askings(self) -> list[tuple[str, str]]:
        """Who may ask whom."""
        return [(each.value, asking_words(each)) for each in WhoAsks]

    @property
    def acceptances(self) -> list[tuple[str, str]]:
        """Whether a request needs the other side's word."""
        return [
            (Acceptance.NEEDED.value, _("Bên kia phải nhận lời")),
            (Acceptance.AUTOMATIC.value, _("Gửi là thành cuộc gặp; bên kia vẫn từ chối được")),
        ]

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """The kinds of companies."""
        return [(kind.value, company_kind_words(kind)) for kind in CompanyKind]

    @property
    def meeting_places(self) -> list[tuple[str, str]]:
        """Where meetings of a session are held, if not at tables."""
        return [(MeetsAt.BOOTHS.value, _("Ở gian của nhà sản xuất"))]

    @property
    def duties(self) -> list[tuple[str, str]]:
        """What somebody of the staff is there for, if not for interpreting."""
        return [(StaffDuty.DESK.value, _("Trực bàn"))]


def checklist_words(fair: Fair) -> str:
    """What the list of what is missing is called."""
    return _("Xem lại và mở") if fair.state == FairState.DRAFT else _("Việc cần chuẩn bị")


def step_page(
    step: Step,
    form: Form[Any],
    *,
    fair: Fair | None,
    plan: FairPlan | None,
    at: datetime,
    approved: int = 0,
    organizers: list[tuple[int, str]] | None = None,
    earlier: list[tuple[str, str]] | None = None,
) -> FairStepPage:
    """The page of a step; `fair` and `plan` none for a new fair."""
    lacks = lacks_of(plan, at) if plan else {each: [] for each in Step}
    base = f"/organizer/fairs/{fair.slug}" if fair else "/organizer"
    links = [
        Link(
            step_words(each),
            step_url(fair.slug, each),
            current=each is step,
            count=sum(lack.needed for lack in lacks[each]),
        )
        for each in Step
        if fair
    ]
    return FairStepPage(
        form=form,
        step=step.value,
        name=spoken(fair.name_vi, fair.name_en) if fair else "",
        url=step_url(fair.slug, step) if fair else "/organizer/fairs/new",
        back_url=base,
        links=[*links, Link(checklist_words(fair), f"{base}/checklist")] if fair else [],
        lacks=lacks[step],
        counts=block_counts(form),
        organizers=organizers or [],
        days=_days(plan) if plan else [],
        approved=approved,
        earlier=earlier or [],
        is_last=step is list(Step)[-1],
        tables_url=f"{base}/tables",
    )


def _days(plan: FairPlan) -> list[tuple[str, str]]:
    return [(day.isoformat(), day_words(day)) for day in plan.days()]


@dataclass(frozen=True)
class CopyPage(Page):
    """Copying a fair to a later date."""

    template: ClassVar[str] = "fairs/copy.html"
    form: Form[Any]
    name: str
    base: str
    starts_on: date


def usual_start(starts_on: date, today: date) -> date:
    """When a copy begins: so many whole years of weeks later that it lies ahead, on the same weekday."""
    start = starts_on + timedelta(days=364)
    while start <= today:
        start += timedelta(days=364)
    return start


def usual_name(name: str, starts_on: date, start: date) -> str:
    """What a copy is called: as the fair is, with the copy's year instead of the fair's."""
    return name.replace(str(starts_on.year), str(start.year))


@dataclass(frozen=True)
class TablesPage(Page):
    """The fair's tables: whose they are, and when they are used."""

    template: ClassVar[str] = "fairs/tables.html"
    base: str
    edit_url: str
    halls: list[tuple[HallLine, list[TableLine]]]
    sessions: list[SessionLine]
    closures: dict[int, set[int]]
    participants: list[tuple[int, str]]
    """Approved participants, as (participation, company)."""
    chosen: TableLine | None
    form: Form[Any]

    def holder(self, table: TableLine) -> str:
        """Who alone has the table; empty for everybody."""
        return dict(self.participants).get(table.holder_id or 0, "")

    def closed(self, table: TableLine) -> int:
        """In how many sessions it is not used."""
        return len(self.closures.get(table.id, set()))

    @property
    def session_choices(self) -> list[tuple[int, str]]:
        """The sessions to tick."""
        return [(each.id, f"{day_short(each.day)} · {each.name}") for each in self.sessions]
