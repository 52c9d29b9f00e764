"""Reading questions and answers."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from piccolo.columns.combination import Where

from chophien.fairs.questions.rules import choice_pairs
from chophien.fairs.questions.tables import Answer, Question, QuestionType
from chophien.fairs.rules import spoken
from chophien.fairs.tables import Participation
from chophien.files.queries import files_by_id
from chophien.support.language import _
from chophien.support.refusal import NotFound
from chophien.web.formats import day, number


@dataclass(frozen=True)
class Asked:
    """A question as it is asked, in the spoken language."""

    id: int
    type: QuestionType
    words: str
    help: str
    required: bool
    choices: list[tuple[str, str]]

    @property
    def field(self) -> str:
        """The name of its field in a form."""
        return f"q{self.id}"


@dataclass(frozen=True)
class Answered:
    """An answer as it is shown: the question's words, the answer's words or its file."""

    question_id: int
    words: str
    answer: str
    file_id: int | None
    file_name: str
    answered_at: datetime
    text: str
    """The answer as it is kept."""


async def questions_of(fair_id: int, kind: str) -> list[Asked]:
    """What those who register on one side are asked now, in order."""
    rows = (
        await Question.select()
        .where(Question.fair == fair_id, Question.kind == kind, Question.retired_at.is_null())
        .order_by(Question.position)
        .order_by(Question.id)
    )
    return [asked(row) for row in rows]


def asked(row: dict[str, Any]) -> Asked:
    """A question's row in the spoken language."""
    return Asked(
        row["id"],
        QuestionType(row["type"]),
        spoken(row["words_vi"], row["words_en"]),
        spoken(row["help_vi"], row["help_en"]),
        row["required"],
        choice_pairs(row["choices"]),
    )


def paper_fields(questions: list[Asked]) -> list[str]:
    """The names of the fields that take a file."""
    return [each.field for each in questions if each.type == QuestionType.PAPER]


async def question_of(fair_id: int, question_id: int) -> Question:
    """A question of this fair that is still asked; raises NotFound."""
    found = (
        await Question.objects()
        .where(Question.id == question_id, Question.fair == fair_id, Question.retired_at.is_null())
        .first()
    )
    if found is None:
        raise NotFound(_("Không có câu hỏi này."))
    return found


async def answers_of(participation_id: int) -> list[Answered]:
    """What a participant answered, in the order of the questions; also to questions that are not asked any more."""
    rows = await _answer_rows(Answer.participation == participation_id)
    files = await files_by_id([row["file"] for row in rows if row["file"]])
    return [
        Answered(
            row["question"],
            spoken(row["words_vi"], row["words_en"]),
            _answer_words(row),
            row["file"],
            files[row["file"]].name if row["file"] in files else "",
            row["answered_at"],
            row["text"],
        )
        for row in rows
    ]


async def answers_at(fair_id: int) -> tuple[dict[int, str], dict[tuple[int, int], str]]:
    """The words of every question of a fair that somebody answered, and the answers by participation and question."""
    rows = await _answer_rows(Answer.participation.fair == fair_id)
    files = await files_by_id([row["file"] for row in rows if row["file"]])
    questions = {row["question"]: spoken(row["words_vi"], row["words_en"]) for row in rows}
    answers = {
        (row["participation"], row["question"]): _answer_words(row)
        or (files[row["file"]].name if row["file"] in files else "")
        for row in rows
    }
    return questions, answers


async def _answer_rows(condition: Where) -> list[dict[str, Any]]:
    return (
        await Answer.select(
            Answer.participation,
            Answer.question,
            Answer.text,
            Answer.file,
            Answer.answered_at,
            Answer.question.type.as_alias("type"),
            Answer.question.words_vi.as_alias("words_vi"),
            Answer.question.words_en.as_alias("words_en"),
            Answer.question.choices.as_alias("choices"),
        )
        .where(condition)
        .order_by(Answer.question.position)
        .order_by(Answer.question)
    )


async def answered_file(participation_id: int, question_id: int) -> int:
    """The file that a participant sent as its answer; raises NotFound."""
    row = (
        await Answer.select(Answer.file)
        .where(Answer.participation == participation_id, Answer.question == question_id)
        .first()
    )
    if row is None or row["file"] is None:
        raise NotFound(_("Không tìm thấy tệp này."))
    return int(row["file"])


async def missing_at(fair_id: int) -> dict[int, int]:
    """How many required questions each participation of a fair has left open, where it is any."""
    needed: dict[str, set[int]] = defaultdict(set)
    rows = await Question.select(Question.id, Question.kind).where(
        Question.fair == fair_id, Question.required.eq(True), Question.retired_at.is_null()
    )
    for row in rows:
        needed[row["kind"]].add(row["id"])
    if not needed:
        return {}
    given: dict[int, set[int]] = defaultdict(set)
    for row in await Answer.select(Answer.participation, Answer.question).where(Answer.participation.fair == fair_id):
        given[row["participation"]].add(row["question"])
    people = await Participation.select(Participation.id, Participation.kind).where(Participation.fair == fair_id)
    counts = {row["id"]: len(needed[row["kind"]] - given[row["id"]]) for row in people}
    return {id_: count for id_, count in counts.items() if count}


def _answer_words(row: dict[str, Any]) -> str:
    text = str(row["text"])
    match row["type"]:
        case QuestionType.CHOICE | QuestionType.CHOICES:
            known = dict(choice_pairs(row["choices"]))
            return ", ".join(known.get(each, each) for each in text.splitlines())
        case QuestionType.CONSENT:
            return _("Đồng ý: “%(words)s”") % {"words": text} if text else ""
        case QuestionType.NUMBER:
            return number(int(text)) if text else ""
        case QuestionType.DATE:
            return day(date.fromisoformat(text)) if text else ""
    return text
