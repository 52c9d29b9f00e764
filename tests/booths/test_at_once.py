"""Many producers want one booth in the same instant: the database decides, on both engines."""

import asyncio
from collections import Counter

from piccolo.querystring import QueryString

from chophien.accounts.actions import open_session
from chophien.accounts.guards import session_cookie
from chophien.booths.queries import booth_codes
from chophien.booths.tables import BoothBooking
from chophien.fairs.tables import Fair
from chophien.support.clock import now
from chophien.support.database import engine
from tests.conftest import Browser, new_browser
from tests.factories.booths import booth_at, make_booking
from tests.factories.fairs import Participant, make_fair, make_organizer, make_participation

AT_ONCE = 50


async def _browsers(producers: list[Participant]) -> list[Browser]:
    browsers = []
    for producer in producers:
        browser = new_browser()
        browser.cookies.set(session_cookie(), await open_session(producer.person.id, at=now()))
        await browser.get("/sign-in", follow_redirects=False)
        assert "csrftoken" in browser.cookies
        browsers.append(browser)
    return browsers


async def _all_book(fair: Fair, producers: list[Participant], code: str) -> tuple[Counter[int], list[str]]:
    wanted = await booth_at(fair, code)
    browsers = await _browsers(producers)
    path = f"/my/fairs/{fair.slug}/booth"
    answers = await asyncio.gather(*[browser.send_form(path, booth=wanted.booth.id) for browser in browsers])
    for browser in browsers:
        await browser.aclose()
    return Counter(answer.status_code for answer in answers), [
        answer.text for answer in answers if answer.status_code == 409
    ]


async def _holders() -> int:
    return int(await BoothBooking.count().where(BoothBooking.released_at.is_null()))


async def _crowd() -> tuple[Fair, list[Participant]]:
    fair = await make_fair(await make_organizer())
    return fair, [await make_participation(fair) for _ in range(AT_ONCE)]


async def test_of_fifty_at_once_exactly_one_gets_the_booth_and_the_others_a_sentence(database: str) -> None:
    fair, producers = await _crowd()
    statuses, refused = await _all_book(fair, producers, "A3")
    assert statuses == Counter({303: 1, 409: AT_ONCE - 1})
    assert await _holders() == 1
    assert all("Gian A3 vừa có đơn vị khác chọn trước." in text for text in refused)
    assert all("Những gian trống gần nhất" in text and "Đặt gian A2" in text for text in refused)


async def test_without_the_unique_index_the_same_crowd_double_books(database: str) -> None:
    """The negative control: if this finds one winner, the test above proves nothing."""
    fair, producers = await _crowd()
    await engine().run_querystring(QueryString("DROP INDEX unique_booth_booking__booth"))
    statuses, _refused = await _all_book(fair, producers, "A3")
    assert statuses[303] > 1
    assert await _holders() > 1


async def test_one_producer_in_two_windows_gets_one_booth(database: str) -> None:
    fair = await make_fair(await make_organizer())
    lan = await make_participation(fair)
    first, second = await _browsers([lan, lan])
    wanted = [(await booth_at(fair, code)).booth.id for code in ("A1", "A2")]
    path = f"/my/fairs/{fair.slug}/booth"
    answers = await asyncio.gather(first.send_form(path, booth=wanted[0]), second.send_form(path, booth=wanted[1]))
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    assert len(await booth_codes(fair.id)) == 1
    await first.aclose()
    await second.aclose()


async def test_two_who_want_each_others_booths_do_not_lock_each_other_out(database: str) -> None:
    """Both keep theirs, or one moved first into a free booth; nobody is left without, nobody waits for ever."""
    fair = await make_fair(await make_organizer())
    lan, binh = await make_participation(fair), await make_participation(fair)
    a1, b1 = await make_booking(fair, lan, "A1"), await make_booking(fair, binh, "B1")
    first, second = await _browsers([lan, binh])
    path = f"/my/fairs/{fair.slug}/booth"
    for _ in range(5):
        answers = await asyncio.gather(
            first.send_form(path, booth=b1.booth.id, instead_of=a1.booth.id),
            second.send_form(path, booth=a1.booth.id, instead_of=b1.booth.id),
        )
        assert [answer.status_code for answer in answers] == [409, 409]
    assert await booth_codes(fair.id) == {lan.id: "A1", binh.id: "B1"}
    await first.aclose()
    await second.aclose()
