"""Who takes part: approving, refusing, and two organizers at once."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from chophien.accounts.actions import give_role
from chophien.accounts.tables import RoleKind
from chophien.fairs.tables import Fair, Participation
from chophien.mail.tables import OutgoingMessage
from chophien.support.clock import now
from tests.conftest import Browser, new_browser
from tests.factories.fairs import PASSWORD, Staff, make_fair, make_organizer, make_participation, make_signer


async def _states() -> list[str]:
    rows = await Participation.select(Participation.state).order_by(Participation.id)
    return [row["state"] for row in rows]


async def _organizer(browser: Browser) -> Staff:
    staff = await make_organizer()
    await browser.sign_in(staff.person.email, PASSWORD)
    return staff


async def test_approving_one_writes_its_mail_in_the_same_step(browser: Browser) -> None:
    fair = await make_fair(await _organizer(browser))
    applied = await make_participation(fair, "producer", "Gốm Bát Tràng", state="waiting")
    url = f"/organizer/fairs/{fair.slug}/participants/{applied.id}"
    assert "Duyệt đơn vị này" in (await browser.get(url)).text
    assert (await browser.send_form(url, decision="approve", reason="")).status_code == 303
    assert await _states() == ["approved"]
    (mail,) = await OutgoingMessage.select()
    assert (mail["kind"], mail["to_address"], mail["fair_id"]) == (
        "participation_approved",
        applied.person.email,
        fair.id,
    )
    assert f"/my/fairs/{fair.slug}" in mail["body_text"]


async def test_a_refusal_needs_a_reason_and_carries_it(browser: Browser) -> None:
    fair = await make_fair(await _organizer(browser))
    applied = await make_participation(fair, "distributor", state="waiting")
    url = f"/organizer/fairs/{fair.slug}/participants/{applied.id}"
    bare = await browser.send_form(url, decision="refuse", reason=" ")
    assert (bare.status_code, await _states()) == (422, ["waiting"])
    assert (await browser.send_form(url, decision="refuse", reason="Hết chỗ cho đợt này.")).status_code == 303
    assert await _states() == ["refused"]
    (mail,) = await OutgoingMessage.select()
    assert mail["kind"] == "participation_refused"
    assert "Hết chỗ cho đợt này." in mail["body_text"]


async def test_many_are_decided_at_once_and_only_those_of_this_fair(browser: Browser) -> None:
    staff = await _organizer(browser)
    fair = await make_fair(staff)
    elsewhere = await make_fair(await make_organizer("Trung tâm khác"))
    mine = [await make_participation(fair, state="waiting") for _time in range(3)]
    theirs = await make_participation(elsewhere, state="waiting")
    url = f"/organizer/fairs/{fair.slug}/participants"
    nobody = await browser.send_form(url, decision="approve", state="waiting")
    assert nobody.status_code == 422
    assert "Chưa chọn đơn vị nào" in nobody.text
    chosen = [str(each.id) for each in (*mine[:2], theirs)]
    answer = await browser.send_form(url, decision="approve", chosen=chosen, state="waiting")
    assert answer.headers["location"] == f"{url}?state=waiting"
    assert await _states() == ["approved", "approved", "waiting", "waiting"]
    assert await OutgoingMessage.count() == 2
    page = await browser.get(answer.headers["location"])
    assert "Đã duyệt 2 đơn vị và gửi thư báo. Một đơn vị đã được quyết định trước." in page.text


async def test_of_two_organizers_who_decide_at_once_the_second_is_told(browser: Browser) -> None:
    staff = await _organizer(browser)
    colleague = await make_signer("Đỗ Văn Nam")
    await give_role(colleague.id, RoleKind.OWNER, organizer_id=staff.organizer.id)
    fair = await make_fair(staff)
    applied = await make_participation(fair, state="waiting")
    url = f"/organizer/fairs/{fair.slug}/participants/{applied.id}"
    async with new_browser() as other:
        await other.sign_in(colleague.email, PASSWORD)
        answers = await asyncio.gather(
            *(each.send_form(url, decision="approve", reason="") for each in (browser, other))
        )
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    late = next(answer for answer in answers if answer.status_code == 409)
    assert "đã quyết định trước" in late.text
    assert await OutgoingMessage.count() == 1


async def test_the_list_is_filtered_by_state_side_and_name(browser: Browser) -> None:
    fair = await make_fair(await _organizer(browser))
    await make_participation(fair, "producer", "Miến dong Cự Đà", state="waiting")
    await make_participation(fair, "distributor", "Siêu thị Đồng Xuân")
    url = f"/organizer/fairs/{fair.slug}/participants"

    async def shown(query: str) -> list[bool]:
        text = (await browser.get(f"{url}{query}")).text
        return [name in text for name in ("Miến dong Cự Đà", "Siêu thị Đồng Xuân")]

    assert [await shown(query) for query in ("", "?state=waiting", "?kind=distributor", "?q=cu+da", "?q=xyz")] == [
        [True, True],
        [True, False],
        [False, True],
        [True, False],
        [False, False],
    ]


async def test_another_organizers_participants_are_not_found(browser: Browser) -> None:
    await _organizer(browser)
    fair = await make_fair(await make_organizer("Trung tâm khác"))
    applied = await make_participation(fair, state="waiting")
    base = f"/organizer/fairs/{fair.slug}/participants"
    assert (await browser.get(base)).status_code == 404
    assert (await browser.get(f"{base}/{applied.id}")).status_code == 404
    answer = await browser.send_form(f"{base}/{applied.id}", decision="approve", reason="")
    assert (answer.status_code, await _states()) == (404, ["waiting"])
    assert (await browser.send_form(base, decision="approve", chosen=[str(applied.id)])).status_code == 404


async def test_pages_and_mails_tell_the_time_of_the_fairs_own_zone(browser: Browser) -> None:
    staff = await _organizer(browser)
    fair = await make_fair(staff)
    noon = datetime(2026, 11, 20, 5, tzinfo=UTC)
    zone: dict[Any, Any] = {Fair.timezone: "Asia/Tokyo", Fair.requests_until: now() + timedelta(days=5)}
    await Fair.update(zone).where(Fair.id == fair.id)
    buyer = await make_participation(fair, "distributor", state="waiting")
    await Participation.update({Participation.applied_at: noon}).where(Participation.id == buyer.id)
    base = f"/organizer/fairs/{fair.slug}/participants"
    assert "14:00" in (await browser.get(f"{base}?state=waiting")).text
    assert "20/11/2026 · 14:00" in (await browser.get(f"{base}/{buyer.id}")).text
    await browser.send_form(f"{base}/{buyer.id}", decision="approve", reason="")
    until = (now() + timedelta(days=5)).astimezone(ZoneInfo("Asia/Tokyo"))
    (mail,) = await OutgoingMessage.select(OutgoingMessage.body_text).where(
        OutgoingMessage.kind == "participation_approved"
    )
    assert f"{until:%H:%M}" in mail["body_text"] or f"{until - timedelta(minutes=1):%H:%M}" in mail["body_text"]
