"""What will become of each meeting request's row, given who takes part and who has asked already: pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from chophien.companies.tables import CompanyKind
from chophien.exchange.rules.cells import Problem, ReadRow
from chophien.exchange.rules.planning import Verdict, name_mark
from chophien.exchange.rules.requests import SIDES
from chophien.fairs.tables import ParticipationState
from chophien.matchmaking.rules import REQUEST_STEPS
from chophien.matchmaking.tables import RequestState
from chophien.support.language import _

MOST_HINTS = 100
"""Names without a participant for which a likely one is looked for; comparing names takes its time."""


@dataclass(frozen=True)
class KnownParty:
    """A participant of the fair."""

    id: int
    """The participation."""
    name: str
    kind: CompanyKind
    state: ParticipationState
    tax_code: str = ""
    keys: tuple[str, ...] = ()
    """The numbers that the organizer's lists give to it."""


@dataclass(frozen=True)
class KnownRequest:
    """A request that the fair has already."""

    id: int
    producer: int
    distributor: int
    columns: dict[str, Any]
    """By name: asked_by, weight, note, state, answer and what else a change puts anew."""


@dataclass(frozen=True)
class KnownRequests:
    """Everything that rows of requests are compared with."""

    parties: list[KnownParty]
    requests: list[KnownRequest]
    asking: frozenset[str] = frozenset(CompanyKind)
    """The kinds of companies that ask at this fair."""
    most: dict[str, int | None] = field(default_factory=dict)
    """How many requests a company of each kind may send."""
    agreed_at_once: bool = False
    """Whether a request counts as accepted from the start."""


@dataclass
class RequestPlan:
    """What becomes of one row of requests."""

    line: int
    verdict: Verdict
    problems: list[Problem]
    values: dict[str, str]
    asking: KnownParty | None = None
    asked: KnownParty | None = None
    request: KnownRequest | None = None
    changes: dict[str, Any] = field(default_factory=dict)
    """By column: all that matters of a new request, or what becomes different."""

    @property
    def title(self) -> str:
        """Who asks whom."""
        sides = ((self.asking, "asking"), (self.asked, "asked"))
        named = [
            party.name if party else next((self.values[key] for key in _naming(side) if self.values.get(key)), "?")
            for party, side in sides
        ]
        return " → ".join(named)

    @property
    def changed(self) -> list[str]:
        """The fields that change."""
        return [name for name in ("weight", "note", "state") if name in self.changes]

    @property
    def from_elsewhere(self) -> bool:
        """Requests belong to one fair."""
        return False

    @property
    def pair(self) -> tuple[int, int]:
        """The participations of producer and distributor."""
        assert self.asking is not None and self.asked is not None  # noqa: S101, PT018 - found before anything is asked.
        first, second = self.asking, self.asked
        return (first.id, second.id) if first.kind == CompanyKind.PRODUCER else (second.id, first.id)


def plan_requests(rows: list[ReadRow], known: KnownRequests) -> list[RequestPlan]:
    """Compare every row with what is there, and with the rows above it."""
    index = _Index(known)
    seen: dict[tuple[int, int], int] = {}
    plans = []
    for row in rows:
        plan = RequestPlan(row.line, Verdict.WRONG, list(row.problems), row.values)
        plans.append(plan)
        if not row.is_right:
            continue
        key, wrong = index.find_parties(plan)
        if not wrong and (above := seen.setdefault(plan.pair, row.line)) != row.line:
            words = _(
                "Cặp này đã có ở dòng %(line)s; mỗi cặp gặp một lần. Nếu hai bên cùng muốn, xin ghi là đã nhận lời."
            )
            key, wrong = "asked", words % {"line": above}
        if wrong:
            plan.problems.append(Problem(key, wrong, grave=True))
        else:
            index.fill(plan)
    return plans


def _naming(side: str) -> tuple[str, str, str]:
    return (side, f"{side}_tax_code", f"{side}_key")


