"""Registering for a fair, as browsers do it."""

from datetime import timedelta

from chophien.accounts.tables import Person, Role, SignInSession
from chophien.catalogue.tables import Product
from chophien.companies.tables import Company, Delegate
from chophien.fairs.tables import Fair, Participation, ParticipationState
from chophien.mail.tables import OutgoingMessage
from chophien.places.tables import Place
from tests.conftest import Browser, new_browser
from tests.factories.companies import LONG_NAME, PASSWORD, distributor_form, producer_form
from tests.factories.fairs import PASSWORD as EVERYBODYS_PASSWORD
from tests.factories.fairs import make_fair, make_organizer, make_participation


async def _fair(**choices: object) -> Fair:
    return await make_fair(await make_organizer(), **choices)  # type: ignore[arg-type]


async def _row_counts() -> dict[str, int]:
    tables = (Person, Role, SignInSession, Company, Delegate, Product, Participation, OutgoingMessage)
    return {table._meta.tablename: await table.count() for table in tables}


async def test_a_producer_registers_and_is_let_in_by_the_letter_with_everything_kept(browser: Browser) -> None:
    fair = await _fair()
    form = producer_form(
        product_blocks="2",
        p2_product_name="Bánh đa nem",
        p2_group="food",
        second_delegate_name="Vũ Đình Khang",
        second_delegate_email="khang@miencuda.example",
    )
    answer = await browser.send_form(f"/fairs/{fair.slug}/register/producer", **form)
    assert (answer.status_code, answer.headers["location"]) == (303, "/confirm-email")
    assert "Xin mở thư vừa gửi tới thu@miencuda.example" in (await browser.get("/confirm-email")).text
    assert (await browser.sign_in("thu@miencuda.example", PASSWORD)).status_code == 422
    confirmed = await browser.confirm_address()
    assert (confirmed.status_code, confirmed.headers["location"]) == (303, f"/my/fairs/{fair.slug}")

    overview = await browser.get(f"/my/fairs/{fair.slug}")
    assert overview.status_code == 200
    assert "Đã xác nhận địa chỉ thư điện tử" in overview.text
    assert "Chờ duyệt" in overview.text

    company = await Company.select().first()
    assert company is not None
    person = await Person.select().where(Person.email == "thu@miencuda.example").first()
    assert person is not None
    kept = {name: company[name] for name in ("kind", "form", "name", "folded_name", "tax_code", "country")}
    assert kept == {
        "kind": "producer",
        "form": "cooperative",
        "name": "Hợp tác xã Miến dong Cự Đà",
        "folded_name": "hop tac xa mien dong cu da",
        "tax_code": "0100109106",
        "country": "VN",
    }
    assert await Place.select(Place.name, Place.parent.name).where(Place.id == company["place"]) == [
        {"name": "Thanh Oai", "parent.name": "Hà Nội"}
    ]
    assert await Role.select(Role.kind, Role.organizer).where(Role.person == person["id"]) == [
        {"kind": "producer", "organizer": None}
    ]
    assert await Delegate.select(Delegate.name, Delegate.email, Delegate.person).order_by(Delegate.id) == [
        {"name": "Đinh Thị Thu", "email": "thu@miencuda.example", "person": person["id"]},
        {"name": "Vũ Đình Khang", "email": "khang@miencuda.example", "person": None},
    ]
    assert await Product.select(Product.name, Product.stars, Product.price_from, Product.price_to).order_by(
        Product.id
    ) == [
        {"name": "Miến dong Cự Đà", "stars": "4", "price_from": 65_000, "price_to": 90_000},
        {"name": "Bánh đa nem", "stars": None, "price_from": None, "price_to": None},
    ]
    assert await Participation.select(Participation.fair, Participation.kind, Participation.state) == [
        {"fair": fair.id, "kind": "producer", "state": "waiting"}
    ]
    mails = await OutgoingMessage.select(
        OutgoingMessage.kind, OutgoingMessage.to_address, OutgoingMessage.fair_id
    ).order_by(OutgoingMessage.id)
    assert mails == [
        {"kind": "registration_received", "to_address": "thu@miencuda.example", "fair_id": fair.id},
        {"kind": "confirm_email", "to_address": "thu@miencuda.example", "fair_id": None},
    ]


