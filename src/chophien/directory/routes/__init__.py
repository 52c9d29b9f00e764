"""Companies that look alike, for organizers and for the platform's administrators; and what everybody sees of one."""

from chophien.directory.routes import company, of_fair, of_platform

ROUTES = [*company.ROUTES, *of_fair.ROUTES, *of_platform.ROUTES]
"""Every route of the directory."""
