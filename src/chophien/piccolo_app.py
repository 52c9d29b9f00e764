"""The one Piccolo app: every feature's tables and their migrations."""

from importlib import import_module
from pathlib import Path

from piccolo.conf.apps import AppConfig
from piccolo.table import Table

FEATURES_WITH_TABLES = (
    "files",
    "accounts",
    "places",
    "companies",
    "catalogue",
    "fairs",
    "fairs.questions",
    "fairs.registering",
    "booths",
    "matchmaking",
    "timetable",
    "calendars",
    "mail",
    "exchange",
    "directory",
)


def all_tables() -> list[type[Table]]:
    """Every table of the product, each once."""
    modules = [import_module(f"chophien.{feature}.tables") for feature in FEATURES_WITH_TABLES]
    return [
        found
        for module in modules
        for found in vars(module).values()
        if isinstance(found, type) and issubclass(found, Table) and found.__module__ == module.__name__
    ]


APP_CONFIG = AppConfig(
    app_name="chophien",
    migrations_folder_path=str(Path(__file__).parent / "piccolo_migrations"),
    table_classes=all_tables(),
)
