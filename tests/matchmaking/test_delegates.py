"""Absences of single delegates: a company can meet while one of those who meet is there."""

import asyncio

from chophien.companies.tables import CompanyKind, Delegate
from chophien.fairs.queries import slots_of
from chophien.fairs.tables import Participation
from chophien.matchmaking.actions import pin_request
from chophien.matchmaking.actions.absences import save_absences
from chophien.matchmaking.forms import PinnedTo, Presence
from chophien.matchmaking.queries import absences_of, delegation_of
from chophien.matchmaking.rules import DelegateThere, Delegation, SpotTaken
from chophien.matchmaking.tables import Absence, DelegateAbsence, NotMeeting, RequestState
from chophien.support.clock import now
from chophien.timetable.actions import publish_version
from chophien.timetable.changes import announce_nothing
from chophien.timetable.load_problem import fair_problem
from tests.conftest import Browser, new_browser
from tests.factories.fairs import PASSWORD, Participant, make_fair, make_organizer, make_participation
from tests.factories.matchmaking import make_request
from tests.factories.timetable import make_draft, make_meeting_fair


async def _join(of: Participant, name: str) -> int:
    delegate = Delegate(company=of.company.id, name=name)
    await delegate.save()
    return int(delegate.id)


async def _first(of: Participant) -> int:
    row = await Delegate.select(Delegate.id).where(Delegate.company == of.company.id).order_by(Delegate.id).first()
    assert row is not None
    return int(row["id"])


async def _away(of: Participant, delegate: int, *slots: int) -> None:
    rows = [DelegateAbsence(participation=of.id, delegate=delegate, slot=slot) for slot in slots]
    await DelegateAbsence.insert(*rows)


def test_a_company_cannot_meet_when_it_is_away_or_all_who_meet_are() -> None:
    lan, mai = DelegateThere(1, "Lan", frozenset({10, 11})), DelegateThere(2, "Mai", frozenset({11, 12}))
    three = Delegation(frozenset({15}), (lan, mai, DelegateThere(3, "Ba", frozenset(), meets=False)))
    assert three.unable == {11, 15}
    assert three.with_absences(2, {12}).unable == {15}
    assert three.with_absences(None, set()).unable == {11}
    assert three.with_meeting(2, meets=False).unable == {10, 11, 15}
    assert [each.name for each in three.there(10)] == ["Mai"]
    assert three.there(15) == ()
    assert Delegation(frozenset({15})).unable == {15}
    assert Delegation(frozenset({15}), (DelegateThere(1, "Lan", frozenset({1}), meets=False),)).unable == {15}


async def test_each_delegate_is_away_for_itself(browser: Browser) -> None:
    fair = await make_fair(await make_organizer())
    lan = await make_participation(fair, delegate="Vũ Thị Lan")
    first, second = await _first(lan), await _join(lan, "Đỗ Văn Mai")
    slots = [slot.id for slot in await slots_of(fair.id)]
    path = f"/my/fairs/{fair.slug}/availability"
    shown = ",".join(map(str, slots))
    await browser.sign_in(lan.person.email, PASSWORD)
    whole = await browser.get(path)
    assert "có mặt ít nhất một người trong số này: Vũ Thị Lan, Đỗ Văn Mai." in whole.text
    answer = await browser.send_form(path, shown=shown, who=str(first), present=[str(slot) for slot in slots[2:]])
    assert (answer.status_code, answer.headers["location"]) == (303, f"{path}?who={first}")
    assert await absences_of(fair.id) == {}
    await browser.send_form(path, shown=shown, who=str(second), present=[str(slot) for slot in slots[1:]])
    assert await absences_of(fair.id) == {lan.id: {slots[0]}}
    page = await browser.get(f"{path}?who={second}")
    assert "Đã lưu: Đỗ Văn Mai vắng một lượt gặp." in page.text
    assert "Đỗ Văn Mai vắng 1 trên 24 lượt gặp." in page.text
    assert "Những lượt không ai trong số đó có mặt" in page.text
    assert await Absence.count() == 0


async def test_who_does_not_meet_neither_helps_nor_hinders(browser: Browser) -> None:
    fair = await make_fair(await make_organizer())
    lan = await make_participation(fair, delegate="Vũ Thị Lan")
    first, second = await _first(lan), await _join(lan, "Đỗ Văn Mai")
    slot = (await slots_of(fair.id))[0].id
    await _away(lan, first, slot)
    path = f"/my/fairs/{fair.slug}/availability"
    await browser.sign_in(lan.person.email, PASSWORD)
    await browser.send_form(path, shown=str(slot), who=str(second), meets="no")
    assert await absences_of(fair.id) == {lan.id: {slot}}
    assert "Đỗ Văn Mai không gặp khách ở hội chợ này." in (await browser.get(f"{path}?who={second}")).text
    refused = await browser.send_form(path, shown=str(slot), who=str(first), meets="no")
    assert refused.status_code == 409
    assert "Cần ít nhất một người gặp khách." in refused.text
    await browser.send_form(path, shown=str(slot), who=str(second), meets="yes")
    assert (await absences_of(fair.id), await NotMeeting.count()) == ({}, 0)


