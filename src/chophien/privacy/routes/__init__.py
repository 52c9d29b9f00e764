"""Addresses of a person's own data and of closing an account."""

from chophien.privacy.routes import closing, own_data

ROUTES = [*own_data.ROUTES, *closing.ROUTES]
