"""Where Piccolo's command line finds the database and the tables; everything it names lives in the package."""

from chophien.support.database import APP_REGISTRY, DB

__all__ = ["APP_REGISTRY", "DB"]
