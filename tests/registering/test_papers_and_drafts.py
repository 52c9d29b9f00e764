"""Papers of products in the registration form, and a form that is left for another day."""

import re

from chophien.catalogue.tables import Paper
from chophien.fairs.queries.places import places_of
from chophien.fairs.questions.tables import Answer, Enclosure, Question, QuestionType
from chophien.fairs.tables import Fair, Participation
from chophien.mail.tables import OutgoingMessage
from tests.conftest import Browser, new_browser
from tests.factories.companies import producer_form
from tests.factories.fairs import PASSWORD, make_fair, make_organizer, make_participation
from tests.factories.registering import make_question
from tests.files.pictures import PDF


def _field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


async def _answers() -> list[tuple[str, bool]]:
    rows = await Answer.select(Answer.text, Answer.file).order_by(Answer.question)
    return [(row["text"], row["file"] is not None) for row in rows]


async def _asking_fair() -> tuple[Fair, Question, Question]:
    fair = await make_fair(await make_organizer())
    size = await make_question(
        fair, "Cỡ gian?", type_=QuestionType.CHOICE, choices="Nhỏ | Small\nLớn | Large", required=True
    )
    return fair, size, await make_question(fair, required=True)


async def test_answers_and_papers_come_with_the_registration_and_a_file_is_chosen_only_once(browser: Browser) -> None:
    fair, size, paper = await _asking_fair()
    address = f"/fairs/{fair.slug}/register/producer"
    typed = producer_form(p1_paper_kind="food_safety", p1_paper_expires="2030-01-31")
    files = {f"q{paper.id}": ("dkkd.pdf", PDF), "p1_paper": ("attp.pdf", PDF)}
    # The size is missing: the form comes back, and both files with it.
    back = await browser.send_files(address, files, **typed)
    assert (back.status_code, await Enclosure.count(), await Answer.count()) == (422, 2, 0)
    assert "Đã có tệp dkkd.pdf" in back.text
    kept = {name: _field(back.text, name) for name in (f"q{paper.id}_kept", "p1_paper_kept")}
    done = await browser.send_form(address, **typed, **kept, **{f"q{size.id}": "Lớn"})
    assert done.status_code == 303
    assert await _answers() == [("Lớn", False), ("", True)]
    assert await Enclosure.count() == 0
    held = await Paper.select(Paper.kind, Paper.file, Paper.product.name.as_alias("product")).first()
    assert held is not None
    assert (held["kind"], held["file"] is not None, held["product"]) == ("food_safety", True, "Miến dong Cự Đà")


async def test_a_form_left_for_another_day_comes_back_by_its_mailed_link(browser: Browser) -> None:
    fair, size, paper = await _asking_fair()
    address = f"/fairs/{fair.slug}/register/producer"
    nobody = await browser.send_form(address, later="yes", name="HTX Nửa Vời")
    assert nobody.status_code == 422
    typed = producer_form(name="HTX Nửa Vời") | {f"q{size.id}": "Lớn"}
    left = await browser.send_form(address, later="yes", **typed)
    assert left.status_code == 303
    (mail,) = await OutgoingMessage.select()
    link = left.headers["location"]
    assert (mail["kind"], mail["to_address"]) == ("registration_draft", typed["email"])
    assert link in mail["body_text"]
    assert await Participation.count() == 0
    async with new_browser() as telephone:
        again = await telephone.get(link)
        assert 'value="HTX Nửa Vời"' in again.text
        assert typed["password"] not in again.text
        token = _field(again.text, "draft")
        files = {f"q{paper.id}": ("a.pdf", PDF)}
        done = await telephone.send_files(address, files, draft=token, **typed)
        assert done.status_code == 303
    assert 'value="HTX Nửa Vời"' not in (await browser.get(link)).text
    assert (await places_of(fair.id, "producer")).taken == 1


async def test_whoever_is_signed_in_finds_the_form_again_without_a_link(browser: Browser) -> None:
    known = await make_participation(await make_fair(await make_organizer()), "producer")
    fair, _size, _paper = await _asking_fair()
    await browser.sign_in(known.person.email, PASSWORD)
    address = f"/fairs/{fair.slug}/register/producer"
    left = await browser.send_form(address, later="yes", name="Tên đang sửa dở")
    assert left.headers["location"] == "/my"
    assert "Tên đang sửa dở" in (await browser.get(address)).text
    async with new_browser() as stranger:
        key = f"person:{known.person.id}::{fair.id}:producer"
        assert "Tên đang sửa dở" not in (await stranger.get(f"{address}?draft={key}")).text
