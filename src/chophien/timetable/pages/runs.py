"""What the pages of runs may see."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from chophien.engine.asking.tables_advice import Advice
from chophien.engine.problem import Problem
from chophien.engine.timetable import Timetable
from chophien.support.language import _
from chophien.timetable.pages.questions import AdvisedSession, Compared
from chophien.timetable.pages.words import (
    Figure,
    answer_sentences,
    figures,
    phase_words,
    proof_sentence,
    run_kind_words,
    run_state_badge,
    served_sentence,
    version_state_badge,
)
from chophien.timetable.queries.runs import Readiness, RunLine
from chophien.timetable.queries.versions import VersionLine
from chophien.timetable.rules import SECONDS_TO_CHOOSE, failure_words
from chophien.timetable.tables import RunKind, RunState, VersionState
from chophien.web.forms import Form
from chophien.web.pages import Page


@dataclass(frozen=True)
class TimetablePage(Page):
    """A fair's timetable: what is ready, a run to start, what has been made."""

    template: ClassVar[str] = "timetable/overview.html"
    url: str
    ready: Readiness
    form: Form[Any]
    runs: list[RunLine]
    versions: list[VersionLine]
    timezone: str
    many_halls: bool

    @property
    def open_run(self) -> RunLine | None:
        """The run that waits or runs now."""
        return next((run for run in self.runs if run.is_open), None)

    @property
    def published(self) -> VersionLine | None:
        """The version in force."""
        return next((line for line in self.versions if line.state == VersionState.PUBLISHED), None)

    @property
    def seconds_to_choose(self) -> list[tuple[str, str]]:
        """Time limits in words."""
        words = {
            15: _("15 giây: xem thử"),
            60: _("1 phút: thường là đủ"),
            180: _("3 phút: hội chợ lớn"),
            600: _("10 phút: tìm đến cùng"),
        }
        return [(str(seconds), words.get(seconds, str(seconds))) for seconds in SECONDS_TO_CHOOSE]

    def run_badge(self, run: RunLine) -> tuple[str, str]:
        """A run's state."""
        return run_state_badge(run.state)

    def run_words(self, run: RunLine) -> str:
        """What a run was asked for."""
        return run_kind_words(run.kind)

    def version_badge(self, version: VersionLine) -> tuple[str, str]:
        """A version's state."""
        return version_state_badge(version.state, stale=version.stale)


@dataclass(frozen=True)
class RunProgressPart(Page):
    """The part of a run's page that changes while it runs."""

    template: ClassVar[str] = "timetable/_progress.html"
    url: str
    run: RunLine
    whole_weight: int

    @property
    def badge(self) -> tuple[str, str]:
        """The run's state."""
        return run_state_badge(self.run.state)

    @property
    def doing(self) -> str:
        """What happens at the moment."""
        if self.run.state == RunState.WAITING:
            return _("Đang chờ đến lượt")
        if self.run.cancel_asked:
            return _("Đang dừng")
        return phase_words(self.run.progress.phase)

    @property
    def served(self) -> str:
        """How much is served, in a sentence; empty before the first timetable."""
        unplaced = (self.run.progress.objective or {}).get("unplaced_weight")
        return "" if unplaced is None else served_sentence(unplaced, self.whole_weight)

    @property
    def proof(self) -> str:
        """How good that is."""
        progress = self.run.progress
        return proof_sentence(progress.objective, progress.bounds or {}) if progress.objective else ""

    @property
    def figures_so_far(self) -> list[Figure]:
        """Objective, bound and gap."""
        return figures(self.run.progress.objective, self.run.progress.bounds)

    @property
    def seconds_run(self) -> int:
        """How far along the time limit, in whole seconds."""
        return min(self.run.seconds, int(self.run.progress.seconds))

    @property
    def seconds_left(self) -> int:
        """Seconds until the limit."""
        left = self.run.progress.seconds_left
        return self.run.seconds if left is None else max(0, round(left))


@dataclass(frozen=True)
class RunPage(RunProgressPart):
    """One run: live while it runs, its result afterwards."""

    template: ClassVar[str] = "timetable/run.html"
    answer: Timetable | None
    problem: Problem
    timetable_url: str
    timezone: str
    clash: list[str]
    """What cannot hold together, when nothing can."""
    changes: list[str]
    """What a comparison supposed."""
    effect: list[str]
    """What comes of it, in sentences."""
    compared: list[Compared]
    advice: Advice | None
    advised: list[AdvisedSession]

    @property
    def title(self) -> str:
        """What was asked for."""
        return run_kind_words(self.run.kind)

    @property
    def question_url(self) -> str:
        """Where to ask again."""
        page = {RunKind.SOLVE: "", RunKind.REPAIR: "/repair"}.get(self.run.kind, "/questions")
        return self.timetable_url + page

    @cached_property
    def result(self) -> list[str]:
        """The result in words."""
        return answer_sentences(self.answer, len(self.problem.requests)) if self.answer else []

    @property
    def figures(self) -> list[Figure]:
        """Objective, bound and gap."""
        return figures(self.answer.objective, self.answer.bounds) if self.answer else []

    @property
    def failure(self) -> str:
        """Why it ended without a timetable."""
        return failure_words(self.run.failure) if self.run.failure else ""

    @property
    def may_be_kept(self) -> bool:
        """Whether it was called off with a timetable in hand that is no version yet."""
        return self.run.state == RunState.CANCELLED and self.answer is not None and self.run.version is None
