"""Finding the row of a place, and writing it down where a database does not have it yet."""

from chophien.places.gazetteer import places
from chophien.places.tables import Place


async def place_of(key: str) -> int:
    """The id of a place of the list by its key; joins the caller's transaction. Raises KeyError for an unknown key.

    The migrations write the whole list; what a newer list adds is written down when it is first asked for. Two
    callers at once get the same row: the later insert gives way to the earlier one.
    """
    fact = places()[key]
    same = (Place.level == fact.level, Place.code == fact.code, Place.valid_from == fact.valid_from)
    if (row := await Place.select(Place.id).where(*same).first()) is None:
        place = Place(
            code=fact.code,
            level=fact.level,
            name=fact.name,
            kind=fact.kind,
            parent=await place_of(fact.parent) if fact.parent else None,
            valid_from=fact.valid_from,
            valid_until=fact.valid_until,
        )
        await Place.insert(place).on_conflict(action="DO NOTHING")
        row = await Place.select(Place.id).where(*same).first()
    assert row is not None  # noqa: S101 - it was there or has just been written.
    return int(row["id"])
