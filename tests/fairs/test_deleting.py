"""Deleting a draft: everything of its own goes and nothing else; whoever takes part, or is just coming, stays."""

import asyncio

import pytest

from chophien.accounts.tables import AuditEntry, Person, Role
from chophien.fairs.actions import deleting
from chophien.fairs.actions.deleting import MayNotBeDeleted, delete_draft
from chophien.fairs.questions.tables import Question
from chophien.fairs.tables import CoHostMember, Fair, FairState, Participation, ParticipationState
from chophien.mail.outbox import write_message
from chophien.mail.tables import OutgoingMessage
from chophien.piccolo_app import all_tables
from chophien.support.clock import now
from chophien.support.database import transaction
from tests.conftest import Browser
from tests.factories.fairs import PASSWORD, Staff, make_fair, make_organizer, make_participation
from tests.factories.registering import make_cohost, make_question


async def _rows() -> dict[str, list[dict[str, object]]]:
    apart = {"sign_in_session", "sign_in_attempt", "audit_entry"}
    tables = [table for table in all_tables() if table._meta.tablename not in apart]
    return {table._meta.tablename: await table.select().order_by(table._meta.primary_key) for table in tables}


async def _draft(staff: Staff, name: str = "Hội chợ bỏ dở") -> Fair:
    """A draft with a question, a co-host and a letter."""
    fair = await make_fair(staff, name=name, state=FairState.DRAFT, tables_per_hall=1)
    await make_question(fair)
    await make_cohost(fair, "Gia Lâm")
    await write_message(
        kind="cohost_invited",
        unique_key=f"for {fair.slug}",
        to_address="moi@gialam.example",
        to_name="Mới",
        language="vi",
        due_at=now(),
        context={"fair_name": name, "place": "Gia Lâm", "path": "/cohost", "is_new": False},
        fair_id=fair.id,
        organizer_id=staff.organizer.id,
    )
    return fair


async def test_a_draft_goes_with_everything_of_its_own_and_nothing_else(browser: Browser) -> None:
    staff = await make_organizer()
    await make_cohost(await make_fair(staff, name="Hội chợ ở lại"), "Thanh Oai")
    before = await _rows()
    fair = await _draft(staff)
    await browser.sign_in(staff.person.email, PASSWORD)
    page = f"/organizer/fairs/{fair.slug}/delete"
    assert page in (await browser.get(f"/organizer/fairs/{fair.slug}")).text
    asked = (await browser.get(page)).text
    for sentence in ("Giờ giấc với 24 lượt gặp.", "Đơn đăng ký với một câu hỏi.", "Một người duyệt thay"):
        assert sentence in asked
    answer = await browser.send_form(page)
    assert (answer.status_code, answer.headers["location"]) == (303, "/organizer")
    after = await _rows()
    # The co-host's account stays, without the role.
    cohost = await Person.objects().order_by(Person.id, ascending=False).first()
    assert cohost
    assert after.pop("person") == [*before.pop("person"), cohost.to_dict()]
    assert after == before
    assert (await browser.get(page)).status_code == 404
    entry = await AuditEntry.objects().order_by(AuditEntry.id, ascending=False).first()
    assert entry
    told = (entry.deed, entry.subject, entry.organizer, entry.person, entry.status)
    assert told == ("Xoá hội chợ nháp", page, staff.organizer.id, staff.person.id, 303)
    assert page in (await browser.get("/organizer/log")).text


async def test_roles_that_another_fair_needs_stay(database: str) -> None:
    staff = await make_organizer()
    stays, goes = await make_fair(staff), await make_fair(staff, state=FairState.DRAFT)
    place, person, _member = await make_cohost(stays, "Gia Lâm")
    await CoHostMember(fair=goes.id, place=place, person=person.id, invited_at=now()).save()
    roles = await Role.select().order_by(Role.id)
    await delete_draft(goes)
    assert await Role.select().order_by(Role.id) == roles


@pytest.mark.parametrize("state", list(ParticipationState))
async def test_a_draft_with_anybody_in_it_stays(browser: Browser, state: ParticipationState) -> None:
    staff = await make_organizer()
    fair = await _draft(staff)
    await make_participation(fair, state=state)
    before = await _rows()
    await browser.sign_in(staff.person.email, PASSWORD)
    for answer in (
        await browser.get(f"/organizer/fairs/{fair.slug}/delete"),
        await browser.send_form(f"/organizer/fairs/{fair.slug}/delete"),
    ):
        assert answer.status_code == 409
        assert "Một đơn vị đã đăng ký hoặc được nhập vào hội chợ này" in answer.text
    assert await _rows() == before


async def test_a_fair_that_was_opened_meanwhile_stays(browser: Browser) -> None:
    staff = await make_organizer()
    fair = await _draft(staff)
    await browser.sign_in(staff.person.email, PASSWORD)
    await Fair.update({Fair.state: FairState.OPEN}).where(Fair.id == fair.id)
    assert "/delete" not in (await browser.get(f"/organizer/fairs/{fair.slug}")).text
    with pytest.raises(MayNotBeDeleted, match="đã mở cho mọi người xem"):
        await delete_draft(fair)
    assert await Question.count() == 1
    assert await OutgoingMessage.count() == 1


async def _bring_in_while_deleting(fair: Fair) -> list[object]:
    """Somebody is brought in by a transaction that ends after the deletion began; what became of the deletion."""
    company = (await make_participation(await make_fair(await make_organizer()))).company
    begun = asyncio.Event()

    async def bring_in() -> None:
        async with transaction():
            await Participation(fair=fair.id, company=company.id, kind=company.kind, applied_at=now()).save()
            begun.set()
            await asyncio.sleep(0.5)

    async def delete() -> str:
        await begun.wait()
        return await delete_draft(fair)

    return list(await asyncio.gather(bring_in(), delete(), return_exceptions=True))


async def test_whoever_is_just_being_brought_in_is_not_lost(database: str) -> None:
    fair = await make_fair(await make_organizer(), state=FairState.DRAFT)
    _brought, deleted = await _bring_in_while_deleting(fair)
    assert isinstance(deleted, MayNotBeDeleted)
    assert await Participation.count().where(Participation.fair == fair.id) == 1


async def test_without_holding_the_fair_they_would_be_lost_where_several_write_at_once(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hold_nothing(*_rows: object) -> None:
        return None

    monkeypatch.setattr(deleting, "hold_rows", hold_nothing)
    fair = await make_fair(await make_organizer(), state=FairState.DRAFT)
    await _bring_in_while_deleting(fair)
    # SQLite has one writer at a time, who needs to hold nothing.
    left = 1 if database.startswith("sqlite") else 0
    assert await Participation.count().where(Participation.fair == fair.id) == left


async def test_of_two_who_delete_at_once_one_is_told(database: str) -> None:
    fair = await make_fair(await make_organizer(), name="Hội chợ bỏ dở", state=FairState.DRAFT)
    done = await asyncio.gather(delete_draft(fair), delete_draft(fair), return_exceptions=True)
    assert sorted(str(each) for each in done) == ["Hội chợ bỏ dở", "Người khác vừa xoá hội chợ này."]
