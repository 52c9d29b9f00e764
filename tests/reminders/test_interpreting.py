"""Interpreters hear of what they interpret: the whole list when it is published, and whatever changes in it later."""

import pytest
from icalendar import Calendar

from chophien.accounts.actions import give_role
from chophien.accounts.tables import Person, RoleKind
from chophien.fairs.tables import Fair, Interpreter
from chophien.mail.outbox import Announcement, write_messages
from chophien.mail.tables import OutgoingMessage
from chophien.reminders import actions
from chophien.reminders.actions import announce_changes
from chophien.support.clock import now
from chophien.timetable.actions.leaving import leave_fair
from chophien.timetable.actions.publishing import publish_version
from chophien.timetable.changes import Spot
from chophien.timetable.save_timetable import save_draft
from tests.conftest import Browser
from tests.factories.fairs import PASSWORD, make_signer
from tests.factories.timetable import MeetingFair, make_meeting_fair

AN = "an@phiendich.example"


async def _scene() -> tuple[MeetingFair, int, int, Person]:
    """A producer with three distributors who need English; An has an address only, Trang signs in and reads English."""
    fair = await make_meeting_fair(producers=1, distributors=3, interpreting="en-vi")
    an, trang = await Interpreter.objects().where(Interpreter.fair == fair.fair.id).order_by(Interpreter.id)
    person = await make_signer("Trang")
    await Person.update({Person.language: "en"}).where(Person.id == person.id)
    await Interpreter.update({Interpreter.email: f" {AN.upper()}"}).where(Interpreter.id == an.id)
    await Interpreter.update({Interpreter.person: person.id}).where(Interpreter.id == trang.id)
    return fair, an.id, trang.id, person


async def _publish(fair: MeetingFair, *cells: tuple[int, int, int | None]) -> None:
    """The first requests in these (slot, table, interpreter), and the mails of before out of sight."""
    await OutgoingMessage.delete(force=True)
    spots = {
        fair.requests[n]: Spot(fair.slots[slot], fair.tables[table], who) for n, (slot, table, who) in enumerate(cells)
    }
    number = await save_draft(fair.fair.id, spots, at=now())
    await publish_version(fair.fair.id, number, announce=announce_changes, at=now())


async def _letters() -> dict[str, OutgoingMessage]:
    found = await OutgoingMessage.objects().where(OutgoingMessage.kind.like("interpreting%"))
    return {each.to_address: each for each in found}


async def test_each_interpreter_gets_its_whole_list_and_later_only_those_whose_list_changed(database: str) -> None:
    fair, an, trang, person = await _scene()
    await _publish(fair, (0, 0, an), (1, 0, an), (2, 0, trang))
    first = await _letters()
    assert {to: letter.kind for to, letter in first.items()} == dict.fromkeys(
        [AN, person.email], "interpreting_published"
    )
    assert first[AN].subject == "Bạn phiên dịch 2 cuộc gặp tại Hội chợ OCOP Thủ đô"
    assert first[person.email].subject == "You interpret one meeting at Capital OCOP fair"
    lines = first[AN].body_text.splitlines()
    for company, clock in (("Siêu thị 1", "09:00–09:20"), ("Siêu thị 2", "09:20–09:40")):
        at = lines.index(f"- Gốm 1 – {company} · Tiếng Anh")
        assert lines[at + 1].endswith(f"· {clock}, bàn T1, Nhà 1")
    assert "/interpreting/" not in first[AN].body_text
    assert (
        f"See what I interpret: http://fair.test/interpreting/fairs/{fair.fair.slug}" in first[person.email].body_text
    )

    # Moved, given to somebody else, and as it was.
    await _publish(fair, (3, 1, an), (1, 0, trang), (2, 0, trang))
    second = await _letters()
    assert {to: letter.kind for to, letter in second.items()} == dict.fromkeys(
        [AN, person.email], "interpreting_changed"
    )
    told = second[AN].body_text
    assert "Không cần bạn phiên dịch nữa (1)\n- Gốm 1 – Siêu thị 2 · Tiếng Anh" in told
    assert "Đổi giờ hoặc đổi chỗ (1)\n- Gốm 1 – Siêu thị 1 · Tiếng Anh\n  trước: " in told
    assert "Những cuộc gặp bạn phiên dịch, tính đến lúc này (1)\n- Gốm 1 – Siêu thị 1" in told
    assert "All meetings that you interpret now (2)" in second[person.email].body_text
    calendar = second[AN].calendar or ""
    assert (calendar.count("BEGIN:VEVENT"), calendar.count("STATUS:CANCELLED")) == (2, 1)

    await _publish(fair, (3, 1, an), (1, 0, trang))
    assert list(await _letters()) == [person.email]
    await _publish(fair, (3, 1, an), (1, 0, trang))
    assert await _letters() == {}


async def test_a_meeting_called_off_by_a_company_that_leaves_is_told(database: str) -> None:
    fair, an, _trang, _person = await _scene()
    await _publish(fair, (0, 0, an))
    await OutgoingMessage.delete(force=True)
    row = await Fair.objects().get(Fair.id == fair.fair.id)
    assert row
    await leave_fair(row, fair.distributors[0].id, now(), announce=announce_changes)
    (letter,) = (await _letters()).values()
    assert (letter.kind, letter.to_address) == ("interpreting_changed", AN)
    assert "Hiện bạn không phiên dịch cuộc gặp nào." in letter.body_text


async def test_nobody_without_an_address_and_no_closed_account_is_written_to(database: str) -> None:
    fair, an, trang, person = await _scene()
    await Interpreter.update({Interpreter.email: ""}).where(Interpreter.id == an)
    await Person.update({Person.disabled_at: now()}).where(Person.id == person.id)
    await _publish(fair, (0, 0, an), (1, 0, trang))
    assert await _letters() == {}


async def test_letters_stand_or_fall_with_the_publication(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fair, an, _trang, _person = await _scene()

    async def write_and_break(announcements: list[Announcement]) -> None:
        await write_messages(announcements)
        raise RuntimeError("out of power")

    monkeypatch.setattr(actions, "write_messages", write_and_break)
    with pytest.raises(RuntimeError, match="out of power"):
        await _publish(fair, (0, 0, an))
    assert await OutgoingMessage.count() == 0


async def test_whoever_signs_in_keeps_its_meetings_as_a_calendar_file(browser: Browser) -> None:
    fair, an, trang, person = await _scene()
    await give_role(person.id, RoleKind.INTERPRETER, organizer_id=fair.fair.organizer)
    await _publish(fair, (0, 0, trang), (1, 0, an), (2, 1, trang))
    await browser.sign_in(person.email, PASSWORD)
    page = f"/interpreting/fairs/{fair.fair.slug}"
    assert f'href="{page}/schedule.ics"' in (await browser.get(page)).text
    answer = await browser.get(f"{page}/schedule.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert [str(event["summary"]) for event in events] == [
        "Interpreting: Gốm 1 – Siêu thị 1 · English",
        "Interpreting: Gốm 1 – Siêu thị 3 · English",
    ]
    assert str(events[1]["location"]).startswith("Table T2, Hall 1, ")
    letter = (await _letters())[person.email].calendar or ""
    assert [str(event["uid"]) for event in Calendar.from_ical(letter).walk("VEVENT")] == [
        str(event["uid"]) for event in events
    ]
