"""Searching, asking, answering, being away; the organizer's list."""

from chophien.matchmaking.routes import answering, asking, asking_distributors, being_away, organizing

ROUTES = [
    *asking.ROUTES,
    *asking_distributors.ROUTES,
    *answering.ROUTES,
    *being_away.ROUTES,
    *organizing.ROUTES,
]
