"""Pictures of products: added, described, ordered, removed; who may see them; the product's public page."""

import re

import pytest

from chophien.catalogue.tables import ProductPicture
from chophien.fairs.tables import FairState
from chophien.files.tables import StoredFile
from tests.conftest import Browser, new_browser
from tests.factories.catalogue import make_paper, make_picture
from tests.factories.fairs import PASSWORD, make_fair, make_organizer, make_participation
from tests.factories.matchmaking import make_product
from tests.files.pictures import PDF, picture


async def test_pictures_are_added_put_in_order_described_and_removed(browser: Browser) -> None:
    own = await make_participation(await make_fair(await make_organizer()))
    product = await make_product(own, "Nón lá Chuông", group="craft")
    await browser.sign_in(own.person.email, PASSWORD)
    url = f"/my/products/{product.id}"
    for name in ("một", "hai"):
        sent = await browser.send_files(f"{url}/pictures", {"picture": ("a.jpg", picture())}, alt_vi=f"Nón {name}")
        assert sent.status_code == 303
    wrong = await browser.send_files(f"{url}/pictures", {"picture": ("a.jpg", PDF)}, alt_vi="Nón ba")
    assert (wrong.status_code, "JPEG hoặc PNG" in wrong.text, 'value="Nón ba"' in wrong.text) == (422, True, True)
    assert (await browser.send_form(f"{url}/pictures", alt_vi="không có tệp")).status_code == 422
    first, second = [row["id"] for row in await ProductPicture.select(ProductPicture.id).order_by(ProductPicture.id)]
    shown = (await browser.get(url)).text
    assert re.findall(r'<img src="/pictures/(\d+)/small" alt="([^"]*)"', shown) == [
        (str(first), "Nón một"),
        (str(second), "Nón hai"),
    ]
    await browser.send_form(f"/my/pictures/{second}", do="first")
    await browser.send_form(f"/my/pictures/{first}", do="save", alt_vi="Nón xưa", alt_en="An old hat")
    shown = (await browser.get(url)).text
    assert re.findall(r'<img src="/pictures/(\d+)/small" alt="([^"]*)"', shown) == [
        (str(second), "Nón hai"),
        (str(first), "Nón xưa"),
    ]
    await browser.send_form(f"/my/pictures/{second}", do="remove")
    assert (await ProductPicture.count(), await StoredFile.count()) == (1, 1)
    await browser.send_form(f"{url}/remove")
    assert (await ProductPicture.count(), await StoredFile.count()) == (0, 0)


async def test_a_ninth_picture_is_refused(browser: Browser) -> None:
    own = await make_participation(await make_fair(await make_organizer()))
    product = await make_product(own, "Nón lá Chuông", group="craft")
    for _number in range(8):
        await make_picture(product)
    await browser.sign_in(own.person.email, PASSWORD)
    sent = await browser.send_files(f"/my/products/{product.id}/pictures", {"picture": ("a.jpg", picture())})
    assert (sent.status_code, await StoredFile.count()) == (422, 8)


@pytest.mark.parametrize(
    ("state", "fair_state", "everybody"),
    [("approved", FairState.OPEN, 200), ("waiting", FairState.OPEN, 404), ("approved", FairState.DRAFT, 404)],
)
async def test_a_picture_is_seen_by_those_who_may_see_the_product(
    browser: Browser, state: str, fair_state: str, everybody: int
) -> None:
    staff = await make_organizer()
    own = await make_participation(await make_fair(staff, state=fair_state), state=state)
    product = await make_product(own, "Miến dong Cự Đà")
    number = await make_picture(product)
    readers = {
        None: everybody,
        own.person.email: 200,
        staff.person.email: 200,
        (await make_organizer()).person.email: everybody,
    }
    found = {}
    for email in readers:
        async with new_browser() as reader:
            if email:
                await reader.sign_in(email, PASSWORD)
            found[email] = (await reader.get(f"/pictures/{number}")).status_code
    assert found == readers
    assert (await browser.get(f"/products/mien-dong-cu-da-{product.id}")).status_code == everybody
    assert ("Miến dong" in (await browser.get("/products")).text) == (everybody == 200)


async def test_a_products_page_can_be_shared(browser: Browser) -> None:
    fair = await make_fair(await make_organizer())
    own = await make_participation(fair, name="Hợp tác xã Cự Đà")
    product = await make_product(own, 'Miến "dong" <b>', stars="4")
    number = await make_picture(product, alt_vi="Một bó miến")
    await make_paper(own, "food_safety", scan=False)
    url = f"/products/mien-dong-b-{product.id}"
    page = await browser.get(url)
    assert page.status_code == 200
    meta = dict(re.findall(r'<meta property="(og:[a-z:]+)" content="([^"]*)"', page.text))
    assert {name: meta[name] for name in ("og:title", "og:url", "og:image", "og:image:alt")} == {
        "og:title": "Miến &#34;dong&#34; &lt;b&gt;",
        "og:url": f"http://fair.test{url}",
        "og:image": f"http://fair.test/pictures/{number}",
        "og:image:alt": "Một bó miến",
    }
    words = ["4 sao", "Hợp tác xã Cự Đà", "Quyết định 148/QĐ-TTg", "An toàn thực phẩm", fair.name_vi]
    assert [word for word in words if word not in page.text] == []
    small = await browser.get(f"/pictures/{number}/small")
    assert (small.headers["content-type"], small.headers["cache-control"]) == ("image/jpeg", "public, max-age=86400")
    again = await browser.get(f"/pictures/{number}/small", headers={"If-None-Match": small.headers["etag"]})
    assert again.status_code == 304
    assert (await browser.get(f"/products/ten-cu-{product.id}")).headers["location"] == url
    for odd in ("0", "x", "²", "9" * 30, f"{product.id}x", "2147483647"):
        assert (await browser.get(f"/products/{odd}")).status_code == 404
