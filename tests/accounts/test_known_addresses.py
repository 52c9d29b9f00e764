"""Nobody learns here whether an address has an account: the same answer either way, and its owner gets a letter."""

import os
import re
import statistics
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta

import httpx
import pytest

from chophien.accounts.actions import ask_for_proof, make_person
from chophien.accounts.tables import Person
from chophien.companies.tables import Company
from chophien.fairs.registering import actions as registering
from chophien.fairs.tables import Fair, Participation
from chophien.mail.tables import OutgoingMessage
from chophien.support.clock import now
from tests.conftest import Browser, new_browser
from tests.factories.companies import producer_form
from tests.factories.fairs import make_fair, make_organizer

KNOWN, UNKNOWN = "co@muoi.example", "khong@muoi.example"
PASSWORD = "hoa sen trang"
ROUNDS = 15


async def _known(language: str = "vi") -> Person:
    person = await make_person(email=KNOWN, name="Trần Văn Có", password=PASSWORD, at=now())
    await Person.update({Person.language: language}).where(Person.id == person.id)
    return person


def _as_seen(answer: httpx.Response, email: str) -> tuple[object, ...]:
    """Everything that comes back, but for what was typed and the token of the form."""
    words = re.sub("[0-9a-f]{128}", "token", answer.text).replace(email, "…")
    told = answer.headers.get("set-cookie", "").replace(email.encode().hex(), "…")
    cookies = re.sub(r"(csrftoken|expires)=[^;]+", "", told)
    return answer.status_code, answer.headers.get("location"), cookies, words


async def _letters() -> list[tuple[str, str]]:
    rows = await OutgoingMessage.select(OutgoingMessage.kind, OutgoingMessage.to_address).order_by(OutgoingMessage.id)
    return [(row["kind"], row["to_address"]) for row in rows]


async def _last_letter(kind: str) -> str:
    row = await OutgoingMessage.select(
        OutgoingMessage.subject, OutgoingMessage.body_text, OutgoingMessage.body_html
    ).where(OutgoingMessage.kind == kind)
    return "\n".join(row[-1].values())


async def _register(fair: Fair, email: str, **changes: object) -> tuple[object, ...]:
    async with new_browser() as stranger:
        form = producer_form(email=email, tax_code=None, **changes)
        sent = await stranger.send_form(f"/fairs/{fair.slug}/register/producer", **form)
        then = await stranger.get(sent.headers.get("location", "/"))
        again = await stranger.sign_in(email, form["password"])
    return *_as_seen(sent, email), *_as_seen(then, email), *_as_seen(again, email)


async def test_registering_with_a_known_address_looks_the_same_and_keeps_nothing(browser: Browser) -> None:
    fair = await make_fair(await make_organizer(), name="Hội chợ Làng nghề")
    await _known("en")
    before = [await table.count() for table in (Person, Company, Participation)]
    known = await _register(fair, KNOWN, password="mot mat khau khac")
    assert [await table.count() for table in (Person, Company, Participation)] == before
    assert await _letters() == [("address_known", KNOWN)]
    letter = await _last_letter("address_known")
    assert "You already have an account" in letter
    assert f"http://fair.test/sign-in?next=/fairs/{fair.slug}/register/producer" in letter
    unknown = await _register(fair, UNKNOWN, password="mot mat khau khac")
    assert known == unknown
    assert known[:2] == (303, "/confirm-email")


async def test_what_is_wrong_with_the_form_is_said_the_same_whoever_has_the_address(browser: Browser) -> None:
    fair = await make_fair(await make_organizer())
    await _known()
    path = f"/fairs/{fair.slug}/register/producer"
    await browser.send_form(path, **producer_form(email="ai@do.example", tax_code="0100109106"))
    async with new_browser() as stranger:
        answers = [
            _as_seen(await stranger.send_form(path, **producer_form(email=email, tax_code="0100109106")), email)
            for email in (KNOWN, UNKNOWN)
        ]
    assert answers[0] == answers[1]
    assert (answers[0][0], 'id="f-tax_code-error"' in str(answers[0][3])) == (422, True)
    assert ("address_known", KNOWN) not in await _letters()


async def test_registering_again_before_the_letter_was_opened_sends_that_letter_again(browser: Browser) -> None:
    fair = await make_fair(await make_organizer())
    first = await _register(fair, UNKNOWN)
    assert await _register(fair, UNKNOWN) == first
    kinds = [kind for kind, _ in await _letters()]
    assert kinds == ["registration_received", "confirm_email", "confirm_email", "address_known"]
    assert (await browser.confirm_address()).headers["location"] == f"/my/fairs/{fair.slug}"
    assert (await browser.get(f"/my/fairs/{fair.slug}")).status_code == 200


async def test_an_owner_is_told_once_an_hour_however_often_somebody_tries(browser: Browser) -> None:
    fair = await make_fair(await make_organizer())
    await _known()
    for _ in range(3):
        await _register(fair, KNOWN)
    assert await _letters() == [("address_known", KNOWN)]


