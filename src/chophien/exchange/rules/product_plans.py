"""What will become of each product's row, given what is already there: pure."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from chophien.catalogue.rules import MOST_PRODUCTS, group_fault, packed, price_range_is_upside_down
from chophien.companies.tables import CompanyKind
from chophien.exchange.rules.cells import Problem, ReadRow
from chophien.exchange.rules.planning import KnownCompany, Verdict, name_mark
from chophien.support.language import _

TEXTS = (
    "name",
    "group",
    "stars",
    "decision_number",
    "recognised_by",
    "recognised_on",
    "about_vi",
    "about_en",
    "unit",
    "unit_en",
    "district",
    "village",
)
NUMBERS = ("price_from", "price_to", "capacity_per_month", "least_order")
MARKETS = ("markets_reached", "markets_wanted")


@dataclass(frozen=True)
class KnownProduct:
    """A product of a company that the organizer knows."""

    id: int
    company_id: int
    columns: dict[str, Any]
    """By name; `district` is the key of its place, `village` a name, `recognised_on` as 2025-06-30."""
    keys: tuple[str, ...] = ()
    """The numbers that the organizer's list gives to it."""


@dataclass(frozen=True)
class KnownProducts:
    """Everything that rows of products are compared with."""

    companies: list[KnownCompany]
    products: list[KnownProduct]


@dataclass
class ProductPlan:
    """What becomes of one row of products."""

    line: int
    verdict: Verdict
    problems: list[Problem]
    values: dict[str, str]
    company: KnownCompany | None = None
    product: KnownProduct | None = None
    changes: dict[str, Any] = field(default_factory=dict)
    """By column as in `KnownProduct`, or everything about a new one."""
    key: str = ""
    """A number to remember."""

    @property
    def title(self) -> str:
        """The product and who makes it."""
        of = self.company.name if self.company else self.values.get("company", "")
        return " – ".join(part for part in (self.values.get("name", ""), of) if part)

    @property
    def changed(self) -> list[str]:
        """The fields that change."""
        return [*self.changes, *(["key"] if self.key else [])]

    @property
    def from_elsewhere(self) -> bool:
        """Products belong to their company in every fair."""
        return False


def plan_products(rows: list[ReadRow], known: KnownProducts) -> list[ProductPlan]:
    """Compare every row with what is there, and with the rows above it."""
    index = _Index(known)
    seen: dict[object, int] = {}
    plans = []
    for row in rows:
        plan = ProductPlan(row.line, Verdict.WRONG, list(row.problems), row.values)
        plans.append(plan)
        if not row.is_right:
            continue
        key, wrong = index.find_company(plan)
        if not wrong:
            key, wrong = index.find_product(plan, seen)
        if not wrong:
            key, wrong = _fill(plan)
        if not wrong and plan.product is None and not index.has_room(plan):
            key, wrong = "", _("Mỗi đơn vị có nhiều nhất %(most)s sản phẩm.") % {"most": MOST_PRODUCTS}
        if wrong:
            plan.verdict = Verdict.WRONG
            plan.problems.append(Problem(key, wrong, grave=True))
    return plans


def _find_producer(
    companies: list[KnownCompany], *, key: str, tax_code: str, name: str
) -> tuple[KnownCompany | None, str]:
    """The known producer that a number, a tax code or a name means; or why none, in words."""
    own = [company for company in companies if company.kind == CompanyKind.PRODUCER]
    if key and (numbered := [company for company in own if key in company.keys]):
        return numbered[0], ""
    if tax_code and (taxed := [company for company in own if company.columns["tax_code"] == tax_code]):
        return taxed[0], ""
    named = [
        company
        for company in own
        if name
        and name_mark(company.name) == name_mark(name)
        and not (tax_code and company.columns["tax_code"])
        and not (key and company.keys)
    ]
    if len(named) == 1:
        return named[0], ""
    if named:
        return None, _("Có %(num)s đơn vị cùng tên này; xin ghi thêm mã số thuế hoặc mã riêng.") % {"num": len(named)}
    return None, _("Chưa có nhà sản xuất này trong danh sách của bạn; xin nhập nhà sản xuất trước.")


