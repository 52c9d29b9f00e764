"""Roles that come with a seat at some fair of an organizer, and go with the last one."""

from chophien.accounts.tables import Role, RoleKind
from chophien.fairs.tables import CoHostMember, Interpreter

_SEATS: dict[RoleKind, type[CoHostMember | Interpreter]] = {
    RoleKind.COHOST: CoHostMember,
    RoleKind.INTERPRETER: Interpreter,
}


async def drop_spare_roles(organizer_id: int) -> None:
    """Nobody keeps such a role at an organizer at whose fairs they have no seat any more. Joins the caller's
    transaction."""
    for kind, table in _SEATS.items():
        seated = table.select(table.person).where(table.fair.organizer == organizer_id, table.person.is_not_null())
        # One statement: whoever is invited between a look and a deletion would lose the role just given.
        await Role.delete().where(Role.organizer == organizer_id, Role.kind == kind, Role.person.not_in(seated))
