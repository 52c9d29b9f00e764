"""Taking a merge back: everything goes where it was, as far as nobody has gone on with it."""

from datetime import timedelta

import pytest

from chophien.booths.tables import BoothBooking
from chophien.calendars.tables import CalendarLink
from chophien.catalogue.tables import Paper
from chophien.companies.tables import Company, CompanyKind
from chophien.directory.actions.undoing import TooLateToUndo, forget_merges, undo_merge
from chophien.directory.queries.doubles import Scope
from chophien.directory.tables import MergedCompany
from chophien.fairs.tables import Participation, Slot
from chophien.files.tables import StoredFile
from chophien.matchmaking.tables import Absence, DelegateAbsence, MeetingRequest, NotMeeting
from chophien.support.clock import now
from chophien.timetable.tables import Meeting, Placement
from tests.directory.scene import NAMES, everything, hang_everything_on, make_doubles, merge
from tests.factories.catalogue import make_paper
from tests.factories.fairs import make_participation

pytestmark = pytest.mark.usefixtures("database")


async def test_taking_it_back_leaves_every_row_as_it_was() -> None:
    doubles = await make_doubles()
    await hang_everything_on(doubles)
    apart = frozenset({"merged_company", "outgoing_message"})
    before = await everything(but=apart)
    await merge(doubles, "name")
    assert await everything(but=apart) != before
    merged = await MergedCompany.objects().first()
    assert merged
    assert await undo_merge(Scope(doubles.organizer.id), merged.id, at=now()) is True
    assert await everything(but=apart) == before
    with pytest.raises(TooLateToUndo):
        await undo_merge(Scope(doubles.organizer.id), merged.id, at=now())


async def test_at_one_fair_two_registrations_become_one_and_taking_it_back_parts_them() -> None:
    doubles = await make_doubles(one_fair=True)
    await hang_everything_on(doubles)
    apart = frozenset({"merged_company", "outgoing_message"})
    before = await everything(but=apart)
    await merge(doubles)
    stays = doubles.kept.id
    assert not await Participation.exists().where(Participation.id == doubles.gone.id)
    for table, column in (
        (Meeting, Meeting.producer),
        (Placement, Placement.producer),
        (MeetingRequest, MeetingRequest.producer),
        (BoothBooking, BoothBooking.participation),
        (CalendarLink, CalendarLink.participation),
        (Absence, Absence.participation),
        (DelegateAbsence, DelegateAbsence.participation),
        (NotMeeting, NotMeeting.participation),
    ):
        assert [row[column._meta.name] for row in await table.select(column)] == [stays], table
    merged = await MergedCompany.objects().first()
    assert merged
    assert await undo_merge(Scope(doubles.organizer.id), merged.id, at=now()) is True
    assert await everything(but=apart) == before


async def test_changes_since_the_merge_stay_when_it_is_taken_back() -> None:
    doubles = await make_doubles()
    await Company.update({Company.about_en: "Noodles"}).where(Company.id == doubles.gone.company.id)
    await merge(doubles)
    await Company.update({Company.about_en: "Glass noodles"}).where(Company.id == doubles.kept.company.id)
    merged = await MergedCompany.objects().first()
    assert merged
    assert await undo_merge(Scope(doubles.organizer.id), merged.id, at=now()) is False
    rows = await Company.select(Company.name, Company.about_en).order_by(Company.id)
    assert rows == [
        {"name": NAMES[0], "about_en": "Glass noodles"},
        {"name": NAMES[1], "about_en": "Noodles"},
    ]


async def test_after_a_month_what_a_merge_replaced_is_forgotten_with_its_files() -> None:
    doubles = await make_doubles()
    for each in (doubles.kept, doubles.gone):
        await make_paper(each, "food_safety")
    await merge(doubles)
    assert await StoredFile.count() == 2
    assert await forget_merges(now() + timedelta(days=29)) == 0
    assert await forget_merges(now() + timedelta(days=30)) == 1
    assert await StoredFile.count() == 1
    merged = await MergedCompany.objects().first()
    assert merged
    assert merged.gone == ""
    with pytest.raises(TooLateToUndo):
        await undo_merge(Scope(doubles.organizer.id), merged.id, at=now())


async def test_a_number_that_was_given_again_does_not_keep_a_merge_from_being_taken_back() -> None:
    doubles = await make_doubles()
    await merge(doubles)
    again = await make_participation(doubles.fair, CompanyKind.PRODUCER, "Đơn vị đến sau")
    merged = await MergedCompany.objects().first()
    assert merged
    assert await undo_merge(Scope(doubles.organizer.id), merged.id, at=now()) is True
    names = {row["name"]: row["id"] for row in await Company.select(Company.id, Company.name)}
    assert set(names) == {*NAMES, "Đơn vị đến sau"}
    assert names["Đơn vị đến sau"] == again.company.id
    back = await Participation.objects().get(Participation.id == doubles.gone.id)
    assert back
    assert back.company == names[NAMES[1]]


async def test_a_number_that_was_given_again_draws_no_registration_to_a_stranger() -> None:
    doubles = await make_doubles(one_fair=True)
    await Participation.update({Participation.state: "waiting"}).where(Participation.id == doubles.kept.id)
    await merge(doubles)
    await make_participation(doubles.fair, CompanyKind.PRODUCER, "Đơn vị đến sau")
    merged = await MergedCompany.objects().first()
    assert merged
    assert await undo_merge(Scope(doubles.organizer.id), merged.id, at=now()) is True
    rows = await Participation.select(Participation.state, Participation.company.name).order_by(Participation.id)
    assert {(row["state"], row["company.name"]) for row in rows} == {
        ("waiting", NAMES[0]),
        ("approved", NAMES[1]),
        ("approved", "Đơn vị đến sau"),
    }


async def test_what_a_row_pointed_to_and_is_gone_since_does_not_keep_a_merge_from_being_taken_back() -> None:
    doubles = await make_doubles(one_fair=True)
    for each in (doubles.kept, doubles.gone):
        await make_paper(each, "food_safety", scan=each is doubles.gone)
    slots = await Slot.select(Slot.id).where(Slot.fair == doubles.fair.id).order_by(Slot.id)
    for each in (doubles.kept, doubles.gone):
        for slot in slots[:2]:
            await Absence(participation=each.id, slot=slot["id"]).save()
    await merge(doubles)
    await Paper.update({Paper.file: None}).where(Paper.company == doubles.kept.company.id)
    await StoredFile.delete(force=True)
    await Slot.delete().where(Slot.id == slots[0]["id"])
    merged = await MergedCompany.objects().first()
    assert merged
    assert await undo_merge(Scope(doubles.organizer.id), merged.id, at=now()) is False
    papers = await Paper.select(Paper.company.name, Paper.file).order_by(Paper.company)
    assert papers == [{"company.name": name, "file": None} for name in NAMES]
    away = await Absence.select(Absence.participation, Absence.slot).order_by(Absence.participation)
    assert away == [{"participation": each.id, "slot": slots[1]["id"]} for each in (doubles.kept, doubles.gone)]
