"""Papers: what is missing or runs out, who sees it, scans behind their guard, and the mails in time."""

from datetime import UTC, date, datetime, timedelta

import pytest

from chophien.catalogue.queries import papers_of, today_here
from chophien.catalogue.rules import PaperState, paper_state
from chophien.catalogue.tables import Paper, PaperKind, Product
from chophien.fairs.market.queries import fair_papers
from chophien.files.tables import StoredFile
from chophien.mail.tables import OutgoingMessage
from chophien.reminders.papers import remind_of_papers
from tests.conftest import Browser, new_browser
from tests.factories.catalogue import make_paper
from tests.factories.fairs import PASSWORD, make_fair, make_organizer, make_participation
from tests.factories.matchmaking import make_product
from tests.files.pictures import PDF, picture

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("expires_on", "state"),
    [
        (None, PaperState.VALID),
        (TODAY + timedelta(days=61), PaperState.VALID),
        (TODAY + timedelta(days=60), PaperState.SOON),
        (TODAY, PaperState.SOON),
        (TODAY - timedelta(days=1), PaperState.EXPIRED),
    ],
)
def test_a_paper_is_called_to_mind_sixty_days_before_its_last_day(expires_on: date | None, state: PaperState) -> None:
    assert paper_state(expires_on, TODAY) is state


async def test_food_and_drink_lack_food_safety_until_the_product_or_the_company_has_it(database: str) -> None:
    fair = await make_fair(await make_organizer())
    own, other = await make_participation(fair), await make_participation(fair)
    noodles = await make_product(own, "Miến dong")
    await make_product(own, "Rượu mơ", group="drink")
    await make_product(own, "Nón lá", group="craft")
    await make_product(other, "Giò lụa")
    await make_paper(own, PaperKind.FOOD_SAFETY, product=noodles.id, expires_on=TODAY + timedelta(days=5))
    await make_paper(other, PaperKind.FOOD_SAFETY, expires_on=TODAY - timedelta(days=5))
    found = await papers_of([own.company.id, other.company.id], TODAY)
    told = {of: [(line.product, line.kind, line.state.value) for line in lines] for of, lines in found.items()}
    assert told == {
        own.company.id: [("Rượu mơ", "food_safety", "missing"), ("Miến dong", "food_safety", "soon")],
        other.company.id: [("", "food_safety", "expired")],
    }


async def test_a_paper_with_its_scan_is_added_changed_and_removed(browser: Browser) -> None:
    own = await make_participation(await make_fair(await make_organizer()))
    product = await make_product(own, "Miến dong")
    await browser.sign_in(own.person.email, PASSWORD)
    assert "còn thiếu" in (await browser.get("/my/papers")).text
    assert "Có một giấy tờ cần bạn xem." in (await browser.get("/my")).text
    typed = {"kind": "food_safety", "product": product.id, "number": "123/ATTP", "expires_on": "2031-01-31"}
    wrong = await browser.send_files("/my/papers/new", {"scan": ("a.pdf", b"<html>")}, **typed)
    assert (wrong.status_code, "PDF, JPEG" in wrong.text, 'value="123/ATTP"' in wrong.text) == (422, True, True)
    assert await Paper.count() == 0
    assert await StoredFile.count() == 0
    sent = await browser.send_files("/my/papers/new", {"scan": ("Giấy ATTP.pdf", PDF)}, **typed)
    assert sent.status_code == 303
    shown = (await browser.get("/my/papers")).text
    assert [word for word in ("Đã thêm giấy tờ.", "123/ATTP", "còn hạn", "31/1/2031") if word not in shown] == []
    paper = await Paper.objects().first()
    assert paper
    await Paper.update({Paper.expires_on: None}, force=True)
    endless = (await browser.get("/my/papers")).text
    assert ("không ghi hạn" in endless, "còn hạn" in endless.partition("<tbody>")[2]) == (True, False)
    scan = await browser.get(f"/my/papers/{paper.id}/file")
    assert scan.content == PDF
    assert {name: scan.headers[name] for name in ("content-type", "content-disposition", "x-content-type-options")} == {
        "content-type": "application/pdf",
        "content-disposition": 'attachment; filename="giay-attp.pdf"',
        "x-content-type-options": "nosniff",
    }
    assert "sandbox" in scan.headers["content-security-policy"]
    url = f"/my/papers/{paper.id}"
    assert (await browser.send_form(url, **typed | {"number": "9"})).status_code == 303
    assert (await browser.get(f"{url}/file")).content == PDF
    assert (await browser.send_files(url, {"scan": ("b.png", picture("PNG"))}, **typed)).status_code == 303
    assert (await browser.get(f"{url}/file")).headers["content-type"] == "image/png"
    assert await StoredFile.count() == 1
    assert (await browser.send_form(f"{url}/remove")).status_code == 303
    assert (await Paper.count(), await StoredFile.count()) == (0, 0)


