"""Gathering what the organizer's overview says: where a fair stands and what comes next."""

from collections.abc import Iterable
from datetime import datetime

from chophien.accounts.identity import Identity
from chophien.companies.tables import CompanyKind
from chophien.fairs.pages.dates import lengths_words, span_of
from chophien.fairs.pages.organizer import NextStep, OverviewPage, OwnFair, Tiding
from chophien.fairs.queries import (
    counts_by_state,
    counts_of_fairs,
    interpreters_of,
    organizer_fairs,
    product_count,
    room_counts,
    sessions_of,
)
from chophien.fairs.rules import (
    TIMETABLE_PHASES,
    Phase,
    contacts_kept_until,
    phase,
    registration_is_open,
    spoken,
    standing_words,
)
from chophien.fairs.tables import Fair, FairState, ParticipationState
from chophien.settings import settings
from chophien.support.language import _, ngettext
from chophien.web.formats import day, day_and_clock, number

_APPROVED = ParticipationState.APPROVED
_WAITING = ParticipationState.WAITING


async def own_fairs(identity: Identity, *, at: datetime) -> list[OwnFair]:
    """The fairs that the person plans, the next one first, with who waits; two queries however many there are."""
    fairs = await organizer_fairs(identity)
    counts = await counts_of_fairs([fair.id for fair in fairs])
    today = at.date()
    coming = [fair for fair in reversed(fairs) if fair.ends_on >= today]
    return [
        OwnFair(
            slug=fair.slug,
            name=spoken(fair.name_vi, fair.name_en),
            span=span_of(fair),
            venue=fair.venue,
            phase=phase(fair, at),
            phase_words=standing_words(fair, at),
            waiting=sum(count for (_kind, state), count in counts[fair.id].items() if state == _WAITING),
            approved=_approved(counts[fair.id].items()),
        )
        for fair in [*coming, *(fair for fair in fairs if fair.ends_on < today)]
    ]


async def overview_page(fair: Fair, told: list[Tiding], *, at: datetime) -> OverviewPage:
    """Everything that the overview shows; `told` is what other features know."""
    counts = await counts_by_state(fair.id)
    booths, tables, slots = await room_counts(fair.id)
    products = await product_count(fair.id)
    interpreters = len(await interpreters_of(fair.id))
    waiting = sum(count for (_kind, state), count in counts.items() if state == _WAITING)
    base = f"/organizer/fairs/{fair.slug}"
    tidings = list(told)
    if waiting:
        words = ngettext("Một đơn vị chờ duyệt", "%(num)s đơn vị chờ duyệt", waiting) % {"num": number(waiting)}
        tidings.insert(0, Tiding(words, f"{base}/participants?state=waiting", waits=True))
    minutes = {session.slot_minutes for session in await sessions_of(fair.id)} or {fair.slot_minutes}
    step = phase(fair, at)
    # Requests may be open as well, but somebody has to be there first.
    alone = step == Phase.REQUESTS and registration_is_open(fair, at) and not _approved(counts.items())
    return OverviewPage(
        slug=fair.slug,
        name=spoken(fair.name_vi, fair.name_en),
        span=span_of(fair),
        venue=fair.venue,
        phase=step,
        steps=_steps(step, registers=registration_is_open(fair, at)),
        next=_next_step(fair, Phase.REGISTRATION if alone else step, waiting, base, at),
        waiting=[tiding for tiding in tidings if tiding.waits],
        tidings=[tiding for tiding in tidings if not tiding.waits],
        figures=[
            (number(counts[CompanyKind.PRODUCER, _APPROVED]), _("nhà sản xuất được duyệt")),
            (number(counts[CompanyKind.DISTRIBUTOR, _APPROVED]), _("nhà phân phối được duyệt")),
            (number(products), _("sản phẩm mang đến")),
            (number(booths), _("gian hàng")),
            (number(tables), _("bàn gặp")),
            (number(slots), _("lượt gặp, mỗi lượt %(minutes)s phút") % {"minutes": lengths_words(minutes)}),
            (number(interpreters), _("người phiên dịch")),
        ],
        dates=[
            (_("Nhận đăng ký"), _between(fair, fair.registration_from, fair.registration_until)),
            (_("Gửi và trả lời yêu cầu gặp"), _between(fair, fair.requests_from, fair.requests_until)),
            *_timetables(fair),
            (
                _("Thư nhắc trước mỗi cuộc gặp"),
                ngettext("một phút", "%(num)s phút", fair.reminder_minutes) % {"num": fair.reminder_minutes},
            ),
            (_("Xoá thông tin liên lạc"), _erasure(fair)),
        ],
        is_draft=step == Phase.DRAFT,
        is_closed=fair.state == FairState.CLOSED,
        is_open=step not in {Phase.DRAFT, Phase.OVER},
        invitation=f"{settings().public_url}/fairs/{fair.slug}"
        if step != Phase.DRAFT and at < fair.registration_until and step != Phase.OVER
        else "",
    )


def _approved(counts: Iterable[tuple[tuple[str, str], int]]) -> int:
    return sum(count for (_kind, state), count in counts if state == _APPROVED)


