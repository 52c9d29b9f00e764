"""Being away in a slot with an announced meeting: asked about before it is saved, and shown to the organizer."""

from chophien.matchmaking.tables import Absence
from chophien.support.clock import now
from chophien.timetable.actions import publish_version
from chophien.timetable.changes import announce_nothing
from tests.conftest import Browser, new_browser
from tests.factories.fairs import PASSWORD
from tests.factories.timetable import make_draft, make_meeting_fair


async def test_an_absence_that_breaks_a_meeting_is_asked_about_first(browser: Browser) -> None:
    fair = await make_meeting_fair()
    number = await make_draft(fair, (0, 0))
    await publish_version(fair.fair.id, number, announce=announce_nothing, at=now())
    await browser.sign_in(fair.producers[0].person.email, PASSWORD)
    page = f"/my/fairs/{fair.fair.slug}/availability"
    typed = {"shown": ",".join(map(str, fair.slots)), "present": [str(slot) for slot in fair.slots[1:]]}
    asked = await browser.send_form(page, **typed)
    assert (asked.status_code, await Absence.count()) == (409, 0)
    assert "Chưa lưu." in asked.text
    assert "Siêu thị 1" in asked.text
    assert 'name="sure" value="yes"' in asked.text
    harmless = {**typed, "present": [str(slot) for slot in fair.slots[:-1]]}
    assert (await browser.send_form(page, **harmless)).status_code == 303
    saved = await browser.send_form(page, **typed, sure="yes")
    assert (saved.status_code, await Absence.count()) == (303, 1)
    # What was broken before is not asked about again.
    assert (await browser.send_form(page, **typed)).status_code == 303
    async with new_browser() as organizer:
        await organizer.sign_in(fair.staff.person.email, PASSWORD)
        overview = await organizer.get(f"/organizer/fairs/{fair.fair.slug}")
        assert "Một cuộc gặp đã công bố rơi vào giờ một bên báo vắng" in overview.text
        assert f"/organizer/fairs/{fair.fair.slug}/timetable/repair" in overview.text
