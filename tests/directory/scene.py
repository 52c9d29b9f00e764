"""Two rows of one company, at two fairs and at one, with all that can hang on them."""

from dataclasses import dataclass
from typing import Any

from chophien.accounts.tables import Organizer
from chophien.booths.tables import BoothBooking
from chophien.calendars.tables import CalendarLink
from chophien.catalogue.tables import Paper, Product, Want
from chophien.companies.tables import CompanyKind, Delegate
from chophien.directory.actions.merging import Merge, merge_companies
from chophien.directory.queries.doubles import Scope
from chophien.exchange.tables import CompanyKey, ProductKey
from chophien.fairs.tables import ApprovalCondition, Booth, Fair, MeetingTable, Slot
from chophien.matchmaking.tables import Absence, DelegateAbsence, NotMeeting
from chophien.piccolo_app import all_tables
from chophien.reminders.actions import announce_changes
from chophien.support.clock import now
from chophien.timetable.actions.publishing import publish_version
from chophien.timetable.changes import Spot, announce_nothing
from chophien.timetable.save_timetable import save_draft
from tests.factories.catalogue import make_paper, make_picture
from tests.factories.fairs import Participant, Staff, make_fair, make_organizer, make_participation
from tests.factories.matchmaking import make_product
from tests.factories.timetable import make_request

NAMES = ("Hợp tác xã Miến dong Cự Đà", "HTX Miến dong Cự Đà")


@dataclass(frozen=True)
class Doubles:
    """An organizer with two rows of one producer; `kept` is at this year's fair, `gone` at last year's or the same."""

    staff: Staff
    fair: Fair
    other_fair: Fair
    kept: Participant
    gone: Participant

    @property
    def organizer(self) -> Organizer:
        """Whose fairs they are."""
        return self.staff.organizer


async def make_doubles(*, one_fair: bool = False) -> Doubles:
    """Two rows of one producer."""
    staff = await make_organizer()
    fair = await make_fair(staff)
    other_fair = fair if one_fair else await make_fair(staff, name="Hội chợ năm trước")
    kept = await make_participation(fair, CompanyKind.PRODUCER, NAMES[0], delegate="Đinh Thị Thu")
    gone = await make_participation(other_fair, CompanyKind.PRODUCER, NAMES[1], delegate="Đinh Văn Đông")
    return Doubles(staff, fair, other_fair, kept, gone)


async def hang_everything_on(doubles: Doubles) -> dict[str, Any]:
    """Give the company that goes one of everything; returns the numbers of what was made."""
    gone, fair = doubles.gone, doubles.other_fair
    product = await make_product(gone, "Miến dong sợi nhỏ", stars="4")
    await make_picture(product)
    await make_paper(gone, "food_safety", product=product.id)
    await Want(company=gone.company.id, groups=",food,", changed_at=now()).save()
    second = Delegate(company=gone.company.id, name="Lê Thị Chín", email="chin@langnghe.example")
    await second.save()
    own = await Delegate.objects().where(Delegate.person == gone.person.id).first()
    assert own
    await CompanyKey(organizer=doubles.organizer.id, key="NSX-17", company=gone.company.id).save()
    await ProductKey(organizer=doubles.organizer.id, key="SP-1", product=product.id).save()
    buyer = await make_participation(fair, CompanyKind.DISTRIBUTOR)
    request = await make_request(fair, gone, buyer)
    slot = (await Slot.select(Slot.id).where(Slot.fair == fair.id).order_by(Slot.id))[0]["id"]
    table = (await MeetingTable.select(MeetingTable.id).where(MeetingTable.fair == fair.id))[0]["id"]
    number = await save_draft(fair.id, {request: Spot(slot, table)}, at=now())
    await publish_version(fair.id, number, published_by=None, at=now(), announce=announce_nothing)
    booth = (await Booth.select(Booth.id).where(Booth.fair == fair.id).order_by(Booth.id))[0]["id"]
    await BoothBooking(booth=booth, participation=gone.id, booked_at=now()).save()
    await CalendarLink(participation=gone.id, person=gone.person.id, token_hash="an address", created_at=now()).save()
    later = (await Slot.select(Slot.id).where(Slot.fair == fair.id).order_by(Slot.id))[5]["id"]
    await Absence(participation=gone.id, slot=later).save()
    await DelegateAbsence(participation=gone.id, delegate=own.id, slot=slot).save()
    await NotMeeting(participation=gone.id, delegate=second.id).save()
    await ApprovalCondition(
        participation=gone.id, words="Bổ sung giấy", due_on=fair.starts_on, set_at=now(), set_by=doubles.staff.person.id
    ).save()
    return {"product": product.id, "request": request, "slot": slot, "buyer": buyer}


async def everything(*, but: frozenset[str] = frozenset()) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table but these."""
    tables = [table for table in all_tables() if table._meta.tablename not in but]
    found = {table._meta.tablename: await table.select().order_by(table._meta.primary_key) for table in tables}
    return {name: rows for name, rows in found.items() if rows}


async def owners_of(company_id: int) -> dict[str, int]:
    """How many rows of each kind a company has."""
    return {
        "delegates": await Delegate.count().where(Delegate.company == company_id),
        "products": await Product.count().where(Product.company == company_id),
        "papers": await Paper.count().where(Paper.company == company_id),
        "wants": await Want.count().where(Want.company == company_id),
        "keys": await CompanyKey.count().where(CompanyKey.company == company_id),
    }


async def merge(doubles: Doubles, *of_gone: str, scope: Scope | None = None) -> str:
    """Make the two one."""
    return await merge_companies(
        scope or Scope(doubles.organizer.id),
        Merge(kept_id=doubles.kept.company.id, gone_id=doubles.gone.company.id, of_gone=of_gone),
        by=doubles.staff.person.id,
        at=now(),
        announce=announce_changes,
    )
