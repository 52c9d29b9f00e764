"""Writing places down when somebody first lives there."""

from datetime import date

from chophien.places.hanoi import DISTRICTS
from chophien.places.tables import Place, PlaceLevel

# Hanoi within its borders of today began on this day.
_HANOI_SINCE = date(2008, 8, 1)


async def place_of_district(code: str) -> int:
    """The id of the Hanoi district `code`, written down if it was not yet; joins the caller's transaction.

    Two callers at once get the same row: the later insert gives way to the earlier one.
    """
    if (known := await _place_id(PlaceLevel.DISTRICT, code)) is not None:
        return known
    district = next(district for district in DISTRICTS if district.code == code)
    city = await _place_id(PlaceLevel.PROVINCE, "01")
    if city is None:
        city = await _add(
            Place(code="01", level=PlaceLevel.PROVINCE, name="Hà Nội", kind="thành phố", valid_from=_HANOI_SINCE)
        )
    return await _add(
        Place(
            code=code,
            level=PlaceLevel.DISTRICT,
            name=district.name,
            kind=district.kind,
            parent=city,
            valid_from=district.valid_from,
            valid_until=district.valid_until,
        )
    )


async def _add(place: Place) -> int:
    await Place.insert(place).on_conflict(action="DO NOTHING")
    written = await _place_id(place.level, place.code)
    assert written is not None  # noqa: S101 - it was there or has just been written.
    return written


async def _place_id(level: str, code: str) -> int | None:
    row = await Place.select(Place.id).where(Place.level == level, Place.code == code).order_by(Place.id).first()
    return int(row["id"]) if row else None
