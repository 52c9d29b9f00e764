"""A company's own profile and delegates, over HTTP."""

from chophien.accounts.actions import give_role
from chophien.accounts.tables import RoleKind
from chophien.companies.tables import Company, Delegate
from chophien.fairs.tables import Fair
from chophien.mail.tables import OutgoingMessage
from tests.conftest import Browser, new_browser
from tests.factories.companies import producer_form
from tests.factories.fairs import PASSWORD, make_fair, make_organizer, make_participation, make_signer


async def _fair() -> Fair:
    return await make_fair(await make_organizer())


async def test_a_delegate_edits_the_profile_and_sees_it_kept(browser: Browser) -> None:
    own = await make_participation(await _fair(), name="Hợp tác xã Nón lá Chuông")
    await browser.sign_in(own.person.email, PASSWORD)
    answer = await browser.send_form("/my/company", **producer_form(name="Hợp tác xã Nón Chuông", about_en="Hats."))
    assert (answer.status_code, answer.headers["location"]) == (303, "/my/company")
    shown = await browser.get("/my/company")
    kept = ["Hợp tác xã Nón Chuông", "Đã lưu thông tin đơn vị.", "Hats.", "0100109106", '<option value="278" selected>']
    assert [words for words in kept if words not in shown.text] == []
    assert await Company.select(Company.name, Company.folded_name, Company.about_en) == [
        {"name": "Hợp tác xã Nón Chuông", "folded_name": "hop tac xa non chuong", "about_en": "Hats."}
    ]


async def test_a_tax_code_of_somebody_else_is_refused_beside_its_field(browser: Browser) -> None:
    fair = await _fair()
    other, own = await make_participation(fair), await make_participation(fair, name="Hợp tác xã Nón lá Chuông")
    await Company.update({Company.tax_code: "0100109106"}).where(Company.id == other.company.id)
    await browser.sign_in(own.person.email, PASSWORD)
    answer = await browser.send_form("/my/company", **producer_form(name="Nón mới"))
    assert answer.status_code == 422
    assert 'id="f-tax_code-error"' in answer.text
    assert other.company.name not in answer.text
    row = await Company.select(Company.name).where(Company.id == own.company.id).first()
    assert row == {"name": "Hợp tác xã Nón lá Chuông"}


async def test_delegates_are_added_changed_and_removed_but_never_the_one_who_signs_in(browser: Browser) -> None:
    own = await make_participation(await _fair(), delegate="Nguyễn Văn Bình")
    await browser.sign_in(own.person.email, PASSWORD)
    await browser.send_form("/my/company/delegates/new", delegate_name="Lê Thị Mai", delegate_duty="Kế toán")
    mai = await Delegate.select(Delegate.id).where(Delegate.name == "Lê Thị Mai").first()
    assert mai is not None
    url = f"/my/company/delegates/{mai['id']}"
    wrong = await browser.send_form(url, delegate_name="", delegate_phone="12")
    assert (wrong.status_code, wrong.text.count("Cần sửa:")) == (422, 2)
    await browser.send_form(url, delegate_name="Lê Thị Mai", delegate_duty="Trưởng phòng", delegate_phone="0912345678")
    assert await Delegate.select(Delegate.name, Delegate.duty).order_by(Delegate.id) == [
        {"name": "Nguyễn Văn Bình", "duty": ""},
        {"name": "Lê Thị Mai", "duty": "Trưởng phòng"},
    ]
    removed = await browser.send_form(f"{url}/remove")
    first = await Delegate.select(Delegate.id).first()
    assert first is not None
    stays = await browser.send_form(f"/my/company/delegates/{first['id']}/remove")
    assert (removed.status_code, stays.status_code) == (303, 409)
    assert await Delegate.select(Delegate.name) == [{"name": "Nguyễn Văn Bình"}]


async def test_the_eleventh_delegate_is_one_too_many(browser: Browser) -> None:
    own = await make_participation(await _fair())
    await browser.sign_in(own.person.email, PASSWORD)
    for number in range(9):
        added = await browser.send_form("/my/company/delegates/new", delegate_name=f"Người thứ {number + 2}")
        assert added.status_code == 303
    refused = await browser.send_form("/my/company/delegates/new", delegate_name="Người thứ mười một")
    assert (refused.status_code, await Delegate.count()) == (422, 10)


async def test_nobody_touches_another_companys_delegates(browser: Browser) -> None:
    fair = await _fair()
    own, other = await make_participation(fair), await make_participation(fair, delegate="Trần Thị Khác")
    theirs = await Delegate.select(Delegate.id).where(Delegate.company == other.company.id).first()
    assert theirs is not None
    await browser.sign_in(own.person.email, PASSWORD)
    for number in (theirs["id"], 2**40):
        url = f"/my/company/delegates/{number}"
        answers = [
            await browser.get(url),
            await browser.send_form(url, delegate_name="Kẻ lạ"),
            await browser.send_form(f"{url}/remove"),
        ]
        assert [answer.status_code for answer in answers] == [404, 404, 404]
        assert all("Trần Thị Khác" not in answer.text for answer in answers)
    assert await Delegate.select(Delegate.name).where(Delegate.company == other.company.id) == [
        {"name": "Trần Thị Khác"}
    ]


