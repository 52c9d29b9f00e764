"""Who takes part in a fair."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from piccolo.columns.combination import Where

from chophien.accounts.identity import Identity
from chophien.companies.tables import Company, CompanyKind, Delegate
from chophien.fairs.queries.tenants import no_such_fair
from chophien.fairs.tables import Fair, FairState, Participation, ParticipationState
from chophien.places.gazetteer import key_of
from chophien.places.queries import places_inside
from chophien.support.folding import folded
from chophien.support.language import _
from chophien.support.refusal import NotFound


@dataclass(frozen=True)
class ParticipantLine:
    """A participation with its company's name and place."""

    id: int
    company_id: int
    company: str
    folded_name: str
    form: str
    kind: CompanyKind
    state: ParticipationState
    place_kind: str
    """The word before the district's name, such as huyện; empty when the company gave no place."""
    place: str
    place_id: int | None
    place_key: str
    """Empty when the company gave no place."""
    country: str
    interpreting: str | None
    """The language pair its meetings need, such as `ja-vi`."""
    most_meetings: int | None
    applied_at: datetime
    decided_at: datetime | None
    reason: str
    closed_at: datetime | None
    """When the company left and became nameless."""


_COLUMNS = (
    Participation.id,
    Participation.company.as_alias("company_id"),
    Participation.company.name.as_alias("company"),
    Participation.company.folded_name.as_alias("folded_name"),
    Participation.company.form.as_alias("form"),
    Participation.kind,
    Participation.state,
    Participation.company._.place.kind.as_alias("place_kind"),
    Participation.company._.place.name.as_alias("place"),
    Participation.company.place.as_alias("place_id"),
    Participation.company._.place.code.as_alias("place_code"),
    Participation.company._.place.level.as_alias("place_level"),
    Participation.company._.place.valid_until.as_alias("place_until"),
    Participation.company.country.as_alias("country"),
    Participation.interpreting,
    Participation.most_meetings,
    Participation.applied_at,
    Participation.decided_at,
    Participation.reason,
    Participation.company.closed_at.as_alias("closed_at"),
)


async def participants_of(
    fair_id: int,
    kind: str | None = None,
    state: str | None = "approved",
    search: str = "",
    places: Collection[int] | None = None,
) -> list[ParticipantLine]:
    """The fair's participants by name; `kind` and `state` none for all, `search` without diacritics or with.

    `places` leaves only those from these places, or from places inside them.
    """
    if places is not None and not places:
        return []
    conditions: list[Where] = [Participation.fair == fair_id]
    if kind is not None:
        conditions.append(Participation.kind == kind)
    if state is not None:
        conditions.append(Participation.state == state)
    if wanted := folded(search):
        conditions.append(Participation.company.folded_name.like(f"%{wanted}%"))
    if places is not None:
        conditions.append(Participation.company.place.is_in(await places_inside(places)))
    rows = (
        await Participation.select(*_COLUMNS)
        .where(*conditions)
        .order_by(Participation.company.sort_name)
        .order_by(Participation.id)
    )
    return [_line(row) for row in rows]


async def participant(fair_id: int, participation_id: int, *, places: Collection[int] | None = None) -> ParticipantLine:
    """One participant of this fair, in whatever state; raises NotFound for one of another fair or outside `places`."""
    row = (
        await Participation.select(*_COLUMNS)
        .where(Participation.id == participation_id, Participation.fair == fair_id)
        .first()
    )
    if row is None or (places is not None and row["place_id"] not in await places_inside(places)):
        raise NotFound(_("Không có đơn vị này trong hội chợ."))
    return _line(row)


async def own_participation(identity: Identity, slug: str) -> tuple[Fair, Participation]:
    """The fair and the person's own participation in it, approved or not; raises NotFound when there is none."""
    fair = await Fair.objects().where(Fair.slug == slug, Fair.state != FairState.DRAFT).first()
    companies = await _companies_of(identity)
    # Whoever acts for a company does so at the fairs of the own organizer only.
    elsewhere = fair is not None and identity.acting is not None and fair.organizer != identity.acting.organizer_id
    if fair is None or elsewhere or not companies:
        raise no_such_fair()
    found = (
        await Participation.objects()
        .where(Participation.fair == fair.id, Participation.company.is_in(companies))
        .order_by(Participation.id)
        .first()
    )
    if found is None:
        raise no_such_fair()
    return fair, found