@pytest.mark.parametrize(
    "typed",
    [
        {"kind": "magic"},
        {"kind": ""},
        {"kind": "other"},
        {"kind": "iso", "product": 2**31 - 1},
        {"kind": "iso", "issued_on": "2026-02-02", "expires_on": "2026-02-01"},
        {"kind": "iso", "expires_on": "31/12/2026"},
    ],
)
async def test_a_paper_that_makes_no_sense_is_refused(browser: Browser, typed: dict[str, str]) -> None:
    own = await make_participation(await make_fair(await make_organizer()))
    await browser.sign_in(own.person.email, PASSWORD)
    assert (await browser.send_form("/my/papers/new", **typed)).status_code == 422
    assert await Paper.count() == 0


async def test_an_upload_route_reads_nine_megabytes_and_no_other_route_more_than_two(browser: Browser) -> None:
    own = await make_participation(await make_fair(await make_organizer()))
    await browser.sign_in(own.person.email, PASSWORD)
    whole = PDF + bytes(3_000_000) + b"%%EOF"
    assert (await browser.send_files("/my/papers/new", {"scan": ("a", whole)}, kind="iso")).status_code == 303
    too_large = {"scan": ("a", PDF + bytes(9_500_000))}
    assert (await browser.send_files("/my/papers/new", too_large, kind="iso")).status_code == 413
    assert (await browser.send_files("/my/products/new", {"scan": ("a", whole)})).status_code == 413


async def test_the_organizer_sees_what_needs_care_and_opens_the_scan(browser: Browser) -> None:
    staff = await make_organizer()
    fair = await make_fair(staff)
    waiting = await make_participation(fair, name="Hợp tác xã Cự Đà", state="waiting")
    gone = await make_participation(fair, state="refused")
    await make_product(waiting, "Miến dong")
    await make_product(gone, "Giò lụa")
    soon = await make_paper(waiting, PaperKind.VIETGAP, expires_on=today_here() + timedelta(days=10))
    await make_paper(waiting, PaperKind.ISO)
    care, counts = await fair_papers(fair.id, today_here())
    assert [(one.company, one.paper.state.value) for one in care] == [
        ("Hợp tác xã Cự Đà", "missing"),
        ("Hợp tác xã Cự Đà", "soon"),
    ]
    assert {state.value: count for state, count in counts.items()} == {
        "valid": 1,
        "soon": 1,
        "expired": 0,
        "missing": 1,
    }
    await browser.sign_in(staff.person.email, PASSWORD)
    base = f"/organizer/fairs/{fair.slug}"
    assert f'href="{base}/papers"' in (await browser.get(base)).text
    shown = (await browser.get(f"{base}/papers")).text
    assert [word for word in ("sắp hết hạn", "còn thiếu", "Miến dong", "VietGAP") if word not in shown] == []
    assert "ISO" not in shown.partition("<tbody>")[2]
    assert "ISO" in (await browser.get(f"{base}/papers?state=valid")).text.partition("<tbody>")[2]
    assert (await browser.get(f"{base}/papers/{soon}/file")).content == PDF
    async with new_browser() as stranger:
        await stranger.sign_in((await make_organizer()).person.email, PASSWORD)
        assert (await stranger.get(f"{base}/papers/{soon}/file")).status_code == 404