async def test_only_participants_have_a_profile(browser: Browser) -> None:
    organizer = await make_organizer()
    pages = ("/my", "/my/company", "/my/products", "/my/products/new")
    assert [(await browser.get(page)).status_code for page in pages] == [303] * 4
    await browser.sign_in(organizer.person.email, PASSWORD)
    assert [(await browser.get(page)).status_code for page in pages] == [403] * 4


async def test_website_and_languages_are_kept_and_a_wrong_address_is_refused(browser: Browser) -> None:
    own = await make_participation(await _fair(), name="Hợp tác xã Nón lá Chuông")
    await browser.sign_in(own.person.email, PASSWORD)
    wrong = await browser.send_form("/my/company", **producer_form(website="không phải"))
    assert (wrong.status_code, 'id="f-website-error"' in wrong.text) == (422, True)
    saved = await browser.send_form("/my/company", **producer_form(website="nonchuong.example"), languages=["vi", "ja"])
    assert saved.status_code == 303
    assert await Company.select(Company.website, Company.languages) == [
        {"website": "https://nonchuong.example", "languages": "vi,ja"}
    ]
    assert (await browser.get("/my/company")).text.count(" checked") == 2


async def test_the_owner_invites_a_delegate_who_then_signs_in_and_may_not_invite(browser: Browser) -> None:
    own = await make_participation(await _fair(), name="Hợp tác xã Nón lá Chuông")
    await browser.sign_in(own.person.email, PASSWORD)
    ids = []
    for name in ("mai", "lan"):
        await browser.send_form(
            "/my/company/delegates/new",
            delegate_name=name,
            delegate_email=f"{name}@non.example",
            delegate_languages="vi",
        )
        row = await Delegate.select(Delegate.id, Delegate.languages).where(Delegate.name == name).first()
        assert row is not None
        assert row["languages"] == "vi"
        ids.append(row["id"])
    mai, lan = ids
    assert (await browser.send_form(f"/my/company/delegates/{mai}/invite")).status_code == 303
    assert "Đã gửi thư mời tới mai@non.example" in (await browser.get(f"/my/company/delegates/{mai}")).text
    message = await OutgoingMessage.objects().where(OutgoingMessage.kind == "delegate_invitation").first()
    assert message is not None
    link = message.body_text.split("http://fair.test")[1].split()[0]
    async with new_browser() as invited:
        joined = await invited.send_form(link, delegate_name="Lê Thị Mai", password=PASSWORD, consent="yes")
        assert joined.headers["location"] == "/my/company"
        assert (await invited.send_form(f"/my/company/delegates/{lan}/invite")).status_code == 403
        assert "Đăng nhập thay mặt đơn vị" not in (await invited.get(f"/my/company/delegates/{lan}")).text
    assert (await browser.send_form(f"/my/company/delegates/{mai}/invite")).status_code == 409


async def test_the_owner_hands_the_company_over_and_ends_somebodys_access(browser: Browser) -> None:
    own = await make_participation(await _fair(), name="Hợp tác xã Nón lá Chuông", delegate="Đinh Thị Thu")
    second = await make_signer("Lê Văn Tám")
    await give_role(second.id, RoleKind.PRODUCER)
    seat = Delegate(company=own.company.id, person=second.id, name="Lê Văn Tám", email=second.email)
    await seat.save()
    mine = await Delegate.objects().where(Delegate.person == own.person.id).first()
    assert mine
    there = f"/my/company/delegates/{seat.id}"
    async with new_browser() as other:
        await other.sign_in(second.email, PASSWORD)
        assert (await other.send_form(f"/my/company/delegates/{mine.id}/end-access")).status_code == 403
        await browser.sign_in(own.person.email, PASSWORD)
        assert "Giao cho người này phụ trách" in (await browser.get(there)).text
        assert (await browser.send_form(f"/my/company/delegates/{mine.id}/end-access")).status_code == 409
        assert (await browser.send_form(f"{there}/owner")).status_code == 303
        assert (await browser.send_form(f"{there}/owner")).status_code == 403
        assert (await other.send_form(f"/my/company/delegates/{mine.id}/end-access")).status_code == 303
        assert "phụ trách" in (await other.get("/my/company")).text
        assert (await browser.get("/my/company")).status_code == 403
    rows = await Delegate.select(Delegate.name, Delegate.person, Delegate.owner).order_by(Delegate.id)
    assert rows == [
        {"name": "Đinh Thị Thu", "person": None, "owner": False},
        {"name": "Lê Văn Tám", "person": second.id, "owner": True},
    ]
