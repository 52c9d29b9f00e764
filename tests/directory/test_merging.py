"""Two rows of one company made one: nothing is lost, everybody who may not is refused, and it can be taken back."""

import asyncio

import pytest
from piccolo.table import Table

from chophien.booths.tables import BoothBooking
from chophien.calendars.tables import CalendarLink
from chophien.catalogue.tables import FormerProduct, Paper, Product, Want
from chophien.companies.tables import Company, CompanyKind, Delegate, FormerCompany
from chophien.directory.actions.differing import look_again, note_two
from chophien.directory.actions.journal import TABLES
from chophien.directory.actions.merging import CannotMerge, Merge, NotTheirsAlone, merge_companies
from chophien.directory.queries.doubles import WHOLE, Scope, distinct_pairs
from chophien.directory.queries.doubles import doubles as doubles_in
from chophien.directory.queries.merges import merges_of
from chophien.directory.tables import DistinctPair
from chophien.exchange.tables import ProductKey
from chophien.fairs.tables import Booth, Fair, MeetingTable, Participation, Slot
from chophien.mail.tables import OutgoingMessage
from chophien.matchmaking.tables import MeetingRequest
from chophien.piccolo_app import all_tables
from chophien.support.clock import now
from chophien.support.database import transaction
from chophien.support.language import LANGUAGES, speaking
from chophien.support.refusal import NotFound
from chophien.timetable.actions.publishing import publish_version
from chophien.timetable.changes import MeetingChange, Spot, announce_nothing
from chophien.timetable.save_timetable import save_draft
from chophien.timetable.tables import Meeting, Placement
from tests.conftest import Browser
from tests.directory.scene import NAMES, Doubles, everything, hang_everything_on, make_doubles, merge, owners_of
from tests.factories.catalogue import make_paper
from tests.factories.fairs import PASSWORD, Participant, make_fair, make_organizer, make_participation
from tests.factories.matchmaking import make_product
from tests.factories.timetable import make_request

pytestmark = pytest.mark.usefixtures("database")


async def test_everything_of_the_second_row_comes_to_the_first() -> None:
    doubles = await make_doubles()
    made = await hang_everything_on(doubles)
    kept, gone = doubles.kept.company.id, doubles.gone.company.id
    assert await merge(doubles) == NAMES[0]
    assert await owners_of(kept) == {"delegates": 3, "products": 1, "papers": 1, "wants": 1, "keys": 1}
    assert not await Company.exists().where(Company.id == gone)
    seats = await Participation.select(Participation.fair, Participation.company).order_by(Participation.id)
    assert [row for row in seats if row["company"] in {kept, gone}] == [
        {"fair": doubles.fair.id, "company": kept},
        {"fair": doubles.other_fair.id, "company": kept},
    ]
    link = await CalendarLink.objects().first()
    assert link
    assert link.participation == doubles.gone.id
    assert link.revoked_at is None
    meeting = await Meeting.objects().first()
    assert meeting
    assert (meeting.request, meeting.producer, meeting.state, meeting.sequence) == (
        made["request"],
        doubles.gone.id,
        "confirmed",
        0,
    )
    assert await FormerCompany.select(FormerCompany.former, FormerCompany.company) == [
        {"former": gone, "company": kept}
    ]
    letters = await OutgoingMessage.select(OutgoingMessage.to_address).where(OutgoingMessage.kind == "company_merged")
    assert {row["to_address"] for row in letters} == {doubles.kept.person.email, doubles.gone.person.email}


