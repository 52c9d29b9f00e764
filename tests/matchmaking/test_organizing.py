"""The organizer's list: counts, filters, requests for others, pins."""

from chophien.companies.tables import CompanyKind
from chophien.fairs.queries import slots_of, tables_of
from chophien.mail.tables import OutgoingMessage
from chophien.matchmaking.queries import accepted_requests
from chophien.matchmaking.tables import Absence, MeetingRequest, RequestState
from tests.conftest import Browser
from tests.factories.fairs import PASSWORD, make_fair, make_organizer, make_participation
from tests.factories.matchmaking import make_request, state_of


async def test_the_list_counts_in_words_and_filters(browser: Browser) -> None:
    staff = await make_organizer()
    fair = await make_fair(staff)
    lan, binh = await make_participation(fair, name="Mắm Lan"), await make_participation(fair, name="Gốm Bình")
    buyer = await make_participation(fair, kind=CompanyKind.DISTRIBUTOR, name="Siêu thị Sông Hồng")
    base = f"/organizer/fairs/{fair.slug}/requests"
    await browser.sign_in(staff.person.email, PASSWORD)
    assert "Chưa có yêu cầu gặp" in (await browser.get(base)).text
    await make_request(fair, lan, buyer, state=RequestState.ACCEPTED, weight=5)
    await make_request(fair, binh, buyer)
    page = await browser.get(base)
    assert "2 yêu cầu gặp. 1 đã nhận lời, 1 chờ trả lời, 0 bị từ chối, 0 đã rút." in page.text
    table = (await browser.get(f"{base}?state=accepted")).text.split("<tbody>")[1].split("</tbody>")[0]
    assert "Mắm Lan" in table
    assert "Gốm Bình" not in table
    table = (await browser.get(f"{base}?q=gom")).text.split("<tbody>")[1].split("</tbody>")[0]
    assert "Gốm Bình" in table
    assert "Mắm Lan" not in table
    assert "Không tìm thấy" in (await browser.get(f"{base}?q=gom&weight=5")).text
    assert "Không tìm thấy" in (await browser.get(f"{base}?pinned=yes")).text


async def test_the_organizer_adds_a_request_that_both_agreed_to(browser: Browser) -> None:
    staff = await make_organizer()
    fair = await make_fair(staff, requests=(-10, -1))
    lan, buyer = await make_participation(fair), await make_participation(fair, kind=CompanyKind.DISTRIBUTOR)
    base = f"/organizer/fairs/{fair.slug}/requests"
    fields = {"producer": lan.id, "distributor": buyer.id, "asked_by": "producer", "weight": 4}
    await browser.sign_in(staff.person.email, PASSWORD)
    answer = await browser.send_form(base, **fields, agreed="yes")
    assert answer.status_code == 303
    assert [(line.producer, line.distributor, line.weight) for line in await accepted_requests(fair.id)] == [
        (lan.id, buyer.id, 4)
    ]
    again = await browser.send_form(base, **fields)
    assert again.status_code == 409
    assert "mỗi cặp gặp một lần" in again.text
    wrong = await browser.send_form(base, **{**fields, "producer": buyer.id, "distributor": lan.id})
    assert wrong.status_code == 409
    missing = await browser.send_form(base, producer=lan.id)
    assert missing.status_code == 422
    assert await MeetingRequest.count() == 1


