"""The calendar behind a secret address: its bytes, its HTTP manners and its secrecy (C7–C11, C15–C22)."""

import logging
import re
from collections.abc import Awaitable
from datetime import timedelta
from urllib.parse import urlsplit

import httpx
import icalendar
import pytest

from chophien.accounts.tables import Person
from chophien.calendars.rules import new_token
from chophien.calendars.secrecy import hide_secrets_in_logs
from chophien.calendars.tables import CalendarLink
from chophien.companies.tables import Company, Delegate
from chophien.fairs.actions import close_fair
from chophien.fairs.tables import Fair, FairState, Participation, ParticipationState
from chophien.mail.tables import OutgoingMessage
from chophien.support.clock import now
from chophien.timetable.tables import Meeting
from tests.conftest import Browser, new_browser, site
from tests.factories.fairs import PASSWORD, Participant
from tests.factories.timetable import MeetingFair, make_meeting_fair
from tests.reminders.publishing import publish


async def subscribe(browser: Browser, fair: MeetingFair, participant: Participant) -> str:
    """Sign in, make a calendar link through the page, and return its path."""
    await browser.sign_in(participant.person.email, PASSWORD)
    made = await browser.send_form(f"/my/fairs/{fair.fair.slug}/schedule/link", do="create")
    assert (made.status_code, "/calendar/" in made.text + made.headers["location"]) == (303, False)
    answer = await browser.get(f"/my/fairs/{fair.fair.slug}/schedule")
    again = await browser.get(f"/my/fairs/{fair.fair.slug}/schedule")
    assert ("/calendar/" in answer.text, "/calendar/" in again.text) == (True, False)
    found = re.search(r'value="(http://fair\.test/calendar/[^"]+)"', answer.text)
    assert found is not None
    assert f'value="webcal://fair.test{urlsplit(found[1]).path}"' in answer.text
    return urlsplit(found[1]).path


async def read(path: str, method: str = "GET", **headers: str) -> httpx.Response:
    """Fetch as a calendar program does: a stranger without cookies."""
    transport = httpx.ASGITransport(app=site())
    async with httpx.AsyncClient(transport=transport, base_url="http://fair.test") as stranger:
        return await stranger.request(method, path, headers=headers)


def entries(answer: httpx.Response) -> list[tuple[str, int, str]]:
    """UID, SEQUENCE and STATUS of each event."""
    assert answer.status_code == 200
    calendar = icalendar.Calendar.from_ical(answer.content)
    return [(str(event["uid"]), event.sequence, str(event["status"])) for event in calendar.events]


async def test_a_feed_follows_a_meeting_through_its_life_on_every_way_it_is_told(browser: Browser) -> None:
    fair = await make_meeting_fair()
    path = await subscribe(browser, fair, fair.producers[0])
    assert entries(await read(path)) == []
    await publish(fair, (0, 0), (1, 0))
    first = entries(await read(path))
    assert [(sequence, status) for _, sequence, status in first] == [(0, "CONFIRMED"), (0, "CONFIRMED")]
    uids = [uid for uid, _, _ in first]
    await publish(fair, (0, 1), (1, 0))
    assert entries(await read(path)) == [(uids[0], 1, "CONFIRMED"), (uids[1], 0, "CONFIRMED")]
    await publish(fair, (0, 1))
    assert entries(await read(path)) == [(uids[0], 1, "CONFIRMED"), (uids[1], 1, "CANCELLED")]
    await publish(fair, (0, 1), (1, 0))
    told = entries(await read(path))
    assert told == [(uids[0], 1, "CONFIRMED"), (uids[1], 2, "CONFIRMED")]
    download = await browser.get(f"/my/fairs/{fair.fair.slug}/schedule.ics")
    assert entries(download) == told
    mailed = await (
        OutgoingMessage.objects()
        .where(OutgoingMessage.to_address == fair.producers[0].person.email, OutgoingMessage.kind != "reminder")
        .order_by(OutgoingMessage.id, ascending=False)
        .first()
    )
    assert mailed is not None
    assert mailed.calendar == download.text
    stamped = icalendar.Calendar.from_ical(download.content).events
    rows = await Meeting.select(Meeting.uid, Meeting.revised_at)
    assert {str(event["uid"]): event.DTSTAMP for event in stamped} == {
        row["uid"]: row["revised_at"].replace(microsecond=0) for row in rows
    }


async def test_bytes_and_tag_stay_until_something_changes_and_a_304_is_only_given_for_equal_bytes(
    browser: Browser,
) -> None:
    fair = await make_meeting_fair()
    path = await subscribe(browser, fair, fair.producers[0])
    await publish(fair, (0, 0), (1, 0))
    first = await read(path)
    tags = {(answer.content, answer.headers["etag"]) for answer in [await read(path) for _ in range(20)]}
    assert tags == {(first.content, first.headers["etag"])}
    for sent in (first.headers["etag"], f"W/{first.headers['etag']}", f'"other", {first.headers["etag"]}', "*"):
        again = await read(path, **{"If-None-Match": sent})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    await publish(fair, (0, 0))
    changed = await read(path, **{"If-None-Match": first.headers["etag"]})
    assert changed.status_code == 200
    await Meeting.update({Meeting.revised_at: now() - timedelta(hours=49)}).where(Meeting.sequence == 1)
    removed = await read(path, **{"If-None-Match": changed.headers["etag"]})
    assert [status for _, _, status in entries(removed)] == ["CONFIRMED"]