async def test_an_account_moves_to_a_known_address_as_little_as_it_says_so(browser: Browser) -> None:
    await _known()
    await make_person(email="lan@muoi.example", name="Lan", password=PASSWORD, at=now())
    await browser.sign_in("lan@muoi.example", PASSWORD)
    seen = []
    for email in (KNOWN, UNKNOWN):
        sent = await browser.send_form("/account/email", new_email=email, address_password=PASSWORD)
        seen.append((*_as_seen(sent, email), *_as_seen(await browser.get("/account"), email)))
    assert seen[0] == seen[1]
    assert await _letters() == [("address_wanted", KNOWN), ("confirm_email", UNKNOWN)]
    assert "Địa chỉ này đã có tài khoản" in await _last_letter("address_wanted")
    # And both count for the number of mails within an hour.
    more = [
        (await browser.send_form("/account/email", new_email=email, address_password=PASSWORD)).status_code
        for email in (KNOWN, KNOWN)
    ]
    assert more == [303, 429]


async def test_asking_for_the_letter_or_a_new_password_answers_the_same(browser: Browser) -> None:
    await _known()
    waiting = await make_person(email="cho@muoi.example", name="Chờ", password=PASSWORD, at=now())
    await ask_for_proof(waiting, at=now() - timedelta(minutes=5))
    for path in ("/confirm-email", "/forgot-password"):
        seen = {
            _as_seen(await browser.send_form(path, email=email), email)
            for email in (KNOWN, UNKNOWN, "cho@muoi.example")
        }
        assert len(seen) == 1
    assert sorted(await _letters()) == [
        ("confirm_email", "cho@muoi.example"),
        ("confirm_email", "cho@muoi.example"),
        ("forgot_password", "cho@muoi.example"),
        ("forgot_password", KNOWN),
    ]


async def test_signing_in_answers_the_same_to_every_address_also_when_slowed_down(browser: Browser) -> None:
    """An account whose address nobody has proved is unknown, with the right password too."""
    await _known()
    waiting = await make_person(email="cho@muoi.example", name="Chờ", password=PASSWORD, at=now())
    await ask_for_proof(waiting, at=now())
    seen = {}
    for email, password in ((KNOWN, "sai hoan toan"), (UNKNOWN, "sai hoan toan"), ("cho@muoi.example", PASSWORD)):
        async with new_browser() as stranger:
            answers = [_as_seen(await stranger.sign_in(email, password), email) for _ in range(7)]
        seen[email] = [(answer[0], re.sub("[0-9]+", "9", str(answer[3]))) for answer in answers]
    assert seen[KNOWN] == seen[UNKNOWN] == seen["cho@muoi.example"]
    assert [status for status, _ in seen[KNOWN]] == [422] * 5 + [429] * 2


async def _medians(tries: list[Callable[[], Awaitable[object]]]) -> list[float]:
    """Milliseconds that each of them takes, tried in turn so that a busy machine is busy for all."""
    spent: list[list[float]] = [[] for _ in tries]
    for _ in range(ROUNDS):
        for times, attempt in zip(spent, tries, strict=True):
            began = time.perf_counter()
            await attempt()
            times.append((time.perf_counter() - began) * 1000)
    return [statistics.median(times) for times in spent]


async def _registering_takes(fair: Fair) -> tuple[float, float]:
    numbers = iter(range(10_000))
    async with new_browser() as stranger:
        await stranger.get("/sign-in")
        path = f"/fairs/{fair.slug}/register/producer"

        async def known() -> None:
            await stranger.send_form(path, **producer_form(email=KNOWN, tax_code=None))

        async def unknown() -> None:
            await stranger.send_form(path, **producer_form(email=f"moi{next(numbers)}@muoi.example", tax_code=None))

        first, second = await _medians([known, unknown])
    return first, second


compares_times = pytest.mark.skipif(
    "CHOPHIEN_NIGHTLY" not in os.environ, reason="compares times, which needs a quiet machine; set CHOPHIEN_NIGHTLY"
)


@compares_times
async def test_registering_takes_as_long_with_a_known_address(browser: Browser) -> None:
    fair = await make_fair(await make_organizer())
    await _known()
    known, unknown = await _registering_takes(fair)
    assert abs(known - unknown) < max(20, unknown * 0.25), (known, unknown)


@compares_times
async def test_without_the_rehearsal_the_time_would_tell(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""

    async def at_once(*_: object, **__: object) -> None:
        return None

    monkeypatch.setattr(registering, "_rehearse", at_once)
    monkeypatch.setattr(registering, "password_hash", lambda _password: "")
    fair = await make_fair(await make_organizer())
    await _known()
    known, unknown = await _registering_takes(fair)
    assert unknown - known > unknown * 0.25, (known, unknown)
