"""What an organizer asks besides, and what those who register answer."""

from typing import Any

from chophien.fairs.questions.tables import Answer, Enclosure, Question
from chophien.fairs.tables import Fair, Participation
from chophien.files.tables import StoredFile
from tests.conftest import Browser, new_browser
from tests.factories.companies import producer_form
from tests.factories.fairs import PASSWORD, Staff, make_fair, make_organizer
from tests.files.pictures import PDF

ASKED: list[dict[str, str]] = [
    {"type": "text", "words_vi": "Biển số xe", "words_en": "Number plate", "required": "yes"},
    {"type": "choice", "words_vi": "Ăn chay", "choices": "Có | Yes\nKhông | No"},
    {"type": "choices", "words_vi": "Ngày đến", "choices": "Thứ Sáu\nThứ Bảy", "required": "yes"},
    {"type": "number", "words_vi": "Số ổ cắm"},
    {"type": "date", "words_vi": "Ngày dựng gian"},
    {"type": "consent", "words_vi": "Tôi đọc nội quy", "required": "yes"},
    {"type": "paper", "words_vi": "Giấy đăng ký kinh doanh", "required": "yes"},
]


async def _asking(browser: Browser) -> tuple[Fair, Staff, list[str]]:
    staff = await make_organizer()
    fair = await make_fair(staff)
    await browser.sign_in(staff.person.email, PASSWORD)
    for asked in ASKED:
        answer = await browser.send_form(f"/organizer/fairs/{fair.slug}/registration", kind="producer", **asked)
        assert answer.status_code == 303, answer.text
    rows = await Question.select(Question.id, Question.words_vi).order_by(Question.position)
    assert [row["words_vi"] for row in rows] == [asked["words_vi"] for asked in ASKED]
    return fair, staff, [f"q{row['id']}" for row in rows]


def _answered(fields: list[str]) -> dict[str, Any]:
    plate, vegetarian, days, sockets, built, rules, _paper = fields
    return producer_form(
        **{
            plate: "29H-123.45",
            vegetarian: "Không",
            days: ["Thứ Sáu", "Thứ Bảy"],
            sockets: "3",
            built: "2026-11-19",
            rules: "yes",
        }
    )


async def test_every_kind_of_answer_is_kept_and_shown_to_both_sides(browser: Browser) -> None:
    fair, _staff, fields = await _asking(browser)
    producer = new_browser()
    page = f"/fairs/{fair.slug}/register/producer"
    assert "Giấy đăng ký kinh doanh" in (await producer.get(page)).text
    sent = await producer.send_files(page, {fields[-1]: ("giay-phep.pdf", PDF)}, **_answered(fields))
    assert sent.status_code == 303, sent.text
    await producer.confirm_address()
    participation = (await Participation.select(Participation.id))[0]["id"]
    kept = await Answer.select(Answer.text).order_by(Answer.question)
    assert [row["text"] for row in kept] == [
        "29H-123.45",
        "Không",
        "Thứ Sáu\nThứ Bảy",
        "3",
        "2026-11-19",
        "Tôi đọc nội quy",
        "",
    ]
    assert await Enclosure.count() == 0
    mine = (await producer.get(f"/my/fairs/{fair.slug}")).text
    theirs = (await browser.get(f"/organizer/fairs/{fair.slug}/participants/{participation}")).text
    for text in (mine, theirs):
        assert all(
            words in text for words in ("29H-123.45", "Thứ Sáu, Thứ Bảy", "Đồng ý: “Tôi đọc nội quy”", "giay-phep.pdf")
        )
    question = fields[-1].removeprefix("q")
    for reader, path in (
        (producer, f"/my/fairs/{fair.slug}/answers/{question}/file"),
        (browser, f"/organizer/fairs/{fair.slug}/participants/{participation}/answers/{question}"),
    ):
        assert (await reader.get(path)).content == PDF
    await producer.aclose()


async def test_a_form_that_comes_back_keeps_the_file_and_every_answer(browser: Browser) -> None:
    fair, _staff, fields = await _asking(browser)
    producer = new_browser()
    page = f"/fairs/{fair.slug}/register/producer"
    typed = {**_answered(fields), "phone": "không phải số", fields[0]: ""}
    back = await producer.send_files(page, {fields[-1]: ("giay-phep.pdf", PDF)}, **typed)
    assert back.status_code == 422
    assert "Đã có tệp giay-phep.pdf" in back.text
    assert 'value="2026-11-19"' in back.text
    assert await Participation.count() == 0
    token = back.text.split(f'name="{fields[-1]}_kept" value="')[1].split('"')[0]
    again = await producer.send_form(page, **_answered(fields), **{f"{fields[-1]}_kept": token})
    assert again.status_code == 303, again.text
    assert (await StoredFile.count(), await Enclosure.count(), await Answer.count()) == (1, 0, len(ASKED))
    await producer.aclose()


async def test_what_is_required_and_missing_is_named(browser: Browser) -> None:
    fair, _staff, _fields = await _asking(browser)
    producer = new_browser()
    back = await producer.send_form(f"/fairs/{fair.slug}/register/producer", **producer_form())
    assert back.status_code == 422
    for sentence in ("Xin chọn ít nhất một mục.", "Xin đánh dấu đồng ý.", "Xin gửi giấy tờ này"):
        assert sentence in back.text
    await producer.aclose()


async def test_answers_change_until_registration_closes(browser: Browser) -> None:
    fair, _staff, fields = await _asking(browser)
    producer = new_browser()
    page = f"/fairs/{fair.slug}/register/producer"
    await producer.send_files(page, {fields[-1]: ("cu.pdf", PDF)}, **_answered(fields))
    await producer.confirm_address()
    path = f"/my/fairs/{fair.slug}/answers"
    assert 'value="29H-123.45"' in (await producer.get(path)).text
    answers = {name: value for name, value in _answered(fields).items() if name in fields}
    changed = await producer.send_files(path, {fields[-1]: ("moi.pdf", PDF)}, **{**answers, fields[0]: "30A-999.99"})
    assert changed.status_code == 303, changed.text
    assert "moi.pdf" in (await producer.get(f"/my/fairs/{fair.slug}")).text
    assert (await StoredFile.count(), await Answer.count()) == (1, len(ASKED))
    await Fair.update({Fair.registration_until: Fair.registration_from}).where(Fair.id == fair.id)
    late = await producer.send_form(path, **answers)
    assert (late.status_code, late.headers["location"]) == (303, f"/my/fairs/{fair.slug}")
    assert "30A-999.99" in (await producer.get(f"/my/fairs/{fair.slug}")).text
    await producer.aclose()


async def test_a_question_moves_changes_and_goes_while_its_answers_stay(browser: Browser) -> None:
    fair, _staff, fields = await _asking(browser)
    base = f"/organizer/fairs/{fair.slug}/registration"
    first, second = (field.removeprefix("q") for field in fields[:2])
    assert (await browser.send_form(f"{base}/{second}", do="up")).status_code == 303
    rows = await Question.select(Question.id).order_by(Question.position)
    assert [str(row["id"]) for row in rows[:2]] == [second, first]
    assert (await browser.send_form(f"{base}/{first}", **{**ASKED[0], "words_vi": "Xe"})).status_code == 303
    assert (await browser.send_form(f"{base}/{second}", do="retire")).status_code == 303
    page = (await browser.get(base)).text
    assert (">Xe<" in page, "Ăn chay" in page) == (True, False)
    bad = await browser.send_form(base, kind="producer", type="choice", words_vi="Một", choices="Chỉ một")
    assert (bad.status_code, "Xin viết ít nhất hai lựa chọn" in bad.text) == (422, True)
