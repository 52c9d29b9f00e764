"""The forms of an import: which file, and which column holds what."""

from typing import Any

from chophien.exchange.rules import FIELDS_OF
from chophien.exchange.tables import SheetKind
from chophien.support.language import _
from chophien.web.forms import Form


def read_upload(form: Form[Any]) -> Form[Any]:
    """A file and what its rows are."""
    kind = form.read_choice("kind", [str(each) for each in FIELDS_OF], required=True)
    upload = form.upload("file")
    if upload is None or not upload.content:
        form.refuse("file", _("Xin chọn một tệp .xlsx hoặc .csv."))
    elif kind and form.is_right:
        form.value = (SheetKind(kind), upload)
    return form


def read_columns(form: Form[Any], kind: SheetKind, width: int) -> Form[Any]:
    """Which column holds each field; a field may be left out unless it is required."""
    chosen: dict[str, int] = {}
    for field in FIELDS_OF[kind]:
        at = form.read_choice(f"column_{field.key}", [str(number) for number in range(width)])
        if at is not None:
            if int(at) in chosen.values():
                form.refuse(f"column_{field.key}", _("Cột này đã được chọn cho một mục khác."))
            chosen[field.key] = int(at)
    for field in FIELDS_OF[kind]:
        if field.required and not chosen.keys() & {field.key, *field.instead}:
            form.refuse(f"column_{field.key}", _("Mục này phải có cột."))
    form.value = chosen if form.is_right else None
    return form
