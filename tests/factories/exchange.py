"""Sheets that were sent for a fair, for tests."""

from chophien.accounts.tables import Person
from chophien.exchange.actions import ColumnsChosen, choose_columns, take_sheet
from chophien.exchange.tables import SheetKind
from chophien.fairs.tables import Fair
from chophien.support.clock import now
from chophien.web.forms import Upload


async def make_checked_import(fair: Fair, by: Person, name: str = "Siêu thị Sen Hồng") -> int:
    """A sheet with one new distributor whose columns are chosen; the import's id."""
    upload = Upload("danh-sach.csv", f"Tên đơn vị,Điện thoại\n{name},0912 345 678\n".encode())
    taken = await take_sheet(fair, SheetKind.DISTRIBUTORS, upload, by=by.id, at=now())
    await choose_columns(taken, ColumnsChosen({"name": 0, "phone": 1}, confirm_first=False))
    return int(taken.id)
