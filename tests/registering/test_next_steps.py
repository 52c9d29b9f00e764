"""What a participant sees of its own fairs, and the one next step of each."""

from datetime import datetime, timedelta

import pytest

from chophien.fairs.registering.rules import interpreting_choices, interpreting_words, next_step, pair_words, tasks
from chophien.fairs.tables import Fair, Participation
from chophien.support.clock import now
from chophien.support.language import speaking
from tests.conftest import Browser
from tests.factories.fairs import PASSWORD, make_fair, make_organizer, make_participation

BASE = "/my/fairs/hoi-cho"


def _fair(at: datetime, asking: str = "distributors") -> Fair:
    """Registration for 10 days from `at`, requests from day 10 to 20, final on day 26, the fair on days 30 and 31."""
    day = timedelta(days=1)
    return Fair(
        organizer=1,
        slug="hoi-cho",
        state="open",
        starts_on=(at + 30 * day).date(),
        ends_on=(at + 31 * day).date(),
        registration_from=at,
        registration_until=at + 10 * day,
        requests_from=at + 10 * day,
        requests_until=at + 20 * day,
        final_from=at + 26 * day,
        asking=asking,
    )


@pytest.mark.parametrize(
    ("kind", "state", "days", "url"),
    [
        ("producer", "waiting", 5, ""),
        ("producer", "refused", 5, BASE),
        ("producer", "withdrawn", 5, "/fairs/hoi-cho/register/producer"),
        ("producer", "withdrawn", 15, ""),
        ("producer", "approved", 5, f"{BASE}/booth"),
        ("distributor", "approved", 5, f"{BASE}/availability"),
        ("producer", "approved", 15, f"{BASE}/requests"),
        ("distributor", "approved", 15, f"{BASE}/producers"),
        ("producer", "approved", 25, f"{BASE}/schedule"),
        ("distributor", "approved", 30, f"{BASE}/schedule"),
        ("distributor", "approved", 40, f"{BASE}/schedule"),
    ],
)
def test_there_is_one_next_step_for_each_state_and_phase(kind: str, state: str, days: int, url: str) -> None:
    start = datetime.fromisoformat("2026-11-01T05:00+00:00")
    assert next_step(_fair(start), kind, state, start + timedelta(days=days)).url == url


@pytest.mark.parametrize(
    ("kind", "days", "states"),
    [
        ("producer", 5, {"booth": "open", "requests": "soon", "availability": "open", "schedule": "open"}),
        ("producer", 15, {"booth": "open", "requests": "open", "availability": "open", "schedule": "open"}),
        ("distributor", 5, {"producers": "soon", "requests": "soon", "availability": "open", "schedule": "open"}),
        ("distributor", 25, {"producers": "over", "requests": "over", "availability": "open", "schedule": "open"}),
        ("producer", 27, {"booth": "over", "requests": "over", "availability": "open", "schedule": "open"}),
        ("distributor", 30, {"producers": "over", "requests": "over", "availability": "open", "schedule": "open"}),
        ("distributor", 40, {"producers": "over", "requests": "over", "availability": "over", "schedule": "open"}),
    ],
)
def test_what_is_open_follows_from_the_dates(kind: str, days: int, states: dict[str, str]) -> None:
    start = datetime.fromisoformat("2026-11-01T05:00+00:00")
    found = tasks(_fair(start), kind, start + timedelta(days=days))
    assert {task.url.removeprefix(f"{BASE}/"): task.state for task in found} == states


@pytest.mark.parametrize(
    ("asking", "kind", "url", "finding"),
    [
        ("producers", "producer", "distributors", True),
        ("producers", "distributor", "requests", False),
        ("both", "producer", "requests", True),
        ("both", "distributor", "producers", True),
        ("distributors", "producer", "requests", False),
    ],
)
def test_steps_and_tasks_follow_who_asks_whom(asking: str, kind: str, url: str, finding: bool) -> None:
    start = datetime.fromisoformat("2026-11-01T05:00+00:00")
    fair, at = _fair(start, asking), start + timedelta(days=15)
    pages = {task.url.removeprefix(f"{BASE}/") for task in tasks(fair, kind, at)}
    found = (next_step(fair, kind, "approved", at).url, bool(pages & {"producers", "distributors"}))
    assert found == (f"{BASE}/{url}", finding)


def test_interpreting_is_named_in_either_language() -> None:
    assert interpreting_words("ja-vi") == "Tiếng Nhật"
    with speaking("en"):
        assert interpreting_choices()[:2] == [("en-vi", "English"), ("ja-vi", "Japanese")]


