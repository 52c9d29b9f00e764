"""Form text becomes typed values, or sentences beside the fields."""

from datetime import UTC, date, datetime, time

from chophien.support.refusal import Refusal
from chophien.web.forms import Form, fresh_form


def _form(**typed: str) -> Form[dict[str, object]]:
    return fresh_form(**typed)


def test_ordinary_browser_text_is_read() -> None:
    form = _form(
        name="  Làng  Chuông ",
        email="Lan@Muoi.Example",
        tables="1.200",
        day="2026-12-05",
        at="08:30",
        moment="2026-12-05T08:30",
        ok="on",
    )
    assert [
        form.read_text("name", required=True),
        form.read_email("email"),
        form.read_whole_number("tables", least=1, most=5000),
        form.read_date("day"),
        form.read_time("at"),
        form.read_moment("moment", timezone="Asia/Ho_Chi_Minh"),
        form.read_tick("ok"),
        form.read_tick("not there"),
        form.errors,
    ] == [
        "Làng  Chuông",
        "lan@muoi.example",
        1200,
        date(2026, 12, 5),
        time(8, 30),
        datetime(2026, 12, 5, 1, 30, tzinfo=UTC),
        True,
        False,
        {},
    ]


def test_each_wrong_field_gets_one_sentence_and_keeps_its_text() -> None:
    form = _form(name="", email="lan@", tables="40", day="5/12", at="half past", kind="king")
    form.read_text("name", required=True)
    form.read_email("email")
    form.read_whole_number("tables", least=1, most=36)
    form.read_date("day")
    form.read_time("at")
    form.read_choice("kind", ["producer", "distributor"])
    assert form.errors == {
        "name": "Xin điền mục này.",
        "email": "Địa chỉ thư điện tử chưa đúng, ví dụ: lan@langnghe.example.",
        "tables": "Xin nhập một số từ 1 đến 36.",
        "day": "Ngày chưa đúng, ví dụ: 2026-12-05.",
        "at": "Giờ chưa đúng, ví dụ: 08:30.",
        "kind": "Xin chọn một trong các mục đã cho.",
    }
    assert (form.text("day"), form.is_right) == ("5/12", False)


def test_control_characters_do_not_come_through() -> None:
    assert _form(name="Lan\x00\x07\u2028 Anh").read_text("name") == "Lan Anh"


async def test_a_refusal_stands_beside_its_field() -> None:
    async def refuse(_value: dict[str, object]) -> None:
        raise Refusal("Đã có rồi.", field="email")

    form = _form(email="lan@muoi.example")
    form.value = {}
    await form.submit(refuse)
    assert (form.error("email"), form.text("email")) == ("Đã có rồi.", "lan@muoi.example")
