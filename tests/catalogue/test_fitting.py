"""How well an offer fits a wish, in which words, and that a distributor's list follows it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chophien.catalogue.rules import (
    MARKETS,
    Fit,
    Offer,
    Wish,
    best_fit,
    fit,
    group_fault,
    group_words,
    list_of,
    valid_until,
)
from chophien.catalogue.tables import PaperKind, ProductGroup, Stars, Want
from tests.conftest import Browser
from tests.factories.catalogue import make_paper, make_want
from tests.factories.fairs import PASSWORD, make_fair, make_organizer, make_participation
from tests.factories.matchmaking import make_product

NOODLES = Offer(
    group="food",
    stars="4",
    papers=frozenset({"vietgap", "food_safety"}),
    price_from=45_000,
    price_to=60_000,
    capacity=500,
    district="278",
    markets=frozenset({"JP"}),
)


@pytest.mark.parametrize(
    ("wish", "found"),
    [
        (Wish(), Fit(0)),
        (Wish(groups=frozenset({"drink"}), least_stars="3"), Fit(0)),
        (Wish(groups=frozenset({"food"})), Fit(100, ("Thực phẩm",))),
        (
            Wish(least_stars="4", papers=frozenset({"vietgap"}), price_to=50_000),
            Fit(100, ("4 sao", "có VietGAP", "đúng giá")),
        ),
        (Wish(least_stars="5", papers=frozenset({"vietgap", "halal"})), Fit(29, ("có VietGAP",))),
        (Wish(price_to=40_000, volume=1000), Fit(25, ("đủ một phần sản lượng",))),
        (
            Wish(price_from=60_000, districts=frozenset({"278"}), markets=frozenset({"JP", "EU"})),
            Fit(88, ("đúng giá", "đúng vùng", "nhắm tới Nhật Bản")),
        ),
    ],
)
def test_the_fit_counts_what_was_asked_for_and_says_why(wish: Wish, found: Fit) -> None:
    got = fit(wish, NOODLES)
    assert (got.score, sorted(got.reasons)) == (found.score, sorted(found.reasons))


def test_the_best_product_speaks_for_its_maker_and_cloth_is_craft_today() -> None:
    wish = Wish(groups=frozenset({"craft"}), least_stars="4")
    silk = Offer(group="textile", stars="5", name="Lụa Vạn Phúc")
    assert best_fit(wish, [NOODLES, silk]) == Fit(100, ("Thủ công mỹ nghệ", "5 sao"), (), "Lụa Vạn Phúc")
    assert best_fit(wish, []) == Fit(0)


@pytest.mark.parametrize(
    ("wish", "lacks"),
    [
        (Wish(groups=frozenset({"food"})), ()),
        (Wish(least_stars="5", papers=frozenset({"vietgap", "halal"})), ("hạng thấp hơn", "chưa có Halal")),
        (Wish(price_to=40_000, volume=1000), ("giá ngoài khoảng",)),
        (Wish(districts=frozenset({"04"})), ("vùng khác",)),
    ],
)
def test_what_is_not_there_is_said_too(wish: Wish, lacks: tuple[str, ...]) -> None:
    assert fit(wish, NOODLES).lacks == lacks


@pytest.mark.parametrize(
    ("wanted", "place", "fits"),
    [
        ("278", "10114", True),
        ("01", "278", True),
        ("01", "10114", True),
        ("08", "02/2025", True),
        ("08", "10/2025", False),
        ("279", "278", False),
        ("01", "", False),
    ],
)
def test_a_region_stands_for_all_that_lies_on_its_ground(wanted: str, place: str, *, fits: bool) -> None:
    found = fit(Wish(districts=frozenset({wanted})), Offer(group="food", district=place))
    assert (found.score == 100) is fits


_amounts = st.none() | st.integers(0, 10**9)
_wishes = st.builds(
    Wish,
    groups=st.frozensets(st.sampled_from([group.value for group in ProductGroup if group != "textile"])),
    least_stars=st.none() | st.sampled_from([stars.value for stars in Stars]),
    papers=st.frozensets(st.sampled_from([kind.value for kind in PaperKind])),
    price_from=_amounts,
    price_to=_amounts,
    volume=st.none() | st.integers(1, 10**9),
    markets=st.frozensets(st.sampled_from(MARKETS)),
)
_offers = st.builds(
    Offer,
    group=st.sampled_from([group.value for group in ProductGroup]),
    stars=st.none() | st.sampled_from([stars.value for stars in Stars]),
    papers=st.frozensets(st.sampled_from([kind.value for kind in PaperKind])),
    price_from=_amounts,
    price_to=_amounts,
    capacity=_amounts,
    markets=st.frozensets(st.sampled_from(MARKETS)),
)


@given(_wishes, _offers, st.sampled_from([kind.value for kind in PaperKind]))
def test_a_score_is_a_share_and_one_more_paper_never_lowers_it(wish: Wish, offer: Offer, paper: str) -> None:
    got = fit(wish, offer)
    more = Offer(**{**vars(offer), "papers": offer.papers | {paper}})
    assert 0 <= got.score <= fit(wish, more).score <= 100


def test_a_product_keeps_the_group_list_of_its_recognition() -> None:
    days = (None, date(2023, 2, 23), date(2023, 2, 24))
    assert [list_of(day) for day in days] == ["148", "1048", "148"]
    assert (group_words("herbal", "1048"), group_words("herbal")) == ("Thảo dược", "Dược liệu và sản phẩm từ dược liệu")
    assert [group_fault("textile", day) is None for day in days] == [False, True, False]
    assert [group_fault("ornamental", day) is None for day in days] == [True, False, True]


def test_a_recognition_holds_for_thirty_six_months() -> None:
    days = [date(2023, 12, 28), date(2024, 2, 29), None]
    assert [valid_until(day) for day in days] == [date(2026, 12, 28), date(2027, 2, 28), None]


async def test_a_distributor_says_what_it_looks_for_and_its_list_follows(browser: Browser) -> None:
    fair = await make_fair(await make_organizer())
    buyer = await make_participation(fair, "distributor")
    plain = await make_participation(fair, name="An Bình")
    fitting = await make_participation(fair, name="Yên Mỹ")
    await make_product(plain, "Gốm", group="craft", stars="5")
    await make_product(fitting, "Rau muống", stars="4")
    await make_paper(fitting, PaperKind.VIETGAP, scan=False)
    await browser.sign_in(buyer.person.email, PASSWORD)
    url = f"/my/fairs/{fair.slug}/producers"
    before = (await browser.get(url)).text
    assert before.index("An Bình") < before.index("Yên Mỹ")
    wrong = await browser.send_form("/my/wishes", groups=["food", "gold"], price_from="9", price_to="5.000.000.000.000")
    assert (wrong.status_code, "100.000.000.000" in wrong.text, await Want.count()) == (422, True, 0)
    for _again in range(2):
        typed = {"groups": ["food", "drink"], "least_stars": "4", "papers": ["vietgap"], "districts": ["278"]}
        assert (await browser.send_form("/my/wishes", **typed)).status_code == 303
    assert await Want.select(Want.groups, Want.papers, Want.districts) == [
        {"groups": ",drink,food,", "papers": ",vietgap,", "districts": ",278,"}
    ]
    after = (await browser.get(url)).text
    assert after.index("Yên Mỹ") < after.index("An Bình")
    assert "Hợp: Rau muống, Thực phẩm, 4 sao, có VietGAP" in after
    assert "Nhưng vùng khác" in after


async def test_producers_and_the_organizer_read_what_distributors_look_for(browser: Browser) -> None:
    staff = await make_organizer()
    fair = await make_fair(staff)
    own = await make_participation(fair)
    await make_product(own, "Miến dong", stars="4")
    craft = await make_participation(fair, "distributor", name="Cửa hàng Gốm")
    food = await make_participation(fair, "distributor", name="Siêu thị Sạch")
    await make_want(craft, groups=",craft,")
    await make_want(food, groups=",food,", price_to=90_000, markets=",JP,")
    await browser.sign_in(own.person.email, PASSWORD)
    page = (await browser.get(f"/my/fairs/{fair.slug}/wishes")).text
    assert page.index("Siêu thị Sạch") < page.index("Cửa hàng Gốm")
    words = ["hợp với bạn", "đến 90.000 ₫", "Nhật Bản", "Thủ công mỹ nghệ"]
    assert [word for word in words if word not in page] == []
    await browser.sign_in(staff.person.email, PASSWORD)
    page = (await browser.get(f"/organizer/fairs/{fair.slug}/wishes")).text
    assert ("Siêu thị Sạch" in page, "hợp với bạn" in page) == (True, False)
