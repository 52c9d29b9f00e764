"""A household business that was one person alone becomes nameless with it; any other company keeps its name."""

from datetime import timedelta
from typing import Any

import pytest

from chophien.accounts.actions.deeds import Deed, note_deed
from chophien.accounts.identity import Acting
from chophien.accounts.tables import AuditEntry, RoleKind
from chophien.catalogue.tables import Paper, PaperKind, Product, ProductPicture
from chophien.companies.short_names import named
from chophien.companies.tables import Company, CompanyForm, Delegate
from chophien.directory.queries.doubles import Scope, doubles
from chophien.fairs.questions.tables import Answer
from chophien.fairs.tables import Fair, Participation
from chophien.files.actions import keep_paper, keep_picture
from chophien.files.tables import StoredFile
from chophien.privacy.actions.erasing import erase_person
from chophien.privacy.actions.households import NEUTRAL_HOUSEHOLD
from chophien.support.clock import now
from chophien.web.forms import Upload
from tests.conftest import Browser, new_browser
from tests.factories.catalogue import make_paper, make_picture
from tests.factories.fairs import PASSWORD, Participant, Staff, make_signer
from tests.factories.matchmaking import make_product
from tests.factories.registering import make_question
from tests.factories.timetable import make_meeting_fair
from tests.files.pictures import PDF, picture
from tests.privacy.scene import EMAIL, NAME, PHONE, somebody_everywhere, tables_with
from tests.reminders.publishing import publish

TAX, ADDRESS, TEXT = "034188001234", "Ngõ 3 xóm Đình, Cự Đà", "Nhà làm miến từ đời cụ"


async def _change(company_id: int, **values: Any) -> None:
    changed: dict[Any, Any] = values
    await Company.update(changed).where(Company.id == company_id)


async def _household() -> tuple[Participant, Staff, Fair]:
    """Somebody's household, named like the person, with everything that may tell of it; its fair is over."""
    one, staff, fair = await somebody_everywhere()
    await _change(
        one.company.id,
        **named(NAME),
        form=CompanyForm.HOUSEHOLD,
        tax_code=TAX,
        address=ADDRESS,
        about_vi=TEXT,
        logo=await keep_picture(Upload("logo.png", picture("PNG", (40, 40)))),
    )
    product = await make_product(one, "Miến dong Cự Đà", stars="4")
    await Product.update({Product.about_vi: TEXT}).where(Product.id == product.id)
    await make_picture(product)
    await make_paper(one, PaperKind.FOOD_SAFETY, product=product.id)
    question = await make_question(fair)
    file = await keep_paper(Upload("cccd.pdf", PDF))
    await Answer(participation=one.id, question=question.id, text=ADDRESS, file=file, answered_at=now()).save()
    acting = Acting(staff.organizer.id, one.company.id, RoleKind.PRODUCER, NAME)
    await note_deed(Deed(person_id=staff.person.id, words="x", subject="/my", status=303, acting=acting), at=now())
    return one, staff, fair


async def test_what_names_the_household_is_nowhere_in_the_database_afterwards(database: str) -> None:
    one, _staff, _fair = await _household()
    assert {"company", "audit_entry", "answer", "product"} <= await tables_with(NAME, EMAIL, PHONE, TAX, ADDRESS, TEXT)
    await erase_person(one.person.id, at=now())
    assert await tables_with(NAME, EMAIL, PHONE, TAX, ADDRESS, TEXT) == set()
    company = await Company.objects().get(Company.id == one.company.id)
    assert company
    assert (company.name, company.logo, company.closed_at is None) == (NEUTRAL_HOUSEHOLD, None, False)
    assert [await table.count() for table in (StoredFile, Paper, ProductPicture, Answer)] == [0, 0, 0, 0]
    assert [row["name"] for row in await Product.select(Product.name)] == ["Miến dong Cự Đà"]
    assert await Participation.count() == 1
    assert [row["behalf_name"] for row in await AuditEntry.select() if row["behalf_company"]] == [NEUTRAL_HOUSEHOLD]


