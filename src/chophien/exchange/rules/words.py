"""Words for kinds of sheets, for what becomes of a row, and for why an import came to nothing."""

from chophien.exchange.rules.planning import Verdict
from chophien.exchange.tables import SheetKind
from chophien.support.language import _, later

FAILURES: dict[str, str] = {
    "taken": later("Trong lúc nhập, có người vừa ghi cùng một đơn vị. Chưa dòng nào được ghi; xin nhập lại."),
    "asked": later("Trong lúc nhập, có yêu cầu gặp vừa được gửi hoặc trả lời. Chưa dòng nào được ghi; xin nhập lại."),
    "unexpected": later("Có lỗi ngoài dự kiến. Chưa dòng nào được ghi; xin nhập lại."),
    "interrupted": later("Lần nhập trước bị ngắt giữa chừng. Chưa dòng nào được ghi; xin nhập lại."),
}
"""Why writing came to nothing, by the word kept in the table."""


def failure_words(failure: str) -> str:
    """Why the last attempt came to nothing; empty for none."""
    return _(FAILURES[failure]) if failure in FAILURES else ""


def kind_words(kind: str) -> str:
    """What the rows of a sheet are."""
    return {
        SheetKind.PRODUCERS: _("Những nhà sản xuất"),
        SheetKind.DISTRIBUTORS: _("Những nhà phân phối"),
        SheetKind.PRODUCTS: _("Sản phẩm"),
        SheetKind.REQUESTS: _("Yêu cầu gặp"),
    }[SheetKind(kind)]


def verdict_words(verdict: str, *, written: bool) -> str:
    """What will become of a row, or what became of it."""
    return {
        Verdict.NEW: _("Đã thêm") if written else _("Thêm mới"),
        Verdict.CHANGE: _("Đã sửa") if written else _("Sửa"),
        Verdict.SAME: _("Không đổi"),
        Verdict.WRONG: _("Bỏ lại vì có lỗi") if written else _("Có lỗi"),
    }[Verdict(verdict)]
