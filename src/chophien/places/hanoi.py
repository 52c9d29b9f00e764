"""Hanoi's thirty district-level units as they stood until June 2025, by code and by name."""

from chophien.places.gazetteer import PlaceFact, places

DISTRICTS: tuple[PlaceFact, ...] = tuple(place for place in places().values() if place.level == "district")

DISTRICT_BY_NAME: dict[str, PlaceFact] = {district.name: district for district in DISTRICTS}
