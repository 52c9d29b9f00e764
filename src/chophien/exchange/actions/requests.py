"""Writing rows of meeting requests, and telling those whom they concern."""

import asyncio
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chophien.exchange.actions.noting import PIECE, Notes, Tell
from chophien.exchange.rules import KnownParty, RequestPlan, Verdict
from chophien.exchange.tables import SheetImport
from chophien.fairs.tables import Fair
from chophien.matchmaking.actions import Tidings, announce_brought
from chophien.matchmaking.tables import MeetingRequest, RequestState
from chophien.support.language import _
from chophien.support.refusal import Refusal


class JustAsked(Refusal):
    """Somebody asked for one of these meetings, or answered, at this very moment."""


@dataclass
class RequestsWriting:
    """The rows of one import on their way into the table."""

    fair: Fair
    sheet_import: SheetImport
    at: datetime
    tell: Tell
    notes: Notes
    tidings: dict[int, Tidings] = field(default_factory=lambda: defaultdict(Tidings))
    """By participation."""

    async def write(self, plans: list[RequestPlan]) -> None:
        """Write the rows that change something. Raises JustAsked when one of them changed in the meantime."""
        active = [plan for plan in plans if plan.verdict in {Verdict.NEW, Verdict.CHANGE}]
        for start in range(0, len(active), PIECE):
            piece = active[start : start + PIECE]
            new = [plan for plan in piece if plan.request is None]
            await self.notes.add(new, [self._request(plan) for plan in new])
            for plan in piece:
                if plan.request is not None:
                    await self._change(plan)
            for plan in piece:
                self._note_tidings(plan)
            self.tell(min(start + PIECE, len(active)), len(active))
            # The transaction holds its own connection; other requests may run between two pieces.
            await asyncio.sleep(0)
        if self.sheet_import.tells:
            await announce_brought(self.fair, self.tidings, import_id=self.sheet_import.id, at=self.at)

    def _request(self, plan: RequestPlan) -> MeetingRequest:
        producer, distributor = plan.pair
        return MeetingRequest(
            fair=self.fair.id,
            producer=producer,
            distributor=distributor,
            sent_at=self.at,
            answered_at=self._answered_at(plan),
            **plan.changes,
        )

    def _answered_at(self, plan: RequestPlan) -> datetime | None:
        return None if plan.changes["state"] == RequestState.WAITING else self.at

    async def _change(self, plan: RequestPlan) -> None:
        assert plan.request is not None  # noqa: S101 - only known requests are changed.
        old, after = plan.request.columns, dict(plan.changes)
        if old["state"] == RequestState.WITHDRAWN:
            after |= {"answer": "", "sent_at": self.at}
        if "state" in after:
            after["answered_at"] = self._answered_at(plan)
            if after["state"] != RequestState.ACCEPTED:
                after |= {"pinned_slot": None, "pinned_table": None}
        before: dict[str, Any] = {name: old[name] for name in after}
        unmoved = (MeetingRequest.state == old["state"], MeetingRequest.weight == old["weight"])
        if not await self.notes.change(plan, MeetingRequest, plan.request.id, before, after, provided=unmoved):
            raise JustAsked(_("Trong lúc nhập, có người vừa xin gặp."))

    def _note_tidings(self, plan: RequestPlan) -> None:
        if "state" not in plan.changes:
            return
        assert plan.asking is not None and plan.asked is not None  # noqa: S101, PT018 - no plan is without them.
        asking, asked = self._as_they_are(plan, plan.asking, plan.asked)
        match plan.changes["state"]:
            case RequestState.WAITING:
                self.tidings[asked.id].asking.append(asking.name)
                self.tidings[asking.id].asked.append(asked.name)
            case RequestState.ACCEPTED:
                self.tidings[asked.id].agreed.append(asking.name)
                self.tidings[asking.id].agreed.append(asked.name)
            case _:
                self.tidings[asked.id].off.append(asking.name)
                self.tidings[asking.id].off.append(asked.name)

    @staticmethod
    def _as_they_are(plan: RequestPlan, asking: KnownParty, asked: KnownParty) -> tuple[KnownParty, KnownParty]:
        """Who asks whom in the table: the other way round where the other side had asked before."""
        asked_by = plan.changes.get("asked_by") or (plan.request and plan.request.columns["asked_by"])
        return (asking, asked) if asked_by == asking.kind else (asked, asking)
