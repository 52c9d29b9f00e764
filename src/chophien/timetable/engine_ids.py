"""How rows are named in a problem file: a letter for what it is, then the row's number."""

from chophien.engine.timetable import Placement
from chophien.timetable.changes import Spot


def slot_name(slot_id: int) -> str:
    """`s12`."""
    return f"s{slot_id}"


def table_name(table_id: int) -> str:
    """`t3`."""
    return f"t{table_id}"


def hall_name(hall_id: int) -> str:
    """`h1`; a hall is a zone to the engine."""
    return f"h{hall_id}"


def participant_name(participation_id: int) -> str:
    """`p40`."""
    return f"p{participation_id}"


def interpreter_name(interpreter_id: int) -> str:
    """`i2`."""
    return f"i{interpreter_id}"


def request_name(request_id: int) -> str:
    """`r981`."""
    return f"r{request_id}"


def row_number(name: str) -> int:
    """The row's number behind any of these names."""
    return int(name[1:])


def as_placement(request_id: int, spot: Spot) -> Placement:
    """A meeting as the engine writes it."""
    return Placement(
        request=request_name(request_id),
        slot=slot_name(spot.slot_id),
        place=table_name(spot.table_id),
        interpreter=interpreter_name(spot.interpreter_id) if spot.interpreter_id is not None else None,
    )


def as_spot(placement: Placement) -> Spot:
    """The rows behind an engine's placement; it always names a table, because our problems list them."""
    return Spot(
        slot_id=row_number(placement.slot),
        table_id=row_number(placement.place or ""),
        interpreter_id=row_number(placement.interpreter) if placement.interpreter else None,
    )
