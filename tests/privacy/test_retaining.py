"""Contact details of a fair go when its months are over: once, wholly or not at all, and nobody else's."""

import asyncio
import os
import signal
import sys
from datetime import date, datetime, timedelta

import pytest

from chophien.accounts.tables import AuditEntry, Person
from chophien.companies.tables import Company, Delegate
from chophien.fairs.questions.tables import Answer, Enclosure, Question
from chophien.fairs.rules import contacts_kept_until
from chophien.fairs.tables import Fair, Participation
from chophien.files.tables import FileKind, StoredFile
from chophien.privacy.actions import retaining
from chophien.privacy.actions.retaining import erase_old_contacts
from chophien.support.clock import now
from chophien.support.crash_points import VARIABLE
from tests.conftest import Browser, new_browser
from tests.factories.fairs import PASSWORD, Participant, Staff, make_fair, make_participation
from tests.privacy.scene import EMAIL, NAME, PHONE, everything, somebody_everywhere, tables_with

GONE_WITH_THE_FAIR = {"answer", "draft", "import_change", "interpreter", "sheet_import", "stored_file"}


async def _old_fair(*, ago: int = 800) -> tuple[Fair, Staff, Participant, Participant]:
    """A fair that ended long ago: one company with an account, one that nobody signs in for."""
    one, staff, fair = await somebody_everywhere(starts_in_days=-ago)
    other = await make_participation(fair, name="Hợp tác xã Vắng Chủ")
    seat = Delegate.person == other.person.id
    await Delegate.update(
        {
            Delegate.person: None,
            Delegate.name: "Phạm Văn Vắng",
            Delegate.email: "vang@xa.example",
            Delegate.phone: "0909",
        }
    ).where(seat)
    await Company.update({Company.email: "vang@xa.example", Company.phone: "0909"}).where(
        Company.id == other.company.id
    )
    question = Question(fair=fair.id, kind="producer", type="paper", words_vi="Giấy phép")
    await question.save()
    scan = StoredFile(
        kind=FileKind.PAPER, media_type="image/png", name="cmnd-lan.png", size=1, content=b"x", fingerprint="f",
        created_at=now(),
    )  # fmt: skip
    await scan.save()
    waiting = StoredFile(
        kind=FileKind.PAPER, media_type="image/png", name="cho.png", size=1, content=b"y", fingerprint="g",
        created_at=now(),
    )  # fmt: skip
    await waiting.save()
    await Answer(participation=one.id, question=question.id, text="Biển số 29H", file=scan.id, answered_at=now()).save()
    await Enclosure(fair=fair.id, token_hash="e", file=waiting.id, sent_at=now()).save()
    return fair, staff, one, other


