"""Who is asking: the signed-in person with its roles, as a plain value."""

from dataclasses import dataclass, field
from datetime import datetime

from chophien.accounts.tables import RoleKind


@dataclass(frozen=True)
class Identity:
    """A signed-in person."""

    person_id: int
    session_id: int
    name: str
    email: str
    language: str
    kinds: frozenset[RoleKind] = frozenset()
    organizer_ids: frozenset[int] = field(default_factory=frozenset)
    """Organizers whose fairs the person plans."""
    desk_ids: frozenset[int] = field(default_factory=frozenset)
    """Organizers whose interpreter desk the person watches."""
    seen_at: datetime | None = None
    """When the session was last noted as used."""
    awaits_proof: bool = False
    """Whether nobody has yet shown that the address is theirs."""

    @property
    def home(self) -> str:
        """Where the person's work begins."""
        if RoleKind.ORGANIZER in self.kinds:
            return "/organizer"
        if RoleKind.DESK in self.kinds:
            return "/desk"
        return "/my" if self.kinds else "/"
