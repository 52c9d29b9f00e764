"""Asking, answering and withdrawing, over HTTP on both engines."""

import pytest

from chophien.companies.tables import CompanyKind
from chophien.fairs.tables import ParticipationState
from chophien.mail.tables import OutgoingMessage
from chophien.matchmaking.queries import accepted_requests
from chophien.matchmaking.tables import MeetingRequest, RequestState
from tests.conftest import Browser, new_browser
from tests.factories.fairs import PASSWORD, make_fair, make_organizer, make_participation
from tests.factories.matchmaking import make_product, make_request, state_of


async def test_a_distributor_asks_the_producer_accepts_and_both_are_told(browser: Browser) -> None:
    fair = await make_fair(await make_organizer())
    lan = await make_participation(fair, name="Mắm Lan")
    buyer = await make_participation(fair, kind=CompanyKind.DISTRIBUTOR, name="Tokyo Foods", interpreting="ja-vi")
    await make_product(lan, "Mắm tôm")
    page_of_lan = f"/my/fairs/{fair.slug}/producers/{lan.id}"
    await browser.sign_in(buyer.person.email, PASSWORD)
    page = await browser.get(page_of_lan)
    assert "Mắm tôm" in page.text
    assert "Gửi yêu cầu gặp" in page.text
    sent = await browser.send_form(page_of_lan, weight=5, note="Cần 2 tấn <b>mỗi tháng</b>")
    assert sent.status_code == 303
    request = await MeetingRequest.objects().first()
    assert request is not None
    assert (request.weight, request.note, request.state) == (5, "Cần 2 tấn <b>mỗi tháng</b>", RequestState.WAITING)
    async with new_browser() as hers:
        await hers.sign_in(lan.person.email, PASSWORD)
        page = await hers.get(f"/my/fairs/{fair.slug}/requests")
        assert "Tokyo Foods" in page.text
        assert "Nhất định phải gặp" in page.text
        assert "phiên dịch: Tiếng Nhật" in page.text
        assert "2 tấn &lt;b&gt;mỗi tháng&lt;/b&gt;" in page.text
        answer = await hers.send_form(
            f"/my/fairs/{fair.slug}/requests", request=request.id, seen="waiting", to="accepted", answer="Hẹn gặp"
        )
        assert answer.status_code == 303
    assert [(line.id, line.interpreting) for line in await accepted_requests(fair.id)] == [(request.id, "ja-vi")]
    assert "Hẹn gặp" in (await browser.get(f"/my/fairs/{fair.slug}/requests")).text
    mails = await OutgoingMessage.select(OutgoingMessage.kind, OutgoingMessage.to_address).order_by(OutgoingMessage.id)
    assert [(row["kind"], row["to_address"]) for row in mails] == [
        ("request_received", lan.person.email),
        ("request_answered", buyer.person.email),
    ]


async def test_a_pair_meets_once(browser: Browser) -> None:
    fair = await make_fair(await make_organizer())
    lan = await make_participation(fair, name="Mắm Lan")
    buyer = await make_participation(fair, kind=CompanyKind.DISTRIBUTOR)
    await make_request(fair, lan, buyer, state=RequestState.DECLINED)
    await browser.sign_in(buyer.person.email, PASSWORD)
    answer = await browser.send_form(f"/my/fairs/{fair.slug}/producers/{lan.id}", weight=3)
    assert answer.status_code == 409
    assert "Đã có yêu cầu gặp với Mắm Lan; mỗi cặp gặp một lần." in answer.text
    assert await MeetingRequest.count() == 1


async def test_a_withdrawn_request_is_asked_anew_in_the_same_row(browser: Browser) -> None:
    fair = await make_fair(await make_organizer())
    lan, buyer = await make_participation(fair), await make_participation(fair, kind=CompanyKind.DISTRIBUTOR)
    request = await make_request(fair, lan, buyer)
    await browser.sign_in(buyer.person.email, PASSWORD)
    taken = await browser.send_form(
        f"/my/fairs/{fair.slug}/requests/withdraw", request=request.id, seen="waiting", to="withdrawn"
    )
    assert taken.status_code == 303
    assert await state_of(request) is RequestState.WITHDRAWN
    again = await browser.send_form(f"/my/fairs/{fair.slug}/producers/{lan.id}", weight=4, note="Lần hai")
    assert again.status_code == 303
    rows = await MeetingRequest.select(MeetingRequest.id, MeetingRequest.state, MeetingRequest.weight)
    assert rows == [{"id": request.id, "state": "waiting", "weight": 4}]


