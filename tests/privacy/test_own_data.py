"""What is held about oneself: shown, downloaded whole, and never somebody else's."""

import json

from chophien.accounts.tables import Person
from chophien.privacy.queries import held_about
from chophien.support.clock import now
from tests.conftest import Browser
from tests.factories.fairs import PASSWORD, make_fair, make_organizer, make_participation
from tests.privacy.scene import EMAIL, NAME, PHONE, somebody_everywhere


async def test_the_file_names_everything_that_is_held(browser: Browser) -> None:
    one, staff, fair = await somebody_everywhere()
    await browser.sign_in(EMAIL, PASSWORD)
    page, file = await browser.get("/account/data"), await browser.get("/account/data.json")
    held = json.loads(file.text)
    assert "Thông tin cá nhân, bản 2026-11" in page.text
    assert fair.name_vi in page.text
    assert file.headers["content-disposition"] == 'attachment; filename="chophien-personal-data.json"'
    assert file.headers["cache-control"] == "private, no-store"
    assert {name: len(rows) for name, rows in held.items() if isinstance(rows, list)} == {
        "person": 1,
        "role": 2,
        "sign_in_session": 1,
        "consent": 1,
        "invitation": 1,
        "audit_entry": 2,
        "delegate": 1,
        "delegate_invitation": 1,
        "co_host_member": 0,
        "calendar_link": 1,
        "outgoing_message": 2,
        "draft": 1,
        "interpreter": 1,
        "interpreter_absence": 0,
        "company": 1,
        "product": 0,
        "product_picture": 0,
        "paper": 0,
        "want": 0,
        "participation": 1,
        "answer": 0,
        "booth_booking": 0,
        "absence": 0,
        "delegate_absence": 0,
        "not_meeting": 0,
        "meeting_request": 0,
        "meeting": 0,
    }
    assert held["person"][0]["name"] == NAME
    assert held["delegate"][0] == {
        "company": one.company.name,
        "name": NAME,
        "duty": "",
        "email": EMAIL,
        "phone": PHONE,
        "languages": "",
        "owner": False,
    }
    assert held["draft"][0]["typed"] == {"first_delegate_name": [NAME], "phone": [PHONE]}
    assert staff.person.email not in file.text


async def test_somebody_else_s_rows_are_not_in_it(browser: Browser) -> None:
    await somebody_everywhere()
    stranger = await make_participation(await make_fair(await make_organizer()), name="Hợp tác xã Khác")
    person = await Person.objects().get(Person.id == stranger.person.id)
    assert person
    text = json.dumps(await held_about(person, at=now()), ensure_ascii=False)
    assert [word for word in (NAME, EMAIL, PHONE) if word in text] == []
    assert "Hợp tác xã Khác" in text
