"""Words for papers, when they run out, and which ones a group of products demands."""

from datetime import date, timedelta
from enum import StrEnum

from chophien.catalogue.tables import PaperKind, ProductGroup
from chophien.support.language import _

SOON = timedelta(days=60)
"""How long before its end a paper is called to mind."""


RECOGNITION = "recognition"
"""What stands for the kind of a paper where the recognition of a product is meant."""


class PaperState(StrEnum):
    """How a paper stands on a day."""

    VALID = "valid"
    SOON = "soon"
    EXPIRED = "expired"
    MISSING = "missing"


def paper_state(expires_on: date | None, today: date) -> PaperState:
    """Valid, about to run out within 60 days, or over; the last day still counts."""
    if expires_on is None or expires_on > today + SOON:
        return PaperState.VALID
    return PaperState.SOON if expires_on >= today else PaperState.EXPIRED


def paper_state_words(state: str) -> str:
    """The state in words."""
    return {
        PaperState.VALID: _("còn hạn"),
        PaperState.SOON: _("sắp hết hạn"),
        PaperState.EXPIRED: _("hết hạn"),
        PaperState.MISSING: _("còn thiếu"),
    }[PaperState(state)]


def paper_state_badge(state: str) -> str:
    """The look of the state's badge."""
    return {
        PaperState.VALID: "confirmed",
        PaperState.SOON: "waiting",
        PaperState.EXPIRED: "conflict",
        PaperState.MISSING: "refused",
    }[PaperState(state)]


def demanded_papers(group: str) -> tuple[PaperKind, ...]:
    """The papers without which a product of the group should not be sold."""
    return (PaperKind.FOOD_SAFETY,) if group in {ProductGroup.FOOD, ProductGroup.DRINK} else ()


def paper_words(kind: str) -> str:
    """What a paper certifies, in words."""
    if kind == RECOGNITION:
        return _("Công nhận OCOP")
    return {
        PaperKind.FOOD_SAFETY: _("An toàn thực phẩm"),
        PaperKind.VIETGAP: _("VietGAP"),
        PaperKind.ORGANIC: _("Hữu cơ"),
        PaperKind.ISO: _("ISO, HACCP"),
        PaperKind.HALAL: _("Halal"),
        PaperKind.TRADE_MARK: _("Nhãn hiệu"),
        PaperKind.ORIGIN: _("Chỉ dẫn địa lý"),
        PaperKind.TRACEABILITY: _("Mã truy xuất nguồn gốc"),
        PaperKind.OTHER: _("Giấy tờ khác"),
    }[PaperKind(kind)]


def paper_choices() -> list[tuple[str, str]]:
    """Every kind of paper as (value, words)."""
    return [(kind.value, paper_words(kind)) for kind in PaperKind]
