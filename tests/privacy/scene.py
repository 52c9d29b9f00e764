"""Somebody about whom something stands in as many tables as possible, and the whole database as one text by table."""

import json
from datetime import timedelta

from chophien.accounts.actions import ask_for_proof, give_role, note_consent
from chophien.accounts.actions.deeds import Deed, note_deed
from chophien.accounts.tables import Invitation, Person, RecoveryCode, RoleKind
from chophien.calendars.tables import CalendarLink
from chophien.companies.tables import Company, Delegate, DelegateInvitation
from chophien.directory.tables import MergedCompany
from chophien.exchange.tables import ImportChange, SheetImport, SheetKind
from chophien.fairs.registering.tables import Draft
from chophien.fairs.tables import Fair, Interpreter
from chophien.mail.outbox import write_message
from chophien.piccolo_app import all_tables
from chophien.support.clock import now
from tests.factories.fairs import Participant, Staff, make_fair, make_organizer, make_participation

NAME, EMAIL, PHONE = "Đỗ Thị Ánh Nguyệt", "nguyet@lang.example", "0988 777 666"


async def somebody_everywhere(*, starts_in_days: int = -30) -> tuple[Participant, Staff, Fair]:
    """A producer's only delegate, at a fair that is over unless told otherwise."""
    staff = await make_organizer()
    fair = await make_fair(staff, starts_in_days=starts_in_days)
    one = await make_participation(fair)
    who, at = one.person.id, now()
    await Person.update({Person.name: NAME, Person.email: EMAIL}).where(Person.id == who)
    seat = Delegate.person == who
    await Delegate.update({Delegate.name: NAME, Delegate.email: EMAIL, Delegate.phone: PHONE}).where(seat)
    await Company.update({Company.email: EMAIL, Company.phone: PHONE}).where(Company.id == one.company.id)
    person = await Person.objects().get(Person.id == who)
    delegate = await Delegate.objects().get(seat)
    assert person
    assert delegate
    await note_consent(who, at=at, fair_id=fair.id)
    await ask_for_proof(person, at=at)
    # A link for another address looks the same, and is mailed to people who sign in.
    await Person.update({Person.awaits_proof: False}).where(Person.id == who)
    await note_deed(Deed(person_id=who, words="Sửa hồ sơ đơn vị", subject="/my/company", status=303), at=at)
    later = at + timedelta(days=9)
    await RecoveryCode(person=who, code_hash="x").save()
    await Invitation(
        organizer=staff.organizer.id, kind=RoleKind.VIEWER, email=EMAIL, token_hash="i", created_at=at, expires_at=later
    ).save()
    await DelegateInvitation(
        delegate=delegate.id, email=EMAIL, token_hash="d", invited_by=who, created_at=at, expires_at=later
    ).save()
    await CalendarLink(participation=one.id, person=who, token_hash="c", created_at=at).save()
    typed = json.dumps({"first_delegate_name": [NAME], "phone": [PHONE]})
    await Draft(fair=fair.id, kind="producer", email=EMAIL, token_hash="t", typed=typed, saved_at=at).save()
    await Interpreter(fair=fair.id, name=NAME, pairs="en-vi", email=EMAIL, phone=PHONE).save()
    cells = json.dumps({"headers": ["Tên"], "rows": [[NAME, EMAIL, PHONE, "Miến dong"]]})
    sheet = SheetImport(fair=fair.id, kind=SheetKind.PRODUCERS, sheet=cells, made_by=staff.person.id, made_at=at)
    await sheet.save()
    after = json.dumps({"name": NAME, "email": EMAIL, "phone": PHONE, "duty": "Giám đốc"})
    await ImportChange(
        sheet_import=sheet.id, line=2, table_name="delegate", row_id=delegate.id, created=True, after=after
    ).save()
    await MergedCompany(
        organizer=staff.organizer.id,
        kept=one.company.id,
        former=1,
        former_name="Cũ",
        gone=after,
        merged_by=who,
        merged_at=at,
    ).save()
    await write_message(
        kind="password_changed",
        unique_key="somebody",
        to_address=EMAIL,
        to_name=NAME,
        language="vi",
        due_at=at,
        context={"changed_at": at},
        person_id=who,
    )
    await give_role(who, RoleKind.VIEWER, organizer_id=staff.organizer.id)
    return one, staff, fair


async def tables_with(*words: str) -> set[str]:
    """The tables in which one of `words` stands, plain or as JSON writes it."""
    needles = {form.lower() for word in words for form in (word, json.dumps(word)[1:-1])}
    found = set()
    for table in all_tables():
        text = "\n".join(str(row) for row in await table.select()).lower().replace("\\\\", "\\")
        if any(needle in text for needle in needles):
            found.add(table._meta.tablename)
    return found


async def everything() -> str:
    """Every row of every table."""
    return "\n".join([str(await table.select().order_by(table._meta.primary_key)) for table in all_tables()])
