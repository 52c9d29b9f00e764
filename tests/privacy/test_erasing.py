"""Closing an account: nothing names the person any more, others' rows stand, and nobody is left without an owner."""

import asyncio
import json

import pytest

from chophien.accounts.actions import give_role
from chophien.accounts.actions.people import add_person
from chophien.accounts.tables import Consent, Person, RoleKind
from chophien.companies.tables import Delegate
from chophien.fairs.tables import Interpreter, Participation, Slot
from chophien.matchmaking.tables import InterpreterAbsence
from chophien.privacy.actions.erasing import StillNeeded, erase_person
from chophien.privacy.queries import NEUTRAL_NAME, held_about
from chophien.privacy.scrubbing import scrubbed
from chophien.support.clock import now
from chophien.support.database.conflicts import INTEGRITY_ERRORS
from tests.conftest import Browser, new_browser
from tests.factories.fairs import PASSWORD, make_fair, make_organizer, make_participation, make_signer
from tests.privacy.scene import EMAIL, NAME, PHONE, everything, somebody_everywhere, tables_with

HELD = {
    "company",
    "merged_company",
    "delegate",
    "delegate_invitation",
    "draft",
    "import_change",
    "interpreter",
    "invitation",
    "mailed_link",
    "outgoing_message",
    "person",
    "sheet_import",
}


async def test_name_address_and_telephone_are_nowhere_in_the_database_afterwards(database: str) -> None:
    one, _staff, _fair = await somebody_everywhere()
    assert await tables_with(NAME, EMAIL, PHONE) == HELD
    await erase_person(one.person.id, at=now())
    assert await tables_with(NAME, EMAIL, PHONE) == set()
    assert await tables_with("Miến dong", "Giám đốc") == {"sheet_import", "import_change", "merged_company"}


async def test_what_others_count_on_stays_under_a_neutral_name(browser: Browser) -> None:
    one, staff, fair = await somebody_everywhere()
    await browser.sign_in(EMAIL, PASSWORD)
    wrong = await browser.send_form("/account/close", password="khong phai")
    shown = await browser.get("/account/close")
    closed = await browser.send_form("/account/close", password=PASSWORD)
    assert (wrong.status_code, closed.status_code, closed.headers["location"]) == (422, 303, "/")
    assert one.company.name in shown.text
    assert (await browser.get("/account")).status_code == 303
    assert (await browser.sign_in(EMAIL, PASSWORD)).status_code == 422
    assert await Delegate.select(Delegate.name, Delegate.person) == [{"name": NEUTRAL_NAME, "person": None}]
    assert NEUTRAL_NAME in {row["name"] for row in await Interpreter.select(Interpreter.name)}
    assert await Participation.count() == 1
    assert await Consent.count() == 1
    async with new_browser() as organizer:
        await organizer.sign_in(staff.person.email, PASSWORD)
        page = await organizer.get(f"/organizer/fairs/{fair.slug}/participants/{one.id}")
        assert (page.status_code, NEUTRAL_NAME in page.text, NAME in page.text) == (200, True, False)
        log = await organizer.get("/organizer/log")
        assert (log.status_code, NAME in log.text) == (200, False)


async def test_the_same_address_begins_anew_with_nothing_of_the_old_account(browser: Browser) -> None:
    one, _staff, _fair = await somebody_everywhere()
    await erase_person(one.person.id, at=now())
    await erase_person(one.person.id, at=now())
    again = await add_person(email=EMAIL, name="Nguyệt", hashed_password="", at=now())
    assert again.id != one.person.id
    assert await Delegate.count().where(Delegate.person == again.id) == 0


async def test_an_account_closes_wholly_or_not_at_all(database: str) -> None:
    one, _staff, _fair = await somebody_everywhere()
    await add_person(email=f"closed-{one.person.id}@closed.invalid", name="Cản", hashed_password="", at=now())
    before = await everything()
    with pytest.raises(INTEGRITY_ERRORS):
        await erase_person(one.person.id, at=now())
    assert await everything() == before