async def test_the_public_sees_it_no_more_and_organizers_see_a_neutral_name(browser: Browser) -> None:
    one, staff, fair = await _household()
    url, places = f"/companies/do-thi-anh-nguyet-{one.company.id}", ("", "/exhibitors", "/products")
    product = await Product.objects().first()
    assert product
    shown = f"/products/mien-dong-cu-da-{product.id}"
    assert [(await browser.get(address)).status_code for address in (url, shown)] == [200, 200]
    await browser.sign_in(EMAIL, PASSWORD)
    asked = (await browser.get("/account/close")).text
    assert f"{NAME} là hộ kinh doanh chỉ có bạn" in asked
    assert f"Hồ sơ và sản phẩm của {NAME} ở lại" not in asked
    assert (await browser.send_form("/account/close", password=PASSWORD)).status_code == 303
    gone = [url, f"/companies/x-{one.company.id}", shown, f"/logos/{one.company.id}"]
    assert [(await browser.get(address)).status_code for address in gone] == [404] * 4
    pages = ["/products", "/sitemap.xml", *(f"/fairs/{fair.slug}{place}" for place in places)]
    told = [text for text in [(await browser.get(page)).text for page in pages] if "Miến dong" in text or "hộ" in text]
    assert [text for text in told if NEUTRAL_HOUSEHOLD in text or "Miến dong Cự Đà" in text] == []
    async with new_browser() as organizer:
        await organizer.sign_in(staff.person.email, PASSWORD)
        page = await organizer.get(f"/organizer/fairs/{fair.slug}/participants/{one.id}")
        assert (page.status_code, NEUTRAL_HOUSEHOLD in page.text, NAME in page.text) == (200, True, False)
        assert NAME not in (await organizer.get("/organizer/log")).text


async def test_whom_it_met_keeps_the_meeting_with_the_neutral_name(browser: Browser) -> None:
    fair = await make_meeting_fair(producers=1, distributors=1)
    await publish(fair, (0, 0))
    maker, buyer = fair.producers[0], fair.distributors[0]
    await Company.update({Company.form: CompanyForm.HOUSEHOLD}).where(Company.id == maker.company.id)
    day = fair.fair.starts_on - timedelta(days=90)
    await Fair.update({Fair.starts_on: day, Fair.ends_on: day}).where(Fair.id == fair.fair.id)
    await erase_person(maker.person.id, at=now())
    await browser.sign_in(buyer.person.email, PASSWORD)
    page = (await browser.get(f"/my/fairs/{fair.fair.slug}/schedule")).text
    assert (NEUTRAL_HOUSEHOLD in page, maker.company.name in page) == (True, False)


@pytest.mark.parametrize("form", [form for form in CompanyForm if form != CompanyForm.HOUSEHOLD])
async def test_a_company_of_any_other_form_keeps_its_name(sqlite_database: str, form: CompanyForm) -> None:
    one, _staff, _fair = await _household()
    await _change(one.company.id, form=form, **named("Miến Cự Đà"))
    await erase_person(one.person.id, at=now())
    row = await Company.select(Company.name, Company.tax_code, Company.closed_at).first()
    assert row == {"name": "Miến Cự Đà", "tax_code": TAX, "closed_at": None}


async def test_a_household_with_somebody_else_keeps_its_name_until_the_last_one_leaves(database: str) -> None:
    one, _staff, _fair = await _household()
    other = await make_signer("Lê Thị Chín")
    await Delegate(company=one.company.id, person=other.id, name="Lê Thị Chín", email=other.email).save()
    await erase_person(one.person.id, at=now())
    assert [row["name"] for row in await Company.select(Company.name)] == [NAME]
    await erase_person(other.id, at=now())
    assert [row["name"] for row in await Company.select(Company.name)] == [NEUTRAL_HOUSEHOLD]


async def test_somebody_without_an_account_counts_as_somebody_else(sqlite_database: str) -> None:
    one, _staff, _fair = await _household()
    await Delegate(company=one.company.id, name="Lê Thị Chín", phone="0911 222 333").save()
    await erase_person(one.person.id, at=now())
    assert [row["name"] for row in await Company.select(Company.name)] == [NAME]


async def test_households_that_have_left_are_not_taken_for_one_another(database: str) -> None:
    for number in (1, 2):
        fair = await make_meeting_fair(producers=1, distributors=0)
        maker = fair.producers[0]
        await _change(maker.company.id, form=CompanyForm.HOUSEHOLD, **named(f"Nhà {number}"))
        await Participation.update({Participation.state: "withdrawn"}).where(Participation.id == maker.id)
        await erase_person(maker.person.id, at=now())
    assert await Company.count().where(Company.name == NEUTRAL_HOUSEHOLD) == 2
    assert await doubles(Scope(None)) == []
