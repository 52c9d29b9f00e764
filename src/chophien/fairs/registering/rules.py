"""What a company may do next at a fair, and the languages that meetings can be interpreted from."""

from dataclasses import dataclass
from datetime import datetime

from babel import Locale

from chophien.companies.tables import CompanyKind
from chophien.fairs.rules import (
    Phase,
    booths_are_settled,
    may_ask,
    phase,
    registration_is_open,
    requests_are_open,
)
from chophien.fairs.tables import Fair, ParticipationState
from chophien.support.language import _, spoken_language

INTERPRETED = ("en", "ja", "ko", "zh", "fr", "de", "ru", "es", "th", "lo", "km")
"""Languages that fairs find interpreters for, the most asked first."""

OPEN, SOON, OVER = "open", "soon", "over"


def interpreting_choices() -> list[tuple[str, str]]:
    """The language pairs to choose from, as (`ja-vi`, words)."""
    return [(f"{language}-vi", interpreting_words(f"{language}-vi")) for language in INTERPRETED]


def interpreting_words(pair: str) -> str:
    """`ja-vi` as `Tiếng Nhật` or `Japanese`; the code itself when the language is unknown."""
    return _language_name(pair.partition("-")[0])


def pair_words(pair: str) -> str:
    """`ja-vi` as `Tiếng Nhật – Tiếng Việt` or `Japanese – Vietnamese`; an unknown code stays as it is."""
    return " – ".join(_language_name(code) for code in pair.split("-"))


def _language_name(code: str) -> str:
    name = str(Locale(spoken_language()).languages.get(code, code))
    return name[:1].upper() + name[1:]


def state_words(state: str) -> str:
    """Where a registration stands, in words."""
    return {
        ParticipationState.QUEUED: _("Trong danh sách chờ"),
        ParticipationState.WAITING: _("Chờ duyệt"),
        ParticipationState.APPROVED: _("Đã duyệt"),
        ParticipationState.REFUSED: _("Không được duyệt"),
        ParticipationState.WITHDRAWN: _("Đã rút đăng ký"),
    }[ParticipationState(state)]


def state_badge(state: str) -> str:
    """The look of the state's badge."""
    return {
        ParticipationState.QUEUED: "draft",
        ParticipationState.WAITING: "waiting",
        ParticipationState.APPROVED: "confirmed",
        ParticipationState.REFUSED: "refused",
        ParticipationState.WITHDRAWN: "cancelled",
    }[ParticipationState(state)]


def may_apply_again(state: str) -> bool:
    """Whether a company whose participation stands so may register anew."""
    return state == ParticipationState.WITHDRAWN


@dataclass(frozen=True)
class NextStep:
    """The one thing to do next; without an address there is only waiting."""

    sentence: str
    url: str = ""
    words: str = ""


def next_step(fair: Fair, kind: str, state: str, at: datetime) -> NextStep:
    """The one thing that a participant in `state` should do next."""
    base = f"/my/fairs/{fair.slug}"
    if state == ParticipationState.WAITING:
        return NextStep(_("Ban tổ chức đang xem đăng ký. Bạn sẽ nhận được thư khi có kết quả."))
    if state == ParticipationState.QUEUED:
        return NextStep(_("Hội chợ đã đủ chỗ; bạn đang trong danh sách chờ. Có chỗ trống thì bạn được báo bằng thư."))
    if state == ParticipationState.REFUSED:
        return NextStep(_("Ban tổ chức không duyệt đăng ký này."), base, _("Xem lý do"))
    if state == ParticipationState.WITHDRAWN:
        if registration_is_open(fair, at):
            return NextStep(_("Bạn đã rút đăng ký."), f"/fairs/{fair.slug}/register/{kind}", _("Đăng ký lại"))
        return NextStep(_("Bạn đã rút đăng ký."))
    return _approved_step(fair, kind, at, base)


