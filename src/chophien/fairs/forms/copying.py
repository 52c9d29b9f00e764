"""The form that copies a fair, and the one that says who has a table and when it is used."""

from dataclasses import dataclass
from datetime import date

from chophien.support.language import _
from chophien.web.forms import Form

_MOST = 2_147_483_647


@dataclass(frozen=True)
class Copy:
    """Under which name a fair is copied, and on which day it begins."""

    name_vi: str
    name_en: str
    starts_on: date


@dataclass(frozen=True)
class TableUse:
    """Who alone has a table, none for everybody, and in which sessions it is used."""

    holder: int | None
    sessions: frozenset[int]
    whole_hall: bool
    """Whether the sessions are meant for every table of the hall."""


def read_copy(form: Form[Copy], *, after: date) -> Form[Copy]:
    """Read the copy's name and its first day, `after` that of the fair it is made of."""
    name_vi = form.read_text("name_vi", required=True, most=200)
    name_en = form.read_text("name_en", most=200)
    starts_on = form.read_date("starts_on", required=True)
    if starts_on is not None and starts_on <= after:
        form.refuse("starts_on", _("Bản sao phải bắt đầu sau hội chợ này."))
    if starts_on is not None and not form.errors:
        form.value = Copy(name_vi, name_en, starts_on)
    return form


def read_table_use(form: Form[TableUse], participations: list[int], sessions: list[int]) -> Form[TableUse]:
    """Read a table's holder, one of `participations`, and its sessions."""
    holder = form.read_whole_number("holder", least=1, most=_MOST)
    if holder is not None and holder not in participations:
        form.refuse("holder", _("Xin chọn một đơn vị đã được duyệt của hội chợ này."))
    chosen = form.read_choices("sessions", [str(number) for number in sessions])
    if not form.errors:
        form.value = TableUse(holder, frozenset(map(int, chosen)), form.read_tick("whole_hall"))
    return form
