"""The language and the number of a participant's meetings are changed after it registered; a closed fair reopens."""

from datetime import timedelta

from chophien.fairs.tables import Fair, FairState, Participation
from chophien.mail.tables import OutgoingMessage
from chophien.support.clock import now
from tests.conftest import Browser
from tests.factories.fairs import PASSWORD, make_fair, make_organizer, make_participation


async def _terms(participation_id: int) -> tuple[str | None, int | None]:
    row = await Participation.objects().get(Participation.id == participation_id)
    assert row is not None
    return row.interpreting, row.most_meetings


async def test_the_organizer_changes_language_and_number(browser: Browser) -> None:
    staff = await make_organizer()
    fair = await make_fair(staff)
    buyer = await make_participation(fair, "distributor", interpreting="ja-vi")
    page = f"/organizer/fairs/{fair.slug}/participants/{buyer.id}"
    await browser.sign_in(staff.person.email, PASSWORD)
    assert "Tiếng Nhật" in (await browser.get(page)).text
    assert (await browser.send_form(f"{page}/terms", interpreting="xx-vi", most_meetings="3")).status_code == 422
    assert (await browser.send_form(f"{page}/terms", interpreting="en-vi", most_meetings="3")).status_code == 303
    assert await _terms(buyer.id) == ("en-vi", 3)
    await browser.send_form(f"{page}/terms", interpreting="", most_meetings="")
    assert await _terms(buyer.id) == (None, None)


async def test_a_participant_changes_its_language_until_requests_are_closed(browser: Browser) -> None:
    fair = await make_fair(await make_organizer())
    buyer = await make_participation(fair, "distributor", interpreting="ja-vi", most_meetings=4)
    page = f"/my/fairs/{fair.slug}"
    await browser.sign_in(buyer.person.email, PASSWORD)
    assert "Đổi ngôn ngữ phiên dịch" in (await browser.get(page)).text
    await browser.send_form(f"{page}/language", interpreting="ko-vi")
    assert await _terms(buyer.id) == ("ko-vi", 4)
    await Fair.update({Fair.requests_until: now() - timedelta(days=1)}).where(Fair.id == fair.id)
    await browser.send_form(f"{page}/language", interpreting="")
    late = await browser.get(page)
    assert "Đã hết thời gian đổi ngôn ngữ" in late.text
    assert "Đổi ngôn ngữ phiên dịch" not in late.text
    assert await _terms(buyer.id) == ("ko-vi", 4)


async def test_a_fair_that_was_closed_too_early_opens_again(browser: Browser) -> None:
    staff = await make_organizer()
    fair = await make_fair(staff, state=FairState.CLOSED)
    page = f"/organizer/fairs/{fair.slug}"
    await browser.sign_in(staff.person.email, PASSWORD)
    assert "Mở lại hội chợ" in (await browser.get(page)).text
    assert (await browser.send_form(f"{page}/reopen")).status_code == 303
    assert (await browser.send_form(f"{page}/reopen")).status_code == 409
    await Fair.update({Fair.state: FairState.CLOSED, Fair.contacts_erased_at: now()}).where(Fair.id == fair.id)
    gone = await browser.send_form(f"{page}/reopen")
    assert (gone.status_code, "không mở lại được" in gone.text) == (409, True)


async def test_the_organizer_takes_back_who_was_withdrawn(browser: Browser) -> None:
    staff = await make_organizer()
    fair = await make_fair(staff)
    gone = await make_participation(fair, state="withdrawn")
    await browser.sign_in(staff.person.email, PASSWORD)
    await browser.send_form(f"/organizer/fairs/{fair.slug}/participants/{gone.id}", decision="approve", reason="")
    row = await Participation.objects().get(Participation.id == gone.id)
    assert row is not None
    mails = [each["kind"] for each in await OutgoingMessage.select(OutgoingMessage.kind)]
    assert (row.state, mails) == ("approved", ["participation_approved"])