async def test_a_cancelled_meeting_stays_for_two_days_and_then_goes(browser: Browser) -> None:
    fair = await make_meeting_fair()
    path = await subscribe(browser, fair, fair.producers[0])
    await publish(fair, (0, 0))
    await publish(fair)
    assert [(sequence, status) for _, sequence, status in entries(await read(path))] == [(1, "CANCELLED")]
    assert "VALARM" not in (await read(path)).text
    await Meeting.update({Meeting.revised_at: now() - timedelta(hours=47)}).where(Meeting.sequence == 1)
    assert len(entries(await read(path))) == 1
    await Meeting.update({Meeting.revised_at: now() - timedelta(hours=49)}).where(Meeting.sequence == 1)
    assert entries(await read(path)) == []


async def test_calendar_programs_get_plain_manners(browser: Browser) -> None:
    fair = await make_meeting_fair()
    path = await subscribe(browser, fair, fair.producers[0])
    await publish(fair, (0, 0))
    plain = await read(path)
    assert plain.headers["content-type"] == "text/calendar; charset=utf-8"
    assert plain.headers["cache-control"] == "private, max-age=900"
    assert plain.headers["referrer-policy"] == "no-referrer"
    assert plain.headers["x-robots-tag"] == "noindex"
    assert "set-cookie" not in plain.headers
    for headers in (
        {"Accept": "text/html"},
        {"Accept-Encoding": "gzip"},
        {"Accept-Encoding": "identity"},
        {"Cookie": "session=x"},
    ):
        asked = await read(path, **headers)
        assert (asked.status_code, asked.content) == (200, plain.content)
        assert "content-encoding" not in asked.headers
        assert "set-cookie" not in asked.headers
    head = await read(path, "HEAD")
    assert (head.status_code, head.content, dict(head.headers)) == (200, b"", dict(plain.headers))
    robots = await read("/robots.txt")
    assert robots.status_code == 404 or "/calendar" not in robots.text


