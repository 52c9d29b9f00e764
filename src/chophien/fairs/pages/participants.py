"""The list of participants, as the organizer and a co-host see it, and its filters."""

from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import urlencode

from chophien.catalogue.queries import papers_of, today_here
from chophien.companies.rules import company_form_words, company_kind_words, country_name
from chophien.companies.tables import CompanyKind
from chophien.fairs.queries import ParticipantLine, counts_by_state, participants_of
from chophien.fairs.queries.conditions import open_conditions_at
from chophien.fairs.questions.queries import missing_at
from chophien.fairs.rules import state_words
from chophien.fairs.tables import Fair, ParticipationState
from chophien.places.gazetteer import same_ground
from chophien.places.rules import Groups, place_words, those_with
from chophien.support.language import _, ngettext
from chophien.web.formats import number
from chophien.web.forms import Form
from chophien.web.pages import Link, Page

ROWS_ON_A_PAGE = 50
ANSWERS, PAPERS, CONDITIONS = "answers", "papers", "conditions"

BADGES = {
    ParticipationState.QUEUED: "draft",
    ParticipationState.WAITING: "waiting",
    ParticipationState.APPROVED: "confirmed",
    ParticipationState.REFUSED: "refused",
    ParticipationState.WITHDRAWN: "cancelled",
}


@dataclass(frozen=True)
class View:
    """Whose pages these are: the organizer's, which show everybody, or a co-host's for its places."""

    fair_base: str
    """Where the fair's pages of this reader begin."""
    places: frozenset[int] | None = None
    """Whose participants are seen; none for all."""

    @property
    def base(self) -> str:
        """The address of the list."""
        return f"{self.fair_base}/participants"


@dataclass(frozen=True)
class Wanted:
    """What the list is narrowed to; empty for no narrowing."""

    state: str = ""
    kind: str = ""
    search: str = ""
    place: str = ""
    lacking: str = ""

    @property
    def given(self) -> dict[str, str]:
        """What stands in an address to keep it."""
        named = (
            ("state", self.state),
            ("kind", self.kind),
            ("q", self.search),
            ("place", self.place),
            ("lacking", self.lacking),
        )
        return {name: value for name, value in named if value}

    @property
    def query(self) -> str:
        """The end of an address that keeps it."""
        return f"?{urlencode(self.given)}" if self.given else ""

    @property
    def is_narrow(self) -> bool:
        """Whether more than a state was chosen."""
        return bool(self.kind or self.search or self.place or self.lacking)


@dataclass(frozen=True)
class ParticipantRow:
    """A participant in the list."""

    line: ParticipantLine
    missing: int = 0
    """Required questions without an answer."""
    conditions: int = 0
    """Conditions that are not met yet."""

    @property
    def place(self) -> str:
        """District, or country when it is abroad."""
        if self.line.country != "VN":
            return country_name(self.line.country)
        return place_words(self.line.place_kind, self.line.place)

    @property
    def form_words(self) -> str:
        """What kind of business it is."""
        return company_form_words(self.line.form)

    @property
    def kind_words(self) -> str:
        """On which side it sits."""
        return company_kind_words(self.line.kind)

    @property
    def state_words(self) -> str:
        """Where its registration stands."""
        return state_words(self.line.state)

    @property
    def badge(self) -> str:
        """The badge's shape."""
        return BADGES[self.line.state]

    @property
    def waits(self) -> bool:
        """Whether it waits for a decision."""
        return self.line.state == ParticipationState.WAITING

    @property
    def lacks(self) -> list[str]:
        """What is still to come from it."""
        told = []
        if self.missing:
            words = ngettext("thiếu một câu trả lời", "thiếu %(num)s câu trả lời", self.missing)
            told.append(words % {"num": number(self.missing)})
        if self.conditions:
            words = ngettext("còn một điều kiện", "còn %(num)s điều kiện", self.conditions)
            told.append(words % {"num": number(self.conditions)})
        return told


@dataclass(frozen=True)
class ParticipantsPage(Page):
    """The participants of a fair, filtered, with decisions."""

    template: ClassVar[str] = "fairs/participants.html"
    slug: str
    base: str
    fair_base: str
    is_whole: bool
    """Whether everybody is shown; a co-host sees its own district only."""
    rows: list[ParticipantRow]
    found: int
    """How many match, on all pages together."""
    first: int
    """The number of the first one here."""
    previous_url: str
    next_url: str
    tabs: list[Link]
    wanted: Wanted
    kinds: list[tuple[str, str]]
    places: Groups
    """Of today and of before July 2025, those that find somebody."""
    can_decide: bool
    total: int
    form: Form[Any]

    @property
    def lacks(self) -> list[tuple[str, str]]:
        """What may be lacking, to choose from."""
        return [
            (ANSWERS, _("Thiếu câu trả lời")),
            (PAPERS, _("Giấy tờ thiếu hoặc hết hạn")),
            (CONDITIONS, _("Còn điều kiện")),
        ]


async def rows_wanted(fair: Fair, view: View, wanted: Wanted) -> tuple[list[ParticipantRow], Groups]:
    """The participants that are asked for, those who wait first, and the places to choose from."""
    lines = await participants_of(fair.id, wanted.kind or None, wanted.state or None, wanted.search, view.places)
    missing, open_ = await missing_at(fair.id), await open_conditions_at(fair.id)
    rows = [ParticipantRow(line, missing.get(line.id, 0), open_[line.id]) for line in lines]
    here = {row.line.place_key for row in rows}
    if wanted.place:
        rows = [row for row in rows if row.line.place_key in same_ground(wanted.place)]
    match wanted.lacking:
        case "answers":
            rows = [row for row in rows if row.missing]
        case "conditions":
            rows = [row for row in rows if row.conditions]
        case "papers":
            papers = await papers_of([row.line.company_id for row in rows], today_here())
            rows = [row for row in rows if any(paper.needs_care for paper in papers[row.line.company_id])]
    # Those who wait come first: they are what the page is opened for.
    return sorted(rows, key=lambda row: not row.waits), those_with(here)


async def participants_page(
    fair: Fair, view: View, wanted: Wanted, form: Form[Any], *, at: int = 1
) -> ParticipantsPage:
    """The list, `at` a page of it."""
    rows, places = await rows_wanted(fair, view, wanted)
    counts = await counts_by_state(fair.id, places=view.places)
    tabs = [Link(_("Tất cả"), view.base, current=not wanted.state, count=counts.total())]
    for each in ParticipationState:
        count = sum(found for (_kind, of_state), found in counts.items() if of_state == each)
        if count or each == wanted.state:
            url = f"{view.base}?state={each}"
            tabs.append(Link(state_words(each), url, current=wanted.state == each, count=count))
    pages = max(1, -(-len(rows) // ROWS_ON_A_PAGE))
    at = min(max(at, 1), pages)

    def address(page: int) -> str:
        return f"{view.base}?{urlencode({**wanted.given, 'page': page})}" if 1 <= page <= pages else ""

    return ParticipantsPage(
        slug=fair.slug,
        base=view.base,
        fair_base=view.fair_base,
        is_whole=view.places is None,
        rows=rows[(at - 1) * ROWS_ON_A_PAGE : at * ROWS_ON_A_PAGE],
        found=len(rows),
        first=(at - 1) * ROWS_ON_A_PAGE + 1,
        previous_url=address(at - 1),
        next_url=address(at + 1),
        tabs=tabs,
        wanted=wanted,
        kinds=[(each.value, company_kind_words(each)) for each in CompanyKind],
        places=places,
        can_decide=any(row.waits for row in rows),
        total=counts.total(),
        form=form,
    )
