"""Addresses of a fair's staff."""

from chophien.staffing.routes import organizing, own

ROUTES = [*organizing.ROUTES, *own.ROUTES]
