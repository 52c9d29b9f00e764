"""Organizers, fairs and participants for tests: hand-made where it matters, the rest filled in."""

import itertools
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from chophien.accounts.actions import add_person, give_role, open_session
from chophien.accounts.identity import Identity
from chophien.accounts.queries import identity_behind
from chophien.accounts.rules import password_hash
from chophien.accounts.tables import Invitation, Organizer, Person, RoleKind
from chophien.companies.short_names import named
from chophien.companies.tables import Company, CompanyForm, CompanyKind, Delegate
from chophien.fairs.rules import Stretch, slots_within
from chophien.fairs.tables import (
    Booth,
    Fair,
    FairDay,
    FairSession,
    FairState,
    Hall,
    Interpreter,
    MeetingTable,
    Participation,
    ParticipationState,
    Slot,
)
from chophien.support.clock import now
from chophien.support.folding import slug

PASSWORD = "hoa sen trang"
"""Everybody's password in tests."""

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
MORNING = ("Buổi sáng", "Morning", time(9), time(11))
AFTERNOON = ("Buổi chiều", "Afternoon", time(14), time(16))

_numbers = itertools.count(1)


@dataclass(frozen=True)
class Staff:
    """An organizer with one person who can sign in for it."""

    organizer: Organizer
    person: Person


@dataclass(frozen=True)
class Participant:
    """A company at a fair with one delegate who can sign in."""

    participation: Participation
    company: Company
    person: Person

    @property
    def id(self) -> int:
        """The participation's number."""
        return self.participation.id


@cache
def _hashed() -> str:
    return password_hash(PASSWORD)


async def make_signer(name: str) -> Person:
    """Somebody who can sign in with PASSWORD and has no role yet."""
    email = f"{slug(name)}.{next(_numbers)}@thu.example"
    return await add_person(email=email, name=name, hashed_password=_hashed(), at=now())


async def identity_of(person: Person) -> Identity:
    """The person as a guarded request sees it."""
    identity = await identity_behind(await open_session(person.id, at=now()), now())
    assert identity is not None
    return identity


async def make_organizer(name: str = "Sở Công Thương Hà Nội") -> Staff:
    """An organizer and its planner."""
    organizer = Organizer(name=name, email="xuctien@thu.example", created_at=now())
    await organizer.save()
    person = await make_signer("Trần Thị Hạnh")
    await give_role(person.id, RoleKind.OWNER, organizer_id=organizer.id)
    return Staff(organizer, person)


async def make_invitation(staff: Staff) -> int:
    """The number of an invitation under way to somebody who is to work for the organizer."""
    invitation = Invitation(
        organizer=staff.organizer.id,
        kind=RoleKind.VIEWER,
        email="duoc.moi@thu.example",
        token_hash=f"invitation {next(_numbers)}",
        created_at=now(),
        expires_at=now() + timedelta(days=14),
    )
    await invitation.save()
    return int(invitation.id)


async def make_desk(organizer: Organizer) -> Person:
    """Somebody at the organizer's interpreter desk."""
    person = await make_signer("Lê Minh Anh")
    await give_role(person.id, RoleKind.DESK, organizer_id=organizer.id)
    return person