async def test_only_the_digest_of_a_secret_is_kept_and_no_page_or_log_shows_it_again(
    browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    fair = await make_meeting_fair()
    path = await subscribe(browser, fair, fair.producers[0])
    token = path.removeprefix("/calendar/").removesuffix(".ics")
    await publish(fair, (0, 0))
    assert len(token) == 43
    assert token not in str(await CalendarLink.select()) + str(await OutgoingMessage.select())
    assert token not in (await browser.get(f"/my/fairs/{fair.fair.slug}/schedule")).text
    assert len({new_token() for _ in range(10_000)}) == 10_000
    hide_secrets_in_logs()
    caplog.set_level(logging.INFO)
    logging.getLogger("uvicorn.access").info('%s - "%s %s HTTP/%s" %d', "1.2.3.4", "GET", path, "1.1", 200)
    logging.getLogger("chophien.web").error("A request failed: %s %s", "GET", path)
    assert token not in caplog.text
    assert "/calendar/…" in caplog.text


async def test_an_address_dies_at_once_when_it_is_renewed_revoked_or_its_person_has_no_business_here_any_more(
    browser: Browser,
) -> None:
    fair = await make_meeting_fair()
    producer = fair.producers[0]
    old = await subscribe(browser, fair, producer)
    await publish(fair, (0, 0))
    assert (await read(old)).status_code == 200
    path = await subscribe(browser, fair, producer)
    assert [(await read(each)).status_code for each in (old, path)] == [404, 200]

    async def after(query: Awaitable[object], back: Awaitable[object]) -> list[int]:
        await query
        gone = (await read(path)).status_code
        await back
        return [gone, (await read(path)).status_code]

    person, mine = Person.id == producer.person.id, Participation.id == producer.id
    assert await after(
        Person.update({Person.disabled_at: now()}).where(person),
        Person.update({Person.disabled_at: None}).where(person),
    ) == [404, 200]
    assert await after(
        Participation.update({Participation.state: ParticipationState.WITHDRAWN}).where(mine),
        Participation.update({Participation.state: ParticipationState.APPROVED}).where(mine),
    ) == [404, 200]
    assert await after(
        Fair.update({Fair.state: FairState.DRAFT}).where(Fair.id == fair.fair.id),
        Fair.update({Fair.state: FairState.OPEN}).where(Fair.id == fair.fair.id),
    ) == [404, 200]
    assert await after(
        Delegate.update({Delegate.person: None}).where(Delegate.company == producer.company.id),
        Delegate.update({Delegate.person: producer.person.id}).where(Delegate.company == producer.company.id),
    ) == [404, 200]
    answer = await browser.send_form(f"/my/fairs/{fair.fair.slug}/schedule/link", do="revoke")
    assert answer.status_code == 303
    assert (await read(path)).status_code == 404


async def test_a_calendar_outlives_its_fair_and_can_still_be_revoked(browser: Browser) -> None:
    fair = await make_meeting_fair()
    await publish(fair, (0, 0))
    path = await subscribe(browser, fair, fair.producers[0])
    before = await read(path)
    await close_fair(fair.fair)
    after = await read(path)
    assert (after.status_code, after.content) == (200, before.content)
    assert b"BEGIN:VEVENT" in after.content
    assert "schedule/link" in (await browser.get(f"/my/fairs/{fair.fair.slug}/schedule")).text
    await browser.send_form(f"/my/fairs/{fair.fair.slug}/schedule/link", do="revoke")
    assert (await read(path)).status_code == 404


async def test_unknown_revoked_and_malformed_addresses_get_the_same_answer(browser: Browser) -> None:
    fair = await make_meeting_fair()
    revoked = await subscribe(browser, fair, fair.producers[0])
    living = await subscribe(browser, fair, fair.producers[0])
    paths = (
        revoked,
        living.removesuffix(".ics"),
        living.replace(".ics", ".html"),
        f"/calendar/{new_token()}.ics",
        "/calendar/.ics",
        "/calendar/x",
        "/calendar/%00%ff.ics",
        f"/calendar/{'a' * 3000}.ics",
    )
    answers = {
        (answer.status_code, answer.content, str(sorted(answer.headers.items())))
        for answer in [await read(path) for path in paths]
    }
    assert len(answers) == 1
    assert next(iter(answers))[:2] == (404, b"There is no calendar here.\n")


async def test_an_address_opens_one_persons_calendar_and_nothing_else(browser: Browser) -> None:
    fair = await make_meeting_fair()
    path = await subscribe(browser, fair, fair.producers[0])
    await publish(fair, (0, 0), (1, 0), (2, 0), (3, 0))
    mine = await read(path)
    assert len(entries(mine)) == 2
    assert (await read(f"{path}?participation={fair.producers[1].id}&person=1")).content == mine.content
    token = path.removeprefix("/calendar/").removesuffix(".ics")
    async with new_browser() as thief:
        thief.cookies.set("session", token)
        assert (await thief.get(f"/my/fairs/{fair.fair.slug}/schedule")).status_code == 303


async def test_a_calendar_tells_nothing_about_others_but_the_partners_name(browser: Browser) -> None:
    fair = await make_meeting_fair()
    await Delegate.update({Delegate.phone: "0912345678"}).where(Delegate.company == fair.distributors[0].company.id)
    path = await subscribe(browser, fair, fair.producers[0])
    await publish(fair, (0, 0), (1, 0))
    text = (await read(path)).text.replace("\r\n ", "")
    assert "Siêu thị 1" in text
    addresses = set(re.findall(r"[\w.+-]+@[\w.-]+", re.sub(r"UID:\S+", "", text)))
    assert addresses == {"chophien@localhost"}
    for secret in ("0912345678", "Muốn xem mẫu gốm mới", "sign-in", "/calendar/", "token"):
        assert secret not in text


async def test_what_a_company_is_called_can_add_no_line_to_a_calendar(browser: Browser) -> None:
    fair = await make_meeting_fair()
    evil = "X\r\nATTENDEE:mailto:a@b.example\r\nX-INJ:1\x07"
    await Company.update({Company.name: evil}).where(Company.id == fair.distributors[0].company.id)
    path = await subscribe(browser, fair, fair.producers[0])
    await publish(fair, (0, 0))
    written = (await read(path)).content
    assert not re.search(rb"(?m)^(ATTENDEE|X-INJ)", written)
    assert b"\x07" not in written


async def test_the_schedule_page_shows_before_during_and_after(browser: Browser) -> None:
    fair = await make_meeting_fair()
    await browser.sign_in(fair.producers[0].person.email, PASSWORD)
    url = f"/my/fairs/{fair.fair.slug}/schedule"
    assert "Chưa có cuộc gặp nào" in (await browser.get(url)).text
    await publish(fair, (0, 0), (1, 1))
    shown = (await browser.get(url)).text
    assert [shown.count(words) for words in ("Siêu thị 1", "Siêu thị 2", "<b>T1</b>", "<b>T2</b>")] == [1, 1, 1, 1]
    await publish(fair, (0, 0))
    assert "Đã hủy, không cần đến" in (await browser.get(url)).text
    await Participation.update({Participation.state: ParticipationState.WAITING}).where(
        Participation.id == fair.producers[0].id
    )
    assert "chưa được duyệt" in (await browser.get(url)).text
    assert (await browser.get(f"{url}.ics")).status_code == 404
    assert (await browser.send_form(f"{url}/link", do="create")).status_code == 409
