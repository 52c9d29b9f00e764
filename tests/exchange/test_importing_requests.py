"""Meeting requests come in from a sheet: compared, written, told of, corrected, undone."""

import pytest

from chophien.companies.tables import CompanyKind
from chophien.exchange.actions.noting import Notes
from chophien.exchange.actions.requests import JustAsked, RequestsWriting
from chophien.exchange.queries import planned_requests
from chophien.exchange.queries.known_requests import known_requests
from chophien.exchange.tables import CompanyKey, SheetImport
from chophien.fairs.tables import Fair, ParticipationState
from chophien.mail.tables import OutgoingMessage
from chophien.matchmaking.tables import MeetingRequest, RequestState
from chophien.support.clock import now
from chophien.support.database import transaction
from tests.conftest import Browser
from tests.exchange.sheets import cells_of, formulas_of, workbook
from tests.exchange.test_importing import _begin, _confirm, _send
from tests.factories.fairs import Participant, make_participation
from tests.factories.matchmaking import make_request

HEADERS = ("Ghi chú", "Nhà sản xuất", "Ưu tiên", "Nhà phân phối", "Trạng thái")


async def _market(fair: Fair) -> tuple[Participant, Participant, Participant]:
    sen = await make_participation(fair, CompanyKind.DISTRIBUTOR, "Siêu thị Sen Hồng")
    mien = await make_participation(fair, CompanyKind.PRODUCER, "HTX Miến dong Cự Đà")
    return sen, mien, await make_participation(fair, CompanyKind.PRODUCER, "Nón lá Làng Chuông")


async def _requests() -> list[tuple[object, ...]]:
    rows = await MeetingRequest.select().order_by(MeetingRequest.id)
    return [(row["producer"], row["asked_by"], row["weight"], row["note"], row["state"]) for row in rows]


async def test_requests_come_in_are_told_of_corrected_and_undone(browser: Browser) -> None:
    _staff, fair = await _begin(browser)
    sen, mien, non = await _market(fair)
    rows = (
        ("Bán lẻ 12 cửa hàng", "htx miến dong cự đà", "Nhất định phải gặp", "SIÊU THỊ SEN HỒNG", ""),
        ("", "Nón lá Làng Chuông", "", "Siêu thị Sen Hồng", "đã đồng ý"),
    )
    url = await _send(browser, fair, workbook(HEADERS, *rows), kind="requests", tells="yes")
    preview = (await browser.get(url)).text
    assert "Siêu thị Sen Hồng → HTX Miến dong Cự Đà" in preview
    assert (await MeetingRequest.count(), "Nhập 2 dòng" in preview) == (0, True)
    assert "Đã thêm" in await _confirm(browser, url)
    came = [
        (mien.id, "distributor", 5, "Bán lẻ 12 cửa hàng", "waiting"),
        (non.id, "distributor", 3, "", "accepted"),
    ]
    assert await _requests() == came
    letters = await OutgoingMessage.select(OutgoingMessage.kind, OutgoingMessage.to_address, OutgoingMessage.body_text)
    told = {letter["to_address"]: letter["body_text"] for letter in letters}
    assert {letter["kind"] for letter in letters} == {"requests_brought"}
    assert set(told) == {each.person.email for each in (sen, mien, non)}
    assert "Xin gặp bạn, chờ bạn trả lời: Siêu thị Sen Hồng" in told[mien.person.email]
    assert "Đã đồng ý gặp: Siêu thị Sen Hồng" in told[non.person.email]
    assert "Đã gửi thay bạn, chờ bên kia trả lời: HTX Miến dong Cự Đà" in told[sen.person.email]

    again = await _send(browser, fair, workbook(HEADERS, *rows), kind="requests")
    assert "Không có dòng nào để nhập" in (await browser.get(again)).text
    corrected = (("", *rows[0][1:2], "4", *rows[0][3:4], "từ chối"), rows[1])
    later = await _send(browser, fair, workbook(HEADERS, *corrected), kind="requests")
    assert "Sửa: Mức độ, Trả lời." in (await browser.get(later)).text
    await _confirm(browser, later)
    assert await _requests() == [(mien.id, "distributor", 4, "Bán lẻ 12 cửa hàng", "declined"), came[1]]
    assert await OutgoingMessage.count() == 3, "nobody is told where the box is not ticked"

    await browser.send_form(f"{later}/undo")
    assert await _requests() == came
    answered_at = await MeetingRequest.select(MeetingRequest.answered_at).order_by(MeetingRequest.id).first()
    assert answered_at == {"answered_at": None}
    await MeetingRequest.update({MeetingRequest.state: RequestState.ACCEPTED}).where(MeetingRequest.producer == mien.id)
    await browser.send_form(f"{url}/undo")
    assert await _requests() == [(*came[0][:4], "accepted")], "what was answered since stays"
    assert "Yêu cầu gặp được giữ: đã được sửa sau khi nhập." in (await browser.get(url)).text