async def make_fair(
    organizer: Staff | Organizer,
    *,
    name: str = "Hội chợ OCOP Thủ đô",
    name_en: str = "Capital OCOP fair",
    state: str = FairState.OPEN,
    starts_in_days: int = 30,
    days: int = 2,
    sessions: tuple[tuple[str, str, time, time], ...] = (MORNING, AFTERNOON),
    slot_minutes: int = 20,
    halls: int = 1,
    tables_per_hall: int = 3,
    rows: str = "AB",
    booths_per_row: int = 5,
    interpreters: tuple[tuple[str, str], ...] = (("Nguyễn Hoài An", "en-vi"), ("Phạm Thu Trang", "ja-vi,en-vi")),
    registration: tuple[int, int] = (-10, 10),
    requests: tuple[int, int] = (-10, 10),
    at: datetime | None = None,
) -> Fair:
    """A fair with days, sessions, slots, halls, tables (T1 …), booths (A1 …; A1 again in hall 2 is H2A1), interpreters.

    `registration` and `requests` say from and until in days from `at`, by default open at this moment. Each day has
    12 slots by default: 09:00–11:00 and 14:00–16:00 in Hanoi, 20 minutes each.
    """
    at = at or now()
    owner = organizer.organizer if isinstance(organizer, Staff) else organizer
    first = at.astimezone(HANOI).date() + timedelta(days=starts_in_days)
    fair = Fair(
        organizer=owner.id,
        slug=f"{slug(name)[:110]}-{next(_numbers)}",
        state=state,
        name_vi=name,
        name_en=name_en,
        venue="Cung Triển lãm",
        address="Hà Nội",
        starts_on=first,
        ends_on=first + timedelta(days=days - 1),
        slot_minutes=slot_minutes,
        registration_from=at + timedelta(days=registration[0]),
        registration_until=at + timedelta(days=registration[1]),
        requests_from=at + timedelta(days=requests[0]),
        requests_until=at + timedelta(days=requests[1]),
        created_at=at,
    )
    await fair.save()
    for number in range(days):
        day = FairDay(fair=fair.id, date=first + timedelta(days=number))
        await day.save()
        for vietnamese, english, begins, ends in sessions:
            stretch = Stretch(
                datetime.combine(day.date, begins, HANOI),
                datetime.combine(day.date, ends, HANOI),
            )
            session = FairSession(
                day=day.id,
                name_vi=vietnamese,
                name_en=english,
                starts_at=stretch.starts_at,
                ends_at=stretch.ends_at,
            )
            await session.save()
            cut = slots_within(stretch, slot_minutes)
            slots = [Slot(fair=fair.id, session=session.id, starts_at=s.starts_at, ends_at=s.ends_at) for s in cut]
            if slots:
                await Slot.insert(*slots)
    for number in range(1, halls + 1):
        hall = Hall(fair=fair.id, name_vi=f"Nhà {number}", name_en=f"Hall {number}", position=number)
        await hall.save()
        prefix = "" if number == 1 else f"H{number}"
        tables = [MeetingTable(fair=fair.id, hall=hall.id, code=f"{prefix}T{n + 1}") for n in range(tables_per_hall)]
        booths = [
            Booth(fair=fair.id, hall=hall.id, code=f"{prefix}{row}{n}", row_name=row, position=n)
            for row in rows
            for n in range(1, booths_per_row + 1)
        ]
        if tables:
            await MeetingTable.insert(*tables)
        if booths:
            await Booth.insert(*booths)
    if interpreters:
        await Interpreter.insert(*[Interpreter(fair=fair.id, name=who, pairs=pairs) for who, pairs in interpreters])
    return fair


async def make_participation(
    fair: Fair,
    kind: str = CompanyKind.PRODUCER,
    name: str = "",
    *,
    state: str = ParticipationState.APPROVED,
    place: int | None = None,
    country: str = "VN",
    interpreting: str | None = None,
    most_meetings: int | None = None,
    delegate: str = "Nguyễn Văn Bình",
) -> Participant:
    """A company that takes part, and its delegate, who has the role and can sign in with PASSWORD."""
    producer = kind == CompanyKind.PRODUCER
    name = name or f"{'Hợp tác xã' if producer else 'Siêu thị'} số {next(_numbers)}"
    company = Company(
        kind=kind,
        form=CompanyForm.COOPERATIVE if producer else CompanyForm.RETAIL_CHAIN,
        **named(name),
        place=place,
        country=country,
        created_at=now(),
    )
    await company.save()
    person = await make_signer(delegate)
    await give_role(person.id, RoleKind.PRODUCER if producer else RoleKind.DISTRIBUTOR)
    await Delegate(company=company.id, person=person.id, name=delegate, email=person.email).save()
    participation = Participation(
        fair=fair.id,
        company=company.id,
        kind=kind,
        state=state,
        interpreting=interpreting,
        most_meetings=most_meetings,
        applied_at=now(),
        decided_at=None if state == ParticipationState.WAITING else now(),
    )
    await participation.save()
    return Participant(participation, company, person)