async def _companies_of(identity: Identity) -> list[int]:
    if identity.acting is not None:
        return [identity.acting.company_id]
    rows = await Delegate.select(Delegate.company).where(Delegate.person == identity.person_id)
    return [row["company"] for row in rows]


async def counts_by_state(
    fair_id: int, *, places: Collection[int] | None = None
) -> Counter[tuple[CompanyKind, ParticipationState]]:
    """How many participants of each kind stand in each state; with `places` only those from there."""
    wanted: list[Where] = [Participation.fair == fair_id]
    if places is not None:
        if not places:
            return Counter()
        wanted.append(Participation.company.place.is_in(await places_inside(places)))
    rows = await Participation.select(Participation.kind, Participation.state).where(*wanted)
    return Counter((CompanyKind(row["kind"]), ParticipationState(row["state"])) for row in rows)


async def company_by_id(company_id: int) -> Company:
    """A company that is known to be there."""
    company = await Company.objects().get(Company.id == company_id)
    assert company is not None  # noqa: S101 - a participation always has its company.
    return company


async def decider_name(participation_id: int) -> str:
    """The name of the person who decided; empty when nobody did or the person is gone."""
    row = (
        await Participation.select(Participation.decided_by.name.as_alias("name"))
        .where(Participation.id == participation_id)
        .first()
    )
    return str(row["name"] or "") if row else ""


async def approved_count(fair_id: int) -> int:
    """How many companies are approved."""
    found: int = await Participation.count().where(
        Participation.fair == fair_id, Participation.state == ParticipationState.APPROVED
    )
    return found


@dataclass(frozen=True)
class Addressee:
    """Somebody to write to about a participation; `person_id` none for an address without a sign-in."""

    participation_id: int
    company: str
    kind: CompanyKind
    person_id: int | None
    name: str
    email: str
    language: str


async def addressees_of(participation_ids: list[int]) -> list[Addressee]:
    """Everybody to write to about these participations: their delegates, or the company where none has an address."""
    if not participation_ids:
        return []
    rows = await Participation.select(
        Participation.id,
        Participation.kind,
        Participation.company.as_alias("company_id"),
        Participation.company.name.as_alias("company"),
        Participation.company.email.as_alias("email"),
    ).where(Participation.id.is_in(participation_ids))
    seats = (
        await Delegate.select(
            Delegate.company,
            Delegate.name,
            Delegate.email,
            Delegate.person,
            Delegate.person.email.as_alias("sign_in"),
            Delegate.person.language.as_alias("language"),
        )
        .where(Delegate.company.is_in([row["company_id"] for row in rows]))
        .order_by(Delegate.id)
    )
    found = []
    for row in rows:
        start = (row["id"], row["company"], CompanyKind(row["kind"]))
        mine = [
            Addressee(*start, seat["person"], seat["name"], address, seat["language"] or "vi")
            for seat in seats
            if seat["company"] == row["company_id"] and (address := seat["sign_in"] or seat["email"])
        ]
        if not mine and row["email"]:
            mine = [Addressee(*start, None, row["company"], row["email"], "vi")]
        found += mine
    return found


def _line(row: dict[str, Any]) -> ParticipantLine:
    code, level, until = (row.pop(f"place_{part}") for part in ("code", "level", "until"))
    values: dict[str, Any] = {
        **row,
        "place_key": key_of(level, code, until) if code else "",
        "kind": CompanyKind(str(row["kind"])),
        "state": ParticipationState(str(row["state"])),
        "place_kind": row["place_kind"] or "",
        "place": row["place"] or "",
    }
    return ParticipantLine(**values)
