"""Acting for a company: only that company, only at the own organizer's fairs, and always under one's own name."""

from chophien.accounts.tables import AuditEntry, Role, RoleKind
from chophien.companies.tables import Delegate
from chophien.fairs.tables import Participation
from chophien.support.clock import now
from tests.conftest import Browser, new_browser
from tests.factories.fairs import PASSWORD, Participant, make_fair, make_organizer, make_participation, make_signer


async def _delegate_of(company: Participant) -> int:
    row = await Delegate.select(Delegate.id).where(Delegate.company == company.company.id).first()
    assert row
    return int(row["id"])


async def test_an_organizer_does_for_a_company_what_its_delegate_would(browser: Browser) -> None:
    staff, others = await make_organizer(), await make_organizer("Trung tâm khác")
    fair, elsewhere = await make_fair(staff), await make_fair(others)
    company = await make_participation(fair, name="Hợp tác xã Miến Làng So")
    await Participation(
        fair=elsewhere.id, company=company.company.id, kind="producer", state="approved", applied_at=now()
    ).save()
    await browser.sign_in(staff.person.email, PASSWORD)
    one = f"/organizer/fairs/{fair.slug}/participants/{company.id}"
    assert "Làm thay đơn vị này" in (await browser.get(one)).text
    began = await browser.send_form(f"{one}/act")
    assert (began.status_code, began.headers["location"]) == (303, f"/my/fairs/{fair.slug}")
    page = (await browser.get("/my")).text
    assert "Trần Thị Hạnh đang làm thay Hợp tác xã Miến Làng So" in page
    assert (fair.slug in page, elsewhere.slug in page) == (True, False)
    addresses = [
        f"/my/fairs/{fair.slug}/booth",
        f"/my/fairs/{elsewhere.slug}",
        f"/my/fairs/{elsewhere.slug}/booth",
        f"/fairs/{elsewhere.slug}/register/producer",
        f"/organizer/fairs/{fair.slug}",
        "/organizer/staff",
        "/organizer/log",
        "/account/second-step",
    ]
    reached = [(await browser.get(address)).status_code for address in addresses]
    assert reached == [200, 404, 404, 404, 403, 403, 403, 403]
    assert (await browser.send_form("/account/password", old_password=PASSWORD, new_password="x")).status_code == 403
    lasting = [f"/my/fairs/{fair.slug}/schedule/link", f"/my/company/delegates/{await _delegate_of(company)}/invite"]
    assert [(await browser.send_form(address)).status_code for address in lasting] == [403, 403]
    await browser.send_form(f"/my/fairs/{fair.slug}/availability", whole="")
    entry = await AuditEntry.select().order_by(AuditEntry.id, ascending=False).first()
    assert entry is not None
    assert (entry["person"], entry["behalf_company"], entry["behalf_name"], entry["fair_id"]) == (
        staff.person.id,
        company.company.id,
        "Hợp tác xã Miến Làng So",
        fair.id,
    )
    assert (await browser.send_form("/acting/end")).headers["location"] == "/organizer"
    assert (await browser.get(one)).status_code == 200
    assert (await browser.get("/my")).status_code == 403
    assert "thay cho Hợp tác xã Miến Làng So" in (await browser.get("/organizer/log")).text


async def test_who_only_looks_acts_for_nobody_and_a_lost_role_ends_it(browser: Browser) -> None:
    staff = await make_organizer()
    fair = await make_fair(staff)
    company = await make_participation(fair)
    other = await make_signer("Lê Văn Sáu")
    await Role(person=other.id, kind=RoleKind.VIEWER, organizer=staff.organizer.id).save()
    await browser.sign_in(other.email, PASSWORD)
    act = f"/organizer/fairs/{fair.slug}/participants/{company.id}/act"
    assert (await browser.send_form(act)).status_code == 403
    await Role.update({Role.kind: RoleKind.PLANNER}).where(Role.person == other.id)
    assert (await browser.send_form(act)).status_code == 303
    assert (await browser.get(f"/my/fairs/{fair.slug}")).status_code == 200
    await Role.delete().where(Role.person == other.id)
    assert (await browser.get(f"/my/fairs/{fair.slug}")).status_code == 403


async def test_the_log_shows_an_organizers_own_deeds_by_person_and_fair(browser: Browser) -> None:
    staff, others = await make_organizer(), await make_organizer("Trung tâm khác")
    fair, second, theirs = await make_fair(staff), await make_fair(staff, name="Hội chợ Xuân"), await make_fair(others)
    async with new_browser() as stranger:
        await stranger.sign_in(others.person.email, PASSWORD)
        await stranger.send_form(f"/organizer/fairs/{theirs.slug}/close")
    await browser.sign_in(staff.person.email, PASSWORD)
    for one in (fair, second):
        await browser.send_form(f"/organizer/fairs/{one.slug}/close")
    log = (await browser.get("/organizer/log")).text
    assert (log.count("Kết thúc một hội chợ"), theirs.slug in log) == (2, False)
    by_fair = (await browser.get(f"/organizer/log?fair={second.id}")).text
    assert by_fair.count("Kết thúc một hội chợ") == 1
    by_person = (await browser.get(f"/organizer/log?person={others.person.id}")).text
    assert "Kết thúc một hội chợ" not in by_person
    assert (await browser.get("/organizer/log?page=99999999999&person=x")).status_code == 200