async def test_a_distributor_from_abroad_registers_with_its_interpreting_language(browser: Browser) -> None:
    fair = await _fair()
    answer = await browser.send_form(f"/fairs/{fair.slug}/register/distributor", **distributor_form())
    assert answer.status_code == 303
    assert await Company.select(Company.kind, Company.country, Company.looking_for_en, Company.place) == [
        {"kind": "distributor", "country": "JP", "looking_for_en": "Noodles, lotus tea, wickerwork.", "place": None}
    ]
    assert await Participation.select(Participation.kind, Participation.interpreting) == [
        {"kind": "distributor", "interpreting": "ja-vi"}
    ]


async def test_one_more_product_shows_one_more_block_and_loses_nothing_but_the_password(browser: Browser) -> None:
    fair = await _fair()
    before = await _row_counts()
    url = f"/fairs/{fair.slug}/register/producer"
    answer = await browser.send_form(url, **producer_form(more="yes", phone="nửa chừng"))
    assert answer.status_code == 200
    typed = producer_form(phone="nửa chừng", password=None, consent=None, district=None, company_form=None)
    lost = [value for name, value in typed.items() if value not in answer.text and name != "product_blocks"]
    assert lost == []
    assert 'name="p2_product_name"' in answer.text
    assert 'name="product_blocks" value="2"' in answer.text
    assert PASSWORD not in answer.text
    assert "Cần sửa" not in answer.text
    assert await _row_counts() == before


async def test_with_htmx_only_the_products_come_back(browser: Browser) -> None:
    fair = await _fair()
    browser.headers["hx-request"] = "true"
    answer = await browser.send_form(f"/fairs/{fair.slug}/register/producer", **producer_form(more="yes"))
    assert answer.text.lstrip().startswith('<div id="products"')
    assert "Miến dong Cự Đà" in answer.text
    assert 'name="p2_product_name"' in answer.text


async def test_a_product_taken_away_lets_the_next_one_move_up(browser: Browser) -> None:
    fair = await _fair()
    three = producer_form(
        product_blocks="3", p2_product_name="Tương", p2_group="food", p3_product_name="Cà muối", p3_stars="5", less="2"
    )
    answer = await browser.send_form(f"/fairs/{fair.slug}/register/producer", **three)
    assert 'name="product_blocks" value="2"' in answer.text
    assert 'name="p2_product_name" type="text" value="Cà muối"' in answer.text
    assert 'value="Tương"' not in answer.text
    assert "p3_" not in answer.text


async def test_a_wrong_form_comes_back_filled_with_a_sentence_beside_each_field(browser: Browser) -> None:
    fair = await _fair()
    before = await _row_counts()
    wrong = producer_form(
        name="",
        tax_code="12",
        phone="gọi cho tôi",
        p1_price_from="90.000",
        p1_price_to="5",
        email="ai@",
        password="ngắn",
        consent=None,
    )
    answer = await browser.send_form(f"/fairs/{fair.slug}/register/producer", **wrong)
    assert answer.status_code == 422
    wrong_fields = [name for name in wrong | {"consent": ""} if f'id="f-{name}-error"' in answer.text]
    assert wrong_fields == ["name", "tax_code", "phone", "p1_price_to", "email", "password", "consent"]
    assert "Miến dong làm tay" in answer.text
    assert await _row_counts() == before


async def test_a_tax_code_that_is_taken_is_said_beside_its_field_and_nothing_is_kept(browser: Browser) -> None:
    fair = await _fair()
    url = f"/fairs/{fair.slug}/register/producer"
    assert (await browser.send_form(url, **producer_form())).status_code == 303
    after_first = await _row_counts()
    async with new_browser() as other:
        same_code = await other.send_form(url, **producer_form(tax_code="0100109106", email="khac@thu.example"))
    assert same_code.status_code == 422
    assert 'id="f-tax_code-error"' in same_code.text
    assert "khac@thu.example" in same_code.text
    assert "Cự Đà" in same_code.text
    assert await _row_counts() == after_first


