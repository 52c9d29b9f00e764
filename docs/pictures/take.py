"""Takes the README's pictures from a running demo: `python docs/pictures/take.py http://127.0.0.1:8000`."""

import pathlib
import sys

from playwright.sync_api import Browser, Page, sync_playwright
from tests.chromium import FLAGS, chromium

from chophien.sample.load import DEMO_PASSWORD
from chophien.sample.world import build_world

HERE = pathlib.Path(__file__).parent
WORLD = build_world()
ORGANIZER, PRODUCER = WORLD.demo[0].email, WORLD.demo[1].email
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


def _window(browser: Browser, site: str, size: dict[str, int], email: str | None) -> Page:
    page = browser.new_context(viewport=size, locale="vi-VN", base_url=site).new_page()  # type: ignore[arg-type]
    if email:
        page.goto("/sign-in")
        page.locator("[name=email]").fill(email)
        page.locator("[name=password]").fill(DEMO_PASSWORD)
        page.get_by_role("main").get_by_role("button", name="Đăng nhập").click()
        page.wait_for_load_state()
    return page


def main(site: str) -> None:
    """Take every picture."""
    fair = WORLD.fair.key
    wanted = [
        ("fair", DESK, None, f"/fairs/{fair}"),
        ("timetable", DESK, ORGANIZER, f"/organizer/fairs/{fair}/timetable/versions/1"),
        ("schedule", PHONE, PRODUCER, f"/my/fairs/{fair}/schedule"),
        ("booths", PHONE, PRODUCER, f"/my/fairs/{fair}/booth"),
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for name, size, email, address in wanted:
            page = _window(browser, site, size, email)
            page.goto(address)
            page.screenshot(path=HERE / f"{name}.png")
            page.context.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
