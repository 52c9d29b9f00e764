"""What the templates of imports may see."""

from collections import Counter
from dataclasses import dataclass
from typing import Any, ClassVar

from chophien.exchange.queries import ImportLine
from chophien.exchange.queries.accountless import Accountless
from chophien.exchange.reading import MOST_BYTES, Sheet
from chophien.exchange.reading.sheet import MOST_ROWS
from chophien.exchange.rules import FIELDS_OF, Field, Plan, Verdict, failure_words, kind_words, verdict_words
from chophien.exchange.tables import ImportState, SheetImport, SheetKind
from chophien.support.language import _, ngettext
from chophien.web.formats import number
from chophien.web.forms import Form
from chophien.web.pages import Link, Page

PARTICIPANTS = (SheetKind.PRODUCERS, SheetKind.DISTRIBUTORS)
BADGES = {Verdict.NEW: "confirmed", Verdict.CHANGE: "info", Verdict.SAME: "draft", Verdict.WRONG: "conflict"}


def labels_of(kind: str) -> dict[str, str]:
    """What each field is called."""
    return {field.key: field.words for field in FIELDS_OF[SheetKind(kind)]}


def count_words(counts: Counter[str], *, written: bool) -> list[tuple[str, str]]:
    """How many rows each verdict has, as (figure, words); those without rows are left out."""
    return [(number(counts[each]), verdict_words(each, written=written)) for each in Verdict if counts[each]]


@dataclass(frozen=True)
class ImportRow:
    """An import in the list."""

    line: ImportLine

    @property
    def kind_words(self) -> str:
        """What its rows are."""
        return kind_words(self.line.kind)

    @property
    def badge(self) -> tuple[str, str]:
        """The look and the words of where it stands."""
        return {
            ImportState.MAPPING: ("draft", _("Chọn cột")),
            ImportState.CHECKED: ("waiting", _("Chờ xác nhận")),
            ImportState.WRITING: ("info", _("Đang nhập")),
            ImportState.WRITTEN: ("confirmed", _("Đã nhập")),
            ImportState.UNDONE: ("cancelled", _("Đã hoàn tác")),
        }[ImportState(self.line.state)]

    @property
    def outcome(self) -> str:
        """What it did, in a line."""
        return ", ".join(f"{words}: {figure}" for figure, words in count_words(self.line.counts, written=True))


