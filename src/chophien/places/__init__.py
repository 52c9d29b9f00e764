"""Provinces, districts and wards, each with the dates between which it existed."""
