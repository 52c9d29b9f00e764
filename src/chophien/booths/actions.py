"""Booking, changing, giving, freeing and blocking booths."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from chophien.booths.queries import BoothOnPlan
from chophien.booths.rules import AlreadyPlaced, BookingChanged, BoothBlocked, BoothTaken, check_booking
from chophien.booths.tables import BoothBooking
from chophien.companies.tables import CompanyKind
from chophien.fairs.queries.addressees import addressees_of
from chophien.fairs.queries.participants import participant
from chophien.fairs.rules import spoken
from chophien.fairs.tables import Booth, Fair, Participation, ParticipationState
from chophien.mail.outbox import Announcement, write_messages
from chophien.support.database import transaction
from chophien.support.database.conflicts import lock, refusing
from chophien.support.language import _, speaking
from chophien.support.refusal import NotFound, Refusal


async def book_booth(
    fair: Fair, participation: Participation, wanted: BoothOnPlan, *, instead_of: int | None, by: int, at: datetime
) -> None:
    """Book `wanted` for a producer; `instead_of` names the booth that is given back for it in the same transaction.

    Who comes second is told by the unique index over bookings that are not released, not by a look beforehand.
    Raises BookingClosed, BoothTaken, BoothBlocked, AlreadyPlaced, BookingChanged.
    """
    check_booking(fair, participation, at)
    async with _placing(wanted, AlreadyPlaced(_("Bạn đã có gian hàng. Muốn đổi, xin chọn lại trên sơ đồ."))):
        await lock("booths of fair", fair.id)
        if instead_of is not None:
            await _release(participation.id, at, booth_id=instead_of)
        booking_id = await _insert(fair, participation.id, wanted, by=by, at=at)
        await _announce("booth_booked", fair, participation.id, code=wanted.booth.code, booking_id=booking_id, at=at)


async def release_booth(fair: Fair, participation: Participation, booth_id: int, *, at: datetime) -> None:
    """Give the producer's own booth back. Raises BookingClosed, BookingChanged."""
    check_booking(fair, participation, at)
    async with transaction():
        await lock("booths of fair", fair.id)
        await _release(participation.id, at, booth_id=booth_id)


async def give_booth(fair: Fair, participation_id: int, wanted: BoothOnPlan, *, by: int, at: datetime) -> str:
    """Place a producer as its organizer, whatever the dates say; its former booth becomes free. Returns the company.

    Raises NotFound for a participation of another fair, BoothTaken, BoothBlocked, AlreadyPlaced.
    """
    line = await participant(fair.id, participation_id)
    if line.kind != CompanyKind.PRODUCER or line.state != ParticipationState.APPROVED:
        raise AlreadyPlaced(_("Chỉ xếp gian cho nhà sản xuất đã được duyệt."), field="participation")
    moved = AlreadyPlaced(_("Đơn vị này vừa chọn một gian khác. Xin xem lại sơ đồ."))
    async with _placing(wanted, moved):
        await lock("booths of fair", fair.id)
        await BoothBooking.update({BoothBooking.released_at: at}).where(
            BoothBooking.participation == participation_id, BoothBooking.released_at.is_null()
        )
        booking_id = await _insert(fair, participation_id, wanted, by=by, at=at)
        await _announce("booth_booked", fair, participation_id, code=wanted.booth.code, booking_id=booking_id, at=at)
    return line.company


async def free_booth(fair: Fair, wanted: BoothOnPlan, *, at: datetime) -> None:
    """Take a booth back as the organizer; its participant is told. Raises BookingChanged when nobody has it."""
    async with transaction():
        await lock("booths of fair", fair.id)
        rows = (
            await BoothBooking.update({BoothBooking.released_at: at})
            .where(
                BoothBooking.booth == wanted.booth.id,
                BoothBooking.participation == wanted.participation_id,
                BoothBooking.released_at.is_null(),
            )
            .returning(BoothBooking.id, BoothBooking.participation)
        )
        if not rows:
            raise _changed()
        await _announce(
            "booth_freed", fair, rows[0]["participation"], code=wanted.booth.code, booking_id=rows[0]["id"], at=at
        )


async def block_booth(fair: Fair, wanted: BoothOnPlan, *, blocked: bool) -> None:
    """Keep a free booth back, or offer it again. Raises BoothTaken when somebody has it."""
    async with transaction():
        await lock("booths of fair", fair.id)
        taken = await BoothBooking.exists().where(
            BoothBooking.booth == wanted.booth.id, BoothBooking.released_at.is_null()
        )
        if blocked and taken:
            raise BoothTaken(_("Gian %(code)s đã có đơn vị. Xin trả gian trước.") % {"code": wanted.booth.code})
        await Booth.update({Booth.blocked: blocked}).where(Booth.id == wanted.booth.id, Booth.fair == fair.id)


@asynccontextmanager
async def _placing(wanted: BoothOnPlan, placed: Refusal) -> AsyncIterator[None]:
    """A transaction whose broken unique indexes become refusals about this booth, or `placed`."""
    taken = BoothTaken(_("Gian %(code)s vừa có đơn vị khác chọn trước.") % {"code": wanted.booth.code})
    refused = refusing(unique_booth_booking__booth=taken, unique_booth_booking__participation=placed)
    async with refused, transaction():
        yield


async def _insert(fair: Fair, participation_id: int, wanted: BoothOnPlan, *, by: int, at: datetime) -> int:
    booth = await Booth.objects().where(Booth.id == wanted.booth.id, Booth.fair == fair.id).first()
    if booth is None:
        raise NotFound(_("Không có gian này trong hội chợ."))
    if booth.blocked:
        raise BoothBlocked(_("Gian %(code)s do ban tổ chức giữ lại.") % {"code": booth.code})
    booking = BoothBooking(booth=booth.id, participation=participation_id, booked_by=by, booked_at=at)
    await booking.save()
    return booking.id


async def _release(participation_id: int, at: datetime, *, booth_id: int) -> None:
    rows = (
        await BoothBooking.update({BoothBooking.released_at: at})
        .where(
            BoothBooking.participation == participation_id,
            BoothBooking.booth == booth_id,
            BoothBooking.released_at.is_null(),
        )
        .returning(BoothBooking.id)
    )
    if not rows:
        raise _changed()


def _changed() -> BookingChanged:
    return BookingChanged(_("Gian hàng này đã đổi trong lúc bạn xem. Xin xem lại sơ đồ."))


async def _announce(kind: str, fair: Fair, participation_id: int, *, code: str, booking_id: int, at: datetime) -> None:
    letters = []
    for to in (await addressees_of([participation_id]))[participation_id]:
        with speaking(to.language):
            fair_name = spoken(fair.name_vi, fair.name_en)
        letters.append(
            Announcement(
                kind=kind,
                unique_key=f"{kind}:{booking_id}:{to.delegate_id}",
                to_address=to.email,
                to_name=to.name,
                language=to.language,
                due_at=at,
                context={
                    "fair_name": fair_name,
                    "code": code,
                    "venue": fair.venue,
                    "starts_on": fair.starts_on,
                    "path": f"/my/fairs/{fair.slug}/booth",
                },
                organizer_id=fair.organizer,
                fair_id=fair.id,
                person_id=to.person_id,
            )
        )
    await write_messages(letters)


async def give_up_booth(fair: Fair, participation_id: int, *, at: datetime) -> None:
    """Free whatever booth a participant has that leaves the fair; joins the caller's transaction."""
    async with transaction():
        await lock("booths of fair", fair.id)
        await BoothBooking.update({BoothBooking.released_at: at}).where(
            BoothBooking.participation == participation_id, BoothBooking.released_at.is_null()
        )