class _Index:
    """Participants by what a sheet may call them, requests by pair, and how many each participant has sent."""

    def __init__(self, known: KnownRequests) -> None:
        self._known = known
        self._by: dict[str, dict[str, list[KnownParty]]] = {
            "key": _grouped((key, party) for party in known.parties for key in party.keys),
            "tax_code": _grouped((party.tax_code, party) for party in known.parties),
            "name": _grouped((name_mark(party.name), party) for party in known.parties),
        }
        self._requests = {(each.producer, each.distributor): each for each in known.requests}
        self._hints = 0
        open_states = {RequestState.WAITING, RequestState.ACCEPTED}
        sent = [each for each in known.requests if each.columns["state"] in open_states]
        self._sent = Counter(
            each.producer if each.columns["asked_by"] == CompanyKind.PRODUCER else each.distributor for each in sent
        )

    @cached_property
    def _names(self) -> dict[str, str]:
        approved = ParticipationState.APPROVED
        return {name_mark(party.name): party.name for party in self._known.parties if party.state == approved}

    def find_parties(self, plan: RequestPlan) -> tuple[str, str]:
        """Note who asks whom; returns the field and the words of what is wrong."""
        found = {side: self._candidates(plan.values, side) for side in SIDES}
        for side in SIDES:
            if not found[side]:
                return next(key for key in _naming(side) if plan.values.get(key)), self._unknown(plan.values, side)
        pairs = [(one, other) for one in found["asking"] for other in found["asked"] if one.kind != other.kind]
        if not pairs:
            if found["asking"][0].kind == CompanyKind.PRODUCER:
                return "asked", _("Hai bên cùng là nhà sản xuất; nhà sản xuất chỉ gặp nhà phân phối.")
            return "asked", _("Hai bên cùng là nhà phân phối; nhà phân phối chỉ gặp nhà sản xuất.")
        approved = [pair for pair in pairs if all(each.state == ParticipationState.APPROVED for each in pair)]
        if len(approved) > 1:
            side = "asking" if len({pair[0].id for pair in approved}) > 1 else "asked"
            words = _("Có %(num)s đơn vị cùng tên này; xin ghi thêm mã số thuế hoặc mã riêng.")
            return side, words % {"num": len({pair[SIDES.index(side)].id for pair in approved})}
        if not approved:
            side = "asked" if pairs[0][0].state == ParticipationState.APPROVED else "asking"
            name = pairs[0][SIDES.index(side)].name
            return side, _("%(company)s chưa được duyệt tham gia hội chợ này.") % {"company": name}
        plan.asking, plan.asked = approved[0]
        return "", ""

    def _candidates(self, values: dict[str, str], side: str) -> list[KnownParty]:
        name, tax_code, key = (values.get(each, "") for each in _naming(side))
        for by, mark in (("key", key), ("tax_code", tax_code)):
            if mark and (found := self._by[by].get(mark)):
                return found
        named = self._by["name"].get(name_mark(name), []) if name else []
        # A number of its own means another company of the same name.
        return [each for each in named if not (tax_code and each.tax_code) and not (key and each.keys)]

    def _unknown(self, values: dict[str, str], side: str) -> str:
        name = values.get(side, "")
        near: list[str] = []
        if name and self._hints < MOST_HINTS:
            self._hints += 1
            near = get_close_matches(name_mark(name), self._names, n=1, cutoff=0.75)
        if near:
            words = _("Không có đơn vị này trong hội chợ. Có phải là “%(company)s”?")
            return words % {"company": self._names[near[0]]}
        return _("Không có đơn vị này trong hội chợ.")

    def fill(self, plan: RequestPlan) -> None:
        """Note what changes."""
        assert plan.asking is not None  # noqa: S101 - found before.
        plan.request = self._requests.get(plan.pair)
        wanted: dict[str, Any] = {}
        if "weight" in plan.values:
            wanted["weight"] = int(plan.values["weight"])
        if "note" in plan.values:
            wanted["note"] = plan.values["note"]
        state = RequestState(plan.values["state"]) if "state" in plan.values else None
        if plan.request is None or plan.request.columns["state"] == RequestState.WITHDRAWN:
            self._fill_new(plan, plan.asking, wanted, state)
            return
        before = plan.request.columns
        if before["asked_by"] != plan.asking.kind:
            plan.problems.append(Problem("asking", _("Bên kia đã xin gặp trước; giữ nguyên ai là bên xin gặp.")))
        if state is not None and state != before["state"]:
            if state in REQUEST_STEPS[RequestState(before["state"])]:
                wanted["state"] = state
            else:
                plan.problems.append(Problem("state", _("Yêu cầu này đã được trả lời; bỏ qua ô này.")))
        plan.changes = {name: value for name, value in wanted.items() if before[name] != value}
        plan.verdict = Verdict.CHANGE if plan.changes else Verdict.SAME

    def _fill_new(
        self, plan: RequestPlan, asking: KnownParty, wanted: dict[str, Any], state: RequestState | None
    ) -> None:
        if state is RequestState.WITHDRAWN:
            plan.verdict = Verdict.SAME
            return
        usual = RequestState.ACCEPTED if self._known.agreed_at_once else RequestState.WAITING
        plan.changes = {"weight": 3, "note": "", **wanted, "state": state or usual, "asked_by": asking.kind}
        plan.verdict = Verdict.NEW if plan.request is None else Verdict.CHANGE
        if asking.kind not in self._known.asking:
            plan.problems.append(
                Problem("asking", _("Ở hội chợ này bên kia mới là bên xin gặp; vẫn ghi như trong tệp."))
            )
        self._sent[asking.id] += 1
        most = self._known.most.get(asking.kind)
        if most is not None and self._sent[asking.id] > most:
            words = _("Nhiều hơn %(most)s yêu cầu mà mỗi đơn vị được gửi; vẫn ghi như trong tệp.")
            plan.problems.append(Problem("asking", words % {"most": most}))


def _grouped(marked: Iterable[tuple[str, KnownParty]]) -> dict[str, list[KnownParty]]:
    found: dict[str, list[KnownParty]] = defaultdict(list)
    for mark, party in marked:
        if mark:
            found[mark].append(party)
    return found
