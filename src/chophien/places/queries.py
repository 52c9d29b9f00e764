"""Reading places."""

from collections.abc import Collection

from chophien.places.rules import place_words
from chophien.places.tables import Place, PlaceLevel


async def district_code(place_id: int | None) -> str:
    """The code of the district that `place_id` is; empty for none and for other places."""
    if place_id is None:
        return ""
    row = await Place.select(Place.code).where(Place.id == place_id, Place.level == PlaceLevel.DISTRICT).first()
    return str(row["code"]) if row else ""


async def place_names(place_ids: list[int]) -> dict[int, str]:
    """The names of places in the spoken language, by id."""
    if not place_ids:
        return {}
    rows = await Place.select(Place.id, Place.kind, Place.name).where(Place.id.is_in(place_ids))
    return {row["id"]: place_words(row["kind"], row["name"]) for row in rows}


async def places_inside(place_ids: Collection[int]) -> list[int]:
    """These places and every place inside them: the wards of a district, the districts of a province."""
    found = sorted(set(place_ids))
    step = found
    while step:
        rows = await Place.select(Place.id).where(Place.parent.is_in(step))
        step = [row["id"] for row in rows if row["id"] not in found]
        found = [*found, *step]
    return found
