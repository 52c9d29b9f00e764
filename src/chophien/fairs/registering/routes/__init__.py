"""The registration form, and a participant's own pages of a fair."""

from chophien.fairs.registering.routes import joining, own_fairs

ROUTES = [*joining.ROUTES, *own_fairs.ROUTES]
