"""Who may ask whom: producers that ask, quotas, requests that count at once; interpreters that are away."""

import asyncio

import pytest

from chophien.companies.tables import Company, CompanyKind
from chophien.fairs.queries import slots_of, staff_of
from chophien.fairs.tables import Fair, MeetingQuota
from chophien.mail.tables import OutgoingMessage
from chophien.matchmaking.actions import ask_for_meeting
from chophien.matchmaking.forms import Wish
from chophien.matchmaking.queries import interpreter_absences_of
from chophien.matchmaking.rules import QuotaReached, RequestsClosed
from chophien.matchmaking.tables import MeetingRequest, RequestState
from chophien.support.clock import now
from chophien.timetable.load_problem import fair_problem
from tests.conftest import Browser, new_browser
from tests.factories.fairs import PASSWORD, Participant, make_fair, make_organizer, make_participation
from tests.factories.matchmaking import state_of


async def _fair(asking: str, acceptance: str = "needed") -> Fair:
    fair = await make_fair(await make_organizer())
    await Fair.update({Fair.asking: asking, Fair.acceptance: acceptance}).where(Fair.id == fair.id)
    found = await Fair.objects().get(Fair.id == fair.id)
    assert found is not None
    return found


async def _buyer(fair: Fair, name: str = "Siêu thị Chợ Mơ", looking_for: str = "Miến dong, mật ong") -> Participant:
    buyer = await make_participation(fair, CompanyKind.DISTRIBUTOR, name)
    await Company.update({Company.looking_for_vi: looking_for}).where(Company.id == buyer.company.id)
    return buyer


async def test_a_producer_finds_who_looks_for_its_goods_asks_and_the_distributor_answers(browser: Browser) -> None:
    fair = await _fair("both")
    lan = await make_participation(fair, name="Miến Lan")
    buyer, other = await _buyer(fair), await _buyer(fair, "Chuỗi Sen Vàng", "Gốm")
    await browser.sign_in(lan.person.email, PASSWORD)
    base = f"/my/fairs/{fair.slug}/distributors"
    found = await browser.get(f"{base}?q=mien+dong")
    assert ("Siêu thị Chợ Mơ" in found.text, "Chuỗi Sen Vàng" in found.text) == (True, False)
    assert f'href="{base}"' in (await browser.get(f"/my/fairs/{fair.slug}/requests")).text
    page = await browser.get(f"{base}/{buyer.id}")
    assert "Miến dong, mật ong" in page.text
    assert (await browser.send_form(f"{base}/{buyer.id}", weight=4, note="Có 300 kg")).status_code == 303
    request = await MeetingRequest.objects().first()
    assert request is not None
    assert (request.asked_by, request.producer, request.distributor) == ("producer", lan.id, buyer.id)
    async with new_browser() as theirs:
        await theirs.sign_in(buyer.person.email, PASSWORD)
        assert "Có 300 kg" in (await theirs.get(f"/my/fairs/{fair.slug}/requests")).text
        await theirs.send_form(f"/my/fairs/{fair.slug}/requests", request=request.id, seen="waiting", to="accepted")
    assert await state_of(request) == RequestState.ACCEPTED
    withdrawn = {"request": request.id, "seen": "accepted", "to": "withdrawn"}
    assert (await browser.send_form(f"/my/fairs/{fair.slug}/requests/withdraw", **withdrawn)).status_code == 303
    assert (await browser.get(f"{base}/{other.id}")).status_code == 200


@pytest.mark.parametrize(("asking", "who_may"), [("distributors", "distributor"), ("producers", "producer")])
async def test_only_the_side_that_asks_here_may_ask(sqlite_database: str, asking: str, who_may: str) -> None:
    fair = await _fair(asking)
    sides = {"producer": await make_participation(fair), "distributor": await _buyer(fair)}
    shut = "distributor" if who_may == "producer" else "producer"
    with pytest.raises(RequestsClosed):
        await ask_for_meeting(fair, sides[shut].participation, sides[who_may].id, Wish(3, ""), at=now())
    assert await ask_for_meeting(fair, sides[who_may].participation, sides[shut].id, Wish(3, ""), at=now())


