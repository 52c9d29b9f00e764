"""Reading places."""

from collections.abc import Collection
from typing import Any

from piccolo.query import Select

from chophien.places.gazetteer import key_of, places, same_ground
from chophien.places.rules import place_words
from chophien.places.tables import Place


async def place_key(place_id: int | None) -> str:
    """The key of the place that `place_id` is; empty for none."""
    if place_id is None:
        return ""
    row = await Place.select(Place.level, Place.code, Place.valid_until).where(Place.id == place_id).first()
    return key_of(row["level"], row["code"], row["valid_until"]) if row else ""


def on_the_ground_of(key: str) -> Select[Any]:
    """A select of the ids of a place and of those before and after it on the same ground; of none when unknown."""
    known = places()
    wanted = {(known[each].level, known[each].code, known[each].valid_from) for each in same_ground(key)}
    ids = Place.select(Place.id)
    if not wanted:
        return ids.where(Place.id == 0)
    # Within one level and one first day a code is one place.
    groups = {(level, since) for level, _code, since in wanted}
    either: Any = None
    for level, since in sorted(groups):
        codes = [code for at, code, from_ in wanted if (at, from_) == (level, since)]
        these = (Place.level == level) & (Place.valid_from == since) & Place.code.is_in(sorted(codes))
        either = these if either is None else either | these
    return ids.where(either)


async def place_names(place_ids: list[int]) -> dict[int, str]:
    """The names of places in the spoken language, by id."""
    if not place_ids:
        return {}
    rows = await Place.select(Place.id, Place.kind, Place.name).where(Place.id.is_in(place_ids))
    return {row["id"]: place_words(row["kind"], row["name"]) for row in rows}


async def places_inside(place_ids: Collection[int]) -> list[int]:
    """These places, every place inside them, and the wards and communes that chiefly follow one of them."""
    found = sorted(set(place_ids))
    step = found
    while step:
        rows = await Place.select(Place.id).where(Place.parent.is_in(step))
        step = [row["id"] for row in rows if row["id"] not in found]
        found = [*found, *step]
    keys = [key for place_id in found if (key := await place_key(place_id))]
    heirs = [place for place in places().values() if place.follows and place.follows[0] in keys]
    if not heirs:
        return found
    rows = await Place.select(Place.id, Place.level, Place.code, Place.valid_until).where(
        Place.code.is_in([place.code for place in heirs])
    )
    wanted = {place.key for place in heirs}
    later = [row["id"] for row in rows if key_of(row["level"], row["code"], row["valid_until"]) in wanted]
    return [*found, *(place_id for place_id in later if place_id not in found)]