async def test_a_known_company_registers_for_another_fair_with_its_profile_filled_in(browser: Browser) -> None:
    fair = await _fair()
    known = await make_participation(fair, name="Hợp tác xã Nón lá Chuông")
    await browser.sign_in(known.person.email, EVERYBODYS_PASSWORD)
    next_fair = await _fair(name="Hội chợ mùa thu")
    url = f"/fairs/{next_fair.slug}/register/producer"

    shown = await browser.get(url)
    assert 'value="Hợp tác xã Nón lá Chuông"' in shown.text
    assert 'name="password"' not in shown.text
    assert 'name="p1_product_name"' in shown.text  # It has no product yet, so one is asked for.

    typed = producer_form(name="Hợp tác xã Nón lá làng Chuông", email=None, password=None, tax_code=None)
    answer = await browser.send_form(url, **typed)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/my/fairs/{next_fair.slug}")
    assert await Company.select(Company.id, Company.name) == [
        {"id": known.company.id, "name": "Hợp tác xã Nón lá làng Chuông"}
    ]
    assert await Participation.select(Participation.fair, Participation.state).order_by(Participation.id) == [
        {"fair": fair.id, "state": "approved"},
        {"fair": next_fair.id, "state": "waiting"},
    ]
    again = await browser.get(url)
    assert (again.status_code, again.headers["location"]) == (303, f"/my/fairs/{next_fair.slug}")
    assert await Participation.count() == 2


async def test_a_known_distributor_finds_its_interpreting_language_chosen(browser: Browser) -> None:
    known = await make_participation(await _fair(), "distributor", "Sakura Foods", country="JP", interpreting="ja-vi")
    await browser.sign_in(known.person.email, EVERYBODYS_PASSWORD)
    next_fair = await _fair()
    shown = await browser.get(f"/fairs/{next_fair.slug}/register/distributor")
    assert '<option value="ja-vi" selected>' in shown.text
    assert '<option value="JP" selected>' in shown.text


async def test_numbers_of_blocks_that_no_browser_sends_do_no_harm(browser: Browser) -> None:
    fair = await _fair()
    url = f"/fairs/{fair.slug}/register/producer"
    for odd in (
        {"less": "9" * 5000},
        {"less": "-1"},
        {"product_blocks": "9" * 5000},
        {"product_blocks": "٣", "more": "1"},
    ):
        assert (await browser.send_form(url, **producer_form(consent=None, **odd))).status_code in {200, 422}
    many = await browser.send_form(url, **producer_form(product_blocks="999", more="1"))
    assert many.text.count('_product_name" type=') == 12


async def test_a_company_that_withdrew_may_come_back_and_a_refused_one_may_not(browser: Browser) -> None:
    fair = await _fair()
    withdrawn = await make_participation(fair, state=ParticipationState.WITHDRAWN)
    await browser.sign_in(withdrawn.person.email, EVERYBODYS_PASSWORD)
    url = f"/fairs/{fair.slug}/register/producer"
    typed = producer_form(email=None, password=None)
    assert (await browser.send_form(url, **typed)).status_code == 303
    assert await Participation.select(Participation.state) == [{"state": "waiting"}]
    await Participation.update({Participation.state: ParticipationState.REFUSED}, force=True)
    assert (await browser.get(url)).status_code == 303
    assert await Participation.select(Participation.state) == [{"state": "refused"}]


async def test_somebody_signed_in_for_the_other_side_is_told_so(browser: Browser) -> None:
    fair = await _fair()
    buyer = await make_participation(await _fair(), "distributor", "Siêu thị Hồng Hà")
    await browser.sign_in(buyer.person.email, EVERYBODYS_PASSWORD)
    answer = await browser.get(f"/fairs/{fair.slug}/register/producer")
    assert "Siêu thị Hồng Hà" in answer.text
    assert f"/fairs/{fair.slug}/register/distributor" in answer.text
    assert (await browser.send_form(f"/fairs/{fair.slug}/register/producer", **producer_form())).status_code == 200
    assert await Company.count() == 1


async def test_registration_that_is_not_open_says_when_it_is(browser: Browser) -> None:
    early = await _fair(registration=(3, 10))
    late = await _fair(registration=(-10, -3))
    for fair, words in ((early, "Chưa đến lúc đăng ký"), (late, "Đã hết hạn đăng ký")):
        url = f"/fairs/{fair.slug}/register/producer"
        shown, sent = await browser.get(url), await browser.send_form(url, **producer_form())
        local = (
            fair.registration_from + timedelta(hours=7)
            if fair is early
            else fair.registration_until + timedelta(hours=7)
        )
        assert (shown.status_code, sent.status_code) == (200, 409)
        assert words in shown.text
        assert f"{local.day}/{local.month}/{local.year}" in shown.text
    assert await Company.count() == 0


