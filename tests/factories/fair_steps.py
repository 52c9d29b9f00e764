"""A fair as it is typed step by step, and the organizer who types it."""

from typing import Any

from chophien.fairs.forms import Step
from chophien.fairs.tables import Fair
from tests.conftest import Browser
from tests.factories.fairs import PASSWORD, make_organizer

NAME: dict[str, Any] = {
    "name_vi": "Hội chợ Làng nghề Thường Tín",
    "name_en": "Thuong Tin craft fair",
    "about_vi": "Hai ngày gặp gỡ.",
    "about_en": "",
    "starts_on": "2030-12-05",
    "ends_on": "2030-12-06",
}
PLACE: dict[str, Any] = {
    "venue": "Nhà văn hoá huyện",
    "address": "Thường Tín, Hà Nội",
    "map_url": "https://ban-do.example/thuong-tin",
    "travel_vi": "Xe buýt số 6.",
    "travel_en": "Bus 6.",
    "hall_0_name": "Nhà A",
    "hall_0_name_en": "Hall A",
    "hall_0_tables": "3",
    "hall_0_prefix": "T",
    "hall_0_rows": "A 2, B:1",
    "hall_1_name": "Nhà B",
    "hall_1_name_en": "",
    "hall_1_tables": "2",
    "hall_1_prefix": "T",
    "hall_1_rows": "c 1",
    "co_hosts": ["006"],
}
HOURS: dict[str, Any] = {
    "session_0_name": "Buổi sáng",
    "session_0_name_en": "Morning",
    "session_0_from": "08:30",
    "session_0_to": "11:30",
    "session_0_minutes": "20",
    "session_1_name": "Buổi chiều",
    "session_1_name_en": "",
    "session_1_from": "13:30",
    "session_1_to": "16:40",
    "session_1_minutes": "20",
    "session_2_name": "",
    "session_2_name_en": "",
    "session_2_from": "",
    "session_2_to": "",
}
ASKING: dict[str, Any] = {
    "asking": "both",
    "acceptance": "automatic",
    "producer_most_requests": "5",
    "distributor_most_meetings": "12",
    "distributor_most_in_session": "4",
    "distributor_least_meetings": "2",
}
DATES: dict[str, Any] = {
    "registration_from": "2030-10-01T08:00",
    "registration_until": "2030-11-01T17:00",
    "requests_from": "2030-11-02T08:00",
    "requests_until": "2030-11-20T17:00",
    "provisional_from": "2030-11-25T08:00",
    "final_from": "2030-12-01T08:00",
    "reminder_minutes": "30",
}
PROGRAMME: dict[str, Any] = {
    "interpreter_0_name": "Nguyễn Hoài An",
    "interpreter_0_pairs": "en-vi, JA-VI",
    "interpreter_0_email": "an@dich.example",
    "interpreter_0_phone": "0912 345 678",
    "interpreter_1_name": "Bùi Thị Vân",
    "interpreter_1_duty": "desk",
    "programme_0_title": "Khai mạc",
    "programme_0_title_en": "Opening",
    "programme_0_day": "2030-12-05",
    "programme_0_from": "08:00",
    "programme_0_to": "08:30",
    "programme_0_spot": "Sân khấu",
}
STEPS = {
    Step.NAME: NAME,
    Step.PLACE: PLACE,
    Step.HOURS: HOURS,
    Step.ASKING: ASKING,
    Step.DATES: DATES,
    Step.PROGRAMME: PROGRAMME,
}


def url_of(fair: Fair, step: Step) -> str:
    """Where a step is taken."""
    return f"/organizer/fairs/{fair.slug}/edit" + ("" if step is Step.NAME else f"/{step}")


async def as_organizer(browser: Browser) -> Browser:
    """The browser, signed in for a new organizer."""
    await browser.sign_in((await make_organizer()).person.email, PASSWORD)
    return browser


async def only_fair() -> Fair:
    """The first fair that there is."""
    fair = await Fair.objects().order_by(Fair.id).first()
    assert fair is not None
    return fair


async def made_in_steps(browser: Browser) -> Fair:
    """A fair made in the steps, one after the other."""
    answer = await browser.send_form("/organizer/fairs/new", **NAME)
    for step in list(Step)[1:]:
        fair = await only_fair()
        assert (answer.status_code, answer.headers["location"]) == (303, url_of(fair, step)), answer.text
        answer = await browser.send_form(url_of(fair, step), **STEPS[step])
    assert answer.headers["location"] == f"/organizer/fairs/{fair.slug}/checklist"
    return await only_fair()
