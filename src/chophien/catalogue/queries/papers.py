"""Reading papers: those of a company, which count for a product, and what is missing or about to run out."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from chophien.catalogue.rules import (
    RECOGNITION,
    PaperState,
    demanded_papers,
    paper_state,
    paper_state_badge,
    paper_state_words,
    paper_words,
    valid_until,
)
from chophien.catalogue.tables import Paper, PaperKind, Product
from chophien.support.language import _


@dataclass(frozen=True)
class PaperLine:
    """A paper as lists show it; `id` none for one that is missing, and for a recognition that runs out."""

    id: int | None
    company_id: int
    product_id: int | None
    product: str
    """The product it belongs to or is missing for; empty for one of the whole company."""
    kind: str
    title: str
    number: str
    issuer: str
    expires_on: date | None
    has_scan: bool
    state: PaperState

    @property
    def words(self) -> str:
        """What it is: its own title for one of another kind."""
        return self.title if self.kind == PaperKind.OTHER and self.title else paper_words(self.kind)

    @property
    def state_words(self) -> str:
        """The state in words."""
        return _("không ghi hạn") if self.is_endless else paper_state_words(self.state)

    @property
    def badge(self) -> str:
        """The look of the state's badge."""
        return "info" if self.is_endless else paper_state_badge(self.state)

    @property
    def is_endless(self) -> bool:
        """Whether it counts only because nobody wrote down when it ends."""
        return self.state is PaperState.VALID and self.expires_on is None

    @property
    def care_url(self) -> str:
        """Where its company sets it right."""
        if self.kind == RECOGNITION:
            return f"/my/products/{self.product_id}"
        return f"/my/papers/{self.id}" if self.id else f"/my/papers/new?product={self.product_id}&kind={self.kind}"

    @property
    def is_missing(self) -> bool:
        """Whether it is to be added."""
        return self.state is PaperState.MISSING

    @property
    def needs_care(self) -> bool:
        """Whether somebody should do something about it."""
        return self.state is not PaperState.VALID


async def papers_of(company_ids: list[int], today: date) -> dict[int, list[PaperLine]]:
    """The papers of these companies, those that need care first, and what their products lack. Two queries."""
    found: dict[int, list[PaperLine]] = {company_id: [] for company_id in company_ids}
    if not company_ids:
        return found
    rows = await Paper.select(
        Paper.id,
        Paper.company,
        Paper.product,
        Paper.product.name.as_alias("product_name"),
        Paper.kind,
        Paper.title,
        Paper.number,
        Paper.issuer,
        Paper.expires_on,
        Paper.file,
    ).where(Paper.company.is_in(company_ids))
    for row in rows:
        found[row["company"]].append(
            PaperLine(
                id=row["id"],
                company_id=row["company"],
                product_id=row["product"],
                product=row["product_name"] or "",
                kind=row["kind"],
                title=row["title"],
                number=row["number"],
                issuer=row["issuer"],
                expires_on=row["expires_on"],
                has_scan=row["file"] is not None,
                state=paper_state(row["expires_on"], today),
            )
        )
    products = await Product.select(
        Product.id, Product.company, Product.name, Product.group, Product.recognised_on, Product.decision_number
    ).where(Product.company.is_in(company_ids))
    for product in products:
        mine = found[product["company"]]
        mine += [
            _missing(product["company"], product["id"], product["name"], kind)
            for kind in demanded_papers(product["group"])
            if not any(line.kind == kind and line.product_id in {None, product["id"]} for line in mine)
        ]
        if (recognition := _recognition(product, today)).needs_care:
            mine.append(recognition)
    for lines in found.values():
        lines.sort(key=_care_first)
    return found


def _recognition(product: dict[str, Any], today: date) -> PaperLine:
    """The recognition of a product as a paper: it runs out after 36 months, and its stars count no longer."""
    last = valid_until(product["recognised_on"])
    return PaperLine(
        id=None,
        company_id=product["company"],
        product_id=product["id"],
        product=product["name"],
        kind=RECOGNITION,
        title="",
        number=product["decision_number"],
        issuer="",
        expires_on=last,
        has_scan=False,
        state=paper_state(last, today),
    )


def _missing(company_id: int, product_id: int, product: str, kind: PaperKind) -> PaperLine:
    return PaperLine(
        id=None,
        company_id=company_id,
        product_id=product_id,
        product=product,
        kind=kind,
        title="",
        number="",
        issuer="",
        expires_on=None,
        has_scan=False,
        state=PaperState.MISSING,
    )


_ORDER = (PaperState.EXPIRED, PaperState.MISSING, PaperState.SOON, PaperState.VALID)


def _care_first(line: PaperLine) -> tuple[int, date, str, str]:
    return _ORDER.index(line.state), line.expires_on or date.max, line.product, line.kind


async def valid_papers(company_ids: list[int], today: date) -> dict[int, dict[int | None, frozenset[str]]]:
    """By company, then by product (none for the whole company), which kinds of papers are valid on that day."""
    found: dict[int, dict[int | None, set[str]]] = defaultdict(lambda: defaultdict(set))
    if company_ids:
        rows = await Paper.select(Paper.company, Paper.product, Paper.kind).where(
            Paper.company.is_in(company_ids), Paper.expires_on.is_null() | (Paper.expires_on >= today)
        )
        for row in rows:
            found[row["company"]][row["product"]].add(row["kind"])
    return {
        company: {product: frozenset(kinds) for product, kinds in by_product.items()}
        for company, by_product in found.items()
    }


async def paper_of(company_id: int, paper_id: int) -> Paper | None:
    """One paper of this company."""
    return await Paper.objects().where(Paper.company == company_id, Paper.id == paper_id).first()
