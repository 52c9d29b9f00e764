"""Columns of the organizer's own questions, their answers, and files sent with a registration that is not sent yet."""

from enum import StrEnum

from piccolo.columns import Boolean, ForeignKey, Integer, Serial, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from chophien.companies.tables import CompanyKind
from chophien.fairs.tables import Fair, Participation
from chophien.files.tables import StoredFile


class QuestionType(StrEnum):
    """How a question is answered."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    CHOICE = "choice"
    CHOICES = "choices"
    NUMBER = "number"
    DATE = "date"
    PAPER = "paper"
    """A file: a scanned paper or a photograph of it."""
    CONSENT = "consent"


class Question(Table):
    """Something that an organizer asks those who register for one fair on one side."""

    id: Serial
    fair = ForeignKey(references=Fair, null=False, on_delete=OnDelete.cascade)
    kind = Varchar(length=12, choices=CompanyKind)
    type = Varchar(length=12, choices=QuestionType)
    words_vi = Varchar(length=300)
    words_en = Varchar(length=300, default="")
    help_vi = Varchar(length=500, default="")
    help_en = Varchar(length=500, default="")
    choices = Text(default="")
    """For a choice: one on each line, the English after a vertical bar."""
    required = Boolean(default=False)
    position = Integer(default=0)
    retired_at = Timestamptz(null=True, default=None)
    """Since when it is not asked any more; its answers stay."""


class Answer(Table):
    """What a participant answered to one question; several choices stand on lines of their own."""

    id: Serial
    participation = ForeignKey(references=Participation, null=False, on_delete=OnDelete.cascade)
    question = ForeignKey(references=Question, null=False, on_delete=OnDelete.cascade)
    text = Text(default="")
    file = ForeignKey(references=StoredFile, null=True, default=None, on_delete=OnDelete.restrict)
    """What was sent, where a paper is asked for."""
    answered_at = Timestamptz()


class Enclosure(Table):
    """A file sent with a registration that is not sent yet; whoever holds its token may put it in.

    The token is kept only as its SHA-256.
    """

    id: Serial
    fair = ForeignKey(references=Fair, null=False, on_delete=OnDelete.cascade)
    token_hash = Varchar(length=64)
    file = ForeignKey(references=StoredFile, null=False, on_delete=OnDelete.cascade)
    sent_at = Timestamptz()
