"""Making and ordering questions, keeping files that come with a form, and writing answers."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from chophien.companies.tables import CompanyKind
from chophien.fairs.questions.forms import AnswerGiven, QuestionDetails, kept_name
from chophien.fairs.questions.queries import questions_of
from chophien.fairs.questions.rules import MOST_QUESTIONS
from chophien.fairs.questions.tables import Answer, Enclosure, Question
from chophien.fairs.tables import Fair
from chophien.files.actions import FileRefused, forget_files, paper_row
from chophien.files.queries import files_by_id
from chophien.support.database import transaction
from chophien.support.database.conflicts import lock
from chophien.support.language import _
from chophien.support.refusal import Refusal
from chophien.support.tokens import token_hash
from chophien.web.forms import Form

ENCLOSURES_LAST = timedelta(days=90)
"""How long a file waits for the registration it was meant for."""
MOST_FILES = 30
"""That come with one form."""


class TooManyQuestions(Refusal):
    """A form with more questions is never filled in."""


class FileGone(Refusal):
    """A file that was sent before is not there any more."""


async def add_question(fair: Fair, kind: CompanyKind, details: QuestionDetails) -> None:
    """Ask one thing more, after all others. Raises TooManyQuestions."""
    async with transaction():
        await lock("questions of fair", fair.id)
        known = await questions_of(fair.id, kind)
        if len(known) >= MOST_QUESTIONS:
            raise TooManyQuestions(_("Mỗi đơn có nhiều nhất %(most)s câu hỏi.") % {"most": MOST_QUESTIONS})
        await Question(fair=fair.id, kind=kind, position=len(known), **_columns(details)).save()


async def change_question(question: Question, details: QuestionDetails) -> None:
    """Word a question anew; answers that were given stay."""
    await Question.update(_columns(details)).where(Question.id == question.id)


async def retire_question(question: Question, *, at: datetime) -> None:
    """Ask it no more; what was answered stays with the participants."""
    await Question.update({Question.retired_at: at}).where(Question.id == question.id)


async def move_question(question: Question, steps: int) -> None:
    """Put a question so many places further down; up with a negative number."""
    async with transaction():
        await lock("questions of fair", question.fair)
        order = [each.id for each in await questions_of(question.fair, question.kind)]
        if question.id not in order:
            return
        place = order.index(question.id)
        order.insert(min(max(place + steps, 0), len(order) - 1), order.pop(place))
        for position, id_ in enumerate(order):
            await Question.update({Question.position: position}).where(Question.id == id_)


async def keep_enclosures(form: Form[Any], fair_id: int, fields: list[str], *, at: datetime) -> None:
    """Keep the files of these fields, so that a form that comes back need not ask for them again.

    Each file's token goes into the form as a hidden field. A file that will not do is an error beside its field.
    """
    for field in [each for each in fields if form.upload(each)][:MOST_FILES]:
        upload = form.upload(field)
        if upload is None or not (upload.name or upload.content):
            continue
        try:
            row = await paper_row(upload, field=field)
        except FileRefused as refused:
            form.refuse(field, refused.sentence)
            continue
        token = secrets.token_urlsafe(24)
        async with transaction():
            await row.save()
            await Enclosure(fair=fair_id, token_hash=token_hash(token), file=row.id, sent_at=at).save()
        form.typed[kept_name(field)] = [token]
    await _forget_old(at)


async def enclosure_names(form: Form[Any], fair_id: int) -> dict[str, str]:
    """The names of the files that a form carries, by field; a token that is not known any more is taken out."""
    tokens = {name: form.text(name) for name in form.typed if name.endswith("_kept") and form.text(name)}
    if not tokens:
        return {}
    rows = await Enclosure.select(Enclosure.token_hash, Enclosure.file).where(
        Enclosure.fair == fair_id, Enclosure.token_hash.is_in([token_hash(token) for token in tokens.values()])
    )
    files = await files_by_id([row["file"] for row in rows])
    names = {row["token_hash"]: files[row["file"]].name for row in rows}
    for name, token in tokens.items():
        if token_hash(token) not in names:
            form.typed.pop(name)
    return {
        name.removesuffix("_kept"): names[token_hash(token)]
        for name, token in tokens.items()
        if token_hash(token) in names
    }


async def take_enclosure(fair_id: int, token: str, *, field: str) -> int:
    """The file behind a token, which is used up, inside the caller's transaction. Raises FileGone."""
    rows = (
        await Enclosure.delete()
        .where(Enclosure.fair == fair_id, Enclosure.token_hash == token_hash(token))
        .returning(Enclosure.file)
    )
    if not rows:
        raise FileGone(_("Tệp đã gửi không còn nữa. Xin chọn lại."), field=field)
    return int(rows[0]["file"])


async def save_answers(fair_id: int, participation_id: int, answers: list[AnswerGiven], *, at: datetime) -> None:
    """Write answers anew, inside the caller's transaction; a file that is replaced is thrown away. Raises FileGone."""
    async with transaction():
        rows = await Answer.select(Answer.question, Answer.text, Answer.file).where(
            Answer.participation == participation_id
        )
        known = {row["question"]: row for row in rows}
        for given in answers:
            before = known.get(given.question_id)
            if given.keeps_file or (before and before["text"] == given.text and given.text):
                continue
            await Answer.delete().where(Answer.participation == participation_id, Answer.question == given.question_id)
            if before and before["file"]:
                await forget_files([before["file"]])
            if not given.text and not given.token:
                continue
            file = await take_enclosure(fair_id, given.token, field=f"q{given.question_id}") if given.token else None
            answer = Answer(
                participation=participation_id,
                question=given.question_id,
                text=given.text,
                file=file,
                answered_at=at,
            )
            await answer.save()


async def _forget_old(at: datetime) -> None:
    old = await Enclosure.select(Enclosure.file).where(Enclosure.sent_at < at - ENCLOSURES_LAST).limit(50)
    await forget_files([row["file"] for row in old])


def _columns(details: QuestionDetails) -> dict[Any, Any]:
    return {
        "type": details.type,
        "words_vi": details.words_vi,
        "words_en": details.words_en,
        "help_vi": details.help_vi,
        "help_en": details.help_en,
        "choices": details.choices,
        "required": details.required,
    }
