"""The list of participants: narrowed, as a file, and as co-hosts see it."""

import io

from openpyxl import load_workbook

from chophien.accounts.tables import Person, Role, RoleKind
from chophien.companies.tables import Company
from chophien.fairs.tables import CoHostMember, Participation
from chophien.mail.tables import OutgoingMessage
from tests.conftest import Browser, new_browser
from tests.factories.fairs import PASSWORD, Staff, make_fair, make_organizer, make_participation
from tests.factories.registering import make_cohost, make_question


async def _organizer(browser: Browser) -> Staff:
    staff = await make_organizer()
    await browser.sign_in(staff.person.email, PASSWORD)
    return staff


async def _states() -> list[str]:
    rows = await Participation.select(Participation.state).order_by(Participation.id)
    return [row["state"] for row in rows]


async def test_the_list_is_narrowed_by_what_lacks_and_by_place(browser: Browser) -> None:
    fair = await make_fair(await _organizer(browser))
    near = await make_participation(fair, "producer", "Gốm Bát Tràng")
    await make_participation(fair, "producer", "Lụa Vạn Phúc")
    await make_cohost(fair, "Gia Lâm", near.company)
    await make_question(fair, required=True)
    base = f"/organizer/fairs/{fair.slug}/participants"
    found = {
        query: [name for name in ("Gốm Bát Tràng", "Lụa Vạn Phúc") if name in (await browser.get(base + query)).text]
        for query in (
            "",
            "?lacking=answers",
            "?lacking=conditions",
            "?place=018",
            "?place=00577",
            "?place=007",
            "?q=bat+trang",
        )
    }
    both, one = ["Gốm Bát Tràng", "Lụa Vạn Phúc"], ["Gốm Bát Tràng"]
    # The district, and the commune that follows it; Hai Bà Trưng is another.
    assert list(found.values()) == [both, both, [], one, one, [], one]


async def test_a_spreadsheet_never_takes_a_name_for_a_formula(browser: Browser) -> None:
    fair = await make_fair(await _organizer(browser))
    bad = '=HYPERLINK("http://x.example","Bấm")'
    await make_participation(fair, "producer", bad)
    await make_participation(fair, "producer", "\t@SUM(1)")
    base = f"/organizer/fairs/{fair.slug}/participants"
    sheet = await browser.get(f"{base}/csv?kind=producer")
    assert sheet.headers["content-type"].startswith("text/csv")
    cells = [line.split(",")[0].strip('"') for line in sheet.content.decode("utf-8-sig").splitlines()[1:]]
    assert [cell[0] for cell in cells] == ["'", "'"]
    book = load_workbook(io.BytesIO((await browser.get(f"{base}/xlsx")).content))
    rows = list(book.worksheets[0].iter_rows(min_row=2))
    assert {(row[0].data_type, str(row[0].value)[0]) for row in rows} == {("s", "'")}
    assert (await browser.get(f"{base}/xlsx?state=refused")).status_code == 200


async def test_a_co_host_sees_and_decides_for_its_own_district_only(browser: Browser) -> None:
    fair = await make_fair(await make_organizer())
    mine = await make_participation(fair, "producer", "Gốm Bát Tràng", state="waiting")
    others = await make_participation(fair, "producer", "Lụa Vạn Phúc", state="waiting")
    _place, person, member = await make_cohost(fair, "Gia Lâm", mine.company)
    await browser.sign_in(person.email, PASSWORD)
    home = await browser.get("/cohost")
    base = f"/cohost/fairs/{fair.slug}/participants"
    assert base in home.text
    listed = (await browser.get(base)).text
    assert ("Gốm Bát Tràng" in listed, "Lụa Vạn Phúc" in listed) == (True, False)
    assert (await browser.get(f"{base}/{others.id}")).status_code == 404
    assert (await browser.send_form(f"{base}/{others.id}", decision="approve")).status_code == 404
    both = [str(mine.id), str(others.id)]
    assert (await browser.send_form(base, decision="approve", chosen=both)).status_code == 303
    assert await _states() == ["approved", "waiting"]
    assert (await browser.get(f"/organizer/fairs/{fair.slug}/participants")).status_code == 403
    await CoHostMember.delete().where(CoHostMember.id == member)
    assert (await browser.get(base)).status_code == 404


async def test_an_organizer_invites_who_decides_for_a_co_host_and_removes_them(browser: Browser) -> None:
    fair = await make_fair(await _organizer(browser))
    place, person, _member = await make_cohost(fair, "Gia Lâm")
    page = f"/organizer/fairs/{fair.slug}/cohosts"
    assert page in (await browser.get(f"/organizer/fairs/{fair.slug}/participants")).text
    invited = await browser.send_form(page, place=place, name="Ngô Thị Mới", email="moi@gialam.example")
    assert invited.status_code == 303
    (mail,) = await OutgoingMessage.select()
    assert (mail["kind"], mail["to_address"]) == ("cohost_invited", "moi@gialam.example")
    link = next(line for line in mail["body_text"].splitlines() if "/forgot-password/" in line)
    async with new_browser() as theirs:
        path = "/forgot-password/" + link.rpartition("/")[2].strip()
        set_now = await theirs.send_form(path, password="sen trắng hồ tây", repeated="sen trắng hồ tây")
        assert set_now.status_code == 303
        assert (await theirs.get("/cohost")).status_code == 200
    known = await browser.send_form(page, place=place, name="Bùi Văn Phối", email=person.email)
    assert (known.status_code, await CoHostMember.count(), await Person.count()) == (303, 2, 3)
    newest = await CoHostMember.objects().order_by(CoHostMember.id, ascending=False).first()
    assert newest
    assert (await browser.send_form(f"{page}/{newest.id}/remove")).status_code == 303
    assert await Role.count().where(Role.kind == RoleKind.COHOST) == 1
    assert await Company.count() == 0