async def test_my_page_shows_own_fairs_and_those_still_open(browser: Browser) -> None:
    organizer = await make_organizer()
    joined = await make_fair(organizer, name="Hội chợ đã vào")
    await make_fair(organizer, name="Hội chợ còn mở")
    await make_fair(organizer, name="Hội chợ nháp", state="draft")
    await make_fair(organizer, name="Hội chợ hết hạn", registration=(-9, -1))
    own = await make_participation(joined, name="Hợp tác xã Nón lá Chuông")
    await browser.sign_in(own.person.email, PASSWORD)
    text = (await browser.get("/my")).text
    names = ("Hợp tác xã Nón lá Chuông", "Hội chợ đã vào", "Hội chợ còn mở", "Hội chợ nháp", "Hội chợ hết hạn")
    assert [name in text for name in names] == [True, True, True, False, False]
    assert text.index("Hội chợ đã vào") < text.index("Đang nhận đăng ký") < text.index("Hội chợ còn mở")


async def test_my_page_without_any_fair_says_so(browser: Browser) -> None:
    own = await make_participation(await make_fair(await make_organizer(), registration=(-9, -1)))
    await Participation.delete(force=True)
    await browser.sign_in(own.person.email, PASSWORD)
    assert "Bạn chưa đăng ký hội chợ nào" in (await browser.get("/my")).text


async def test_the_overview_tells_the_organizers_reason_and_belongs_to_the_participant_alone(browser: Browser) -> None:
    fair = await make_fair(await make_organizer())
    refused = await make_participation(fair, state="refused")
    await Participation.update({Participation.reason: "Thiếu giấy <b>đăng ký</b>."}, force=True)
    stranger = await make_participation(await make_fair(await make_organizer()))
    await browser.sign_in(refused.person.email, PASSWORD)
    shown = await browser.get(f"/my/fairs/{fair.slug}")
    assert "Thiếu giấy &lt;b&gt;đăng ký&lt;/b&gt;." in shown.text
    assert "Việc của bạn ở hội chợ này" not in shown.text
    await browser.send_form("/sign-out")
    await browser.sign_in(stranger.person.email, PASSWORD)
    assert (await browser.get(f"/my/fairs/{fair.slug}")).status_code == 404


async def test_the_rail_leads_only_where_this_person_may_go(browser: Browser) -> None:
    fair, other = await make_fair(await make_organizer()), await make_fair(await make_organizer())
    own = await make_participation(fair)
    await browser.sign_in(own.person.email, PASSWORD)
    assert f'href="/my/fairs/{fair.slug}/booth"' in (await browser.get(f"/my/fairs/{fair.slug}")).text
    elsewhere = await browser.get(f"/fairs/{other.slug}/register/producer")
    assert f"/my/fairs/{other.slug}" not in elsewhere.text
    assert 'href="/my/products"' in (await browser.get("/my")).text


async def test_lists_cost_the_same_number_of_queries_for_one_row_and_for_five(browser: Browser) -> None:
    own = await make_participation(await make_fair(await make_organizer()))
    await browser.sign_in(own.person.email, PASSWORD)
    # The first page of a session notes the device.
    await browser.get("/my")
    asked = [await _queries(browser, "/my")]
    for _ in range(4):
        fair = await make_fair(await make_organizer())
        again = Participation(fair=fair.id, company=own.company.id, kind="producer", state="waiting", applied_at=now())
        await again.save()
    asked.append(await _queries(browser, "/my"))
    assert asked[0] == asked[1] > 0


async def _queries(browser: Browser, url: str) -> int:
    """How many statements the page sends."""
    engine = Fair._meta.db
    kept, asked = type(engine).run_querystring, 0

    async def counted(self: object, *arguments: object, **options: object) -> object:
        nonlocal asked
        asked += 1
        return await kept(self, *arguments, **options)  # type: ignore[arg-type]

    try:
        type(engine).run_querystring = counted  # type: ignore[method-assign]
        assert (await browser.get(url)).status_code == 200
    finally:
        type(engine).run_querystring = kept  # type: ignore[method-assign]
    return asked


def test_a_pair_of_languages_is_said_in_full() -> None:
    with speaking("vi"):
        assert pair_words("ja-vi") == "Tiếng Nhật – Tiếng Việt"
    with speaking("en"):
        assert pair_words("ja-vi") == "Japanese – Vietnamese"
