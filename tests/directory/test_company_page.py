"""A company's public page and its logo: who sees them, and what stands there."""

import json
import re

import pytest

from chophien.booths.tables import BoothBooking
from chophien.catalogue.tables import Product
from chophien.companies.tables import Company, CompanyKind, FormerCompany
from chophien.fairs.tables import Booth, Fair, ParticipationState
from chophien.files.tables import StoredFile
from tests.conftest import Browser, new_browser
from tests.factories.catalogue import make_picture
from tests.factories.fairs import PASSWORD, Participant, make_fair, make_organizer, make_participation
from tests.factories.matchmaking import make_product
from tests.files.pictures import picture

NAME = "Hợp tác xã Miến dong Cự Đà"


async def _shown(state: str = ParticipationState.APPROVED) -> Participant:
    staff = await make_organizer()
    fair = await make_fair(staff)
    await make_participation(await make_fair(staff, name="Hội chợ cũ", starts_in_days=-90), CompanyKind.PRODUCER)
    own = await make_participation(fair, CompanyKind.PRODUCER, NAME, state=state)
    await Company.update(
        {
            Company.about_vi: "Miến dong phơi <phên> tre.",
            Company.about_en: "Noodles dried on bamboo.",
            Company.website: "https://miencuda.example",
            Company.languages: "vi,en",
            Company.phone: "0912 345 678",
            Company.email: "lienhe@miencuda.example",
        }
    ).where(Company.id == own.company.id)
    await make_picture(await make_product(own, "Miến dong sợi nhỏ", stars="4"))
    booth = await Booth.select(Booth.id).where(Booth.fair == fair.id, Booth.code == "A2").first()
    assert booth
    await BoothBooking(booth=booth["id"], participation=own.id, booked_at=own.participation.applied_at).save()
    return own


async def test_everybody_reads_of_an_approved_producer_and_nobody_of_its_contacts(browser: Browser) -> None:
    own = await _shown()
    address = f"/companies/hop-tac-xa-mien-dong-cu-da-{own.company.id}"
    old = await browser.get(f"/companies/ten-cu-{own.company.id}")
    assert (old.status_code, old.headers["location"]) == (303, address)
    page = (await browser.get(address)).text
    wanted = [
        NAME,
        "Miến dong phơi &lt;phên&gt; tre.",
        "miencuda.example",
        "Miến dong sợi nhỏ",
        "4 sao",
        "A2",
        "Tiếng Anh",
    ]
    assert [words for words in wanted if words not in page] == []
    assert [secret for secret in ("0912 345 678", "lienhe@") if secret in page] == []
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found
    told = json.loads(found[1])
    assert told == {
        "@context": "https://schema.org",
        "@type": "Organization",
        "name": NAME,
        "url": f"http://fair.test{address}",
        "description": "Miến dong phơi <phên> tre.",
        "sameAs": ["https://miencuda.example"],
        "knowsLanguage": ["vi", "en"],
        "makesOffer": told["makesOffer"],
    }
    assert [offer["itemOffered"]["name"] for offer in told["makesOffer"]] == ["Miến dong sợi nhỏ"]
    assert 'property="og:image" content="http://fair.test/pictures/' in page
    english = (await browser.get(address, headers={"accept-language": "en"})).text
    assert "Noodles dried on bamboo." in english


async def test_exhibitors_products_and_the_map_of_the_site_lead_to_it(browser: Browser) -> None:
    own = await _shown()
    address = f"/companies/hop-tac-xa-mien-dong-cu-da-{own.company.id}"
    product = (await browser.get("/products")).text
    listed = re.search(r'href="(/products/mien[^"]+)"', product)
    assert listed
    fair = await Fair.objects().get(Fair.id == own.participation.fair)
    assert fair
    leading = ["/products", listed[1], f"/fairs/{fair.slug}/exhibitors", "/sitemap.xml"]
    assert [page for page in leading if address not in (await browser.get(page)).text] == []


async def test_the_address_of_a_company_that_was_merged_leads_to_the_one_that_stays(browser: Browser) -> None:
    own = await _shown()
    await FormerCompany(former=own.company.id + 1000, company=own.company.id).save()
    answer = await browser.get(f"/companies/htx-mien-dong-{own.company.id + 1000}")
    assert answer.headers["location"].endswith(f"-{own.company.id}")


