"""Saying when a participant is away."""

import asyncio

from chophien.companies.tables import CompanyKind
from chophien.fairs.queries import interpreters_of, slots_of
from chophien.matchmaking.actions import save_absences
from chophien.matchmaking.forms import Presence
from chophien.matchmaking.queries import absences_of, interpreter_absences_of, own_absences
from chophien.matchmaking.tables import InterpreterAbsence
from chophien.support.clock import now
from tests.conftest import Browser
from tests.factories.fairs import PASSWORD, make_fair, make_organizer, make_participation


async def test_saving_replaces_all_absences(browser: Browser) -> None:
    fair = await make_fair(await make_organizer())
    lan = await make_participation(fair)
    slots = [slot.id for slot in await slots_of(fair.id)]
    path = f"/my/fairs/{fair.slug}/availability"
    shown = ",".join(map(str, slots))
    await browser.sign_in(lan.person.email, PASSWORD)
    assert "Bạn có mặt ở mọi lượt gặp." in (await browser.get(path)).text
    answer = await browser.send_form(path, shown=shown, present=[str(slot) for slot in slots[2:]])
    assert answer.status_code == 303
    assert await absences_of(fair.id) == {lan.id: set(slots[:2])}
    page = await browser.get(path)
    assert "Đã lưu: bạn vắng 2 lượt gặp." in page.text
    assert "Bạn vắng 2 trên 24 lượt gặp." in page.text
    await browser.send_form(path, shown=shown, present=[str(slot) for slot in slots[:-1]])
    assert await own_absences(lan.id) == {slots[-1]}


async def test_a_button_takes_a_whole_half_day_and_keeps_what_was_ticked(browser: Browser) -> None:
    fair = await make_fair(await make_organizer())
    lan = await make_participation(fair)
    slots = await slots_of(fair.id)
    morning = [slot.id for slot in slots if slot.session_id == slots[0].session_id]
    others = [slot.id for slot in slots if slot.id not in morning]
    path = f"/my/fairs/{fair.slug}/availability"
    shown = ",".join(str(slot.id) for slot in slots)
    present = [str(slot.id) for slot in slots if slot.id != others[0]]
    await browser.sign_in(lan.person.email, PASSWORD)
    await browser.send_form(path, shown=shown, present=present, whole=f"away:{slots[0].session_id}")
    assert await own_absences(lan.id) == {*morning, others[0]}
    present = [slot for slot in present if int(slot) not in morning]
    await browser.send_form(path, shown=shown, present=present, whole=f"here:{slots[0].session_id}")
    assert await own_absences(lan.id) == {others[0]}


async def test_a_slot_that_the_page_did_not_show_stays_as_it_was(database: str) -> None:
    fair = await make_fair(await make_organizer())
    lan = await make_participation(fair)
    slots = [slot.id for slot in await slots_of(fair.id)]
    old = Presence(frozenset(slots[:5]), frozenset(slots[1:5]), None, whole_session_present=False)
    await save_absences(fair, lan.participation, old, at=now())
    newer = Presence(frozenset(slots[5:]), frozenset(slots[6:]), None, whole_session_present=False)
    assert (await save_absences(fair, lan.participation, newer, at=now())).away == {slots[0], slots[5]}


async def test_slots_of_another_fair_are_left_out(browser: Browser) -> None:
    hanoi = await make_organizer()
    fair, elsewhere = await make_fair(hanoi), await make_fair(hanoi, name="Hội chợ khác")
    lan = await make_participation(fair)
    foreign = (await slots_of(elsewhere.id))[0].id
    await browser.sign_in(lan.person.email, PASSWORD)
    answer = await browser.send_form(f"/my/fairs/{fair.slug}/availability", shown=str(foreign))
    assert answer.status_code == 303
    assert await own_absences(lan.id) == set()
    assert (await browser.get(f"/my/fairs/{elsewhere.slug}/availability")).status_code == 404


async def test_two_delegates_who_save_at_once_leave_one_of_their_answers_whole(database: str) -> None:
    fair = await make_fair(await make_organizer())
    lan = await make_participation(fair)
    slots = frozenset(slot.id for slot in await slots_of(fair.id))
    first, second = sorted(slots)[:3], sorted(slots)[1:6]
    both = [Presence(slots, slots - set(away), None, whole_session_present=False) for away in (first, second)]
    await asyncio.gather(*[save_absences(fair, lan.participation, both[n % 2], at=now()) for n in range(10)])
    assert await own_absences(lan.id) in [set(first), set(second)]


async def test_a_fair_that_is_over_keeps_its_absences(browser: Browser) -> None:
    fair = await make_fair(await make_organizer(), starts_in_days=-5)
    lan = await make_participation(fair, kind=CompanyKind.DISTRIBUTOR)
    slot = (await slots_of(fair.id))[0].id
    await browser.sign_in(lan.person.email, PASSWORD)
    answer = await browser.send_form(f"/my/fairs/{fair.slug}/availability", shown=str(slot))
    assert answer.status_code == 409
    assert await own_absences(lan.id) == set()


async def test_interpreters_absences_are_read_by_interpreter(database: str) -> None:
    fair = await make_fair(await make_organizer())
    interpreter = (await interpreters_of(fair.id))[0].id
    slots = [slot.id for slot in await slots_of(fair.id)][:2]
    await InterpreterAbsence.insert(*[InterpreterAbsence(interpreter=interpreter, slot=slot) for slot in slots])
    assert await interpreter_absences_of(fair.id) == {interpreter: set(slots)}