MORNING = datetime(2026, 11, 20, 2, tzinfo=UTC)


async def _subjects() -> list[str]:
    rows = await OutgoingMessage.select(OutgoingMessage.subject).order_by(OutgoingMessage.id)
    return [row["subject"] for row in rows]


async def test_papers_that_run_out_are_called_to_mind_twice_and_never_twice_the_same(database: str) -> None:
    fair = await make_fair(await make_organizer())
    own = await make_participation(fair)
    day = TODAY + timedelta(days=60)
    for kind in (PaperKind.FOOD_SAFETY, PaperKind.ISO):
        await make_paper(own, kind, expires_on=day, scan=False)
    await make_paper(own, PaperKind.HALAL, expires_on=day + timedelta(days=1), scan=False)
    await make_paper(own, PaperKind.ORGANIC, expires_on=TODAY - timedelta(days=1), scan=False)
    for _again in range(3):
        await remind_of_papers(MORNING)
    assert await _subjects() == ["2 giấy tờ hết hạn sau thứ Ba, 19/1/2027"]
    mail = await OutgoingMessage.objects().first()
    assert mail
    assert mail.to_address == own.person.email
    assert [word for word in ("An toàn thực phẩm", "ISO", "/my/papers") if word not in mail.body_text] == []
    await remind_of_papers(MORNING + timedelta(days=46))
    assert await _subjects() == [
        "2 giấy tờ hết hạn sau thứ Ba, 19/1/2027",
        "2 giấy tờ hết hạn sau thứ Ba, 19/1/2027",
        "Một giấy tờ hết hạn sau thứ Tư, 20/1/2027",
    ]


async def test_no_paper_mail_is_written_at_night(database: str) -> None:
    own = await make_participation(await make_fair(await make_organizer()))
    await make_paper(own, PaperKind.ISO, expires_on=TODAY, scan=False)
    assert [await remind_of_papers(MORNING.replace(hour=hour)) for hour in (15, 23, 13)] == [0, 0, 1]


async def test_a_recognition_that_runs_out_is_called_to_mind_as_a_paper_is(database: str) -> None:
    own = await make_participation(await make_fair(await make_organizer(), starts_in_days=90))
    ends = date(2027, 1, 19)
    product = await make_product(own, "Nón lá", group="craft", stars="4")
    await Product.update({Product.recognised_on: ends.replace(year=2024), Product.decision_number: "12/QĐ-UBND"}).where(
        Product.id == product.id
    )
    (line,) = (await papers_of([own.company.id], TODAY))[own.company.id]
    assert (line.words, line.state, line.expires_on, line.care_url) == (
        "Công nhận OCOP",
        PaperState.SOON,
        ends,
        f"/my/products/{product.id}",
    )
    assert (await papers_of([own.company.id], ends + timedelta(days=1)))[own.company.id][0].state is PaperState.EXPIRED
    assert (await papers_of([own.company.id], ends - timedelta(days=61)))[own.company.id] == []
    assert await remind_of_papers(MORNING) == 1
    mail = await OutgoingMessage.objects().first()
    assert mail
    assert "Công nhận OCOP · 12/QĐ-UBND · Nón lá" in mail.body_text


async def test_three_weeks_before_a_fair_whoever_lacks_papers_is_told_once(database: str) -> None:
    fair = await make_fair(await make_organizer(), at=MORNING, starts_in_days=21)
    lacking, ready = await make_participation(fair), await make_participation(fair)
    waiting = await make_participation(fair, state="waiting")
    for each in (lacking, ready, waiting):
        await make_product(each, "Miến dong")
    await make_paper(ready, PaperKind.FOOD_SAFETY, scan=False)
    await remind_of_papers(MORNING - timedelta(days=1))
    assert await _subjects() == []
    for _again in range(2):
        await remind_of_papers(MORNING)
    assert await _subjects() == ["Trước Hội chợ OCOP Thủ đô còn một giấy tờ cần bổ sung"]
    mail = await OutgoingMessage.objects().first()
    assert mail
    assert mail.to_address == lacking.person.email
    assert "An toàn thực phẩm · Miến dong · còn thiếu" in mail.body_text
