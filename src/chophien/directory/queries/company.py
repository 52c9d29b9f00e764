"""What everybody sees of a company: its profile, its products, and where it can be met."""

from dataclasses import dataclass
from datetime import date

from chophien.booths.tables import BoothBooking
from chophien.companies.rules import company_address, company_form_words, country_name
from chophien.companies.tables import Company, FormerCompany
from chophien.fairs.rules import spoken
from chophien.fairs.tables import FairState, Participation, ParticipationState
from chophien.places.rules import place_words


@dataclass(frozen=True)
class CompanyFacts:
    """A company in the spoken language."""

    id: int
    kind: str
    name: str
    form_words: str
    place: str
    about: str
    website: str
    languages: str
    has_logo: bool

    @property
    def url(self) -> str:
        """Where everybody finds it."""
        return company_address(self.id, self.name)


async def company_facts(company_id: int) -> CompanyFacts | None:
    """One company, whoever may see it; none when there is none."""
    row = (
        await Company.select(
            Company.id,
            Company.kind,
            Company.name,
            Company.form,
            Company.country,
            Company.place.kind.as_alias("place_kind"),
            Company.place.name.as_alias("place_name"),
            Company.about_vi,
            Company.about_en,
            Company.website,
            Company.languages,
            Company.logo,
        )
        .where(Company.id == company_id)
        .first()
    )
    if row is None:
        return None
    at_home = place_words(row["place_kind"] or "", row["place_name"]) if row["place_name"] else ""
    return CompanyFacts(
        id=row["id"],
        kind=row["kind"],
        name=row["name"],
        form_words=company_form_words(row["form"]),
        place=at_home if row["country"] == "VN" else country_name(row["country"]),
        about=spoken(row["about_vi"], row["about_en"]),
        website=row["website"],
        languages=row["languages"],
        has_logo=row["logo"] is not None,
    )


async def company_after(former_id: int) -> int | None:
    """The company that one with this number became part of."""
    row = await FormerCompany.select(FormerCompany.company).where(FormerCompany.former == former_id).first()
    return int(row["company"]) if row else None


@dataclass(frozen=True)
class Stand:
    """A public fair at which a company takes part."""

    fair: str
    url: str
    starts_on: date
    ends_on: date
    venue: str
    booth: str
    """Empty as long as it has none."""


async def stands_of(company_id: int) -> list[Stand]:
    """The public fairs at which a company is approved, with its booths; the latest first. Two queries."""
    fair = Participation.fair
    rows = (
        await Participation.select(
            Participation.id,
            fair.slug.as_alias("slug"),
            fair.name_vi.as_alias("name_vi"),
            fair.name_en.as_alias("name_en"),
            fair.starts_on.as_alias("starts_on"),
            fair.ends_on.as_alias("ends_on"),
            fair.venue.as_alias("venue"),
        )
        .where(
            Participation.company == company_id,
            Participation.state == ParticipationState.APPROVED,
            fair.state != FairState.DRAFT,
        )
        .order_by(fair.starts_on, ascending=False)
        .order_by(Participation.id, ascending=False)
    )
    booths = await BoothBooking.select(BoothBooking.participation, BoothBooking.booth.code.as_alias("code")).where(
        BoothBooking.participation.is_in([row["id"] for row in rows] or [0]), BoothBooking.released_at.is_null()
    )
    code = {row["participation"]: row["code"] for row in booths}
    return [
        Stand(
            fair=spoken(row["name_vi"], row["name_en"]),
            url=f"/fairs/{row['slug']}",
            starts_on=row["starts_on"],
            ends_on=row["ends_on"],
            venue=row["venue"],
            booth=code.get(row["id"], ""),
        )
        for row in rows
    ]
