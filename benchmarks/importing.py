"""How long a sheet of 5,000 distributors takes: reading, comparing, writing, writing corrections, undoing.

`python benchmarks/importing.py [rows]` uses an empty embedded database in a temporary folder.
"""

import asyncio
import os
import pathlib
import sys
import tempfile
import time
from collections.abc import Awaitable
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

_VAR = tempfile.TemporaryDirectory(prefix="chophien-importing-")
os.environ["CHOPHIEN_VAR"] = _VAR.name
os.environ["CHOPHIEN_DATABASE_URL"] = f"sqlite:///{_VAR.name}/benchmark.sqlite"
sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))

from tests.exchange.sheets import tax_code, workbook  # noqa: E402

import chophien.piccolo_app  # noqa: F401, E402
from chophien.accounts.tables import Organizer, Person  # noqa: E402
from chophien.exchange.actions import (  # noqa: E402
    ColumnsChosen,
    ask_to_write,
    choose_columns,
    take_sheet,
    undo_import,
    write_import,
)
from chophien.exchange.queries import planned_rows  # noqa: E402
from chophien.exchange.tables import SheetImport, SheetKind  # noqa: E402
from chophien.fairs.tables import Fair  # noqa: E402
from chophien.support.database import close_database, make_engine, use_engine  # noqa: E402
from chophien.support.database.migrating import migrate  # noqa: E402
from chophien.web.forms import Upload  # noqa: E402

T = TypeVar("T")

HEADERS = ("Tên đơn vị", "Mã số thuế", "Loại hình", "Địa chỉ", "Quận, huyện", "Điện thoại", "Email", "Người liên hệ")
DISTRICTS = ("Ba Đình", "Hoàn Kiếm", "quận Hà Đông", "H. Thường Tín")
AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


def rows(count: int, *, corrected: bool) -> list[tuple[str, ...]]:
    """So many distributors; `corrected` changes every tenth telephone number."""
    return [
        (
            f"Siêu thị Hoa Sen số {n}",
            tax_code(n),
            "Chuỗi bán lẻ",
            f"Số {n} phố Hàng Đào",
            DISTRICTS[n % 4],
            f"09{n + (7_000_000 if corrected and n % 10 == 0 else 0):08}",
            f"sieuthi{n}@hoasen.example",
            f"Nguyễn Thị Hoa {n}",
        )
        for n in range(1, count + 1)
    ]


async def timed(what: str, work: Awaitable[T]) -> T:
    """Do `work` and say how long it took."""
    begun = time.perf_counter()
    result = await work
    print(f"{what:44} {time.perf_counter() - begun:7.2f} s")
    return result


async def measure(count: int) -> None:
    """Import, correct, undo."""
    use_engine(make_engine(os.environ["CHOPHIEN_DATABASE_URL"]))
    await migrate()
    organizer = Organizer(name="Sở Công Thương", email="", created_at=AT)
    await organizer.save()
    person = Person(email="a@b.example", name="Ai", password_hash="", created_at=AT)
    await person.save()
    fair = Fair(
        organizer=organizer.id,
        slug="hoi-cho",
        name_vi="Hội chợ",
        starts_on=date(2026, 12, 20),
        ends_on=date(2026, 12, 21),
        registration_from=AT,
        registration_until=AT + timedelta(days=9),
        requests_from=AT,
        requests_until=AT + timedelta(days=9),
        created_at=AT,
    )
    await fair.save()
    imports = []
    for corrected in (False, True):
        content = workbook(HEADERS, *rows(count, corrected=corrected))
        name = "the corrected list" if corrected else "the list"
        upload = Upload("list.xlsx", content)
        taken = await timed(
            f"read {name} ({len(content) // 1000} KB)",
            take_sheet(fair, SheetKind.DISTRIBUTORS, upload, by=person.id, at=AT),
        )
        columns = ("name", "tax_code", "form", "address", "district", "phone", "email", "contact_name")
        await choose_columns(taken, ColumnsChosen({key: at for at, key in enumerate(columns)}, confirm_first=False))
        found = await SheetImport.objects().get(SheetImport.id == taken.id)
        assert found is not None
        await timed(f"preview of {name}", planned_rows(fair, found))
        attempt = await ask_to_write(found, at=AT)
        await timed(f"write {name}", write_import(attempt, by=person.id, at=AT))
        imports.append(found)
    for found, name in zip(reversed(imports), ("the corrections", "the list"), strict=True):
        stayed = await timed(f"undo {name}", undo_import(found, at=AT))
        assert stayed == 0
    await close_database()


if __name__ == "__main__":
    asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000))
    _VAR.cleanup()
