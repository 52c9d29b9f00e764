"""The organizer's list of outgoing messages."""

from chophien.mail.tables import OutgoingMessage
from tests.conftest import Browser
from tests.factories.fairs import PASSWORD, make_organizer
from tests.factories.timetable import make_meeting_fair
from tests.reminders.publishing import publish


async def test_an_organizer_sees_searches_and_reads_the_fairs_messages(browser: Browser) -> None:
    fair = await make_meeting_fair()
    await publish(fair, (0, 0), (1, 0))
    await browser.sign_in(fair.staff.person.email, PASSWORD)
    url = f"/organizer/fairs/{fair.fair.slug}/messages"
    shown = (await browser.get(url)).text
    assert "Chưa đặt máy chủ thư" in shown
    assert "/mail" in shown
    assert shown.count('<th scope="row">') == 7
    producer = fair.producers[0].person.email
    assert (await browser.get(url, params={"q": producer})).text.count('<th scope="row">') == 3
    assert "Không có thư nào như vậy" in (await browser.get(url, params={"state": "failed"})).text
    assert (await browser.get(url, params={"state": "nonsense", "page": "-1"})).status_code == 200
    row = await OutgoingMessage.objects().get(OutgoingMessage.kind == "schedule_published")
    assert row is not None
    letter = (await browser.get(f"{url}/{row.id}")).text
    assert "Ban tổ chức đã công bố lịch gặp" in letter
    assert "Gửi lại thư này" not in letter


async def test_a_letter_keeps_its_readers_language_on_a_page_in_another(browser: Browser) -> None:
    fair = await make_meeting_fair()
    await publish(fair, (0, 0), (1, 0))
    await browser.sign_in(fair.staff.person.email, PASSWORD)
    row = await OutgoingMessage.objects().get(OutgoingMessage.kind == "schedule_published")
    assert row is not None
    browser.cookies.set("language", "en")
    shown = (await browser.get(f"/organizer/fairs/{fair.fair.slug}/messages/{row.id}")).text
    assert f"<title>Message to {row.to_name} " in shown
    assert f'<h1><span lang="vi">{row.subject}</span></h1>' in shown
    assert '<pre class="letter" lang="vi">' in shown


async def test_a_message_that_failed_is_sent_again_once_asked(browser: Browser) -> None:
    fair = await make_meeting_fair(producers=1, distributors=1)
    await publish(fair, (0, 0))
    await OutgoingMessage.update({OutgoingMessage.state: "failed", OutgoingMessage.last_error: "550 no"}, force=True)
    await browser.sign_in(fair.staff.person.email, PASSWORD)
    url = f"/organizer/fairs/{fair.fair.slug}/messages/1"
    assert "550 no" in (await browser.get(url)).text
    assert (await browser.send_form(f"{url}/again")).status_code == 303
    row = await OutgoingMessage.objects().get(OutgoingMessage.id == 1)
    assert row is not None
    assert (row.state, row.attempts) == ("waiting", 0)
    assert (await browser.send_form(f"{url}/again")).status_code == 409


async def test_another_organizer_sees_and_sends_nothing_of_it(browser: Browser) -> None:
    fair = await make_meeting_fair(producers=1, distributors=1)
    other = await make_meeting_fair(producers=1, distributors=1)
    await publish(fair, (0, 0))
    await OutgoingMessage.update({OutgoingMessage.state: "failed"}, force=True)
    stranger = await make_organizer("Sở khác")
    await browser.sign_in(stranger.person.email, PASSWORD)
    url = f"/organizer/fairs/{fair.fair.slug}/messages"
    assert [(await browser.get(path)).status_code for path in (url, f"{url}/1")] == [404, 404]
    assert (await browser.send_form(f"{url}/1/again")).status_code == 404
    await browser.sign_in(other.staff.person.email, PASSWORD)
    elsewhere = f"/organizer/fairs/{other.fair.slug}/messages"
    assert (await browser.get(f"{elsewhere}/1")).status_code == 404
    assert (await browser.send_form(f"{elsewhere}/1/again")).status_code == 404
    assert await OutgoingMessage.count().where(OutgoingMessage.state == "failed") == 4


async def test_an_empty_list_says_what_comes_next(browser: Browser) -> None:
    fair = await make_meeting_fair()
    await browser.sign_in(fair.staff.person.email, PASSWORD)
    assert "Chưa có thư nào" in (await browser.get(f"/organizer/fairs/{fair.fair.slug}/messages")).text
