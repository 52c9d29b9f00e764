"""The list of participants as a file."""

from typing import Any

from litestar import Response

from chophien.catalogue.queries import products_of
from chophien.companies.rules import country_name
from chophien.companies.tables import Company, Delegate
from chophien.fairs.pages.participants import ParticipantRow, View, Wanted, rows_wanted
from chophien.fairs.questions.queries import answers_at
from chophien.fairs.tables import Fair
from chophien.support.language import _
from chophien.web.formats import day_and_clock
from chophien.web.sheets import Table, sheet_reply


async def exported(fair: Fair, view: View, wanted: Wanted, form: str) -> Response[bytes]:
    """The participants that `wanted` leaves, as csv or xlsx."""
    rows, _places = await rows_wanted(fair, view, wanted)
    table = await _table(fair, rows)
    return sheet_reply(table, form, name=f"{fair.slug}-participants", title=_("Người tham gia"))


async def _table(fair: Fair, rows: list[ParticipantRow]) -> Table:
    ids = [row.line.company_id for row in rows]
    companies = {row["id"]: row for row in await Company.select().where(Company.id.is_in(ids))} if ids else {}
    people = await Delegate.select().where(Delegate.company.is_in(ids)).order_by(Delegate.id) if ids else []
    products = await products_of(ids)
    questions, answers = await answers_at(fair.id)
    heads = [
        _("Đơn vị"),
        _("Bên"),
        _("Loại hình"),
        _("Trạng thái"),
        _("Nơi"),
        _("Nước"),
        _("Địa chỉ"),
        _("Mã số thuế"),
        _("Thư điện tử"),
        _("Điện thoại"),
        _("Người đại diện"),
        _("Sản phẩm"),
        _("Cần phiên dịch"),
        _("Đăng ký lúc"),
        _("Lý do"),
        *questions.values(),
    ]
    table: Table = [[*heads]]
    for row in rows:
        told = [answers.get((row.line.id, question), "") for question in questions]
        offers = "; ".join(product.name for product in products[row.line.company_id])
        known = _cells(fair, row, companies[row.line.company_id], people, offers)
        table.append([*known, *told])
    return table


def _cells(
    fair: Fair, row: ParticipantRow, company: dict[str, Any], people: list[dict[str, Any]], offers: str
) -> list[str]:
    line = row.line
    mine = [each for each in people if each["company"] == line.company_id]
    return [
        line.company,
        row.kind_words,
        row.form_words,
        row.state_words,
        row.place,
        country_name(line.country),
        company["address"],
        company["tax_code"] or "",
        company["email"],
        company["phone"],
        "; ".join(", ".join(part for part in (each["name"], each["email"], each["phone"]) if part) for each in mine),
        offers,
        line.interpreting or "",
        day_and_clock(line.applied_at, fair.timezone),
        line.reason,
    ]