async def _published(doubles: Doubles) -> tuple[dict[str, int], Participant]:
    """Both meet two buyers: one at the same time, and the second buyer meets both."""
    fair = doubles.fair
    first, second = [await make_participation(fair, CompanyKind.DISTRIBUTOR, f"Siêu thị {n}") for n in (1, 2)]
    requests = {
        "kept first": await make_request(fair, doubles.kept, first, weight=4),
        "gone second": await make_request(fair, doubles.gone, second, weight=3),
        "kept second": await make_request(fair, doubles.kept, second, weight=2),
    }
    slots = [row["id"] for row in await Slot.select(Slot.id).where(Slot.fair == fair.id).order_by(Slot.id)]
    tables = [row["id"] for row in await MeetingTable.select(MeetingTable.id).where(MeetingTable.fair == fair.id)]
    spots = {
        requests["kept first"]: Spot(slots[0], tables[0]),
        requests["gone second"]: Spot(slots[0], tables[1]),
        requests["kept second"]: Spot(slots[3], tables[0]),
    }
    number = await save_draft(fair.id, spots, at=now())
    await publish_version(fair.id, number, published_by=None, at=now(), announce=announce_nothing)
    for participant, place in ((doubles.kept, 0), (doubles.gone, 1)):
        booth = (await Booth.select(Booth.id).where(Booth.fair == fair.id).order_by(Booth.id))[place]["id"]
        await BoothBooking(booth=booth, participation=participant.id, booked_at=now()).save()
    return requests, second


async def test_the_stronger_of_two_requests_stays_and_the_meeting_wanted_more_of_two_at_once() -> None:
    doubles = await make_doubles(one_fair=True)
    requests, second = await _published(doubles)
    await merge(doubles)
    left = await MeetingRequest.select(MeetingRequest.id, MeetingRequest.producer).order_by(MeetingRequest.id)
    assert left == [
        {"id": requests["kept first"], "producer": doubles.kept.id},
        {"id": requests["gone second"], "producer": doubles.kept.id},
    ]
    meetings = await Meeting.select(Meeting.request, Meeting.producer, Meeting.state, Meeting.sequence).order_by(
        Meeting.id
    )
    assert meetings == [
        {"request": requests["kept first"], "producer": doubles.kept.id, "state": "confirmed", "sequence": 0},
        {"request": requests["gone second"], "producer": doubles.kept.id, "state": "cancelled", "sequence": 1},
    ]
    placed = await Placement.select(Placement.request).order_by(Placement.id)
    assert placed == [{"request": requests["kept first"]}]
    told = await OutgoingMessage.select(OutgoingMessage.kind).where(
        OutgoingMessage.to_address == second.person.email, OutgoingMessage.kind != "reminder"
    )
    assert len(told) == 1
    held = await BoothBooking.select(BoothBooking.participation, BoothBooking.booth.code).where(
        BoothBooking.released_at.is_null()
    )
    assert held == [{"participation": doubles.kept.id, "booth.code": "A1"}]


async def test_what_both_have_becomes_one_and_what_differs_stays_twice() -> None:
    doubles = await make_doubles()
    kept, gone = doubles.kept, doubles.gone
    mine = await make_product(kept, "Miến dong", stars="4")
    theirs = await make_product(gone, "Miến Dong")
    await Product.update({Product.unit: "kg"}).where(Product.id == theirs.id)
    await make_product(kept, "Bánh đa", stars="3")
    await make_product(gone, "Bánh đa", stars="4")
    await ProductKey(organizer=doubles.organizer.id, key="SP-2", product=theirs.id).save()
    await make_paper(kept, "food_safety", scan=False)
    await make_paper(gone, "food_safety")
    await Want(company=kept.company.id, groups=",food,", changed_at=now()).save()
    await Want(company=gone.company.id, groups=",drink,", markets=",JP,", changed_at=now()).save()
    await Delegate(company=kept.company.id, name="Thu", email=gone.person.email.upper()).save()
    await Company.update({Company.tax_code: "0100109106", Company.about_en: "Noodles"}).where(
        Company.id == gone.company.id
    )
    await merge(doubles)
    products = await Product.select(Product.name, Product.stars, Product.unit).order_by(Product.id)
    assert products == [
        {"name": "Miến dong", "stars": "4", "unit": "kg"},
        {"name": "Bánh đa", "stars": "3", "unit": ""},
        {"name": "Bánh đa", "stars": "4", "unit": ""},
    ]
    assert await FormerProduct.select(FormerProduct.former, FormerProduct.product) == [
        {"former": theirs.id, "product": mine.id}
    ]
    assert await ProductKey.select(ProductKey.product) == [{"product": mine.id}]
    papers = await Paper.select(Paper.company, Paper.file)
    assert [(row["company"], row["file"] is not None) for row in papers] == [(kept.company.id, True)]
    assert await Want.select(Want.groups, Want.markets) == [{"groups": ",food,", "markets": ",JP,"}]
    seats = await Delegate.select(Delegate.name, Delegate.person).order_by(Delegate.id)
    assert seats == [
        {"name": "Đinh Thị Thu", "person": kept.person.id},
        {"name": "Thu", "person": gone.person.id},
    ]
    company = await Company.objects().get(Company.id == kept.company.id)
    assert company
    assert (company.name, company.tax_code, company.about_en) == (NAMES[0], "0100109106", "Noodles")
    (line,) = await merges_of(Scope(doubles.organizer.id), now())
    assert line.told == ["1 sản phẩm cùng tên nhưng khác chi tiết nên giữ cả hai."]