async def test_a_pin_is_refused_where_it_collides(browser: Browser) -> None:
    staff = await make_organizer()
    fair = await make_fair(staff)
    lan, binh = await make_participation(fair, name="Mắm Lan"), await make_participation(fair, name="Gốm Bình")
    first = await make_participation(fair, kind=CompanyKind.DISTRIBUTOR, name="Siêu thị Một")
    second = await make_participation(fair, kind=CompanyKind.DISTRIBUTOR, name="Siêu thị Hai")
    slots = [slot.id for slot in await slots_of(fair.id)]
    tables = [table.id for table in await tables_of(fair.id)]
    one = await make_request(fair, lan, first, state=RequestState.ACCEPTED)
    two = await make_request(fair, binh, second, state=RequestState.ACCEPTED)
    three = await make_request(fair, lan, second, state=RequestState.ACCEPTED)
    await Absence(participation=lan.id, slot=slots[5]).save()
    base = f"/organizer/fairs/{fair.slug}/requests"
    await browser.sign_in(staff.person.email, PASSWORD)

    async def pin(request: MeetingRequest, slot: object, table: object) -> tuple[int, str]:
        answer = await browser.send_form(f"{base}/{request.id}/pin", slot=slot, table=table)
        return answer.status_code, answer.text

    assert (await pin(one, slots[0], tables[0]))[0] == 303
    status, text = await pin(two, slots[0], tables[0])
    assert status == 409
    assert "Bàn ấy đã ghim cho Mắm Lan và Siêu thị Một vào lượt này." in text
    status, text = await pin(three, slots[0], tables[1])
    assert status == 409
    assert "Vào lượt ấy đã ghim cuộc gặp của Mắm Lan và Siêu thị Một." in text
    status, text = await pin(three, slots[5], "")
    assert status == 409
    assert "Mắm Lan báo vắng vào lượt ấy." in text
    assert (await pin(two, slots[0], tables[1]))[0] == 303
    pinned = await MeetingRequest.select(MeetingRequest.pinned_slot, MeetingRequest.pinned_table).order_by(
        MeetingRequest.id
    )
    assert [(row["pinned_slot"], row["pinned_table"]) for row in pinned] == [
        (slots[0], tables[0]),
        (slots[0], tables[1]),
        (None, None),
    ]
    assert (await pin(one, "", ""))[0] == 303
    assert (await browser.get(f"{base}?pinned=yes")).text.count("bàn T") == 1


async def test_another_organizers_requests_are_not_found(browser: Browser) -> None:
    hanoi, hue = await make_organizer(), await make_organizer("Sở Công Thương Huế")
    ours, theirs = await make_fair(hanoi), await make_fair(hue, name="Hội chợ Huế")
    lan, buyer = await make_participation(theirs), await make_participation(theirs, kind=CompanyKind.DISTRIBUTOR)
    request = await make_request(theirs, lan, buyer)
    slot = (await slots_of(theirs.id))[0].id
    await browser.sign_in(hanoi.person.email, PASSWORD)
    for slug in (theirs.slug, ours.slug):
        pinned = await browser.send_form(f"/organizer/fairs/{slug}/requests/{request.id}/pin", slot=slot)
        assert pinned.status_code == 404
    assert (await browser.get(f"/organizer/fairs/{theirs.slug}/requests")).status_code == 404
    assert (await browser.get(f"/organizer/fairs/{ours.slug}/requests?request={request.id}")).status_code == 404
    own_lan = await make_participation(ours)
    own_buyer = await make_participation(ours, kind=CompanyKind.DISTRIBUTOR)
    own = await make_request(ours, own_lan, own_buyer)
    foreign_slot = await browser.send_form(f"/organizer/fairs/{ours.slug}/requests/{own.id}/pin", slot=slot)
    assert foreign_slot.status_code in {404, 409}
    row = await MeetingRequest.select(MeetingRequest.pinned_slot).where(MeetingRequest.id == own.id).first()
    assert row == {"pinned_slot": None}


async def test_the_organizer_answers_for_a_participant_and_both_sides_are_told(browser: Browser) -> None:
    staff = await make_organizer()
    fair = await make_fair(staff, requests=(-10, -1))
    lan, buyer = await make_participation(fair), await make_participation(fair, kind="distributor")
    request = await make_request(fair, lan, buyer)
    await browser.sign_in(staff.person.email, PASSWORD)
    url = f"/organizer/fairs/{fair.slug}/requests/{request.id}/decide"
    assert "Nhận lời thay" in (await browser.get(f"/organizer/fairs/{fair.slug}/requests?request={request.id}")).text
    assert (await browser.send_form(url, seen="waiting", to="accepted")).status_code == 303
    assert await state_of(request) == "accepted"
    mails = await OutgoingMessage.select(OutgoingMessage.kind, OutgoingMessage.to_address)
    assert {(row["kind"], row["to_address"]) for row in mails} == {
        ("request_answered", lan.person.email),
        ("request_answered", buyer.person.email),
    }
    late = await browser.send_form(url, seen="waiting", to="declined")
    assert (late.status_code, "nay đã nhận lời" in late.text) == (409, True)
    assert (await browser.send_form(url, seen="accepted", to="withdrawn")).status_code == 303
    assert await state_of(request) == "withdrawn"
    assert (await browser.send_form(url, seen="withdrawn", to="waiting")).status_code == 409