async def test_the_last_owner_hands_over_first_and_of_two_who_leave_at_once_one_stays(browser: Browser) -> None:
    staff = await make_organizer("Sở Du lịch")
    await browser.sign_in(staff.person.email, PASSWORD)
    page = await browser.get("/account/close")
    assert "Sở Du lịch chỉ có bạn phụ trách." in page.text
    assert 'name="password"' not in page.text
    assert (await browser.send_form("/account/close", password=PASSWORD)).status_code == 422
    second = await make_signer("Người Thứ Hai")
    await give_role(second.id, RoleKind.OWNER, organizer_id=staff.organizer.id)
    outcomes = await asyncio.gather(
        *[erase_person(each, at=now()) for each in (staff.person.id, second.id)], return_exceptions=True
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NoneType", "StillNeeded"]
    assert await Person.count().where(Person.closed_at.is_null()) == 1


async def test_the_only_delegate_of_a_company_at_a_coming_fair_withdraws_first(browser: Browser) -> None:
    one, _staff, fair = await somebody_everywhere(starts_in_days=20)
    with pytest.raises(StillNeeded, match=fair.name_vi):
        await erase_person(one.person.id, at=now())
    await Participation.update({Participation.state: "withdrawn"}).where(Participation.id == one.id)
    await erase_person(one.person.id, at=now())
    # The fair is still to come: whoever meets there looks for the interpreter by name.
    assert NAME in {row["name"] for row in await Interpreter.select(Interpreter.name)}
    assert await tables_with(EMAIL, PHONE) == set()


async def test_an_interpreter_who_signs_in_is_found_by_the_account_whatever_address_the_list_has(
    browser: Browser,
) -> None:
    person = await make_signer("Phạm Thu Trang")
    fair = await make_fair(await make_organizer(), starts_in_days=-30)
    name, email, phone = "Cô Trang Nhật", "trang@cu.example", "0912 345 678"
    member = Interpreter(fair=fair.id, person=person.id, pairs="ja-vi", name=name, email=email, phone=phone)
    await member.save()
    slot = await Slot.objects().where(Slot.fair == fair.id).order_by(Slot.id).first()
    assert slot
    await InterpreterAbsence(interpreter=member.id, slot=slot.id).save()
    held = await held_about(person, at=now())
    assert [row["name"] for row in held["interpreter"]] == [name]
    assert [row["starts_at"] for row in held["interpreter_absence"]] == [slot.starts_at.isoformat()]
    await erase_person(person.id, at=now())
    assert await tables_with(name, email, phone) == set()
    after = await Interpreter.objects().get(Interpreter.id == member.id)
    assert after
    assert (after.person, after.name) == (None, NEUTRAL_NAME)


async def test_an_administrator_closes_the_account_of_somebody_who_asked(browser: Browser) -> None:
    own = await make_signer("Quản Trị")
    await give_role(own.id, RoleKind.PLATFORM)
    other = await make_participation(await make_fair(await make_organizer(), starts_in_days=-30))
    await browser.sign_in(own.email, PASSWORD)
    assert f"/platform/people/{other.person.id}/erase" in (await browser.get(f"/platform?q={other.person.email}")).text
    own_answer = await browser.send_form(f"/platform/people/{own.id}/erase")
    answer = await browser.send_form(f"/platform/people/{other.person.id}/erase")
    reopened = await browser.send_form(f"/platform/people/{other.person.id}/open")
    assert (own_answer.status_code, answer.status_code, reopened.status_code) == (409, 303, 404)
    assert await tables_with(other.person.email) == set()
    assert "chỉ có bạn quản trị" in (await browser.get("/account/close")).text.lower()


def test_kept_lists_lose_the_person_and_nothing_else() -> None:
    words = frozenset({"lan@muoi.example", "lan", "0912"})
    kept = '{"rows": [["Lan", "Liên hệ: LAN@muoi.example", "Lan Hương", "0912", 7, null]]}'
    assert json.loads(scrubbed(kept, words)) == {"rows": [["", "", "Lan Hương", "", 7, None]]}
    assert scrubbed("{}", words) == "{}"
    assert scrubbed("không phải JSON: lan@muoi.example", words) == ""