async def test_an_organizer_merges_only_what_no_other_organizer_counts_on() -> None:
    doubles = await make_doubles()
    elsewhere = await make_fair(await make_organizer("Sở Công Thương Bắc Ninh"))
    await Participation(fair=elsewhere.id, company=doubles.gone.company.id, kind="producer", applied_at=now()).save()
    before = await everything()
    with pytest.raises(NotTheirsAlone):
        await merge(doubles)
    stranger = await make_organizer("Sở Công Thương Huế")
    with pytest.raises(NotFound):
        await merge(doubles, scope=Scope(stranger.organizer.id))
    assert {name: rows for name, rows in (await everything()).items() if name in before} == {
        **before,
        **{name: (await everything())[name] for name in ("organizer", "person", "role")},
    }
    assert await merge(doubles, scope=WHOLE) == NAMES[0]


async def test_what_both_do_at_another_organizer_s_fair_is_not_told(browser: Browser) -> None:
    doubles = await make_doubles(one_fair=True)
    elsewhere = await make_fair(await make_organizer("Sở Công Thương Bắc Ninh"), name="Hội chợ còn giấu")
    for each in (doubles.kept, doubles.gone):
        await Participation(fair=elsewhere.id, company=each.company.id, kind="producer", applied_at=now()).save()
    await browser.sign_in(doubles.staff.person.email, PASSWORD)
    kept, gone = doubles.kept.company.id, doubles.gone.company.id
    page = await browser.get(f"/organizer/fairs/{doubles.fair.slug}/duplicates/{kept}/{gone}")
    assert page.status_code == 200
    assert f"{doubles.fair.name_vi}: cả hai cùng đăng ký" in page.text
    assert "Hội chợ còn giấu" not in page.text


async def test_what_a_merge_says_of_itself_is_worded_for_whoever_reads_it() -> None:
    doubles = await make_doubles(one_fair=True)
    await Fair.update({Fair.name_en: "Autumn fair"}).where(Fair.id == doubles.fair.id)
    await merge(doubles)
    said = {}
    for language in LANGUAGES:
        with speaking(language):
            (line,) = await merges_of(Scope(doubles.organizer.id), now())
            said[language] = line.told
    assert said == {
        "vi": [f"Ở {doubles.fair.name_vi} hai đăng ký thành một."],
        "en": ["At Autumn fair two registrations became one."],
    }