async def test_many_are_answered_at_once_and_those_that_moved_on_are_left(browser: Browser) -> None:
    fair = await make_fair(await make_organizer())
    lan = await make_participation(fair)
    buyers = [await make_participation(fair, kind=CompanyKind.DISTRIBUTOR) for _ in range(4)]
    requests = [await make_request(fair, lan, buyer) for buyer in buyers[:3]]
    gone = await make_request(fair, lan, buyers[3], state=RequestState.WITHDRAWN)
    await browser.sign_in(lan.person.email, PASSWORD)
    answer = await browser.send_form(
        f"/my/fairs/{fair.slug}/requests",
        request=[str(each.id) for each in (*requests[:2], gone)],
        seen="waiting",
        to="accepted",
    )
    assert answer.status_code == 303
    page = await browser.get(f"/my/fairs/{fair.slug}/requests")
    assert "Đã nhận lời 2 yêu cầu gặp. Một yêu cầu khác đã thay đổi" in page.text
    assert [await state_of(each) for each in (*requests, gone)] == ["accepted", "accepted", "waiting", "withdrawn"]
    assert await OutgoingMessage.count() == 2
    nothing = await browser.send_form(f"/my/fairs/{fair.slug}/requests", seen="waiting", to="accepted")
    assert nothing.status_code == 409
    assert "Xin chọn ít nhất một yêu cầu." in nothing.text


@pytest.mark.parametrize(
    ("requests", "state", "sentence"),
    [
        ((-10, -1), ParticipationState.APPROVED, "Đã hết thời gian gửi và trả lời yêu cầu gặp."),
        ((1, 10), ParticipationState.APPROVED, "Chưa đến thời gian gửi yêu cầu gặp; mở lúc "),
        ((-1, 10), ParticipationState.WAITING, "sau khi ban tổ chức duyệt đăng ký"),
    ],
)
async def test_outside_the_dates_or_before_approval_nobody_asks(
    browser: Browser, requests: tuple[int, int], state: str, sentence: str
) -> None:
    fair = await make_fair(await make_organizer(), requests=requests)
    lan = await make_participation(fair)
    buyer = await make_participation(fair, kind=CompanyKind.DISTRIBUTOR, state=state)
    await browser.sign_in(buyer.person.email, PASSWORD)
    page = await browser.get(f"/my/fairs/{fair.slug}/producers/{lan.id}")
    assert sentence in page.text
    assert "<textarea" not in page.text
    answer = await browser.send_form(f"/my/fairs/{fair.slug}/producers/{lan.id}", weight=3)
    assert answer.status_code == 409
    assert sentence in answer.text
    assert await MeetingRequest.count() == 0


async def test_nobody_sees_or_answers_requests_between_others(browser: Browser) -> None:
    fair = await make_fair(await make_organizer())
    lan, binh = await make_participation(fair), await make_participation(fair)
    buyer = await make_participation(fair, kind=CompanyKind.DISTRIBUTOR, name="Chuỗi Bán Lẻ")
    hidden = await make_request(fair, binh, buyer, note="chỉ Bình đọc")
    own = await make_request(fair, lan, buyer)
    await browser.sign_in(lan.person.email, PASSWORD)
    path = f"/my/fairs/{fair.slug}/requests"
    assert "chỉ Bình đọc" not in (await browser.get(path)).text
    for ids in ([hidden.id], [own.id, hidden.id], [999_999]):
        sent = await browser.send_form(path, request=[str(id_) for id_ in ids], seen="waiting", to="accepted")
        assert sent.status_code == 404
    for id_ in (hidden.id, own.id):
        taken = await browser.send_form(f"{path}/withdraw", request=id_, seen="waiting", to="withdrawn")
        assert taken.status_code in {404, 409}
    assert await state_of(hidden) is RequestState.WAITING
    assert await state_of(own) is RequestState.WAITING


async def test_the_asking_side_cannot_accept_its_own_request(browser: Browser) -> None:
    fair = await make_fair(await make_organizer())
    lan, buyer = await make_participation(fair), await make_participation(fair, kind=CompanyKind.DISTRIBUTOR)
    request = await make_request(fair, lan, buyer)
    await browser.sign_in(buyer.person.email, PASSWORD)
    await browser.send_form(f"/my/fairs/{fair.slug}/requests", request=request.id, seen="waiting", to="accepted")
    assert await state_of(request) is RequestState.WAITING


async def test_a_waiting_or_foreign_producer_is_not_found(browser: Browser) -> None:
    hanoi = await make_organizer()
    fair, elsewhere = await make_fair(hanoi), await make_fair(hanoi, name="Hội chợ khác")
    buyer = await make_participation(fair, kind=CompanyKind.DISTRIBUTOR)
    waiting = await make_participation(fair, state=ParticipationState.WAITING)
    foreign = await make_participation(elsewhere)
    rival = await make_participation(fair, kind=CompanyKind.DISTRIBUTOR)
    await browser.sign_in(buyer.person.email, PASSWORD)
    for other in (waiting, foreign, rival):
        path = f"/my/fairs/{fair.slug}/producers/{other.id}"
        assert (await browser.get(path)).status_code == 404
        assert (await browser.send_form(path, weight=3)).status_code == 404
    assert (await browser.get(f"/my/fairs/{elsewhere.slug}/producers")).status_code == 404
