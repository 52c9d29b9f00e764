"""Steps taken in the same instant: one wins, the other gets a sentence; on both engines."""

import asyncio

from chophien.accounts.actions import open_session
from chophien.accounts.guards import session_cookie
from chophien.companies.tables import CompanyKind
from chophien.matchmaking.actions import answer_requests, ask_for_meeting, withdraw_request
from chophien.matchmaking.forms import Answer, Wish
from chophien.matchmaking.rules import AlreadyAsked, RequestMoved
from chophien.matchmaking.tables import MeetingRequest, RequestState
from chophien.support.clock import now
from tests.conftest import Browser, new_browser
from tests.factories.fairs import Participant, make_fair, make_organizer, make_participation
from tests.factories.matchmaking import make_request, state_of


async def _browser_of(participant: Participant) -> Browser:
    browser = new_browser()
    browser.cookies.set(session_cookie(), await open_session(participant.person.id, at=now()))
    await browser.get("/sign-in")
    return browser


async def test_of_accepting_and_withdrawing_at_once_one_wins_and_the_other_is_told(database: str) -> None:
    fair = await make_fair(await make_organizer())
    lan, buyer = await make_participation(fair), await make_participation(fair, kind=CompanyKind.DISTRIBUTOR)
    hers, his = await _browser_of(lan), await _browser_of(buyer)
    path = f"/my/fairs/{fair.slug}/requests"
    request = await make_request(fair, lan, buyer)
    for turn in range(10):
        await MeetingRequest.update({MeetingRequest.state: RequestState.WAITING}).where(MeetingRequest.id == request.id)
        sending = [
            hers.send_form(path, request=request.id, seen="waiting", to="accepted"),
            his.send_form(f"{path}/withdraw", request=request.id, seen="waiting", to="withdrawn"),
        ]
        if turn % 2:
            answers = list(reversed(await asyncio.gather(*reversed(sending))))
        else:
            answers = list(await asyncio.gather(*sending))
        assert sorted(answer.status_code for answer in answers) == [303, 409]
        winner = RequestState.ACCEPTED if answers[0].status_code == 303 else RequestState.WITHDRAWN
        assert await state_of(request) is winner
        loser = answers[1] if answers[0].status_code == 303 else answers[0]
        assert "Yêu cầu này vừa thay đổi trong lúc bạn xem" in loser.text
    await hers.aclose()
    await his.aclose()


async def test_the_guard_is_in_the_update_itself(database: str) -> None:
    """Fifty answers at once that all saw the request waiting: one is taken, whichever it is."""
    fair = await make_fair(await make_organizer())
    lan, buyer = await make_participation(fair), await make_participation(fair, kind=CompanyKind.DISTRIBUTOR)
    request = await make_request(fair, lan, buyer)

    async def step(number: int) -> bool:
        try:
            if number % 2:
                await withdraw_request(fair, buyer.participation, request.id, seen=RequestState.WAITING, at=now())
            else:
                to = RequestState.ACCEPTED if number % 4 else RequestState.DECLINED
                answer = Answer([request.id], to, RequestState.WAITING, "")
                await answer_requests(fair, lan.participation, answer, at=now())
        except RequestMoved:
            return False
        return True

    assert sum(await asyncio.gather(*[step(number) for number in range(50)])) == 1


async def test_of_twenty_asking_the_same_producer_for_one_company_one_gets_through(database: str) -> None:
    fair = await make_fair(await make_organizer())
    lan, buyer = await make_participation(fair), await make_participation(fair, kind=CompanyKind.DISTRIBUTOR)

    async def ask() -> bool:
        try:
            await ask_for_meeting(fair, buyer.participation, lan.id, Wish(3, ""), at=now())
        except AlreadyAsked:
            return False
        return True

    assert sum(await asyncio.gather(*[ask() for _ in range(20)])) == 1
    assert await MeetingRequest.count() == 1
