"""Interpreters and desk staff: the organizer's list, their own page, and what their absences break."""

import asyncio
import re
from dataclasses import replace

from chophien.accounts.tables import Person, Role, RoleKind
from chophien.fairs.actions.changing import change_fair
from chophien.fairs.queries import plan_of, staff_of
from chophien.fairs.tables import Interpreter
from chophien.mail.tables import OutgoingMessage
from chophien.matchmaking.queries import interpreter_absences_of
from chophien.matchmaking.tables import InterpreterAbsence
from chophien.staffing.actions import invite_staff
from chophien.staffing.queries import accounts_of, interpreted_counts
from chophien.support.clock import now
from chophien.timetable.actions import publish_version
from chophien.timetable.changes import Spot, announce_nothing
from chophien.timetable.load_problem import fair_problem
from chophien.timetable.save_timetable import save_draft
from chophien.timetable.tables import Placement
from tests.conftest import Browser, new_browser
from tests.factories.fairs import PASSWORD, Staff, make_fair, make_organizer, make_signer
from tests.factories.timetable import MeetingFair, make_meeting_fair


async def _signed_in(fair: MeetingFair) -> tuple[int, Person]:
    """The second interpreter (Japanese and English) with an account."""
    person = await make_signer("Phạm Thu Trang")
    member = (await staff_of(fair.fair.id))[1].id
    await Interpreter.update({Interpreter.email: person.email}).where(Interpreter.id == member)
    await invite_staff(fair.fair, member, at=now())
    return member, person


async def _published(fair: MeetingFair, interpreter: int) -> None:
    """One meeting in the first slot, interpreted."""
    spot = Spot(fair.slots[0], fair.tables[0], interpreter)
    number = await save_draft(fair.fair.id, {fair.requests[0]: spot}, at=now())
    await publish_version(fair.fair.id, number, announce=announce_nothing, at=now())


async def _roles(person: Person) -> list[str]:
    return [row["kind"] for row in await Role.select(Role.kind).where(Role.person == person.id)]


async def test_an_organizer_adds_changes_and_removes_somebody(browser: Browser) -> None:
    staff = await make_organizer()
    fair = await make_fair(staff, interpreters=())
    base = f"/organizer/fairs/{fair.slug}/interpreters"
    await browser.sign_in(staff.person.email, PASSWORD)
    nothing = await browser.send_form(base, name="Lê An", duty="interpreter")
    assert (nothing.status_code, "Người phiên dịch cần ít nhất một ngôn ngữ." in nothing.text) == (422, True)
    added = await browser.send_form(base, name="Lê An", duty="interpreter", pairs=["en-vi", "ja-vi"], phone="0912")
    (member,) = await staff_of(fair.id)
    assert added.headers["location"] == f"{base}/{member.id}"
    said = (member.name, member.pairs, member.duty, member.phone)
    assert said == ("Lê An", ("en-vi", "ja-vi"), "interpreter", "0912")
    await browser.send_form(
        f"{base}/{member.id}/details", name="Lê An", duty="desk", pairs=["ko-vi"], email="an@thu.example"
    )
    (changed,) = await staff_of(fair.id)
    assert (changed.id, changed.pairs, changed.duty, changed.email) == (member.id, ("ko-vi",), "desk", "an@thu.example")
    await browser.send_form(f"{base}/{member.id}/remove")
    assert await staff_of(fair.id) == []


async def test_whoever_stands_in_a_timetable_stays(browser: Browser) -> None:
    fair = await make_meeting_fair(interpreting="ja-vi")
    member = (await staff_of(fair.fair.id))[1].id
    await _published(fair, member)
    await browser.sign_in(fair.staff.person.email, PASSWORD)
    refused = await browser.send_form(f"/organizer/fairs/{fair.fair.slug}/interpreters/{member}/remove")
    assert (refused.status_code, "có tên trong một bản lịch" in refused.text) == (409, True)
    assert len(await staff_of(fair.fair.id)) == 2


async def test_whoever_only_an_announced_meeting_names_stays_too(browser: Browser) -> None:
    fair = await make_meeting_fair(interpreting="ja-vi")
    member = (await staff_of(fair.fair.id))[1].id
    await _published(fair, member)
    await Placement.delete().where(Placement.interpreter == member)
    await browser.sign_in(fair.staff.person.email, PASSWORD)
    refused = await browser.send_form(f"/organizer/fairs/{fair.fair.slug}/interpreters/{member}/remove")
    assert (refused.status_code, len(await staff_of(fair.fair.id))) == (409, 2)


async def test_how_much_each_interprets_at_many_fairs_is_one_query(database: str) -> None:
    fairs = [await make_meeting_fair(interpreting="ja-vi") for _three in range(3)]
    members = [(await staff_of(each.fair.id))[1].id for each in fairs]
    for each, member in zip(fairs[:2], members, strict=False):
        await _published(each, member)
    assert dict(await interpreted_counts(members)) == {members[0]: 1, members[1]: 1}
    assert dict(await interpreted_counts([])) == {}


