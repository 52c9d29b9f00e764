"""The organizer's plan: who sits where, giving, freeing and keeping back."""

from chophien.booths.queries import booth_codes
from chophien.mail.tables import OutgoingMessage
from tests.conftest import Browser, new_browser
from tests.factories.booths import booth_at, make_booking
from tests.factories.fairs import PASSWORD, make_fair, make_organizer, make_participation


async def test_the_organizer_gives_and_frees_a_booth_and_the_producer_is_told(browser: Browser) -> None:
    staff = await make_organizer()
    fair = await make_fair(staff)
    lan = await make_participation(fair, name="Nón Chuông")
    base = f"/organizer/fairs/{fair.slug}/booths"
    await browser.sign_in(staff.person.email, PASSWORD)
    wanted = await booth_at(fair, "B2")
    page = await browser.get(f"{base}?booth={wanted.booth.id}")
    assert "Nón Chuông" in page.text
    answer = await browser.send_form(f"{base}/give", booth=wanted.booth.id, participation=lan.id)
    assert answer.status_code == 303
    assert await booth_codes(fair.id) == {lan.id: "B2"}
    elsewhere = await booth_at(fair, "A1")
    assert (await browser.send_form(f"{base}/give", booth=elsewhere.booth.id, participation=lan.id)).status_code == 303
    assert await booth_codes(fair.id) == {lan.id: "A1"}
    assert (await browser.send_form(f"{base}/free", booth=elsewhere.booth.id)).status_code == 303
    assert await booth_codes(fair.id) == {}
    kinds = await OutgoingMessage.select(OutgoingMessage.kind).order_by(OutgoingMessage.id)
    assert [row["kind"] for row in kinds] == ["booth_booked", "booth_booked", "booth_freed"]


async def test_a_booth_kept_back_cannot_be_booked_and_a_taken_one_cannot_be_kept_back(browser: Browser) -> None:
    staff = await make_organizer()
    fair = await make_fair(staff)
    lan = await make_participation(fair)
    base = f"/organizer/fairs/{fair.slug}/booths"
    await browser.sign_in(staff.person.email, PASSWORD)
    wanted = await booth_at(fair, "A1")
    assert (await browser.send_form(f"{base}/block", booth=wanted.booth.id)).status_code == 303
    async with new_browser() as hers:
        await hers.sign_in(lan.person.email, PASSWORD)
        refused = await hers.send_form(f"/my/fairs/{fair.slug}/booth", booth=wanted.booth.id)
        assert refused.status_code == 409
        assert "Gian A1 do ban tổ chức giữ lại." in refused.text
    assert (await browser.send_form(f"{base}/unblock", booth=wanted.booth.id)).status_code == 303
    await make_booking(fair, lan, "A1")
    refused = await browser.send_form(f"{base}/block", booth=wanted.booth.id)
    assert refused.status_code == 409
    assert "Gian A1 đã có đơn vị." in refused.text
    assert await booth_codes(fair.id) == {lan.id: "A1"}


async def test_another_organizers_plan_is_not_found_and_its_participants_are_not_placed(browser: Browser) -> None:
    hanoi, hue = await make_organizer(), await make_organizer("Sở Công Thương Huế")
    ours, theirs = await make_fair(hanoi), await make_fair(hue, name="Hội chợ Huế")
    stranger = await make_participation(theirs)
    await browser.sign_in(hanoi.person.email, PASSWORD)
    assert (await browser.get(f"/organizer/fairs/{theirs.slug}/booths")).status_code == 404
    there = await booth_at(theirs, "A1")
    for verb in ("block", "unblock", "free", "give"):
        sent = await browser.send_form(f"/organizer/fairs/{theirs.slug}/booths/{verb}", booth=there.booth.id)
        assert sent.status_code == 404
        sent = await browser.send_form(f"/organizer/fairs/{ours.slug}/booths/{verb}", booth=there.booth.id)
        assert sent.status_code == 404
    here = await booth_at(ours, "A1")
    refused = await browser.send_form(
        f"/organizer/fairs/{ours.slug}/booths/give", booth=here.booth.id, participation=stranger.id
    )
    assert refused.status_code in {404, 409}
    assert await booth_codes(ours.id) == await booth_codes(theirs.id) == {}


async def test_a_booth_gone_in_the_meantime_is_refused_with_the_nearest(browser: Browser) -> None:
    staff = await make_organizer()
    fair = await make_fair(staff)
    lan, binh = await make_participation(fair), await make_participation(fair)
    taken = await make_booking(fair, lan, "A1")
    await browser.sign_in(staff.person.email, PASSWORD)
    refused = await browser.send_form(
        f"/organizer/fairs/{fair.slug}/booths/give", booth=taken.booth.id, participation=binh.id
    )
    assert refused.status_code == 409
    assert "Gian A1 vừa có đơn vị khác chọn trước." in refused.text
    assert await booth_codes(fair.id) == {lan.id: "A1"}
