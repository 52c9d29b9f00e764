"""Reading answers to an organizer's questions, and the form with which a question is made."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from chophien.companies.tables import CompanyKind
from chophien.fairs.questions.queries import Answered, Asked
from chophien.fairs.questions.rules import HIGHEST_NUMBER, LONGEST_ANSWER, LONGEST_TEXT, MOST_CHOICES, choice_pairs
from chophien.fairs.questions.tables import Question, QuestionType
from chophien.support.language import _
from chophien.web.forms import Form

_HAS_CHOICES = {QuestionType.CHOICE, QuestionType.CHOICES}


@dataclass(frozen=True)
class AnswerGiven:
    """One answer: its text, or the token of the file that was sent for it. Both empty takes an answer away."""

    question_id: int
    text: str = ""
    token: str = ""
    keeps_file: bool = False
    """Whether the file that was sent before stays."""


@dataclass(frozen=True)
class QuestionDetails:
    """What an organizer asks."""

    type: QuestionType
    words_vi: str
    words_en: str
    help_vi: str
    help_en: str
    choices: str
    required: bool


@dataclass(frozen=True)
class Limit:
    """How many companies are taken; none for no limit."""

    capacity: int | None


def kept_name(field: str) -> str:
    """The hidden field with the token of a file that was sent with an earlier try."""
    return f"{field}_kept"


def read_answers(form: Form[Any], questions: list[Asked], *, sent: Collection[int] = ()) -> list[AnswerGiven]:
    """Read the answer to every question; `sent` are the questions for which a file is there already."""
    return [_read_answer(form, each, has_file=each.id in sent) for each in questions]


def _read_answer(form: Form[Any], question: Asked, *, has_file: bool) -> AnswerGiven:
    field, required = question.field, question.required
    text = ""
    match question.type:
        case QuestionType.TEXT:
            text = form.read_text(field, required=required, most=LONGEST_TEXT)
        case QuestionType.LONG_TEXT:
            text = form.read_text(field, required=required, most=LONGEST_ANSWER)
        case QuestionType.CHOICE:
            text = form.read_choice(field, [value for value, _words in question.choices], required=required) or ""
        case QuestionType.CHOICES:
            chosen = form.read_choices(field, [value for value, _words in question.choices])
            if required and not chosen:
                form.refuse(field, _("Xin chọn ít nhất một mục."))
            text = "\n".join(chosen)
        case QuestionType.NUMBER:
            figure = form.read_whole_number(field, least=0, most=HIGHEST_NUMBER, required=required)
            text = "" if figure is None else str(figure)
        case QuestionType.DATE:
            when = form.read_date(field, required=required)
            text = when.isoformat() if when else ""
        case QuestionType.CONSENT:
            ticked = form.read_tick(field)
            if required and not ticked:
                form.refuse(field, _("Xin đánh dấu đồng ý."))
            # The words themselves, so that it stays known what was agreed to when the question is worded anew.
            text = question.words if ticked else ""
        case QuestionType.PAPER:
            token = form.text(kept_name(field))
            if required and not token and not has_file:
                form.refuse(field, _("Xin gửi giấy tờ này: tệp PDF hoặc ảnh chụp."))
            return AnswerGiven(question.id, token=token, keeps_file=has_file and not token)
    return AnswerGiven(question.id, text=text)


def answers_as_typed(answers: list[Answered]) -> dict[str, Any]:
    """Answers as the values of their form's fields."""
    return {f"q{each.question_id}": each.text.splitlines() or [""] for each in answers if each.file_id is None}


def read_question(form: Form[QuestionDetails]) -> Form[QuestionDetails]:
    """Read the form of one question."""
    kind = form.read_choice("type", list(QuestionType), required=True)
    words_vi = " ".join(form.read_text("words_vi", required=True, most=300).split())
    details = QuestionDetails(
        type=QuestionType(kind or QuestionType.TEXT),
        words_vi=words_vi,
        words_en=" ".join(form.read_text("words_en", most=300).split()),
        help_vi=form.read_text("help_vi", most=500),
        help_en=form.read_text("help_en", most=500),
        choices=form.read_text("choices", most=4000),
        required=form.read_tick("required"),
    )
    if details.type in _HAS_CHOICES:
        values = [value for value, _words in choice_pairs(details.choices)]
        if len(values) < 2:
            form.refuse("choices", _("Xin viết ít nhất hai lựa chọn, mỗi dòng một lựa chọn."))
        elif len(set(values)) < len(values):
            form.refuse("choices", _("Có hai lựa chọn giống nhau."))
        elif len(values) > MOST_CHOICES:
            form.refuse("choices", _("Nhiều nhất %(most)s lựa chọn.") % {"most": MOST_CHOICES})
    if form.is_right:
        form.value = details
    return form


def question_as_typed(question: Question) -> dict[str, Any]:
    """A question's row as the values of its form's fields."""
    names = ("type", "words_vi", "words_en", "help_vi", "help_en", "choices")
    return {name: getattr(question, name) for name in names} | {"required": "yes" if question.required else ""}


def read_limit(form: Form[Limit]) -> Form[Limit]:
    """Read how many companies are taken."""
    capacity = form.read_whole_number("capacity", least=1, most=100_000)
    form.value = Limit(capacity)
    return form


def side_of(text: str) -> CompanyKind:
    """The side that an address names; producers unless it names the other."""
    return CompanyKind.DISTRIBUTOR if text == CompanyKind.DISTRIBUTOR else CompanyKind.PRODUCER