async def test_nobody_speaks_for_another_companys_delegate(browser: Browser) -> None:
    fair = await make_fair(await make_organizer())
    lan, other = await make_participation(fair), await make_participation(fair)
    theirs = await _first(other)
    slot = (await slots_of(fair.id))[0].id
    path = f"/my/fairs/{fair.slug}/availability"
    await browser.sign_in(lan.person.email, PASSWORD)
    for sent in ({}, {"meets": "no"}, {"sure": "yes"}):
        assert (await browser.send_form(path, shown=str(slot), who=str(theirs), **sent)).status_code == 404
    assert (await browser.get(f"{path}?who={theirs}")).status_code == 404
    assert (await browser.get(f"{path}?who=9x")).status_code == 404
    assert (await DelegateAbsence.count(), await NotMeeting.count()) == (0, 0)


async def test_the_engine_is_told_when_nobody_is_there(sqlite_database: str) -> None:
    fair = await make_meeting_fair(producers=1, distributors=1)
    (maker,) = fair.producers
    first, second = await _first(maker), await _join(maker, "Đỗ Văn Mai")
    await _away(maker, first, *fair.slots[:3])
    await _away(maker, second, *fair.slots[2:5])
    await Absence(participation=maker.id, slot=fair.slots[7]).save()
    problem = await fair_problem(fair.fair.id)
    assert [one.away for one in problem.participants] == [
        frozenset({f"s{fair.slots[2]}", f"s{fair.slots[7]}"}),
        frozenset(),
    ]


async def test_a_pin_keeps_clear_of_slots_in_which_nobody_is_there(database: str) -> None:
    fair = await make_fair(await make_organizer())
    maker = await make_participation(fair)
    buyer = await make_participation(fair, CompanyKind.DISTRIBUTOR)
    request = await make_request(fair, maker, buyer, state=RequestState.ACCEPTED)
    first, second = await _first(maker), await _join(maker, "Đỗ Văn Mai")
    slot = (await slots_of(fair.id))[0].id
    await _away(maker, first, slot)
    await pin_request(fair, request.id, PinnedTo(slot, None), at=now())
    await _away(maker, second, slot)
    refused = ""
    try:
        await pin_request(fair, request.id, PinnedTo(slot, None), at=now())
    except SpotTaken as refusal:
        refused = str(refusal)
    assert refused == f"{maker.company.name} báo vắng vào lượt ấy."


async def test_leaving_the_last_one_there_asks_about_the_meetings_it_breaks(browser: Browser) -> None:
    fair = await make_meeting_fair()
    maker = fair.producers[0]
    first, second = await _first(maker), await _join(maker, "Đỗ Văn Mai")
    number = await make_draft(fair, (0, 0))
    await publish_version(fair.fair.id, number, announce=announce_nothing, at=now())
    page = f"/my/fairs/{fair.fair.slug}/availability"
    typed = {"shown": ",".join(map(str, fair.slots)), "present": [str(slot) for slot in fair.slots[1:]]}
    await browser.sign_in(maker.person.email, PASSWORD)
    assert (await browser.send_form(page, who=str(first), **typed)).status_code == 303
    for last in (typed, {"shown": typed["shown"], "meets": "no"}):
        asked = await browser.send_form(page, who=str(second), **last)
        assert asked.status_code == 409
        assert "Chưa lưu." in asked.text
        assert "Siêu thị 1" in asked.text
    saved = await browser.send_form(page, who=str(second), sure="yes", **typed)
    assert saved.status_code == 303
    async with new_browser() as organizer:
        await organizer.sign_in(fair.staff.person.email, PASSWORD)
        overview = await organizer.get(f"/organizer/fairs/{fair.fair.slug}")
        assert "Một cuộc gặp đã công bố rơi vào giờ một bên báo vắng" in overview.text


async def test_two_who_save_for_one_delegate_at_once_leave_one_answer_whole(database: str) -> None:
    fair = await make_fair(await make_organizer())
    lan = await make_participation(fair)
    delegate = await _first(lan)
    slots = frozenset(slot.id for slot in await slots_of(fair.id))
    first, second = sorted(slots)[:3], sorted(slots)[1:6]
    both = [Presence(slots, slots - set(away), None, whole_session_present=False) for away in (first, second)]
    await asyncio.gather(
        *[save_absences(fair, lan.participation, both[n % 2], at=now(), delegate=delegate) for n in range(10)]
    )
    assert (await delegation_of(lan.id)).unable in [set(first), set(second)]


async def test_what_is_said_of_a_delegate_goes_with_it(database: str) -> None:
    fair = await make_fair(await make_organizer())
    lan = await make_participation(fair)
    second = await _join(lan, "Đỗ Văn Mai")
    await _away(lan, second, (await slots_of(fair.id))[0].id)
    await NotMeeting(participation=lan.id, delegate=second).save()
    await Delegate.delete().where(Delegate.id == second)
    assert (await DelegateAbsence.count(), await NotMeeting.count(), await Participation.count()) == (0, 0, 1)