@pytest.mark.parametrize("state", [ParticipationState.WAITING, ParticipationState.REFUSED])
async def test_before_it_is_approved_only_its_own_people_see_it(browser: Browser, state: str) -> None:
    own = await _shown(state)
    address = f"/companies/hop-tac-xa-mien-dong-cu-da-{own.company.id}"
    assert (await browser.get(address)).status_code == 404
    await browser.sign_in(own.person.email, PASSWORD)
    answer = await browser.get(address)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    stranger = await make_participation(await make_fair(await make_organizer("Sở khác")), CompanyKind.PRODUCER)
    async with new_browser() as other:
        await other.sign_in(stranger.person.email, PASSWORD)
        assert (await other.get(address)).status_code == 404


async def test_a_logo_is_checked_shown_replaced_and_taken_away(browser: Browser) -> None:
    own = await _shown()
    await browser.sign_in(own.person.email, PASSWORD)
    refused = await browser.send_files("/my/company/logo", {"logo": ("logo.png", b"<svg onload=alert(1)>")})
    assert refused.status_code == 422
    assert 'id="f-logo-error"' in refused.text
    assert (await browser.send_form("/my/company/logo")).status_code == 422
    assert await StoredFile.count() == 1
    for _again in range(2):
        sent = await browser.send_files("/my/company/logo", {"logo": ("logo.png", picture("PNG", (60, 40)))})
        assert (sent.status_code, sent.headers["location"]) == (303, "/my/company#logo")
    assert await StoredFile.count() == 2
    async with new_browser() as anybody:
        shown = await anybody.get(f"/logos/{own.company.id}/small")
        assert (shown.status_code, shown.headers["content-type"]) == (200, "image/jpeg")
        page = (await anybody.get(f"/companies/x-{own.company.id}", follow_redirects=True)).text
        assert f'property="og:image" content="http://fair.test/logos/{own.company.id}"' in page
    gone = await browser.send_form("/my/company/logo", do="remove")
    assert gone.status_code == 303
    assert await StoredFile.count() == 1
    assert (await browser.get(f"/logos/{own.company.id}")).status_code == 404


async def test_a_distributors_logo_is_for_those_who_take_part_with_it(browser: Browser) -> None:
    own = await _shown()
    fair = own.participation.fair
    buyer = await make_participation(await make_fair(await make_organizer("Sở khác")), CompanyKind.DISTRIBUTOR)
    await browser.sign_in(buyer.person.email, PASSWORD)
    await browser.send_files("/my/company/logo", {"logo": ("logo.png", picture("PNG", (60, 40)))})
    address = f"/logos/{buyer.company.id}"
    async with new_browser() as producer:
        assert (await producer.get(address)).status_code == 404
        await producer.sign_in(own.person.email, PASSWORD)
        assert (await producer.get(address)).status_code == 404
        beside = type(own.participation)(
            fair=fair,
            company=buyer.company.id,
            kind="distributor",
            state="approved",
            applied_at=own.participation.applied_at,
        )
        await beside.save()
        assert (await producer.get(address)).status_code == 200


async def test_only_a_distributor_who_may_ask_there_finds_the_way_to_ask_from_company_and_product(
    database: str,
) -> None:
    own = await _shown()
    fair = await Fair.objects().get(Fair.id == own.participation.fair)
    assert fair
    buyer = await make_participation(fair, CompanyKind.DISTRIBUTOR)
    waiting = await make_participation(fair, CompanyKind.DISTRIBUTOR, state=ParticipationState.WAITING)
    other = await make_participation(fair, CompanyKind.PRODUCER)
    product = await Product.objects().get(Product.company == own.company.id)
    assert product
    pages = (f"/companies/hop-tac-xa-mien-dong-cu-da-{own.company.id}", f"/products/mien-dong-soi-nho-{product.id}")
    way = f'href="/my/fairs/{fair.slug}/producers/{own.id}"'

    async def found(who: Participant | None) -> list[bool]:
        async with new_browser() as window:
            if who:
                await window.sign_in(who.person.email, PASSWORD)
            return [way in (await window.get(page)).text for page in pages]

    assert [await found(who) for who in (buyer, waiting, other, None)] == [
        [True, True],
        [False, False],
        [False, False],
        [False, False],
    ]
    await Fair.update({Fair.requests_until: Fair.requests_from}).where(Fair.id == fair.id)
    assert await found(buyer) == [False, False]
