"""Whose products everybody may see, and the papers and wishes of those who take part in a fair."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from piccolo.query import Select

from chophien.accounts.identity import Identity
from chophien.catalogue.queries import PaperLine, is_among, offers_of, paper_of, papers_of, products_of, wishes_of
from chophien.catalogue.rules import Fit, PaperState, Wish, best_fit
from chophien.catalogue.tables import Paper
from chophien.companies.rules import country_name
from chophien.companies.tables import Company, CompanyKind
from chophien.fairs.queries import participants_of
from chophien.fairs.rules import may_ask, requests_are_open, spoken
from chophien.fairs.tables import Fair, FairState, Participation, ParticipationState
from chophien.support.language import _
from chophien.support.refusal import NotFound


def public_companies() -> Select[Any]:
    """A select of the producers that are approved at some fair which everybody may see, and have not left."""
    return Participation.select(Participation.company).where(
        Participation.company.closed_at.is_null(),
        Participation.kind == CompanyKind.PRODUCER,
        Participation.state == ParticipationState.APPROVED,
        Participation.fair.is_in(Fair.select(Fair.id).where(Fair.state != FairState.DRAFT)),
    )


async def is_public(company_id: int) -> bool:
    """Whether everybody sees a company."""
    return await is_among(public_companies(), company_id)


async def watches_company(identity: Identity, company_id: int) -> bool:
    """Whether the company takes part, in whatever state, in a fair that the person plans."""
    if not identity.organizer_ids:
        return False
    found: bool = await Participation.exists().where(
        Participation.company == company_id, Participation.fair.organizer.is_in(list(identity.organizer_ids))
    )
    return found


async def meets_company(own_id: int, company_id: int) -> bool:
    """Whether two companies are approved at one fair."""
    approved = Participation.state == ParticipationState.APPROVED
    mine = Participation.select(Participation.fair).where(Participation.company == own_id, approved)
    found: bool = await Participation.exists().where(
        Participation.company == company_id, approved, Participation.fair.is_in(mine)
    )
    return found


@dataclass(frozen=True)
class ShownAt:
    """A fair at which a product can be seen."""

    name: str
    url: str


async def shown_at(company_id: int) -> list[ShownAt]:
    """The public fairs at which a producer is approved, the latest first."""
    mine = Participation.select(Participation.fair).where(
        Participation.company == company_id,
        Participation.kind == CompanyKind.PRODUCER,
        Participation.state == ParticipationState.APPROVED,
    )
    fairs = (
        await Fair.objects()
        .where(Fair.id.is_in(mine), Fair.state != FairState.DRAFT)
        .order_by(Fair.starts_on, ascending=False)
        .order_by(Fair.id, ascending=False)
    )
    return [ShownAt(spoken(fair.name_vi, fair.name_en), f"/fairs/{fair.slug}") for fair in fairs]


async def where_to_ask(own_id: int, company_id: int, at: datetime) -> dict[str, str]:
    """Where a distributor asks a producer for a meeting, by the fair's address: where both are approved and it may."""
    approved = Participation.state == ParticipationState.APPROVED
    mine = Participation.select(Participation.fair).where(
        Participation.company == own_id, Participation.kind == CompanyKind.DISTRIBUTOR, approved
    )
    rows = await Participation.select(Participation.id, Participation.fair).where(
        Participation.company == company_id,
        Participation.kind == CompanyKind.PRODUCER,
        approved,
        Participation.fair.is_in(mine),
    )
    fairs = await Fair.objects().where(Fair.id.is_in([row["fair"] for row in rows] or [0]))
    open_ones = {
        fair.id: fair.slug for fair in fairs if may_ask(fair, CompanyKind.DISTRIBUTOR) and requests_are_open(fair, at)
    }
    return {
        f"/fairs/{open_ones[row['fair']]}": f"/my/fairs/{open_ones[row['fair']]}/producers/{row['id']}"
        for row in rows
        if row["fair"] in open_ones
    }


@dataclass(frozen=True)
class FairPaper:
    """A paper of somebody who takes part, as the organizer watches it."""

    participation_id: int
    company: str
    paper: PaperLine


async def fair_papers(fair_id: int, today: date, state: str = "") -> tuple[list[FairPaper], dict[PaperState, int]]:
    """The papers of producers that wait or are approved, and how many stand in each state.

    Without `state` those that need care; else those in that state. Sorted by company.
    """
    lines = [
        line
        for line in await participants_of(fair_id, CompanyKind.PRODUCER, state=None)
        if line.state in {ParticipationState.WAITING, ParticipationState.APPROVED}
    ]
    papers = await papers_of([line.company_id for line in lines], today)
    everything = [FairPaper(line.id, line.company, paper) for line in lines for paper in papers[line.company_id]]
    counts = {each: sum(one.paper.state is each for one in everything) for each in PaperState}
    wanted = [one for one in everything if (one.paper.state == state if state else one.paper.needs_care)]
    return wanted, counts


async def paper_at(fair_id: int, paper_id: int) -> Paper:
    """A paper of somebody who takes part in this fair, in whatever state; raises NotFound for all others."""
    row = await Paper.select(Paper.company).where(Paper.id == paper_id).first()
    here = row is not None and await Participation.exists().where(
        Participation.fair == fair_id, Participation.company == row["company"]
    )
    paper = await paper_of(row["company"], paper_id) if row and here else None
    if paper is None:
        raise NotFound(_("Không tìm thấy giấy tờ này."))
    return paper


@dataclass(frozen=True)
class WishLine:
    """What a distributor looks for, and how the reader's own products fit; no fit for an organizer."""

    company: str
    form: str
    place: str
    looking_for: str
    wish: Wish
    fit: Fit | None


async def wishes_at(fair_id: int, today: date, *, reader: int | None = None) -> list[WishLine]:
    """What the approved distributors look for; for a producer (`reader`, a company) those it fits best come first."""
    lines = await participants_of(fair_id, CompanyKind.DISTRIBUTOR)
    ids = [line.company_id for line in lines]
    wishes = await wishes_of(ids)
    texts = await _texts(ids)
    offers = (await offers_of(await products_of([reader]), today))[reader] if reader is not None else None
    found = [
        WishLine(
            company=line.company,
            form=line.form,
            place=line.place if line.country == "VN" else country_name(line.country),
            looking_for=texts.get(line.company_id, ""),
            wish=(wish := wishes.get(line.company_id, Wish())),
            fit=best_fit(wish, offers) if offers is not None and not wish.is_empty else None,
        )
        for line in lines
    ]
    return sorted(found, key=lambda line: -(line.fit.score if line.fit else 0))


async def _texts(company_ids: list[int]) -> dict[int, str]:
    if not company_ids:
        return {}
    rows = await Company.select(Company.id, Company.looking_for_vi, Company.looking_for_en).where(
        Company.id.is_in(company_ids)
    )
    return {row["id"]: spoken(row["looking_for_vi"], row["looking_for_en"]) for row in rows}
