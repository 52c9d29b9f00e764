"""Making two rows of one company one, in one transaction: everything that hangs on the second comes to the first."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from chophien.accounts.tables import AuditEntry, Person, SignInSession
from chophien.catalogue.tables import Product
from chophien.companies.short_names import named
from chophien.companies.tables import Company, Delegate, FormerCompany
from chophien.directory.actions.goods import hand_over_papers, hand_over_people, hand_over_products, hand_over_want
from chophien.directory.actions.journal import Journal
from chophien.directory.actions.seats import fold_at_fair
from chophien.directory.queries.both import Side, shared_fairs, side_of
from chophien.directory.queries.doubles import Scope, is_known, known_to_others
from chophien.directory.rules.folding import PROFILE, chosen
from chophien.directory.rules.telling import Told, written_told
from chophien.directory.tables import DistinctPair, MergedCompany
from chophien.exchange.tables import CompanyKey
from chophien.fairs.actions.places import hold_places
from chophien.fairs.tables import Participation
from chophien.mail.outbox import Announcement, write_messages
from chophien.support.crash_points import crash_point
from chophien.support.database import transaction
from chophien.support.database.conflicts import hold_rows, lock
from chophien.support.language import _
from chophien.support.refusal import NotAllowed, NotFound, Refusal
from chophien.timetable.changes import Announce


class CannotMerge(Refusal):
    """The two can never be one: they are the same row already, or stand on two sides."""


class NotTheirsAlone(NotAllowed):
    """Another organizer counts on one of the two; only the platform's administrator reaches both."""


@dataclass(frozen=True, kw_only=True)
class Merge:
    """Which company stays, which one becomes part of it, and what of the profile is taken from the latter."""

    kept_id: int
    gone_id: int
    of_gone: tuple[str, ...] = ()
    """Columns of `PROFILE`."""


async def demand_reach(scope: Scope, *company_ids: int) -> None:
    """Refuse whoever may not make these companies one. Raises NotFound, CannotMerge, NotTheirsAlone."""
    if not await is_known(scope, *company_ids):
        raise NotFound(_("Không tìm thấy đơn vị này."))
    kinds = {row["kind"] for row in await Company.select(Company.kind).where(Company.id.is_in(list(company_ids)))}
    if len(set(company_ids)) < 2 or len(kinds) > 1:
        raise CannotMerge(_("Chỉ gộp được hai đơn vị khác nhau ở cùng một bên, nhà sản xuất hay nhà phân phối."))
    if await known_to_others(scope, company_ids):
        raise NotTheirsAlone(_("Một ban tổ chức khác cũng có đơn vị này; chỉ người quản trị hệ thống gộp được."))


async def merge_companies(scope: Scope, merge: Merge, *, by: int, at: datetime, announce: Announce) -> str:
    """Make two companies one; returns the name that stays. Raises NotFound, CannotMerge, NotTheirsAlone."""
    async with transaction():
        await lock("company", merge.kept_id, merge.gone_id)
        # What is registered, asked for or published at this moment is seen, or finds the company gone.
        await _lock_shared_fairs(merge.kept_id, merge.gone_id)
        await hold_rows(Company, [merge.kept_id, merge.gone_id])
        await demand_reach(scope, merge.kept_id, merge.gone_id)
        kept, gone = await side_of(merge.kept_id), await side_of(merge.gone_id)
        await hold_rows(Participation, [row["id"] for row in (*kept.participations, *gone.participations)])
        await hold_rows(Delegate, [row["id"] for row in gone.delegates])
        await hold_rows(Product, [row["id"] for row in gone.products])
        everybody = await _people(kept.id, gone.id)
        journal = Journal()
        told = await _hand_over(journal, kept, gone, at, announce)
        crash_point("in merge")
        await journal.remove(Company, [gone.id])
        changes = chosen(kept.company, gone.company, [name for name in merge.of_gone if name in PROFILE])
        if "name" in changes:
            changes |= named(changes["name"])
        await journal.change(Company, kept.id, changes)
        # On SQLite a number may be given again; the latest to have had it is meant.
        await FormerCompany.delete().where(FormerCompany.former == gone.id)
        await journal.add(FormerCompany(former=gone.id, company=kept.id))
        name = str(changes.get("name", kept.company["name"]))
        merged = MergedCompany(
            organizer=scope.organizer_id,
            kept=kept.id,
            former=gone.id,
            former_name=gone.company["name"],
            gone=journal.as_json(),
            told=written_told(told),
            merged_by=by,
            merged_at=at,
        )
        await merged.save()
        await write_messages(_letters(everybody, merged, name, at))
    return name


