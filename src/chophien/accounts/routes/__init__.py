"""Addresses of signing in and of the own account."""

from chophien.accounts.routes import forgetting, own_account, signing_in
from chophien.accounts.routes.signing_in import with_session

ROUTES = [*signing_in.ROUTES, *forgetting.ROUTES, *own_account.ROUTES]

__all__ = ["ROUTES", "with_session"]
