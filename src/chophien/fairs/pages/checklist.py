"""What is missing before each phase of a fair can open, with the place to mend it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from chophien.companies.tables import CompanyKind
from chophien.fairs.forms import FairPlan, Step
from chophien.fairs.pages.dates import span_of
from chophien.fairs.pages.steps import checklist_words, lacks_of, step_url, step_words
from chophien.fairs.queries import counts_by_state, interpreters_of, languages_needed, plan_of, staff_of
from chophien.fairs.rules import Phase, asking_words, phase, spoken
from chophien.fairs.tables import Fair, FairState, ParticipationState, StaffDuty
from chophien.support.language import _, ngettext
from chophien.web.formats import day_and_clock, number
from chophien.web.pages import Link, Page

_APPROVED, _WAITING = ParticipationState.APPROVED, ParticipationState.WAITING


@dataclass(frozen=True)
class Check:
    """One thing that a phase needs, or had better have."""

    phase: Phase
    words: str
    done: bool
    url: str
    needed: bool = True


ChecksOf = Callable[[Fair], Awaitable[list[Check]]]
"""What other features want to be there before a phase opens; the application plugs them in."""


@dataclass(frozen=True)
class PhaseChecks:
    """A phase with what it needs."""

    words: str
    when: str
    current: bool
    checks: list[Check]

    @property
    def missing(self) -> int:
        """How many needed things are not there."""
        return sum(check.needed and not check.done for check in self.checks)


@dataclass(frozen=True)
class ChecklistPage(Page):
    """The phases of a fair in their order, each with what it needs."""

    template: ClassVar[str] = "fairs/checklist.html"
    title: str
    slug: str
    name: str
    back_url: str
    links: list[Link]
    facts: list[tuple[str, str]]
    phases: list[PhaseChecks]
    is_draft: bool
    may_open: bool


def checks_before_opening(plan: FairPlan, slug: str, at: datetime) -> list[Check]:
    """What the steps lack before anybody may register."""
    found = []
    for step, lacks in lacks_of(plan, at).items():
        url = step_url(slug, step)
        found += [Check(Phase.REGISTRATION, lack.words, done=False, url=url, needed=lack.needed) for lack in lacks]
        if not lacks:
            words = _("%(step)s: đã đủ.") % {"step": step_words(step)}
            found.append(Check(Phase.REGISTRATION, words, done=True, url=url))
    return found


async def checklist_page(fair: Fair, others: list[ChecksOf], *, at: datetime) -> ChecklistPage:
    """Gather the list; `others` are the checks of the features above."""
    plan = await plan_of(fair)
    base = f"/organizer/fairs/{fair.slug}"
    opening = checks_before_opening(plan, fair.slug, at)
    checks = [*opening, *await _own_checks(fair, plan, base)]
    for of_feature in others:
        checks += await of_feature(fair)
    step = phase(fair, at)
    when = _when(fair)
    is_draft = fair.state == FairState.DRAFT
    return ChecklistPage(
        title=checklist_words(fair),
        slug=fair.slug,
        name=spoken(fair.name_vi, fair.name_en),
        back_url=base,
        links=[
            *(Link(step_words(each), step_url(fair.slug, each)) for each in Step),
            Link(checklist_words(fair), f"{base}/checklist", current=True),
        ],
        facts=_facts(fair, plan),
        phases=[
            PhaseChecks(_name(each), words, each == step, [check for check in checks if check.phase == each])
            for each, words in when.items()
        ],
        is_draft=is_draft,
        may_open=is_draft and all(check.done for check in opening if check.needed),
    )


async def _own_checks(fair: Fair, plan: FairPlan, base: str) -> list[Check]:
    counts = await counts_by_state(fair.id)
    producers, distributors = (counts[kind, _APPROVED] for kind in CompanyKind)
    waiting = sum(count for (_kind, state), count in counts.items() if state == _WAITING)
    people = f"{base}/participants"
    covered = {pair for who in await interpreters_of(fair.id) for pair in who.pairs}
    lacking = sorted(await languages_needed(fair.id) - covered)
    programme = step_url(fair.slug, Step.PROGRAMME)
    desk = any(who.duty is StaffDuty.DESK for who in await staff_of(fair.id))
    return [
        Check(Phase.REQUESTS, asking_words(plan.asking) + ".", done=True, url=step_url(fair.slug, Step.ASKING)),
        Check(
            Phase.REQUESTS,
            ngettext("Một nhà sản xuất đã được duyệt.", "%(num)s nhà sản xuất đã được duyệt.", producers)
            % {"num": number(producers)},
            done=producers > 0,
            url=people,
        ),
        Check(
            Phase.REQUESTS,
            ngettext("Một nhà phân phối đã được duyệt.", "%(num)s nhà phân phối đã được duyệt.", distributors)
            % {"num": number(distributors)},
            done=distributors > 0,
            url=people,
        ),
        Check(
            Phase.REQUESTS,
            ngettext("Một đơn vị còn chờ duyệt.", "%(num)s đơn vị còn chờ duyệt.", waiting) % {"num": number(waiting)}
            if waiting
            else _("Không còn đơn vị nào chờ duyệt."),
            done=not waiting,
            url=f"{people}?state=waiting" if waiting else people,
            needed=False,
        ),
        Check(
            Phase.PROVISIONAL,
            _("Chưa có phiên dịch cho: %(pairs)s.") % {"pairs": ", ".join(lacking)}
            if lacking
            else _("Đủ phiên dịch cho các ngôn ngữ cần đến."),
            done=not lacking,
            url=programme,
        ),
        Check(
            Phase.ON_THE_DAY,
            _("Đã có người trực bàn.") if desk else _("Chưa có người trực bàn."),
            done=desk,
            url=programme,
            needed=False,
        ),
    ]


def _name(step: Phase) -> str:
    return {
        Phase.REGISTRATION: _("Nhận đăng ký"),
        Phase.REQUESTS: _("Yêu cầu gặp"),
        Phase.PROVISIONAL: _("Lịch gặp dự kiến"),
        Phase.FINAL: _("Lịch gặp chính thức"),
        Phase.ON_THE_DAY: _("Ngày hội chợ"),
    }[step]


def _when(fair: Fair) -> dict[Phase, str]:
    zone = fair.timezone
    unset = _("chưa đặt ngày")

    def at(moment: datetime | None) -> str:
        return day_and_clock(moment, zone) if moment else unset

    return {
        Phase.REGISTRATION: at(fair.registration_from),
        Phase.REQUESTS: at(fair.requests_from),
        Phase.PROVISIONAL: at(fair.provisional_from),
        Phase.FINAL: at(fair.final_from),
        Phase.ON_THE_DAY: span_of(fair).words,
    }


def _facts(fair: Fair, plan: FairPlan) -> list[tuple[str, str]]:
    slots = len(list(plan.slots()))
    tables = sum(hall.tables for hall in plan.halls)
    booths = sum(row.count for hall in plan.halls for row in hall.rows)
    return [
        (_("Địa điểm"), ", ".join(part for part in (plan.venue, plan.address) if part) or _("chưa có")),
        (_("Thời gian"), span_of(fair).words),
        (_("Số lượt gặp"), number(slots)),
        (_("Số bàn gặp"), number(tables)),
        (_("Số gian hàng"), number(booths)),
        (_("Chỗ cho cuộc gặp"), number(slots * tables)),
        (_("Ai gặp ai"), asking_words(plan.asking)),
    ]