async def test_a_newcomer_is_invited_and_sets_a_password(browser: Browser) -> None:
    fair = await make_meeting_fair()
    base = f"/organizer/fairs/{fair.fair.slug}/interpreters"
    member = (await staff_of(fair.fair.id))[0].id
    await browser.sign_in(fair.staff.person.email, PASSWORD)
    await browser.send_form(f"{base}/{member}/invite")
    assert "Cần ghi địa chỉ thư điện tử của người này trước." in (await browser.get(f"{base}/{member}")).text
    await Interpreter.update({Interpreter.email: "an@thu.example"}).where(Interpreter.id == member)
    await browser.send_form(f"{base}/{member}/invite")
    mail = await OutgoingMessage.objects().get(OutgoingMessage.kind == "interpreter_invited")
    assert mail is not None
    link = re.search(r"http://fair\.test(/forgot-password/\S+)", mail.body_text)
    assert link
    async with new_browser() as own:
        assert "đăng xuất" not in (await own.get(link[1])).text, "nobody is signed in yet"
        await own.send_form(link[1], password=PASSWORD, again=PASSWORD)
        await own.sign_in("an@thu.example", PASSWORD)
        assert (await own.get("/interpreting")).status_code == 200
        assert (await own.get(f"/interpreting/fairs/{fair.fair.slug}")).status_code == 200
        assert (await own.get(base)).status_code == 403
    await browser.send_form(f"{base}/{member}/shut-out")
    assert await Role.count().where(Role.kind == RoleKind.INTERPRETER) == 0


async def test_an_interpreter_sees_the_work_and_says_when_it_is_away(browser: Browser) -> None:
    fair = await make_meeting_fair(interpreting="ja-vi")
    member, person = await _signed_in(fair)
    await _published(fair, member)
    page = f"/interpreting/fairs/{fair.fair.slug}"
    await browser.sign_in(person.email, PASSWORD)
    own = await browser.get(page)
    assert "Gốm 1 – Siêu thị 1" in own.text
    assert "Tiếng Nhật" in own.text
    shown = ",".join(map(str, fair.slots))
    harmless = {"shown": shown, "present": [str(slot) for slot in fair.slots[:-1]]}
    assert (await browser.send_form(page, **harmless)).status_code == 303
    assert await interpreter_absences_of(fair.fair.id) == {member: {fair.slots[-1]}}
    breaking = {"shown": shown, "present": [str(slot) for slot in fair.slots[1:]]}
    asked = await browser.send_form(page, **breaking)
    assert (asked.status_code, "Chưa lưu." in asked.text) == (409, True)
    assert await interpreter_absences_of(fair.fair.id) == {member: {fair.slots[-1]}}
    assert (await browser.send_form(page, sure="yes", **breaking)).status_code == 303
    assert await interpreter_absences_of(fair.fair.id) == {member: {fair.slots[0]}}
    away = [one.away for one in (await fair_problem(fair.fair.id)).interpreters]
    assert away == [frozenset(), frozenset({f"s{fair.slots[0]}"})]
    async with new_browser() as organizer:
        await organizer.sign_in(fair.staff.person.email, PASSWORD)
        overview = await organizer.get(f"/organizer/fairs/{fair.fair.slug}")
        assert "Một cuộc gặp đã công bố mất người phiên dịch" in overview.text
        staff = await organizer.get(f"/organizer/fairs/{fair.fair.slug}/interpreters/{member}")
        assert "cần giao lại" in staff.text


async def test_a_language_that_is_counted_on_is_not_taken_out_by_oneself(browser: Browser) -> None:
    fair = await make_meeting_fair(interpreting="ja-vi")
    member, person = await _signed_in(fair)
    await _published(fair, member)
    page = f"/interpreting/fairs/{fair.fair.slug}/details"
    await browser.sign_in(person.email, PASSWORD)
    refused = await browser.send_form(page, pairs=["en-vi"], phone="1")
    assert (refused.status_code, "Xin nói với ban tổ chức trước." in refused.text) == (422, True)
    await browser.send_form(page, pairs=["ja-vi", "ko-vi"], phone="0912")
    changed = next(each for each in await staff_of(fair.fair.id) if each.id == member)
    assert (changed.pairs, changed.phone) == (("ja-vi", "ko-vi"), "0912")


async def test_whoever_takes_somebody_s_place_in_the_plan_of_the_fair_takes_no_account_with_it(database: str) -> None:
    fair = await make_meeting_fair()
    member, person = await _signed_in(fair)
    plan = await plan_of(fair.fair)
    first, second = plan.interpreters
    renamed = replace(second, name="Phạm Thị Thu Trang", phone="0912")
    await change_fair(fair.fair, replace(plan, interpreters=(first, renamed)))
    assert {id_: account.person_id for id_, account in (await accounts_of(fair.fair.id)).items()} == {member: person.id}
    other = replace(second, name="Trần Bình", email="binh@thu.example")
    await change_fair(fair.fair, replace(plan, interpreters=(first, other)))
    assert await accounts_of(fair.fair.id) == {}
    assert [(each.id == member, each.name) for each in await staff_of(fair.fair.id)][1] == (True, "Trần Bình")


async def test_one_account_is_one_person_of_a_fair(database: str) -> None:
    fair = await make_meeting_fair()
    person = await make_signer("Phạm Thu Trang")
    await Interpreter.update({Interpreter.email: person.email}).where(Interpreter.fair == fair.fair.id)
    members = [each.id for each in await staff_of(fair.fair.id)]
    answers = await asyncio.gather(
        *[invite_staff(fair.fair, member, at=now()) for member in members], return_exceptions=True
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["AlreadyHere", "str"]
    assert await Interpreter.count().where(Interpreter.person == person.id) == 1
    assert await _roles(person) == [RoleKind.INTERPRETER]


async def test_nobody_reaches_anothers_work(browser: Browser) -> None:
    fair = await make_meeting_fair()
    _member, person = await _signed_in(fair)
    other: Staff = await make_organizer()
    elsewhere = await make_fair(other)
    await browser.sign_in(person.email, PASSWORD)
    slot = str(fair.slots[0])
    for path in (f"/interpreting/fairs/{elsewhere.slug}", f"/interpreting/fairs/{elsewhere.slug}/details"):
        assert (await browser.send_form(path, shown=slot, pairs=["en-vi"])).status_code == 404
    assert await InterpreterAbsence.count() == 0
