"""Writing the words of a mail from its templates, in the receiver's language."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import Environment, select_autoescape

from chophien.mail.rules import many_lines, one_line
from chophien.settings import settings
from chophien.support.language import speaking
from chophien.web.templating import make_environment

_GAPS = re.compile(r"\n(?:[ \t]*\n){2,}")
"""Blocks of a template leave more blank lines than a reader wants."""


@dataclass(frozen=True)
class Letter:
    """A mail's words."""

    subject: str
    text: str
    html: str


def write_letter(kind: str, language: str, to_name: str, context: dict[str, Any]) -> Letter:
    """Render `templates/mail/<kind>/{subject.txt,body.txt,body.html}` in `language`.

    Templates see `context`, `to_name`, `language`, `public_url` and `subject` (in the bodies). The subject is made one
    line, whatever went into it.
    """
    with speaking(language):
        shared = {"to_name": to_name, "language": language, "public_url": settings().public_url, **context}
        subject = one_line(_environment().get_template(f"mail/{kind}/subject.txt").render(shared), 300)
        shared["subject"] = subject
        text = _environment().get_template(f"mail/{kind}/body.txt").render(shared)
        html = _environment().get_template(f"mail/{kind}/body.html").render(shared)
    return Letter(subject, _GAPS.sub("\n\n", many_lines(text)).strip() + "\n", many_lines(html))


@cache
def _environment() -> Environment:
    # Plain text must not be escaped: "Muối & Mắm" stays as it is there, and becomes "&amp;" in HTML only.
    environment = make_environment()
    environment.autoescape = select_autoescape(["html"])
    return environment