async def test_every_problem_of_a_row_is_said_in_the_preview_and_in_the_report(browser: Browser) -> None:
    staff, fair = await _begin(browser)
    sen, mien, _non = await _market(fair)
    await make_participation(fair, CompanyKind.PRODUCER, "Cốm Mễ Trì", state=ParticipationState.WAITING)
    await make_participation(fair, CompanyKind.PRODUCER, "Gốm Bát Tràng")
    second = await make_participation(fair, CompanyKind.PRODUCER, "Gốm Bát Tràng")
    await CompanyKey(organizer=staff.organizer.id, key="G-2", company=second.company.id).save()
    await make_request(fair, mien, sen, asked_by=CompanyKind.PRODUCER, state=RequestState.DECLINED)
    headers = ("Đơn vị xin gặp", "Đơn vị được xin gặp", "Mã nhà sản xuất", "Mức độ", "Trả lời")
    rows = (
        ("Siêu thị Sen Hồg", "HTX Miến dong Cự Đà", "", "", ""),
        ("Siêu thị Sen Hồng", "Cốm Mễ Trì", "", "", ""),
        ("Siêu thị Sen Hồng", "Gốm Bát Tràng", "", "", ""),
        ("Siêu thị Sen Hồng", "Gốm Bát Tràng", "G-2", "9", "chắc thế"),
        ("", "Gốm Bát Tràng", "", "", ""),
        ("Nón lá Làng Chuông", "Gốm Bát Tràng", "G-2", "", ""),
        ("Siêu thị Sen Hồng", "HTX Miến dong Cự Đà", "", "", "chờ"),
        ("HTX Miến dong Cự Đà", "Siêu thị Sen Hồng", "", "", ""),
        ("Siêu thị Sen Hồng", "=1+1", "", "", ""),
    )
    url = await _send(browser, fair, workbook(headers, *rows), kind="requests")
    report = {row[0]: (row[1], row[2]) for row in cells_of((await browser.get(f"{url}/report.xlsx")).content)}
    wrong = "Có lỗi"
    assert {line: report[line] for line in ["2", "3", "4", "5", "6", "7", "8", "9", "10"]} == {
        "2": (wrong, "Đơn vị xin gặp: Không có đơn vị này trong hội chợ. Có phải là “Siêu thị Sen Hồng”?"),
        "3": (wrong, "Đơn vị được xin gặp: Cốm Mễ Trì chưa được duyệt tham gia hội chợ này."),
        "4": (
            wrong,
            "Đơn vị được xin gặp: Có 2 đơn vị cùng tên này; xin ghi thêm mã số thuế hoặc mã riêng.",
        ),
        "5": (
            "Thêm mới",
            "Mức độ: Không hiểu mức độ “9”: xin ghi từ 1 đến 5; bỏ qua ô này.\n"
            "Trả lời: Không hiểu “chắc thế”; bỏ qua ô này.",
        ),
        "6": (wrong, "Đơn vị xin gặp: Thiếu tên đơn vị xin gặp."),
        "7": (wrong, "Đơn vị được xin gặp: Hai bên cùng là nhà sản xuất; nhà sản xuất chỉ gặp nhà phân phối."),
        "8": (
            "Không đổi",
            "Đơn vị xin gặp: Bên kia đã xin gặp trước; giữ nguyên ai là bên xin gặp.\n"
            "Trả lời: Yêu cầu này đã được trả lời; bỏ qua ô này.",
        ),
        "9": (
            wrong,
            "Đơn vị được xin gặp: Cặp này đã có ở dòng 8; mỗi cặp gặp một lần. "
            "Nếu hai bên cùng muốn, xin ghi là đã nhận lời.",
        ),
        "10": (wrong, "Đơn vị được xin gặp: Ô này là công thức; xin thay bằng giá trị."),
    }
    preview = (await browser.get(f"{url}?show=wrong")).text
    assert "Có phải là “Siêu thị Sen Hồng”?" in preview
    assert await MeetingRequest.count() == 1


