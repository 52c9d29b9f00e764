"""Who is asking: the signed-in person with its roles, as a plain value."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from chophien.accounts.tables import RoleKind

LOOKS = frozenset({RoleKind.OWNER, RoleKind.PLANNER, RoleKind.VIEWER})
"""Whoever sees an organizer's fairs."""
PLANS = frozenset({RoleKind.OWNER, RoleKind.PLANNER})
"""Whoever changes them."""


@dataclass(frozen=True)
class Acting:
    """A company for which somebody of an organizer's staff acts, at that organizer's fairs only."""

    organizer_id: int
    company_id: int
    kind: RoleKind
    company_name: str


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
    """Organizers whose fairs the person sees; for a request that changes something, those whose fairs it plans."""
    desk_ids: frozenset[int] = field(default_factory=frozenset)
    """Organizers whose interpreter desk the person watches."""
    owner_ids: frozenset[int] = field(default_factory=frozenset)
    """Organizers whose staff the person looks after."""
    planner_ids: frozenset[int] = field(default_factory=frozenset)
    """Organizers whose fairs the person plans, be it as owner or as planner."""
    cohost_ids: frozenset[int] = field(default_factory=frozenset)
    """Organizers for one of whose fairs the person speaks as a co-host."""
    seen_at: datetime | None = None
    """When the session was last noted as used."""
    browser: str | None = None
    """In which browser that was; none while it is not noted."""
    acting: Acting | None = None
    """The company for which the person acts at this moment; `person_id` stays the person's own."""

    def is_noted(self, since: datetime) -> bool:
        """Whether the session was noted as used since then, and in which browser."""
        return self.browser is not None and self.seen_at is not None and self.seen_at >= since

    @property
    def home(self) -> str:
        """Where the person's work begins."""
        if self.kinds & LOOKS:
            return "/organizer"
        if RoleKind.DESK in self.kinds:
            return "/desk"
        if RoleKind.COHOST in self.kinds:
            return "/cohost"
        if RoleKind.INTERPRETER in self.kinds:
            return "/interpreting"
        if RoleKind.PLATFORM in self.kinds:
            return "/platform"
        return "/my" if self.kinds else "/"

    @property
    def only_looks(self) -> bool:
        """Whether the person sees fairs and can change none."""
        return RoleKind.VIEWER in self.kinds and not self.kinds & PLANS


def narrowed(identity: Identity, *, changes: bool) -> Identity:
    """The identity as a request may use it: whoever acts for a company is nobody else, and viewers change nothing."""
    if identity.acting is not None:
        nothing: frozenset[int] = frozenset()
        return replace(
            identity,
            kinds=frozenset({identity.acting.kind}),
            organizer_ids=nothing,
            desk_ids=nothing,
            owner_ids=nothing,
            planner_ids=nothing,
            cohost_ids=nothing,
        )
    return replace(identity, organizer_ids=identity.planner_ids) if changes else identity