@dataclass(frozen=True)
class ImportsPage(Page):
    """The imports of a fair, and the form for one more."""

    template: ClassVar[str] = "exchange/imports.html"
    slug: str
    rows: list[ImportRow]
    form: Form[Any]

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """What can be imported."""
        return [(str(kind), kind_words(kind)) for kind in FIELDS_OF]

    @property
    def limits(self) -> str:
        """How large a file may be."""
        words = _("Tệp .xlsx hoặc .csv, nhiều nhất %(mb)s MB và %(rows)s dòng.")
        return words % {"mb": MOST_BYTES // 1_000_000, "rows": number(MOST_ROWS)}


@dataclass(frozen=True)
class ColumnsPage(Page):
    """Which column holds what."""

    template: ClassVar[str] = "exchange/columns.html"
    slug: str
    sheet_import: SheetImport
    sheet: Sheet
    form: Form[Any]

    @property
    def fields(self) -> tuple[Field, ...]:
        """Everything that a row may say."""
        return FIELDS_OF[SheetKind(self.sheet_import.kind)]

    @property
    def kind_words(self) -> str:
        """What the rows are."""
        return kind_words(self.sheet_import.kind)

    @property
    def brings_companies(self) -> bool:
        """Whether its rows take part in the fair."""
        return self.sheet_import.kind in PARTICIPANTS

    @property
    def brings_requests(self) -> bool:
        """Whether its rows are meeting requests."""
        return bool(self.sheet_import.kind == SheetKind.REQUESTS)

    @property
    def columns(self) -> list[tuple[str, str]]:
        """The columns to choose from, each with an example."""
        return [(str(at), self._column_words(at)) for at in range(len(self.sheet.headers))]

    def _column_words(self, at: int) -> str:
        header = self.sheet.headers[at] or _("Cột %(num)s") % {"num": at + 1}
        example = next((row[at] for row in self.sheet.rows[:20] if row[at]), "")
        example = " ".join(example.split())
        return f"{header[:50]} ({example[:30]}{'…' if len(example) > 30 else ''})" if example else header[:50]

    @property
    def first_rows(self) -> list[list[str]]:
        """The first rows under the header, cells cut to what a glance takes in."""
        return [[cell[:60] for cell in row] for row in self.sheet.rows[:5]]

    @property
    def labels(self) -> dict[str, str]:
        """What the summary of errors calls each field."""
        return {f"column_{field.key}": field.words for field in self.fields}

    @property
    def unused(self) -> str:
        """The headers that no field takes."""
        taken = {self.form.text(f"column_{field.key}") for field in self.fields}
        return ", ".join(header for at, header in enumerate(self.sheet.headers) if header and str(at) not in taken)


@dataclass(frozen=True)
class PlanRow:
    """A row in the preview or in the report."""

    line: int
    verdict: str
    name: str
    notes: list[str]
    written: bool

    @property
    def badge(self) -> str:
        """The look of the verdict."""
        return BADGES[Verdict(self.verdict)]

    @property
    def verdict_words(self) -> str:
        """What will become of it, or has."""
        return verdict_words(self.verdict, written=self.written)


def plan_row(plan: Plan, labels: dict[str, str]) -> PlanRow:
    """A planned row as the preview shows it."""
    notes = [noted(labels.get(problem.key, ""), problem.sentence) for problem in plan.problems]
    if plan.verdict == Verdict.CHANGE or plan.from_elsewhere:
        changed = ", ".join(labels[key] for key in plan.changed if key in labels)
        if plan.from_elsewhere:
            notes.append(_("Đã biết từ hội chợ khác; thêm vào hội chợ này."))
        if changed:
            notes.append(_("Sửa: %(fields)s.") % {"fields": changed})
    return PlanRow(plan.line, plan.verdict, plan.title, notes, written=False)


def noted(label: str, sentence: str) -> str:
    """A problem with the name of its column."""
    return f"{label}: {sentence}" if label else sentence


@dataclass(frozen=True)
class Paging:
    """Where in a long list the page stands."""

    previous_url: str
    next_url: str
    first: int
    last: int
    total: int


@dataclass(frozen=True)
class PreviewPage(Page):
    """What an import would do, before anything is written."""

    template: ClassVar[str] = "exchange/preview.html"
    slug: str
    sheet_import: SheetImport
    counts: Counter[str]
    tabs: list[Link]
    rows: list[PlanRow]
    paging: Paging

    @property
    def url(self) -> str:
        """Where this import stands."""
        return f"/organizer/fairs/{self.slug}/imports/{self.sheet_import.id}"

    @property
    def kind_words(self) -> str:
        """What the rows are."""
        return kind_words(self.sheet_import.kind)

    @property
    def figures(self) -> list[tuple[str, str]]:
        """Rows by verdict."""
        return count_words(self.counts, written=False)

    @property
    def to_write(self) -> int:
        """How many rows would change something."""
        return self.counts[Verdict.NEW] + self.counts[Verdict.CHANGE]

    @property
    def button(self) -> str:
        """What the button that confirms says."""
        words = ngettext("Nhập một dòng", "Nhập %(num)s dòng", self.to_write)
        return words % {"num": number(self.to_write)}

    @property
    def wrong_words(self) -> str:
        """What happens to rows with errors."""
        wrong = self.counts[Verdict.WRONG]
        words = ngettext("Một dòng có lỗi bị bỏ lại.", "%(num)s dòng có lỗi bị bỏ lại.", wrong)
        return words % {"num": number(wrong)} if wrong else ""

    @property
    def failure(self) -> str:
        """Why the last attempt came to nothing."""
        return failure_words(self.sheet_import.failure)


@dataclass(frozen=True)
class WritingPart(Page):
    """How far an import has come that is being written: the part of its page that changes."""

    template: ClassVar[str] = "exchange/_writing.html"
    url: str
    done: int
    of: int

    @property
    def words(self) -> str:
        """How far it has come."""
        if not self.of:
            return _("Đang so từng dòng với dữ liệu đã có")
        return _("Đã ghi %(done)s trong %(of)s dòng") % {"done": number(self.done), "of": number(self.of)}


@dataclass(frozen=True)
class WritingPage(WritingPart):
    """An import that is being written."""

    template: ClassVar[str] = "exchange/writing.html"
    slug: str
    file_name: str
    forgotten: bool
    """Whether the attempt was cut off and may be begun again."""

    @property
    def failure(self) -> str:
        """What happened to an attempt that was cut off."""
        return failure_words("interrupted")


@dataclass(frozen=True)
class ReportPage(Page):
    """What an import did, and the button that undoes it."""

    template: ClassVar[str] = "exchange/report.html"
    slug: str
    sheet_import: SheetImport
    counts: Counter[str]
    tabs: list[Link]
    rows: list[PlanRow]
    paging: Paging
    stayed: list[dict[str, Any]]
    """Rows that stayed when it was undone, with the reason."""

    @property
    def url(self) -> str:
        """Where this import stands."""
        return f"/organizer/fairs/{self.slug}/imports/{self.sheet_import.id}"

    @property
    def kind_words(self) -> str:
        """What the rows are."""
        return kind_words(self.sheet_import.kind)

    @property
    def figures(self) -> list[tuple[str, str]]:
        """Rows by verdict."""
        return count_words(self.counts, written=True)

    @property
    def is_undone(self) -> bool:
        """Whether it was undone."""
        return bool(self.sheet_import.state == ImportState.UNDONE)

    @property
    def brings_companies(self) -> bool:
        """Whether its rows take part in the fair and may be invited."""
        return self.sheet_import.kind in PARTICIPANTS

    @property
    def brought(self) -> Link:
        """Where to see what it brought."""
        base = f"/organizer/fairs/{self.slug}"
        if self.sheet_import.kind == SheetKind.REQUESTS:
            return Link(_("Xem yêu cầu gặp"), f"{base}/requests")
        side = "distributor" if self.sheet_import.kind == SheetKind.DISTRIBUTORS else "producer"
        return Link(_("Xem người tham gia"), f"{base}/participants?kind={side}")


@dataclass(frozen=True)
class InvitationsPage(Page):
    """Participants without an account."""

    template: ClassVar[str] = "exchange/invitations.html"
    slug: str
    rows: list[Accountless]
    first: int
    total: int
    to_invite: int
    """How many have an address and were not invited yet."""
    addressless: int
    previous_url: str
    next_url: str

    @property
    def figures(self) -> list[tuple[str, str]]:
        """How many wait for what."""
        told = [
            (self.total, _("Chưa có tài khoản")),
            (self.to_invite, _("Chưa mời")),
            (self.addressless, _("Thiếu địa chỉ thư")),
        ]
        return [(number(figure), words) for figure, words in told]

    @property
    def button(self) -> str:
        """What the button for everybody says."""
        words = ngettext("Mời một đơn vị chưa được mời", "Mời %(num)s đơn vị chưa được mời", self.to_invite)
        return words % {"num": number(self.to_invite)}