async def test_a_registration_that_is_just_written_is_never_lost_by_a_merge() -> None:
    doubles = await make_doubles()
    elsewhere = await make_fair(await make_organizer("Sở Công Thương Bắc Ninh"))
    written = asyncio.Event()

    async def register() -> None:
        async with transaction():
            await Participation(
                fair=elsewhere.id, company=doubles.gone.company.id, kind="producer", applied_at=now()
            ).save()
            written.set()
            await asyncio.sleep(0.5)

    async def merge_meanwhile() -> None:
        await written.wait()
        await merge(doubles)

    outcomes = await asyncio.gather(register(), merge_meanwhile(), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [type(None), NotTheirsAlone]
    assert await Participation.count().where(Participation.fair == elsewhere.id) == 1


async def test_two_on_two_sides_are_never_one() -> None:
    doubles = await make_doubles()
    buyer = await make_participation(doubles.fair, CompanyKind.DISTRIBUTOR, NAMES[0])
    pair = Merge(kept_id=doubles.kept.company.id, gone_id=buyer.company.id)
    scope = Scope(doubles.organizer.id)
    with pytest.raises(CannotMerge):
        await merge_companies(scope, pair, by=doubles.staff.person.id, at=now(), announce=announce_nothing)
    same = Merge(kept_id=doubles.kept.company.id, gone_id=doubles.kept.company.id)
    with pytest.raises(CannotMerge):
        await merge_companies(scope, same, by=doubles.staff.person.id, at=now(), announce=announce_nothing)


class _LineDownError(Exception):
    """Whoever should have been told could not be."""


@pytest.mark.parametrize("fails", [True, False])
async def test_a_merge_that_fails_in_the_middle_changes_nothing(*, fails: bool) -> None:
    doubles = await make_doubles(one_fair=True)
    await _published(doubles)
    before = await everything()

    async def announce(_changes: list[MeetingChange]) -> None:
        if fails:
            raise _LineDownError

    pair = Merge(kept_id=doubles.kept.company.id, gone_id=doubles.gone.company.id)
    merging = merge_companies(
        Scope(doubles.organizer.id), pair, by=doubles.staff.person.id, at=now(), announce=announce
    )
    if fails:
        with pytest.raises(_LineDownError):
            await merging
    else:
        await merging
    assert (await everything() == before) is fails


async def test_what_was_found_to_be_two_is_not_shown_again_until_somebody_looks_again() -> None:
    doubles = await make_doubles()
    scope = Scope(doubles.organizer.id)
    one, other = doubles.kept.company.id, doubles.gone.company.id
    assert [(pair.one.id, pair.other.id) for pair in await doubles_in(scope)] == [(one, other)]
    for _twice in range(2):
        await note_two(scope, other, one, by=doubles.staff.person.id, at=now())
    assert await doubles_in(scope) == []
    assert await doubles_in(WHOLE) == []
    (noted,) = await distinct_pairs(scope)
    stranger = await make_organizer("Sở Công Thương Huế")
    with pytest.raises(NotFound):
        await look_again(Scope(stranger.organizer.id), noted["id"])
    await look_again(scope, noted["id"])
    assert len(await doubles_in(scope)) == 1
    assert await doubles_in(Scope(stranger.organizer.id)) == []


async def test_what_differs_from_the_row_that_goes_differs_from_the_one_that_stays() -> None:
    doubles = await make_doubles()
    third = await make_participation(doubles.fair, CompanyKind.PRODUCER, NAMES[0])
    scope = Scope(doubles.organizer.id)
    for company in (doubles.kept.company.id, third.company.id):
        await note_two(scope, doubles.gone.company.id, company, by=doubles.staff.person.id, at=now())
    await merge(doubles)
    assert await DistinctPair.select(DistinctPair.one, DistinctPair.other) == [
        {"one": doubles.kept.company.id, "other": third.company.id}
    ]


def test_whatever_points_to_a_row_that_goes_is_known_to_the_merge() -> None:
    going: tuple[type[Table], ...] = (Company, Participation, Delegate, Product, MeetingRequest, Meeting)
    pointing = {column._meta.table._meta.tablename for table in going for column in table._meta.foreign_key_references}
    assert pointing - set(TABLES) == set()
    known = {table._meta.tablename for table in all_tables()}
    assert set(TABLES) <= known
