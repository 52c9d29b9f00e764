"""What will become of each row, given what is already there: pure, so that preview and writing cannot differ."""

from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from chophien.companies.short_names import name_key
from chophien.companies.tables import CompanyKind
from chophien.exchange.rules.cells import HOME, Problem, ReadRow, guessed_form
from chophien.fairs.tables import ParticipationState
from chophien.places.gazetteer import same_ground
from chophien.support.folding import folded
from chophien.support.language import _

COMPANY_COLUMNS = (
    "form",
    "tax_code",
    "country",
    "address",
    "phone",
    "email",
    "website",
    "languages",
    "about_vi",
    "about_en",
    "looking_for_vi",
    "looking_for_en",
)
"""Fields of a row that are columns of a company under the same name; name and place are apart."""


class Plan(Protocol):
    """What becomes of a row, whatever the rows of its sheet are."""

    line: int
    verdict: "Verdict"
    problems: list[Problem]

    @property
    def title(self) -> str:
        """What the row is about."""

    @property
    def changed(self) -> list[str]:
        """The fields that change."""

    @property
    def from_elsewhere(self) -> bool:
        """Whether it brings into the fair what is known from another one."""


class Verdict(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGE = "change"
    SAME = "same"
    WRONG = "wrong"


@dataclass(frozen=True)
class KnownContact:
    """A delegate of a known company."""

    id: int
    name: str
    duty: str
    email: str
    phone: str
    signs_in: bool
    imported: bool
    """Whether an import brought it, so that a corrected name is the same person's."""


@dataclass
class KnownCompany:
    """A company that takes part in one of the organizer's fairs, or stands in its list."""

    id: int
    kind: str
    name: str
    columns: dict[str, Any]
    """As they stand, by name; `district` is the code of its district, or empty."""
    keys: tuple[str, ...] = ()
    """The numbers that the organizer's list gives to it: several once two of its companies were merged."""
    keeps_itself: bool = False
    """Whether somebody signs in for it, or another organizer knows it too: its profile is then its own matter."""
    participation: int | None = None
    state: str = ""
    interpreting: str | None = None
    contacts: list[KnownContact] = field(default_factory=list)


@dataclass
class Known:
    """Everything that rows are compared with."""

    companies: list[KnownCompany]
    strange_tax_codes: frozenset[str]
    """Tax codes of companies that this organizer does not know."""


@dataclass
class RowPlan:
    """What becomes of one row."""

    line: int
    verdict: Verdict
    problems: list[Problem]
    values: dict[str, str]
    company: KnownCompany | None = None
    company_changes: dict[str, Any] = field(default_factory=dict)
    """By column; `district` stands for the place."""
    contact: KnownContact | None = None
    """The delegate that is changed."""
    contact_changes: dict[str, str] = field(default_factory=dict)
    """Of `contact`, or everything about a new one."""
    joins: bool = False
    """Whether a participation is added."""
    interpreting: str | None = None
    """What the participation's pair becomes; none leaves it as it is."""
    key: str = ""
    """A number to remember."""

    @property
    def changed(self) -> list[str]:
        """The fields that change, for the preview."""
        found = [*self.company_changes, *(f"contact_{each}" for each in self.contact_changes)]
        return found + (["interpreting"] if self.interpreting and not self.joins else [])

    @property
    def title(self) -> str:
        """The company's name as the sheet has it."""
        return self.values.get("name", "")

    @property
    def from_elsewhere(self) -> bool:
        """Whether a company joins that is known from another fair."""
        return self.joins and self.company is not None


def plan_rows(rows: list[ReadRow], known: Known, side: CompanyKind) -> list[RowPlan]:
    """Compare every row with what is there, and with the rows above it."""
    index = _Index(known)
    seen: dict[object, int] = {}
    plans = []
    for row in rows:
        plan = RowPlan(row.line, Verdict.WRONG, list(row.problems), row.values)
        plans.append(plan)
        if not row.is_right:
            continue
        found = index.companies_like(row.values)
        if _refuse(plan, found, side, known, seen):
            continue
        plan.company = found[0] if found else None
        _fill(plan)
        if plan.company is None and (like := index.sounds_like(row.values, side)):
            words = _("Có vẻ là “%(name)s” đã có trong danh sách. Nếu là một, xin gộp ở trang Đơn vị trùng nhau.")
            plan.problems.append(Problem("name", words % {"name": like}))
        for mark in _marks(plan):
            seen[mark] = row.line
    return plans


class _Index:
    """Known companies by their number, tax code and folded name."""

    def __init__(self, known: Known) -> None:
        self._by_key = {key: company for company in known.companies for key in company.keys}
        self._by_tax = {company.columns["tax_code"]: company for company in known.companies}
        self._by_name = defaultdict(list)
        self._by_sound = defaultdict(list)
        for company in known.companies:
            self._by_name[name_mark(company.name)].append(company)
            self._by_sound[company.kind, company.columns["country"], name_key(company.name)].append(company)

    def companies_like(self, values: dict[str, str]) -> list[KnownCompany]:
        """The companies that a row may mean: by number, else by tax code, else by name and place."""
        if (by_key := self._by_key.get(values.get("key", ""))) is not None:
            return [by_key]
        tax_code = values.get("tax_code")
        if tax_code and (by_tax := self._by_tax.get(tax_code)) is not None:
            return [by_tax]
        alike = [
            company
            for company in self._by_name[name_mark(values["name"])]
            if not (tax_code and company.columns["tax_code"])
            and not (values.get("key") and company.keys)
            and values.get("country", HOME) == company.columns["country"]
        ]
        near = [company for company in alike if _same_ground(company.columns["district"], values.get("district", ""))]
        return near or [each for each in alike if not (values.get("district") and each.columns["district"])]

    def sounds_like(self, values: dict[str, str], side: CompanyKind) -> str:
        """The name of a company that a new one may be after all; empty when there is none."""
        found = self._by_sound.get((side, values.get("country", HOME), name_key(values["name"])), [])
        tax_code = values.get("tax_code")
        open_ones = [each for each in found if not (tax_code and each.columns["tax_code"])]
        return open_ones[0].name if open_ones else ""


def _same_ground(one: str, other: str) -> bool:
    """Whether a company that names both places may be the same: `one` stood where `other` stands, or before it."""
    return one == other or one in same_ground(other)


def name_mark(name: str) -> str:
    """What two ways of writing one name have in common; names in other scripts stay as they are."""
    return folded(name) or name.casefold()


def _marks(plan: RowPlan) -> list[object]:
    """What a later row must not repeat."""
    values = plan.values
    if plan.company is not None:
        marks: list[object] = [plan.company.id]
    else:
        marks = [(name_mark(values["name"]), values.get("district", ""), values.get("tax_code", ""))]
    return marks + [(kind, values[kind]) for kind in ("tax_code", "key") if values.get(kind)]


def _refuse(plan: RowPlan, found: list[KnownCompany], side: CompanyKind, known: Known, seen: dict[object, int]) -> bool:
    """Note what keeps a readable row out; whether anything does."""
    values = plan.values
    wrong = ""
    key = "name"
    if len(found) > 1:
        wrong = _("Có %(num)s đơn vị cùng tên này; xin ghi thêm mã số thuế hoặc mã riêng.") % {"num": len(found)}
    elif found and found[0].kind != side:
        wrong = _("Đơn vị này đã có ở bên kia (nhà sản xuất hay nhà phân phối); một đơn vị chỉ đứng một bên.")
    elif values.get("tax_code") in known.strange_tax_codes:
        key, wrong = (
            "tax_code",
            _("Mã số thuế này là của một đơn vị đã tự đăng ký ở nơi khác; xin mời đơn vị tự đăng ký vào hội chợ."),
        )
    else:
        tax_code = values.get("tax_code")
        holder = next((each for each in known.companies if tax_code and each.columns["tax_code"] == tax_code), None)
        if holder is not None and found and holder is not found[0]:
            key, wrong = "tax_code", _("Mã số thuế này là của “%(name)s”.") % {"name": holder.name}
    if not wrong:
        probe = RowPlan(plan.line, Verdict.WRONG, [], values, company=found[0] if found else None)
        again = next((seen[mark] for mark in _marks(probe) if mark in seen), None)
        if again is not None:
            wrong = _("Trùng với dòng %(line)s của tệp này.") % {"line": again}
    if wrong:
        plan.problems.append(Problem(key, wrong, grave=True))
    return bool(wrong)


def _fill(plan: RowPlan) -> None:
    values, company = plan.values, plan.company
    if values.get("key") and (company is None or values["key"] not in company.keys):
        plan.key = values["key"]
    if company is None:
        plan.joins = True
        plan.interpreting = values.get("interpreting")
        plan.company_changes = _new_company(values)
        plan.contact_changes = _contact(values)
        plan.verdict = Verdict.NEW
        return
    _change_company(plan, company)
    _change_contact(plan, company)
    _change_participation(plan, company)
    changes = plan.company_changes or plan.contact_changes or plan.interpreting or plan.key
    plan.verdict = Verdict.NEW if plan.joins else Verdict.CHANGE if changes else Verdict.SAME


def _new_company(values: dict[str, str]) -> dict[str, Any]:
    given = {column: values[column] for column in COMPANY_COLUMNS if values.get(column)}
    return {"name": values["name"], "district": values.get("district", ""), **given}


def _contact(values: dict[str, str]) -> dict[str, str]:
    """What a row says of the contact person, as a delegate's columns."""
    if not values.get("contact_name"):
        return {}
    return {
        each: values[f"contact_{each}"] for each in ("name", "duty", "phone", "email") if f"contact_{each}" in values
    }


def _change_company(plan: RowPlan, company: KnownCompany) -> None:
    wanted = _new_company(plan.values)
    if not wanted["district"]:
        del wanted["district"]
    changes = {column: value for column, value in wanted.items() if company.columns.get(column) != value}
    if changes and company.keeps_itself:
        plan.problems.append(Problem("", _("Đơn vị này tự giữ hồ sơ của mình; hồ sơ không bị sửa theo tệp.")))
        changes = {}
    plan.company_changes = changes


def _change_contact(plan: RowPlan, company: KnownCompany) -> None:
    wanted = _contact(plan.values)
    if not wanted or company.keeps_itself:
        return
    same = [each for each in company.contacts if folded(each.name) == folded(wanted["name"])]
    brought = [each for each in company.contacts if each.imported and not each.signs_in]
    # A corrected name is still the same person, as long as imports brought only one.
    plan.contact = same[0] if same else brought[0] if len(brought) == 1 == len(company.contacts) else None
    if plan.contact is None:
        plan.contact_changes = wanted
    else:
        plan.contact_changes = {each: value for each, value in wanted.items() if getattr(plan.contact, each) != value}


def _change_participation(plan: RowPlan, company: KnownCompany) -> None:
    if company.participation is None:
        plan.joins = True
        plan.interpreting = plan.values.get("interpreting")
        return
    if plan.values.get("interpreting") not in {None, company.interpreting}:
        plan.interpreting = plan.values["interpreting"]
    if company.state in {ParticipationState.REFUSED, ParticipationState.WITHDRAWN}:
        plan.problems.append(
            Problem("", _("Đơn vị này đã rút hoặc không được duyệt ở hội chợ này; nhập tệp không đổi điều đó."))
        )


def new_company_form(values: dict[str, Any], side: CompanyKind) -> str:
    """The form of business of a company that is added."""
    return str(values.get("form") or guessed_form(values["name"], side))