def test_months_are_counted_by_the_calendar() -> None:
    assert contacts_kept_until(date(2026, 12, 6), 24) == date(2028, 12, 6)
    assert contacts_kept_until(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert contacts_kept_until(date(2026, 12, 6), 1) == date(2027, 1, 6)
    assert contacts_kept_until(date(2026, 12, 6), None) is None


async def test_what_was_kept_for_the_fair_goes_and_accounts_stay(database: str) -> None:
    fair, _staff, one, other = await _old_fair()
    before = await tables_with("vang@xa.example", "0909", "cmnd-lan.png", "cho.png", "Biển số 29H", "Miến dong", NAME)
    assert before >= GONE_WITH_THE_FAIR | {"company", "delegate"}
    assert await erase_old_contacts(now()) == 1
    gone = ("vang@xa.example", "Phạm Văn Vắng", "0909", "cmnd-lan.png", "cho.png", "Biển số 29H", "Miến dong")
    assert await tables_with(*gone) == set()
    # Whoever signs in keeps what is on the own account and company.
    assert await tables_with(EMAIL, PHONE) >= {"person", "delegate", "company"}
    assert await Person.exists().where(Person.id == one.person.id, Person.closed_at.is_null())
    assert await Participation.count().where(Participation.fair == fair.id) == 2
    assert await Company.exists().where(Company.id == other.company.id, Company.name == "Hợp tác xã Vắng Chủ")
    entry = AuditEntry
    told = await entry.select(entry.deed, entry.fair_id).where(entry.person.is_null())
    assert told == [{"deed": "Xoá thông tin liên lạc của hội chợ đã qua", "fair_id": fair.id}]
    after = await everything()
    assert await erase_old_contacts(now()) == 0
    assert await everything() == after


async def test_a_company_that_another_fair_counts_on_keeps_its_contacts(database: str) -> None:
    _fair, staff, _one, other = await _old_fair()
    coming = await make_fair(staff, name="Hội chợ tới")
    await Participation(fair=coming.id, company=other.company.id, kind="producer", applied_at=now()).save()
    assert await erase_old_contacts(now()) == 1
    assert await tables_with("vang@xa.example", "0909") == {"company", "delegate"}


@pytest.mark.parametrize(
    ("ago", "months", "erased"), [(760, 24, 1), (700, 24, 0), (5000, None, 0), (40, 1, 1), (10, 1, 0)]
)
async def test_only_fairs_whose_months_are_over_are_touched(
    sqlite_database: str, ago: int, months: int | None, erased: int
) -> None:
    fair, *_rest = await _old_fair(ago=ago)
    await Fair.update({Fair.keep_months: months}).where(Fair.id == fair.id)
    assert await erase_old_contacts(now()) == erased


async def _two_workers(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many fairs each of two workers erased that have both found the same one due before either begins."""
    erase, both = retaining._erase, asyncio.Barrier(2)

    async def when_both_are_there(fair_id: int, months: int, at: datetime) -> bool:
        await both.wait()
        return await erase(fair_id, months, at)

    monkeypatch.setattr(retaining, "_erase", when_both_are_there)
    return sorted(await asyncio.gather(erase_old_contacts(now()), erase_old_contacts(now())))


async def test_of_two_workers_one_erases(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    await _old_fair()
    assert await _two_workers(monkeypatch) == [0, 1]
    assert await AuditEntry.count().where(AuditEntry.person.is_null()) == 1


async def test_without_claiming_the_fair_both_would_erase_it(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fair, *_rest = await _old_fair()

    async def claim_nothing(_fair_id: int, _months: int, _at: datetime) -> int:
        organizer: int = fair.organizer
        return organizer

    monkeypatch.setattr(retaining, "_claim", claim_nothing)
    assert await _two_workers(monkeypatch) == [1, 1]
    assert await AuditEntry.count().where(AuditEntry.person.is_null()) == 2


async def test_a_fair_that_cannot_be_erased_keeps_no_other_one(
    sqlite_database: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken, staff, *_rest = await _old_fair()
    other = await make_fair(staff, name="Hội chợ cũ hơn", starts_in_days=-900)
    forget = retaining._forget_what_was_sent

    async def fails_for_the_first(fair_id: int) -> None:
        if fair_id == broken.id:
            raise RuntimeError("a row that cannot be read")
        await forget(fair_id)

    monkeypatch.setattr(retaining, "_forget_what_was_sent", fails_for_the_first)
    assert await erase_old_contacts(now()) == 1
    erased = await Fair.select(Fair.id).where(Fair.contacts_erased_at.is_not_null())
    assert ([row["id"] for row in erased], f"fair {broken.id}" in caplog.text) == ([other.id], True)
    monkeypatch.undo()
    assert await erase_old_contacts(now()) == 1


async def _run(database: str, *, crash_at: str = "") -> int:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.privacy.erase_program",
        env={**os.environ, "CHOPHIEN_DATABASE_URL": database, VARIABLE: crash_at},
    )  # fmt: skip
    return await asyncio.wait_for(process.wait(), 60)


async def test_a_worker_that_dies_in_the_middle_has_erased_nothing_and_the_next_one_erases_all(database: str) -> None:
    await _old_fair()
    before = await everything()
    assert await _run(database, crash_at="in retention") == -signal.SIGKILL
    assert await everything() == before
    assert await _run(database) == 0
    assert await tables_with("vang@xa.example", "cmnd-lan.png") == set()


async def test_the_organizer_sets_the_months_and_sees_when(browser: Browser) -> None:
    fair, staff, *_rest = await _old_fair()
    coming = await make_fair(staff, name="Hội chợ tới")
    await browser.sign_in(staff.person.email, PASSWORD)
    base = f"/organizer/fairs/{coming.slug}"
    form = await browser.get(f"{base}/edit/dates")
    assert 'name="keep_months" type="number" value="24"' in form.text
    zone = timedelta(hours=7)
    moments = {
        name: (getattr(coming, name) + zone).strftime("%Y-%m-%dT%H:%M")
        for name in ("registration_from", "registration_until", "requests_from", "requests_until")
    }
    saved = await browser.send_form(f"{base}/edit/dates", **moments, reminder_minutes=30, keep_months=6)
    refused = await browser.send_form(f"{base}/edit/dates", **moments, reminder_minutes=30, keep_months=0)
    assert (saved.status_code, refused.status_code) == (303, 422)
    last = contacts_kept_until(coming.ends_on, 6)
    assert last
    assert f"{last.day}/{last.month}/{last.year}" in (await browser.get(base)).text
    async with new_browser() as newcomer:
        form = await newcomer.get(f"/fairs/{coming.slug}/register/producer")
    assert f"{last.day}/{last.month}/{last.year}" in form.text
    await erase_old_contacts(now())
    assert "đã xoá " in (await browser.get(f"/organizer/fairs/{fair.slug}")).text
    assert "Xoá thông tin liên lạc của hội chợ đã qua" in (await browser.get("/organizer/log")).text
    assert (await browser.get(f"/organizer/fairs/{fair.slug}/imports")).status_code == 200
