"""The fields of a paper and of a picture."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from chophien.catalogue.tables import Paper, PaperKind
from chophien.support.language import _
from chophien.web.forms import Form, Upload

FOR_ALL = "all"
"""What stands for the whole company where a product is chosen."""


@dataclass(frozen=True, kw_only=True)
class PaperDetails:
    """What is said of a paper; `product_id` none for one of the whole company, `scan` none to keep the one there is."""

    kind: PaperKind
    product_id: int | None
    title: str = ""
    number: str = ""
    issuer: str = ""
    issued_on: date | None = None
    expires_on: date | None = None
    scan: Upload | None = None


@dataclass(frozen=True)
class PictureWords:
    """What is to be seen in a picture."""

    alt_vi: str
    alt_en: str


def read_paper(form: Form[PaperDetails], product_ids: list[int]) -> Form[PaperDetails]:
    """Read the form of one paper; it may belong to the company or to one of these products."""
    kind = form.read_choice("kind", list(PaperKind), required=True)
    of = form.read_choice("product", [FOR_ALL, *map(str, product_ids)])
    title = form.read_text("title", most=120, required=kind == PaperKind.OTHER)
    number = form.read_text("number", most=60)
    issuer = form.read_text("issuer", most=160)
    issued_on = form.read_date("issued_on")
    expires_on = form.read_date("expires_on")
    if issued_on is not None and expires_on is not None and expires_on < issued_on:
        form.refuse("expires_on", _("Ngày hết hạn đang trước ngày cấp."))
    if form.is_right and kind is not None:
        form.value = PaperDetails(
            kind=PaperKind(kind),
            product_id=int(of) if of and of != FOR_ALL else None,
            title=title,
            number=number,
            issuer=issuer,
            issued_on=issued_on,
            expires_on=expires_on,
            scan=form.upload("scan"),
        )
    return form


def paper_as_typed(paper: Paper) -> dict[str, Any]:
    """A paper's row as the values of its form's fields."""
    return {
        "kind": paper.kind,
        "product": paper.product or FOR_ALL,
        "title": paper.title,
        "number": paper.number,
        "issuer": paper.issuer,
        "issued_on": paper.issued_on,
        "expires_on": paper.expires_on,
    }


def read_picture_words(form: Form[PictureWords]) -> Form[PictureWords]:
    """Read what is to be seen in a picture."""
    words = PictureWords(form.read_text("alt_vi", most=200), form.read_text("alt_en", most=200))
    form.value = words if form.is_right else None
    return form
