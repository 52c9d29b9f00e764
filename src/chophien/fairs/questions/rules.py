"""How questions are worded, and what a given answer may be."""

from chophien.fairs.questions.tables import QuestionType
from chophien.support.language import _, spoken_language

MOST_QUESTIONS = 40
MOST_CHOICES = 50
LONGEST_TEXT = 300
LONGEST_ANSWER = 3000
HIGHEST_NUMBER = 999_999_999_999


def type_words(kind: str) -> str:
    """How a question is answered, in words."""
    return {
        QuestionType.TEXT: _("Một dòng chữ"),
        QuestionType.LONG_TEXT: _("Đoạn văn"),
        QuestionType.CHOICE: _("Chọn một"),
        QuestionType.CHOICES: _("Chọn nhiều"),
        QuestionType.NUMBER: _("Số"),
        QuestionType.DATE: _("Ngày"),
        QuestionType.PAPER: _("Giấy tờ (tệp PDF hoặc ảnh)"),
        QuestionType.CONSENT: _("Lời đồng ý"),
    }[QuestionType(kind)]


def type_choices() -> list[tuple[str, str]]:
    """Every type of question with its words."""
    return [(each.value, type_words(each)) for each in QuestionType]


def choice_pairs(written: str) -> list[tuple[str, str]]:
    """The choices of a question as (what is kept, words in the spoken language); `vi | en` on each line."""
    pairs = []
    for line in written.splitlines():
        vietnamese, _bar, english = (part.strip() for part in line.partition("|"))
        if vietnamese:
            pairs.append((vietnamese, english if english and spoken_language() == "en" else vietnamese))
    return pairs
