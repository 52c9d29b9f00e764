"""A company's own profile and delegates, and invitations to speak for a company."""

from chophien.companies.routes import joining, profile

ROUTES = [*profile.ROUTES, *joining.ROUTES]
