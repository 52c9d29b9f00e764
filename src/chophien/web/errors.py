"""What people see when something goes wrong; the one place that turns refusals and errors into pages."""

import logging
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlsplit

from litestar.exceptions import HTTPException
from litestar.response import Redirect, Template
from litestar.types import ExceptionHandlersMap

from chophien.support.language import _, speak
from chophien.support.refusal import Refusal
from chophien.web.languages import language_of
from chophien.web.pages import AnyRequest, Page, safe_path

log = logging.getLogger("chophien.web")


@dataclass(frozen=True)
class RefusalPage(Page):
    """One sentence, and a way back."""

    template: ClassVar[str] = "web/refusal.html"
    status: int
    title: str
    sentence: str
    back_url: str


class SignInNeeded(Exception):
    """Nobody is signed in; the person is sent to sign in and then back."""


def _shown(request: AnyRequest, status: int, sentence: str, *, title: str = "") -> Template:
    # An address that no route knows passes the middlewares by, so the language is chosen here again.
    speak(language_of(request))
    titles = {
        400: _("Yêu cầu chưa đúng"),
        403: _("Bạn không có quyền vào đây"),
        404: _("Không tìm thấy trang này"),
        405: _("Không dùng được cách này"),
        413: _("Tệp gửi lên lớn quá"),
        429: _("Nhiều lần quá, xin chờ một lát"),
    }
    title = title or titles.get(status, _("Chưa thực hiện được") if status < 500 else _("Hệ thống gặp lỗi"))
    page = RefusalPage(status=status, title=title, sentence=sentence, back_url=_back(request))
    shell = request.app.state.bare_shell(request)
    return Template(
        page.template, context={"page": page, "shell": shell}, status_code=status, headers={"Cache-Control": "no-store"}
    )


def _back(request: AnyRequest) -> str:
    """The page the person came from, if it is one of ours."""
    try:
        came_from = urlsplit(request.headers.get("referer", ""))
    except ValueError:
        return "/"
    ours = came_from.netloc == request.headers.get("host")
    return safe_path(came_from.path) if ours and came_from.path != request.url.path else "/"


def show_refusal(request: AnyRequest, refusal: Refusal) -> Template:
    """A rule said no."""
    return _shown(request, refusal.status, refusal.sentence)


def show_http_error(request: AnyRequest, error: HTTPException) -> Template:
    """The framework said no: no such page, a missing token."""
    speak(language_of(request))
    sentences = {
        403: _("Trang này không dành cho tài khoản của bạn."),
        404: _("Địa chỉ có thể đã cũ, hoặc thuộc về người khác."),
        405: _("Xin quay lại trang trước và bấm nút ở đó."),
        413: _("Xin chọn tệp nhỏ hơn."),
    }
    if error.status_code == 403 and "CSRF" in error.detail:
        lost = _("Bấm Quay lại trên trình duyệt, những gì bạn điền vẫn còn; tải lại trang nếu cần, rồi gửi lần nữa.")
        return _shown(request, 403, lost, title=_("Trang này đã mở lâu quá"))
    default = _("Dữ liệu gửi lên chưa đúng. Xin quay lại và thử lần nữa.")
    return _shown(request, error.status_code, sentences.get(error.status_code, default))


def show_crash(request: AnyRequest, error: Exception) -> Template:
    """A mistake of ours: logged with its trace, said without it."""
    # Written with quotes and escapes: an address that holds a line break must not look like a line of ours.
    log.error("A request failed: %s %r", request.method, request.scope["path"], exc_info=error)
    speak(language_of(request))
    return _shown(request, 500, _("Chúng tôi đã ghi lại lỗi này. Những gì bạn đã lưu trước đó vẫn còn nguyên."))


def go_and_sign_in(request: AnyRequest, _error: SignInNeeded) -> Redirect:
    """To the sign-in page, and afterwards back here."""
    wanted = request.url.path if request.method == "GET" else "/"
    return Redirect("/sign-in", query_params={"next": wanted}, status_code=303)


EXCEPTION_HANDLERS: ExceptionHandlersMap = {
    SignInNeeded: go_and_sign_in,
    Refusal: show_refusal,
    HTTPException: show_http_error,
    Exception: show_crash,
}
