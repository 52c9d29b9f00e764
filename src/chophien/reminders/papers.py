"""Calling papers to mind: before they or a recognition run out, and before a fair at which some are missing."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from chophien.accounts.tables import Person
from chophien.catalogue.queries import PaperLine, papers_of
from chophien.catalogue.rules import RECOGNITION, PaperState, paper_words, valid_until
from chophien.catalogue.tables import Paper, PaperKind, Product
from chophien.companies.tables import CompanyKind, Delegate
from chophien.fairs.rules import spoken
from chophien.fairs.tables import FairState, Participation, ParticipationState
from chophien.mail.outbox import Announcement, write_messages
from chophien.settings import settings
from chophien.support.database import transaction
from chophien.support.language import speaking
from chophien.web.formats import local

DAYS_BEFORE = (14, 60)
"""How many days before the end of a paper its mails go out, the last one first."""
BEFORE_A_FAIR = 21
"""How many days before a fair its producers are told what they still lack."""
LACKING = frozenset({PaperState.MISSING, PaperState.EXPIRED})
MOST_TOLD = 20
"""How many papers one mail names."""
BY_DAY = range(7, 21)
"""Hours in Hanoi between which such a mail is written."""


@dataclass(frozen=True)
class PaperInMail:
    """A paper that runs out, in the words of the mail."""

    words: str
    number: str
    product: str


async def remind_of_papers(at: datetime) -> int:
    """Write the mails that are due on the day of `at`; returns how many papers they tell of.

    Papers of a company that end on the same day share a mail. Running it again writes nothing twice.
    """
    here = local(at)
    if here.hour not in BY_DAY:
        return 0
    today = here.date()
    rows = await Paper.select(
        Paper.company,
        Paper.company.name.as_alias("company_name"),
        Paper.product.name.as_alias("product_name"),
        Paper.kind,
        Paper.title,
        Paper.number,
        Paper.expires_on,
    ).where(Paper.expires_on >= today, Paper.expires_on <= today + timedelta(days=max(DAYS_BEFORE)))
    rows += await _recognitions(today)
    ending: dict[tuple[int, date], list[dict[str, Any]]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row["product_name"] or "", row["kind"])):
        ending[row["company"], row["expires_on"]].append(row)
    people = await _people(sorted({company for company, _day in ending}))
    announcements = [
        _mail(person, day, papers, today, at)
        for (company, day), papers in ending.items()
        for person in people.get(company, [])
    ]
    announcements += await _before_fairs(today, at)
    async with transaction():
        await write_messages(announcements)
    return len(rows)


async def _recognitions(today: date) -> list[dict[str, Any]]:
    """The recognitions of products that run out in time to be called to mind, as papers."""
    rows = await Product.select(
        Product.company,
        Product.company.name.as_alias("company_name"),
        Product.name.as_alias("product_name"),
        Product.recognised_on,
        Product.decision_number.as_alias("number"),
    ).where(
        # A little more than the days that matter; the end of each is reckoned below.
        Product.recognised_on >= today - timedelta(days=3 * 366),
        Product.recognised_on <= today - timedelta(days=3 * 365 - max(DAYS_BEFORE) - 1),
    )
    found = [
        {**row, "kind": RECOGNITION, "title": "", "expires_on": valid_until(row.pop("recognised_on"))} for row in rows
    ]
    latest = today + timedelta(days=max(DAYS_BEFORE))
    return [row for row in found if row["expires_on"] is not None and today <= row["expires_on"] <= latest]


async def _before_fairs(today: date, at: datetime) -> list[Announcement]:
    """One mail, three weeks before a fair, to everybody whose company still lacks papers there."""
    seats = await Participation.select(
        Participation.id,
        Participation.company,
        Participation.company.name.as_alias("company_name"),
        Participation.fair.as_alias("fair_id"),
        Participation.fair.organizer.as_alias("organizer_id"),
        Participation.fair.name_vi.as_alias("name_vi"),
        Participation.fair.name_en.as_alias("name_en"),
        Participation.fair.starts_on.as_alias("starts_on"),
    ).where(
        Participation.kind == CompanyKind.PRODUCER,
        Participation.state == ParticipationState.APPROVED,
        Participation.fair.state == FairState.OPEN,
        Participation.fair.starts_on >= today,
        Participation.fair.starts_on <= today + timedelta(days=BEFORE_A_FAIR),
    )
    companies = sorted({seat["company"] for seat in seats})
    papers = await papers_of(companies, today)
    people = await _people(companies)
    return [
        _before_fair(person, seat, lacking, at)
        for seat in seats
        if (lacking := [one for one in papers[seat["company"]] if one.state in LACKING])
        for person in people.get(seat["company"], [])
    ]


def _before_fair(person: dict[str, Any], seat: dict[str, Any], lacking: list[PaperLine], at: datetime) -> Announcement:
    with speaking(person["language"]):
        told = [
            PaperInMail(words=one.words, number=one.state_words, product=one.product) for one in lacking[:MOST_TOLD]
        ]
        fair = spoken(seat["name_vi"], seat["name_en"])
    return Announcement(
        kind="papers_before_fair",
        unique_key=f"papers_before_fair:{seat['id']}:{person['id']}",
        to_address=person["email"],
        to_name=person["name"],
        language=person["language"],
        due_at=at,
        context={
            "company": seat["company_name"],
            "fair_name": fair,
            "starts_on": seat["starts_on"],
            "papers": told,
            "more": len(lacking) - len(told),
            "papers_url": f"{settings().public_url}/my/papers",
        },
        organizer_id=seat["organizer_id"],
        fair_id=seat["fair_id"],
        person_id=person["id"],
    )


async def _people(company_ids: list[int]) -> dict[int, list[dict[str, Any]]]:
    """Who signs in for these companies and has not left, by company."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    if company_ids:
        rows = (
            await Delegate.select(
                Delegate.company,
                Delegate.person.id.as_alias("id"),
                Delegate.person.name.as_alias("name"),
                Delegate.person.email.as_alias("email"),
                Delegate.person.language.as_alias("language"),
            )
            .where(
                Delegate.company.is_in(company_ids),
                Delegate.person.is_in(Person.select(Person.id).where(Person.disabled_at.is_null())),
            )
            .order_by(Delegate.id)
        )
        for row in rows:
            found[row["company"]].append(row)
    return found


def _mail(person: dict[str, Any], day: date, papers: list[dict[str, Any]], today: date, at: datetime) -> Announcement:
    stage = next(days for days in DAYS_BEFORE if day <= today + timedelta(days=days))
    with speaking(person["language"]):
        told = [
            PaperInMail(
                words=row["title"] if row["kind"] == PaperKind.OTHER and row["title"] else paper_words(row["kind"]),
                number=row["number"],
                product=row["product_name"] or "",
            )
            for row in papers
        ]
    return Announcement(
        kind="paper_expiring",
        unique_key=f"paper_expiring:{papers[0]['company']}:{day}:{stage}:{person['id']}",
        to_address=person["email"],
        to_name=person["name"],
        language=person["language"],
        due_at=at,
        context={
            "company": papers[0]["company_name"],
            "day": day,
            "papers": told,
            "papers_url": f"{settings().public_url}/my/papers",
        },
        person_id=person["id"],
    )
