"""Calling papers to mind before they run out: two mails to everybody who signs in for the company."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from chophien.accounts.tables import Person
from chophien.catalogue.rules import paper_words
from chophien.catalogue.tables import Paper, PaperKind
from chophien.companies.tables import Delegate
from chophien.mail.outbox import Announcement, write_messages
from chophien.settings import settings
from chophien.support.database import transaction
from chophien.support.language import speaking
from chophien.web.formats import local

DAYS_BEFORE = (14, 60)
"""How many days before the end of a paper its mails go out, the last one first."""
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
    ending: dict[tuple[int, date], list[dict[str, Any]]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row["product_name"] or "", row["kind"])):
        ending[row["company"], row["expires_on"]].append(row)
    people = await _people(sorted({company for company, _day in ending}))
    announcements = [
        _mail(person, day, papers, today, at)
        for (company, day), papers in ending.items()
        for person in people.get(company, [])
    ]
    async with transaction():
        await write_messages(announcements)
    return len(rows)


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
