"""Searching distributors of a fair by their names and by what they look for."""

from dataclasses import dataclass
from typing import Any

from chophien.companies.rules import company_form_words, country_name
from chophien.companies.tables import CompanyKind
from chophien.fairs.rules import spoken
from chophien.fairs.tables import Participation, ParticipationState
from chophien.matchmaking.queries.search import PER_PAGE
from chophien.places.rules import place_words
from chophien.support.collation import alphabetical
from chophien.support.folding import folded


@dataclass(frozen=True)
class DistributorFound:
    """A distributor with what it looks for, in its own words."""

    participation_id: int
    company_id: int
    name: str
    form: str
    country: str
    place: str
    interpreting: str | None
    looking_for: str
    about: str

    @property
    def form_words(self) -> str:
        """What kind of business it is."""
        return company_form_words(self.form)


@dataclass(frozen=True)
class DistributorSearch:
    """Whom somebody looks for."""

    text: str = ""
    form: str = ""
    country: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing narrows the list down."""
        return not (self.text or self.form or self.country)

    def fits(self, found: DistributorFound) -> bool:
        """Whether every word occurs in the name or in what is looked for, and the rest is as asked."""
        told = folded(f"{found.name} {found.looking_for} {found.about}")
        words = all(word in told for word in folded(self.text).split()[:10])
        return words and self.form in {"", found.form} and self.country in {"", found.country}


@dataclass(frozen=True)
class DistributorsFound:
    """One page of distributors, and the kinds and countries there are to choose from."""

    lines: list[DistributorFound]
    total: int
    page: int
    pages: int
    forms: list[str]
    countries: list[str]


async def distributors_found(fair_id: int, search: DistributorSearch, page: int = 1) -> DistributorsFound:
    """One page of the fair's approved distributors by name. One query; a fair has some hundreds of them."""
    everybody = await distributors_at(fair_id)
    found = [each for each in everybody if search.fits(each)]
    pages = max(1, -(-len(found) // PER_PAGE))
    page = min(max(page, 1), pages)
    return DistributorsFound(
        found[(page - 1) * PER_PAGE : page * PER_PAGE],
        len(found),
        page,
        pages,
        sorted({each.form for each in everybody}),
        sorted({each.country for each in everybody}, key=lambda code: alphabetical(country_name(code))),
    )


async def distributors_at(fair_id: int) -> list[DistributorFound]:
    """The fair's approved distributors by name."""
    company: Any = Participation.company
    rows = (
        await Participation.select(
            Participation.id,
            Participation.company,
            Participation.interpreting,
            company.name,
            company.form,
            company.country,
            company.about_vi,
            company.about_en,
            company.looking_for_vi,
            company.looking_for_en,
            Participation.company._.place.kind.as_alias("place_kind"),
            Participation.company._.place.name.as_alias("place_name"),
        )
        .where(
            Participation.fair == fair_id,
            Participation.kind == CompanyKind.DISTRIBUTOR,
            Participation.state == ParticipationState.APPROVED,
        )
        .order_by(company.sort_name)
        .order_by(Participation.id)
    )
    return [_found(row) for row in rows]


def _found(row: dict[str, Any]) -> DistributorFound:
    country = row["company.country"]
    place = place_words(row["place_kind"] or "", row["place_name"]) if row["place_name"] else ""
    return DistributorFound(
        participation_id=row["id"],
        company_id=row["company"],
        name=row["company.name"],
        form=row["company.form"],
        country=country,
        place=place if country == "VN" else country_name(country),
        interpreting=row["interpreting"],
        looking_for=spoken(row["company.looking_for_vi"], row["company.looking_for_en"]),
        about=spoken(row["company.about_vi"], row["company.about_en"]),
    )
