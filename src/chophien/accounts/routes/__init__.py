"""Addresses of signing in, of the own account and of those who work for an organizer."""

from chophien.accounts.routes import (
    acting,
    confirming,
    forgetting,
    joining,
    log,
    own_account,
    platform,
    privacy,
    second_step,
    signing_in,
    staff,
)
from chophien.accounts.routes.signing_in import host_of, with_session, without_session

ROUTES = [
    *signing_in.ROUTES,
    *forgetting.ROUTES,
    *confirming.ROUTES,
    *own_account.ROUTES,
    *second_step.ROUTES,
    *joining.ROUTES,
    *staff.ROUTES,
    *log.ROUTES,
    *acting.ROUTES,
    *platform.ROUTES,
    *privacy.ROUTES,
]

__all__ = ["ROUTES", "host_of", "with_session", "without_session"]