def answers_may_change(fair: Fair, state: str, at: datetime) -> bool:
    """Whether a participant may still change what it answered to the organizer's questions."""
    gone = {ParticipationState.REFUSED, ParticipationState.WITHDRAWN}
    return state not in gone and registration_is_open(fair, at)


def _approved_step(fair: Fair, kind: str, at: datetime, base: str) -> NextStep:
    produces = kind == CompanyKind.PRODUCER
    schedule = f"{base}/schedule"
    match phase(fair, at):
        case Phase.ON_THE_DAY:
            return NextStep(_("Hội chợ đang diễn ra."), schedule, _("Xem lịch của tôi"))
        case Phase.OVER:
            return NextStep(_("Hội chợ đã kết thúc."), schedule, _("Xem lại lịch gặp"))
        case Phase.SCHEDULING | Phase.PROVISIONAL | Phase.FINAL:
            found = NextStep(_("Ban tổ chức đang xếp lịch gặp."), schedule, _("Xem lịch của tôi"))
        case Phase.REQUESTS if produces and may_ask(fair, CompanyKind.DISTRIBUTOR):
            found = NextStep(_("Các nhà phân phối đang gửi yêu cầu gặp."), f"{base}/requests", _("Trả lời yêu cầu"))
        case Phase.REQUESTS if produces:
            found = NextStep(_("Chọn nhà phân phối bạn muốn gặp."), f"{base}/distributors", _("Tìm nhà phân phối"))
        case Phase.REQUESTS if may_ask(fair, CompanyKind.DISTRIBUTOR):
            found = NextStep(_("Chọn nhà sản xuất bạn muốn gặp."), f"{base}/producers", _("Tìm nhà sản xuất"))
        case Phase.REQUESTS:
            found = NextStep(_("Các nhà sản xuất đang gửi yêu cầu gặp."), f"{base}/requests", _("Trả lời yêu cầu"))
        case _ if produces:
            found = NextStep(_("Chọn gian hàng khi còn nhiều chỗ trống."), f"{base}/booth", _("Chọn gian hàng"))
        case _:
            found = NextStep(_("Cho biết những giờ bạn không có mặt."), f"{base}/availability", _("Ghi giờ vắng"))
    return found


@dataclass(frozen=True)
class Task:
    """One part of taking part, and whether it is open now."""

    name: str
    url: str
    state: str
    """open, soon or over."""
    opens_at: datetime | None = None
    closes_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether it can be done now."""
        return self.state == OPEN

    @property
    def is_over(self) -> bool:
        """Whether its time has passed."""
        return self.state == OVER


def tasks(fair: Fair, kind: str, at: datetime) -> list[Task]:
    """What an approved participant does at this fair, in the order of time."""
    base = f"/my/fairs/{fair.slug}"
    step = phase(fair, at)
    before = OVER if step in {Phase.ON_THE_DAY, Phase.OVER} else OPEN
    requests = OPEN if requests_are_open(fair, at) else OVER
    if at < fair.requests_from and before == OPEN:
        requests = SOON
    asking = Task(_("Yêu cầu gặp"), f"{base}/requests", requests, fair.requests_from, fair.requests_until)
    # On the day itself somebody may still fall ill.
    away = Task(_("Giờ vắng"), f"{base}/availability", OVER if step == Phase.OVER else OPEN)
    schedule = Task(_("Lịch của tôi"), f"{base}/schedule", OPEN)
    produces = kind == CompanyKind.PRODUCER
    words, page = (_("Tìm nhà phân phối"), "distributors") if produces else (_("Tìm nhà sản xuất"), "producers")
    finding = Task(words, f"{base}/{page}", requests, fair.requests_from, fair.requests_until)
    booth = Task(_("Gian hàng"), f"{base}/booth", OVER if booths_are_settled(fair, at) else before)
    return [*([booth] if produces else []), *([finding] if may_ask(fair, kind) else []), asking, away, schedule]