async def _lock_shared_fairs(*company_ids: int) -> None:
    rows = await Participation.select(Participation.fair).where(Participation.company.is_in(list(company_ids)))
    shared = sorted(fair for fair, seats in Counter(row["fair"] for row in rows).items() if seats > 1)
    for fair in shared:
        await hold_places(fair)
    await lock("timetable", *shared)
    await lock("booths of fair", *shared)


async def _hand_over(journal: Journal, kept: Side, gone: Side, at: datetime, announce: Announce) -> Told:
    """Everything that points to the second company; returns what to tell of it."""
    await hand_over_people(journal, kept, gone)
    twice = await hand_over_products(journal, kept, gone)
    await hand_over_papers(journal, kept, gone)
    await hand_over_want(journal, kept, gone)
    shared = await shared_fairs(kept, gone)
    for fair in shared:
        await fold_at_fair(journal, fair, kept.id, at, announce=announce)
    await journal.move(Participation.company, gone.id, kept.id)
    await journal.move(CompanyKey.company, gone.id, kept.id)
    await journal.move(FormerCompany.company, gone.id, kept.id)
    await journal.move(MergedCompany.kept, gone.id, kept.id)
    await journal.move(SignInSession.acting_company, gone.id, kept.id)
    await journal.move(AuditEntry.behalf_company, gone.id, kept.id)
    await _distinct(journal, kept.id, gone.id)
    return Told(twice, tuple(fair.names for fair in shared))


async def _distinct(journal: Journal, kept_id: int, gone_id: int) -> None:
    """What was found different from the second company is different from the first."""
    rows = await DistinctPair.select().where((DistinctPair.one == gone_id) | (DistinctPair.other == gone_id))
    for row in rows:
        third = row["other"] if row["one"] == gone_id else row["one"]
        pair = {"one": min(kept_id, third), "other": max(kept_id, third)}
        known = third == kept_id or await DistinctPair.exists().where(
            DistinctPair.one == pair["one"],
            DistinctPair.other == pair["other"],
            DistinctPair.organizer.is_null()
            if row["organizer"] is None
            else DistinctPair.organizer == row["organizer"],
        )
        if known:
            await journal.remove(DistinctPair, [row["id"]])
        else:
            await journal.change(DistinctPair, row["id"], pair)


@dataclass(frozen=True)
class _Somebody:
    person_id: int
    name: str
    email: str
    language: str


async def _people(*company_ids: int) -> list[_Somebody]:
    """Who signs in for one of the companies."""
    rows = (
        await Person.select(Person.id, Person.name, Person.email, Person.language)
        .where(
            Person.id.is_in(Delegate.select(Delegate.person).where(Delegate.company.is_in(list(company_ids)))),
            Person.disabled_at.is_null(),
        )
        .order_by(Person.id)
    )
    return [_Somebody(row["id"], row["name"], row["email"], row["language"]) for row in rows]


def _letters(people: Sequence[_Somebody], merged: MergedCompany, name: str, at: datetime) -> list[Announcement]:
    return [
        Announcement(
            kind="company_merged",
            unique_key=f"company_merged:{merged.id}:{person.person_id}",
            to_address=person.email,
            to_name=person.name,
            language=person.language,
            due_at=at,
            context={"company": name, "former": merged.former_name, "path": "/my/company"},
            organizer_id=merged.organizer,
            person_id=person.person_id,
        )
        for person in people
    ]