async def test_what_is_downloaded_is_read_again_without_a_change(browser: Browser) -> None:
    _staff, fair = await _begin(browser)
    sen, mien, non = await _market(fair)
    await make_request(fair, mien, sen, weight=5, note="=HYPERLINK(1)", state=RequestState.WITHDRAWN)
    await make_request(fair, non, sen, asked_by=CompanyKind.PRODUCER, state=RequestState.ACCEPTED, note="Mẫu mới")
    content = (await browser.get(f"/organizer/fairs/{fair.slug}/requests.xlsx")).content
    assert formulas_of(content) == []
    sheet = cells_of(content)
    assert [(row[0], row[3], row[6], row[8]) for row in sheet[1:]] == [
        ("Nón lá Làng Chuông", "Siêu thị Sen Hồng", "3", "đã nhận lời"),
        ("Siêu thị Sen Hồng", "HTX Miến dong Cự Đà", "5", "đã rút"),
    ]
    url = await _send(browser, fair, content, kind="requests")
    assert "Không có dòng nào để nhập" in (await browser.get(url)).text


async def test_a_sheet_of_tax_codes_alone_is_enough(browser: Browser) -> None:
    _staff, fair = await _begin(browser)
    sen, mien, _non = await _market(fair)
    for each, code in ((sen, "0100109106"), (mien, "0102345678")):
        each.company.tax_code = code
        await each.company.save()
    rows = workbook(("MST nhà phân phối", "MST nhà sản xuất"), (100109106, "0102345678"))
    url = await _send(browser, fair, rows, kind="requests")
    await _confirm(browser, url)
    assert await _requests() == [(mien.id, "distributor", 3, "", "waiting")]


async def test_any_of_the_numbers_that_lists_gave_to_a_company_names_it(browser: Browser) -> None:
    staff, fair = await _begin(browser)
    _sen, mien, _non = await _market(fair)
    for key in ("NSX-1", "NSX-17"):
        await CompanyKey(organizer=staff.organizer.id, key=key, company=mien.company.id).save()
    headers = ("Đơn vị xin gặp", "Mã nhà sản xuất", "Nhà sản xuất")
    for key in ("NSX-1", "NSX-17"):
        url = await _send(
            browser, fair, workbook(headers, ("Siêu thị Sen Hồng", key, mien.company.name)), kind="requests"
        )
        await _confirm(browser, url)
        assert await _requests() == [(mien.id, "distributor", 3, "", "waiting")], key
        await MeetingRequest.delete(force=True)
    assert (await known_requests(fair)).parties[1].keys == ("NSX-1", "NSX-17")


async def test_an_answer_that_comes_while_the_sheet_is_written_is_not_overwritten(browser: Browser) -> None:
    _staff, fair = await _begin(browser)
    sen, mien, _non = await _market(fair)
    request = await make_request(fair, mien, sen)
    rows = workbook(HEADERS, ("", "HTX Miến dong Cự Đà", "5", "Siêu thị Sen Hồng", "đã nhận lời"))
    await _send(browser, fair, rows, kind="requests")
    found = await SheetImport.objects().first()
    assert found is not None
    seen_before = await planned_requests(fair, found)
    await MeetingRequest.update({MeetingRequest.state: RequestState.DECLINED}).where(MeetingRequest.id == request.id)
    with pytest.raises(JustAsked):
        async with transaction():
            await _writing(fair, found).write(seen_before)
    assert await _requests() == [(mien.id, "distributor", 3, "", "declined")]
    # The control: planned anew, the same rows are written.
    await _writing(fair, found).write(await planned_requests(fair, found))
    assert await _requests() == [(mien.id, "distributor", 5, "", "accepted")]


def _writing(fair: Fair, found: SheetImport) -> RequestsWriting:
    return RequestsWriting(fair, found, now(), lambda _done, _of: None, Notes(found.id))
