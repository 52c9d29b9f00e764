"""Which companies look like one, within what the reader may see."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from piccolo.query import Select

from chophien.companies.tables import Company, Delegate
from chophien.directory.rules.likeness import LikelyPair, Traits, likely_pairs, phone_key
from chophien.directory.tables import DistinctPair
from chophien.exchange.tables import CompanyKey
from chophien.fairs.tables import Participation
from chophien.places.gazetteer import key_of
from chophien.support.folding import folded


@dataclass(frozen=True)
class Scope:
    """Whose companies are looked at: those that one organizer knows, or all of the platform's."""

    organizer_id: int | None


WHOLE = Scope(None)


def companies_known(scope: Scope) -> Select[Any]:
    """A select of the companies within the scope: of the organizer's fairs, and of its own lists."""
    if scope.organizer_id is None:
        return Company.select(Company.id)
    taking_part = Participation.select(Participation.company).where(Participation.fair.organizer == scope.organizer_id)
    listed = CompanyKey.select(CompanyKey.company).where(CompanyKey.organizer == scope.organizer_id)
    return Company.select(Company.id).where(Company.id.is_in(taking_part) | Company.id.is_in(listed))


async def is_known(scope: Scope, *company_ids: int) -> bool:
    """Whether all these companies lie within the scope."""
    wanted = set(company_ids)
    found: int = await Company.count().where(Company.id.is_in(sorted(wanted)), Company.id.is_in(companies_known(scope)))
    return found == len(wanted)


async def known_to_others(scope: Scope, company_ids: Collection[int]) -> set[int]:
    """Which of these companies another organizer knows too; none for the whole platform."""
    if scope.organizer_id is None or not company_ids:
        return set()
    ids = sorted(set(company_ids))
    taking_part = await Participation.select(Participation.company).where(
        Participation.company.is_in(ids), Participation.fair.organizer != scope.organizer_id
    )
    listed = await CompanyKey.select(CompanyKey.company).where(
        CompanyKey.company.is_in(ids), CompanyKey.organizer != scope.organizer_id
    )
    return {row["company"] for row in (*taking_part, *listed)}


async def doubles(scope: Scope, *, fair_id: int | None = None) -> list[LikelyPair]:
    """The pairs that look like one, the likeliest first, without those that were found to be two.

    With `fair_id` only pairs of which at least one takes part in that fair. Five queries however many there are.
    """
    pairs = likely_pairs(await _traits(companies_known(scope)))
    if not pairs:
        return []
    apart = {(row["one"], row["other"]) for row in await distinct_pairs(scope)}
    if fair_id is not None:
        rows = await Participation.select(Participation.company).where(Participation.fair == fair_id)
        here = {row["company"] for row in rows}
        pairs = [pair for pair in pairs if {pair.one.id, pair.other.id} & here]
    return [pair for pair in pairs if (pair.one.id, pair.other.id) not in apart]


async def traits_of(*company_ids: int) -> list[Traits]:
    """What these companies are known again by, in order of their numbers."""
    return await _traits(Company.select(Company.id).where(Company.id.is_in(sorted(company_ids))))


async def distinct_pairs(scope: Scope) -> list[dict[str, Any]]:
    """The pairs that were found to be two, the latest first; the whole platform takes everybody's word for it."""
    found = DistinctPair.select(
        DistinctPair.id,
        DistinctPair.one,
        DistinctPair.other,
        DistinctPair.one.name.as_alias("one_name"),
        DistinctPair.other.name.as_alias("other_name"),
        DistinctPair.organizer,
    ).order_by(DistinctPair.id, ascending=False)
    if scope.organizer_id is None:
        return await found
    return await found.where((DistinctPair.organizer == scope.organizer_id) | DistinctPair.organizer.is_null())


async def _traits(companies: Select[Any]) -> list[Traits]:
    rows = (
        await Company.select(
            Company.id,
            Company.kind,
            Company.name,
            Company.name_key,
            Company.tax_code,
            Company.country,
            Company.website,
            Company.email,
            Company.phone,
            Company.place.code.as_alias("place_code"),
            Company.place.level.as_alias("place_level"),
            Company.place.valid_until.as_alias("place_until"),
        )
        .where(Company.id.is_in(companies))
        .order_by(Company.id)
    )
    emails: dict[int, set[str]] = defaultdict(set)
    phones: dict[int, set[str]] = defaultdict(set)
    seats = await Delegate.select(Delegate.company, Delegate.email, Delegate.phone).where(
        Delegate.company.is_in(companies)
    )
    for row in (*seats, *({**row, "company": row["id"]} for row in rows)):
        emails[row["company"]].add(row["email"].lower())
        phones[row["company"]].add(phone_key(row["phone"]))
    return [
        Traits(
            id=row["id"],
            kind=row["kind"],
            name=row["name"],
            name_key=row["name_key"],
            tax_code=row["tax_code"] or "",
            country=row["country"],
            place=key_of(row["place_level"], row["place_code"], row["place_until"]) if row["place_code"] else "",
            website=row["website"],
            emails=frozenset(emails[row["id"]] - {""}),
            phones=frozenset(phones[row["id"]] - {""}),
        )
        for row in rows
    ]


async def beside(scope: Scope, company_id: int, text: str, *, most: int = 20) -> list[tuple[int, str, str]]:
    """Companies on the same side whose name has every word of `text`: number, name, and the key of the place."""
    kind = Company.select(Company.kind).where(Company.id == company_id)
    words = [Company.folded_name.like(f"%{word}%") for word in folded(text).split()[:10]]
    if not words:
        return []
    rows = (
        await Company.select(Company.id)
        .where(Company.id.is_in(companies_known(scope)), Company.id != company_id, Company.kind.is_in(kind), *words)
        .order_by(Company.sort_name)
        .limit(most)
    )
    return [(each.id, each.name, each.place) for each in await traits_of(*(row["id"] for row in rows))]
