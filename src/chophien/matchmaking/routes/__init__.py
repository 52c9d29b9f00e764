"""Searching, asking, answering, being away; the organizer's list."""

from chophien.matchmaking.routes import answering, asking, being_away, organizing

ROUTES = [*asking.ROUTES, *answering.ROUTES, *being_away.ROUTES, *organizing.ROUTES]