async def test_the_page_says_so_and_the_rail_leaves_it_out(browser: Browser) -> None:
    fair = await _fair("distributors")
    lan, buyer = await make_participation(fair), await _buyer(fair)
    await browser.sign_in(lan.person.email, PASSWORD)
    page = await browser.get(f"/my/fairs/{fair.slug}/distributors/{buyer.id}")
    assert "Ở hội chợ này nhà phân phối gửi yêu cầu gặp" in page.text
    assert "Gửi yêu cầu gặp</button>" not in page.text
    assert "/distributors" not in (await browser.get(f"/my/fairs/{fair.slug}/booth")).text


async def test_where_nobody_needs_to_accept_a_request_counts_at_once_and_may_be_declined(browser: Browser) -> None:
    fair = await _fair("distributors", "automatic")
    lan, buyer = await make_participation(fair), await _buyer(fair)
    await browser.sign_in(buyer.person.email, PASSWORD)
    await browser.send_form(f"/my/fairs/{fair.slug}/producers/{lan.id}", weight=3)
    request = await MeetingRequest.objects().first()
    assert request is not None
    assert request.state == RequestState.ACCEPTED
    mails = await OutgoingMessage.select(OutgoingMessage.kind, OutgoingMessage.to_address)
    assert mails == [{"kind": "request_received", "to_address": lan.person.email}]
    async with new_browser() as hers:
        await hers.sign_in(lan.person.email, PASSWORD)
        declined = {"request": request.id, "seen": "accepted", "to": "declined"}
        assert (await hers.send_form(f"/my/fairs/{fair.slug}/requests", **declined)).status_code == 303
    assert await state_of(request) == RequestState.DECLINED


async def test_whoever_asks_ten_at_once_sends_no_more_than_the_quota(database: str) -> None:
    fair = await _fair("both")
    await MeetingQuota(fair=fair.id, kind="producer", most_requests=3).save()
    lan = await make_participation(fair)
    buyers = [await _buyer(fair, f"Siêu thị {n}") for n in range(10)]

    async def ask(buyer: Participant) -> bool:
        try:
            await ask_for_meeting(fair, lan.participation, buyer.id, Wish(3, ""), at=now())
        except QuotaReached:
            return False
        return True

    assert sum(await asyncio.gather(*map(ask, buyers))) == 3
    assert await MeetingRequest.count() == 3
    # The bound is the producers' alone.
    assert await ask_for_meeting(
        fair, buyers[0].participation, (await make_participation(fair)).id, Wish(3, ""), at=now()
    )


async def test_the_organizer_says_when_an_interpreter_is_away(browser: Browser) -> None:
    staff = await make_organizer()
    fair = await make_fair(staff)
    await browser.sign_in(staff.person.email, PASSWORD)
    base = f"/organizer/fairs/{fair.slug}/interpreters"
    page = await browser.get(base)
    assert "Phạm Thu Trang" in page.text
    one = next(each for each in await staff_of(fair.id) if each.name == "Phạm Thu Trang")
    slots = [slot.id for slot in await slots_of(fair.id)]
    shown = ",".join(map(str, slots))
    await browser.send_form(f"{base}/{one.id}", shown=shown, present=[str(slot) for slot in slots[2:]])
    assert await interpreter_absences_of(fair.id) == {one.id: set(slots[:2])}
    assert "vắng 2 trên 24 lượt" in (await browser.get(base)).text
    problem = await fair_problem(fair.id)
    assert [sorted(each.away) for each in problem.interpreters] == [[], sorted(f"s{slot}" for slot in slots[:2])]
    session = (await slots_of(fair.id))[0].session_id
    await browser.send_form(f"{base}/{one.id}", shown=shown, present=list(map(str, slots)), whole=f"away:{session}")
    assert len((await interpreter_absences_of(fair.id))[one.id]) == 6
