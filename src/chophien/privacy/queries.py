"""Reading what is held about a person, and what keeps an account from closing."""

import json
from datetime import date, datetime
from typing import Any

from chophien.accounts.tables import Consent, Person, Role, RoleKind
from chophien.companies.tables import Company, CompanyForm, Delegate
from chophien.fairs.rules import spoken
from chophien.fairs.tables import FairState, Participation, ParticipationState
from chophien.privacy.holdings import HOLDINGS, Subject
from chophien.support.language import _

FORMAT = "chophien/personal-data@1"
NEUTRAL_NAME = "Người đã rời hệ thống"
"""What stands where somebody's name stood."""
_COUNTS = [ParticipationState.QUEUED.value, ParticipationState.WAITING.value, ParticipationState.APPROVED.value]


async def subject_of(person: Person) -> Subject:
    """Everything by which rows about a person are found."""
    companies = await Delegate.select(Delegate.company).where(Delegate.person == person.id)
    ids = sorted({row["company"] for row in companies})
    seats = await Participation.select(Participation.id).where(Participation.company.is_in(ids or [0]))
    return Subject(person.id, person.email, ids, sorted(row["id"] for row in seats))


async def held_about(person: Person, *, at: datetime) -> dict[str, Any]:
    """Everything that is held about a person, by table, ready for JSON; files are named, not enclosed."""
    who = await subject_of(person)
    held: dict[str, Any] = {"format": FORMAT, "made_at": at.isoformat()}
    for holding in HOLDINGS:
        rows = (
            await holding.table.select(*holding.shown)
            .where(holding.whose(who))
            .order_by(holding.table._meta.primary_key)
        )
        held[holding.table._meta.tablename] = [
            {name: _plain(name, value) for name, value in row.items()} for row in rows
        ]
    return held


async def consents_of(person_id: int) -> list[Consent]:
    """What a person agreed to, the latest first."""
    return await Consent.objects().where(Consent.person == person_id).order_by(Consent.id, ascending=False)


async def ties_of(person_id: int, today: date) -> list[str]:
    """What a person must hand over before the account can close, as sentences; none when nothing does."""
    return [*await _organizers_left_alone(person_id), *await _companies_left_alone(person_id, today)]


async def other_owner(organizer_id: int, person_id: int) -> str | None:
    """The address of somebody else who looks after the organizer."""
    row = (
        await Role.select(Role.person.email.as_alias("email"))
        .where(
            Role.organizer == organizer_id,
            Role.kind == RoleKind.OWNER,
            Role.person != person_id,
            Role.person.disabled_at.is_null(),
        )
        .order_by(Role.id)
        .first()
    )
    return row["email"] if row else None


async def _organizers_left_alone(person_id: int) -> list[str]:
    roles = (
        await Role.select(Role.kind, Role.organizer, Role.organizer.name.as_alias("name"))
        .where(Role.person == person_id, Role.kind.is_in([RoleKind.OWNER.value, RoleKind.PLATFORM.value]))
        .order_by(Role.id)
    )
    ties = []
    for role in roles:
        if role["kind"] == RoleKind.OWNER and await other_owner(role["organizer"], person_id) is None:
            words = _("%(organizer)s chỉ có bạn phụ trách. Xin giao vai trò đó cho người khác trước.")
            ties.append(words % {"organizer": role["name"]})
        if role["kind"] == RoleKind.PLATFORM and not await Role.exists().where(
            Role.kind == RoleKind.PLATFORM, Role.person != person_id, Role.person.disabled_at.is_null()
        ):
            ties.append(_("Chỉ có bạn quản trị hệ thống. Xin thêm một người quản trị khác trước."))
    return ties


async def _companies_left_alone(person_id: int, today: date) -> list[str]:
    seats = await Delegate.select(Delegate.company).where(Delegate.person == person_id)
    ties = []
    for company_id in sorted({seat["company"] for seat in seats}):
        if await Delegate.exists().where(
            Delegate.company == company_id,
            Delegate.person.is_not_null(),
            Delegate.person != person_id,
            Delegate.person.disabled_at.is_null(),
        ):
            continue
        coming = (
            await Participation.select(
                Participation.company.name.as_alias("company"),
                Participation.fair.name_vi.as_alias("name_vi"),
                Participation.fair.name_en.as_alias("name_en"),
            )
            .where(
                Participation.company == company_id,
                Participation.state.is_in(_COUNTS),
                Participation.fair.ends_on >= today,
                Participation.fair.state != FairState.CLOSED,
            )
            .order_by(Participation.id)
        )
        words = _(
            "%(company)s còn tham gia %(fair)s, mà chỉ bạn đăng nhập thay đơn vị. Xin rút đăng ký hoặc mời thêm người."
        )
        ties += [words % {"company": row["company"], "fair": spoken(row["name_vi"], row["name_en"])} for row in coming]
    return ties


async def households_alone(who: Subject) -> list[Company]:
    """The household businesses of which the person is the only one: with it goes what names them."""
    mine = (Delegate.person == who.person_id) | (Delegate.email == who.email)
    others: set[int] = set()
    for row in await Delegate.select(Delegate.id, Delegate.company, Delegate.name).where(
        Delegate.company.is_in(who.companies or [0]), Delegate.id.not_in(Delegate.select(Delegate.id).where(mine))
    ):
        # Whoever has left before is nobody any more.
        others |= {row["company"]} if row["name"] != NEUTRAL_NAME else set()
    return (
        await Company.objects()
        .where(
            Company.id.is_in(sorted(set(who.companies) - others) or [0]),
            Company.form == CompanyForm.HOUSEHOLD,
            Company.closed_at.is_null(),
        )
        .order_by(Company.id)
    )


async def companies_held(person_id: int) -> dict[int, str]:
    """The companies for which the person signs in, by number, in the order of their names."""
    rows = (
        await Company.select(Company.id, Company.name)
        .where(Company.id.is_in(Delegate.select(Delegate.company).where(Delegate.person == person_id)))
        .order_by(Company.sort_name)
    )
    return {row["id"]: row["name"] for row in rows}


def _plain(name: str, value: Any) -> Any:
    """A value as JSON has it; what was typed into a draft is JSON already."""
    if name == "typed":
        return json.loads(value)
    return value.isoformat() if isinstance(value, (date, datetime)) else value