async def test_there_is_nothing_at_a_draft_or_under_another_kind(browser: Browser) -> None:
    draft, fair = await _fair(state="draft"), await _fair()
    assert (await browser.get(f"/fairs/{draft.slug}/register/producer")).status_code == 404
    assert (await browser.get(f"/fairs/{fair.slug}/register/organizer")).status_code == 404


async def test_names_are_text_and_never_markup(browser: Browser) -> None:
    fair = await _fair()
    nasty = '<script>alert("x")</script>"><img src=x onerror=alert(1)>'
    form = producer_form(name=nasty, p1_product_name=nasty, first_delegate_name=nasty, about_vi=f"</textarea>{nasty}")
    refused = await browser.send_form(f"/fairs/{fair.slug}/register/producer", **{**form, "consent": ""})
    assert refused.status_code == 422
    assert (await browser.send_form(f"/fairs/{fair.slug}/register/producer", **form)).status_code == 303
    await browser.confirm_address()
    pages = [
        refused,
        *[await browser.get(url) for url in ("/my", "/my/company", "/my/products", f"/my/fairs/{fair.slug}")],
    ]
    assert [page.status_code for page in pages] == [422, 200, 200, 200, 200]
    assert [page.url.path for page in pages if "<script>alert" in page.text or "<img src=x" in page.text] == []
    mail = await OutgoingMessage.select(OutgoingMessage.body_html).first()
    assert mail is not None
    assert "<script>" not in mail["body_html"]


async def test_very_long_vietnamese_names_are_kept_whole_and_longer_ones_refused(browser: Browser) -> None:
    fair = await _fair()
    url = f"/fairs/{fair.slug}/register/producer"
    longest = (LONG_NAME + " " + LONG_NAME)[:300].strip()
    refused = await browser.send_form(url, **producer_form(name=longest + " thêm chữ" * 3, p1_product_name="Ắ" * 201))
    assert 'id="f-name-error"' in refused.text
    assert 'id="f-p1_product_name-error"' in refused.text
    kept = await browser.send_form(url, **producer_form(name=longest, p1_product_name="Ắ" * 200))
    assert kept.status_code == 303
    assert await Company.select(Company.name) == [{"name": longest}]
    await browser.confirm_address()
    assert longest in (await browser.get("/my")).text


async def test_the_form_speaks_english_to_those_who_ask(browser: Browser) -> None:
    fair = await _fair()
    browser.cookies.set("language", "en")
    shown = await browser.get(f"/fairs/{fair.slug}/register/distributor")
    assert "Register as a distributor" in shown.text
    assert "Japanese" in shown.text
    assert "Thuong Tin" not in shown.text
    assert "Thường Tín District" in shown.text


async def test_a_newcomer_whose_name_is_known_is_asked_first_and_may_be_another_one(browser: Browser) -> None:
    fair = await _fair()
    await make_participation(fair, name="HTX miến dong Cự Đà", state=ParticipationState.WAITING)
    before = await _row_counts()
    form = f"/fairs/{fair.slug}/register/producer"
    asked = await browser.send_form(form, **producer_form())
    assert asked.status_code == 422
    assert 'id="f-name-error"' in asked.text
    assert 'name="another"' in asked.text
    assert await _row_counts() == before
    assert (await browser.send_form(form, **producer_form(another="yes"))).status_code == 303


async def test_a_name_that_another_organizer_alone_knows_of_is_not_given_away(browser: Browser) -> None:
    fair, elsewhere = await _fair(), await make_fair(await make_organizer("Sở khác"))
    await make_participation(elsewhere, name="HTX miến dong Cự Đà", state=ParticipationState.WAITING)
    answer = await browser.send_form(f"/fairs/{fair.slug}/register/producer", **producer_form())
    assert answer.status_code == 303


async def test_a_producer_comes_from_any_country_and_says_what_it_speaks(browser: Browser) -> None:
    fair = await _fair()
    form = producer_form(country="LA", tax_code="LA-99887766", district="", interpreting="lo-vi")
    assert (await browser.send_form(f"/fairs/{fair.slug}/register/producer", **form)).status_code == 303
    assert await Company.select(Company.country, Company.place) == [{"country": "LA", "place": None}]
    assert await Participation.select(Participation.interpreting) == [{"interpreting": "lo-vi"}]