class _Index:
    """Known companies and products, and how many each company has."""

    def __init__(self, known: KnownProducts) -> None:
        self._narrow: dict[str, list[KnownCompany]] = defaultdict(list)
        for company in known.companies:
            for mark in {
                f"name {name_mark(company.name)}",
                f"tax {company.columns['tax_code']}",
                *(f"key {key}" for key in company.keys),
            }:
                self._narrow[mark].append(company)
        self._by_key = {key: product for product in known.products for key in product.keys}
        self._by_name = defaultdict(list)
        for product in known.products:
            self._by_name[product.company_id, name_mark(product.columns["name"])].append(product)
        self._counts = Counter(product.company_id for product in known.products)

    def find_company(self, plan: ProductPlan) -> tuple[str, str]:
        """Note whose product it is; returns the field and the words of what is wrong."""
        values = plan.values
        key, tax_code, name = (values.get(each, "") for each in ("company_key", "tax_code", "company"))
        # Only companies that share one of the three are looked at, so that thousands of rows stay quick.
        near = {
            company.id: company
            for mark in (f"key {key}", f"tax {tax_code}", f"name {name_mark(name)}")
            for company in self._narrow.get(mark, [])
        }
        found, wrong = _find_producer(list(near.values()), key=key, tax_code=tax_code, name=name)
        plan.company = found
        if found is not None and found.keeps_itself:
            return "company", _("Đơn vị này tự giữ danh mục sản phẩm của mình; sản phẩm không được nhập theo tệp.")
        return "company", wrong

    def find_product(self, plan: ProductPlan, seen: dict[object, int]) -> tuple[str, str]:
        """Note which product it is, if there is one; returns the field and the words of what is wrong."""
        assert plan.company is not None  # noqa: S101 - found just before.
        key = plan.values.get("key", "")
        by_key = self._by_key.get(key) if key else None
        alike = self._by_name[plan.company.id, name_mark(plan.values["name"])]
        if key:
            alike = [product for product in alike if not product.keys]
        if by_key is not None and by_key.company_id != plan.company.id:
            return "key", _("Mã này là của sản phẩm “%(name)s” của đơn vị khác.") % {"name": by_key.columns["name"]}
        if by_key is None and len(alike) > 1:
            return "name", _("Có %(num)s sản phẩm cùng tên; xin ghi thêm mã sản phẩm.") % {"num": len(alike)}
        plan.product = by_key or (alike[0] if alike else None)
        mark: object = plan.product.id if plan.product else (plan.company.id, name_mark(plan.values["name"]), key)
        marks = [mark, *([f"key {key}"] if key else [])]
        again = next((seen[each] for each in marks if each in seen), None)
        if again is not None:
            return "name", _("Trùng với dòng %(line)s của tệp này.") % {"line": again}
        seen.update(dict.fromkeys(marks, plan.line))
        return "", ""

    def has_room(self, plan: ProductPlan) -> bool:
        """Whether the company may have one more; it has it from then on."""
        assert plan.company is not None  # noqa: S101 - found before.
        self._counts[plan.company.id] += 1
        return self._counts[plan.company.id] <= MOST_PRODUCTS


def _fill(plan: ProductPlan) -> tuple[str, str]:
    """Note what changes; returns the field and the words of what is wrong."""
    values = plan.values
    before = plan.product.columns if plan.product else {}
    wanted: dict[str, Any] = {name: values[name] for name in TEXTS if values.get(name)}
    wanted |= {name: int(values[name]) for name in NUMBERS if name in values}
    wanted |= {name: packed(values[name].split(",")) for name in MARKETS if values.get(name)}
    after = {**before, **wanted}
    if not after.get("group"):
        return "group", _("Thiếu nhóm sản phẩm.")
    on = after.get("recognised_on")
    if fault := group_fault(after["group"], date.fromisoformat(on) if on else None):
        return "group", fault
    if on and not after.get("stars"):
        return "stars", _("Có ngày công nhận thì cần hạng sao.")
    if price_range_is_upside_down(after.get("price_from"), after.get("price_to")):
        return "price_to", _("Giá cao nhất đang thấp hơn giá thấp nhất.")
    home = plan.company.columns["district"] if plan.company else ""
    if "village" in wanted and not after.get("district") and not home:
        plan.problems.append(Problem("village", _("Chưa biết làng nghề này ở đâu; bỏ qua ô này.")))
        del wanted["village"]
    plan.changes = {name: value for name, value in wanted.items() if before.get(name) != value}
    if values.get("key") and (plan.product is None or values["key"] not in plan.product.keys):
        plan.key = values["key"]
    changes = plan.changes or plan.key
    plan.verdict = Verdict.NEW if plan.product is None else Verdict.CHANGE if changes else Verdict.SAME
    return "", ""