def _between(fair: Fair, begins: datetime, ends: datetime) -> str:
    hours = {"from": day_and_clock(begins, fair.timezone), "to": day_and_clock(ends, fair.timezone)}
    return _("từ %(from)s đến %(to)s") % hours


def _erasure(fair: Fair) -> str:
    if fair.contacts_erased_at is not None:
        return _("đã xoá %(when)s") % {"when": day_and_clock(fair.contacts_erased_at, fair.timezone)}
    last = contacts_kept_until(fair.ends_on, fair.keep_months)
    return _("sau ngày %(day)s") % {"day": day(last)} if last else _("không tự xoá")


def _timetables(fair: Fair) -> list[tuple[str, str]]:
    days = ((_("Lịch gặp dự kiến"), fair.provisional_from), (_("Lịch gặp chính thức"), fair.final_from))
    return [(words, _("từ %(when)s") % {"when": day_and_clock(at, fair.timezone)}) for words, at in days if at]


def _steps(step: Phase, *, registers: bool) -> list[tuple[str, str]]:
    order = [Phase.DRAFT, Phase.REGISTRATION, Phase.REQUESTS, Phase.SCHEDULING, Phase.ON_THE_DAY, Phase.OVER]
    # Announced has no step of its own: the next one to open is the first that is not done.
    step = Phase.REGISTRATION if step == Phase.ANNOUNCED else step
    place = order.index(Phase.SCHEDULING if step in TIMETABLE_PHASES else step)
    words = {
        Phase.DRAFT: _("Chuẩn bị"),
        Phase.REGISTRATION: _("Nhận đăng ký"),
        Phase.REQUESTS: _("Yêu cầu gặp"),
        Phase.SCHEDULING: _("Xếp lịch"),
        Phase.ON_THE_DAY: _("Diễn ra"),
        Phase.OVER: _("Kết thúc"),
    }

    def state(index: int, each: Phase) -> str:
        if index == place or (each == Phase.REGISTRATION and registers):
            return "current"
        return "done" if index < place else "todo"

    return [(words[each], state(index, each)) for index, each in enumerate(order)]


def _next_step(fair: Fair, step: Phase, waiting: int, base: str, at: datetime) -> NextStep:
    if waiting and step not in {Phase.DRAFT, Phase.OVER}:
        words = _("Duyệt các đơn vị đang chờ, để họ chọn gian hàng và gửi yêu cầu gặp.")
        return NextStep(words, f"{base}/participants?state=waiting", _("Xem ai đang chờ"))
    draft = _("Xem lại trang hội chợ, rồi mở cho mọi người xem. Trước đó chưa ai đăng ký được.")
    # Nothing is open now: either registration is still to come, or it is over and requests are still to come.
    early = fair.registration_from > at
    announced = (
        _("Đăng ký mở lúc %(when)s. Trong lúc chờ, gửi đường dẫn trang hội chợ cho các đơn vị.")
        if early
        else _("Đã hết hạn đăng ký; yêu cầu gặp mở lúc %(when)s.")
    ) % {"when": day_and_clock(fair.registration_from if early else fair.requests_from, fair.timezone)}
    registration = _("Đang nhận đăng ký đến %(when)s. Mời thêm đơn vị bằng đường dẫn trang hội chợ.")
    until = {"when": day_and_clock(fair.registration_until, fair.timezone)}
    requests = _("Hai bên đang gửi và trả lời yêu cầu gặp đến %(when)s. Có thể xếp thử lịch bất cứ lúc nào.")
    scheduling = _("Đã hết hạn gửi yêu cầu. Xếp lịch gặp rồi công bố, để mọi người thêm vào lịch của mình.")
    provisional = _("Đến lúc có lịch dự kiến: công bố một bản, rồi sửa theo giờ vắng mà mọi người báo.")
    final = _("Đến lúc có lịch chính thức: chỉ đổi khi thật cần; ai bị đổi đều nhận được thư.")
    on_the_day = _("Hội chợ đang diễn ra. Bàn phiên dịch và lịch gặp luôn cập nhật.")
    over = _("Hội chợ đã kết thúc. Trang hội chợ và lịch gặp vẫn xem được.")
    site, timetable = f"/fairs/{fair.slug}", f"{base}/timetable"
    see_site, see_timetable = _("Xem trang hội chợ"), _("Xem lịch gặp")
    return {
        Phase.DRAFT: NextStep(draft, f"{base}/checklist", _("Xem lại và mở")),
        Phase.ANNOUNCED: NextStep(announced, site, see_site),
        Phase.REGISTRATION: NextStep(registration % until, site, see_site),
        Phase.REQUESTS: NextStep(
            requests % {"when": day_and_clock(fair.requests_until, fair.timezone)}
            + (f" {registration % until}" if registration_is_open(fair, at) else ""),
            f"{base}/requests",
            _("Xem yêu cầu gặp"),
        ),
        Phase.SCHEDULING: NextStep(scheduling, timetable, _("Xếp lịch gặp")),
        Phase.PROVISIONAL: NextStep(provisional, timetable, see_timetable),
        Phase.FINAL: NextStep(final, timetable, see_timetable),
        Phase.ON_THE_DAY: NextStep(on_the_day, timetable, see_timetable),
        Phase.OVER: NextStep(over, timetable, see_timetable),
    }[step]
