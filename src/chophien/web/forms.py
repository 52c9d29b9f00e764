"""Form text turned into typed values, or into an error beside each field; a refused form comes back as it was typed."""

import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Generic, TypeVar
from zoneinfo import ZoneInfo

from litestar.datastructures import UploadFile

from chophien.support.language import _
from chophien.support.refusal import Refusal
from chophien.web.formats import number
from chophien.web.pages import AnyRequest

T = TypeVar("T")
R = TypeVar("R")

_EMAIL = re.compile(r"[^@\s<>\"',;:\\()\[\]]+@[^@\s<>\"',;:\\()\[\]]+\.[^@\s<>\"',;:\\()\[\]]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029]")


_YEARS = range(2000, 2200)
"""At the ends of the calendar a moment has no time in another zone."""

D = TypeVar("D", bound=date)

_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(?:[.,\s][0-9]{3})+")
# Shown to whoever writes "45 nghìn".
_EXAMPLE = 45_000


@dataclass(frozen=True)
class Upload:
    """A file as a browser sent it: neither its name nor its kind can be trusted."""

    name: str
    content: bytes


class Form(Generic[T]):
    """A form as typed, its errors, and its value once it has none. Templates use `text`, `texts` and `error`."""

    def __init__(self, typed: Mapping[str, list[str]] | None = None) -> None:
        """Begin with what was `typed`; nothing for a fresh form."""
        self.typed: dict[str, list[str]] = dict(typed or {})
        self.uploads: dict[str, list[Upload]] = {}
        """Files by field; they are never sent back with a refused form."""
        self.errors: dict[str, str] = {}
        self.value: T | None = None
        self.status = 422
        """What a refused form is answered with; 429 when the action asked for patience."""

    def text(self, name: str) -> str:
        """The field as it was typed."""
        return (self.typed.get(name) or [""])[0]

    def texts(self, name: str) -> list[str]:
        """Every value of a field that may be given many times."""
        return self.typed.get(name, [])

    def upload(self, name: str) -> Upload | None:
        """The file of a field; none when nobody chose one."""
        return next(iter(self.uploads.get(name, [])), None)

    def error(self, name: str) -> str | None:
        """What is wrong with the field, in words."""
        return self.errors.get(name)

    @property
    def is_right(self) -> bool:
        """Whether no field has an error."""
        return not self.errors

    def refuse(self, name: str, sentence: str) -> None:
        """Put `sentence` beside the field; the first one stays."""
        self.errors.setdefault(name, sentence)

    async def submit(self, action: Callable[[T], Awaitable[R]]) -> R | None:
        """Run `action` on the value; none when the form is wrong or the action refuses, which then stands beside
        the refusal's field, or above the form under the name "form"."""
        if self.errors or self.value is None:
            return None
        try:
            return await action(self.value)
        except Refusal as refusal:
            self.refuse(refusal.field or "form", refusal.sentence)
            self.status = 429 if refusal.status == 429 else 422
            return None

    # Reading fields: each returns a typed value and notes an error when there is none to return.

    def read_text(self, name: str, *, required: bool = False, most: int = 200) -> str:
        """One line or many, trimmed, without control characters."""
        text = _CONTROL.sub("", self.text(name)).replace("\r\n", "\n").strip()
        if required and not text:
            self.refuse(name, _("Xin điền mục này."))
        if len(text) > most:
            self.refuse(name, _("Dài quá: nhiều nhất %(most)s ký tự.") % {"most": most})
        return text

    def read_email(self, name: str, *, required: bool = False) -> str:
        """An e-mail address in lower case."""
        text = self.read_text(name, required=required, most=254).lower()
        if text and not _EMAIL.fullmatch(text):
            self.refuse(name, _("Địa chỉ thư điện tử chưa đúng, ví dụ: lan@langnghe.example."))
        return text

    def read_whole_number(self, name: str, *, least: int, most: int, required: bool = False) -> int | None:
        """A whole number within its limits; dots, commas and blanks between thousands are allowed."""
        text = self.read_text(name, required=required)
        if _THOUSANDS.fullmatch(text):
            text = re.sub(r"[.,\s]", "", text)
        if not text:
            return None
        is_number = re.fullmatch(r"[+-]?[0-9]{1,15}", text) is not None
        if not is_number or not least <= int(text) <= most:
            words = {"least": number(least), "most": number(most), "example": number(_EXAMPLE)}
            if not is_number and least <= _EXAMPLE <= most:
                self.refuse(name, _("Xin nhập bằng chữ số, từ %(least)s đến %(most)s, ví dụ: %(example)s.") % words)
            else:
                self.refuse(name, _("Xin nhập một số từ %(least)s đến %(most)s.") % words)
            return None
        return int(text)

    def read_date(self, name: str, *, required: bool = False) -> date | None:
        """A date as browsers send it: 2026-12-05."""
        text = self.read_text(name, required=required)
        try:
            return _of_our_time(date.fromisoformat(text)) if text else None
        except ValueError:
            self.refuse(name, _("Ngày chưa đúng, ví dụ: 2026-12-05."))
            return None

    def read_time(self, name: str, *, required: bool = False) -> time | None:
        """A clock time as browsers send it: 08:30."""
        text = self.read_text(name, required=required)
        try:
            return time.fromisoformat(text).replace(tzinfo=None) if text else None
        except ValueError:
            self.refuse(name, _("Giờ chưa đúng, ví dụ: 08:30."))
            return None

    def read_moment(self, name: str, *, timezone: str, required: bool = False) -> datetime | None:
        """A local date and time as browsers send it (2026-12-05T08:30), made aware in `timezone`."""
        text = self.read_text(name, required=required)
        try:
            return _of_our_time(datetime.fromisoformat(text)).replace(tzinfo=ZoneInfo(timezone)) if text else None
        except ValueError:
            self.refuse(name, _("Ngày giờ chưa đúng, ví dụ: 2026-12-05T08:30."))
            return None

    def read_choice(self, name: str, choices: Iterable[str], *, required: bool = False) -> str | None:
        """One of `choices`."""
        text = self.read_text(name, required=required)
        if not text:
            return None
        if text not in set(choices):
            self.refuse(name, _("Xin chọn một trong các mục đã cho."))
            return None
        return text

    def read_choices(self, name: str, choices: Iterable[str]) -> list[str]:
        """Any number of `choices`, in the order given; others are an error."""
        allowed = set(choices)
        if not set(self.texts(name)) <= allowed:
            self.refuse(name, _("Xin chọn trong các mục đã cho."))
        return [text for text in dict.fromkeys(self.texts(name)) if text in allowed]

    def read_tick(self, name: str) -> bool:
        """Whether a check box was ticked."""
        return bool(self.text(name))


def is_email(text: str) -> bool:
    """Whether `text` looks like one e-mail address."""
    return _EMAIL.fullmatch(text) is not None


def fresh_form(**values: Any) -> Form[Any]:
    """A form that nobody has sent yet, filled with `values`; lists become repeated fields."""
    typed = {
        name: [str(item) for item in value] if isinstance(value, list) else ["" if value is None else str(value)]
        for name, value in values.items()
    }
    return Form(typed)


def _of_our_time(day: D) -> D:
    if day.year not in _YEARS or getattr(day, "tzinfo", None) is not None:
        raise ValueError(day)
    return day


async def typed_form(request: AnyRequest) -> Form[Any]:
    """The form that a browser sent; its files stand under `uploads`.

    How much is read at all, the route's `request_max_body_size` says.
    """
    sent = await request.form()
    form: Form[Any] = Form()
    for name, value in sent.multi_items():
        if isinstance(value, str):
            form.typed.setdefault(name, []).append(value)
        elif isinstance(value, UploadFile):
            form.uploads.setdefault(name, []).append(Upload(value.filename, await value.read()))
    return form
