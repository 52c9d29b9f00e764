"""Reading imports, and everything that the rows of a sheet are compared with."""

from chophien.exchange.queries.imports import ImportLine, imports_of, organizer_import, sheet_of
from chophien.exchange.queries.known import known_companies, rows_with
from chophien.exchange.queries.known_requests import exported_requests
from chophien.exchange.queries.planned import planned_participants, planned_products, planned_requests, planned_rows

__all__ = [
    "ImportLine",
    "exported_requests",
    "imports_of",
    "known_companies",
    "organizer_import",
    "planned_participants",
    "planned_products",
    "planned_requests",
    "planned_rows",
    "rows_with",
    "sheet_of",
]
