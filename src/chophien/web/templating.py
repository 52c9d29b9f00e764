"""The template engine: where templates are, and the words and formats they may use."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.template.config import TemplateConfig

from chophien.support.language import _, ngettext
from chophien.web import formats
from chophien.web.assets import asset

_PACKAGE = Path(__file__).parent.parent
_INSTALLED = _PACKAGE / "templates"
TEMPLATES = _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parent.parent / "templates"
"""Inside the package once installed, at the top of the tree in a checkout."""


def make_environment() -> Environment:
    """The Jinja environment that pages and mails share. An unknown name in a template is an error."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    environment.install_gettext_callables(_, ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.globals["asset"] = asset
    environment.filters.update(
        day=_in_fair_time(formats.day),
        day_short=_in_fair_time(formats.day_short),
        clock=_in_fair_time(formats.clock),
        day_and_clock=_in_fair_time(formats.day_and_clock),
        number=formats.number,
        money=formats.money,
    )
    return environment


def _in_fair_time(words: Callable[[Any, str], str]) -> Callable[..., str]:
    """A filter that tells a moment in the zone it is given, or else in that of the fair the page or mail is about."""

    @pass_context
    def told(context: Context, when: Any, timezone: str = "") -> str:
        return words(when, timezone or _timezone(context))

    return told


def _timezone(context: Context) -> str:
    shell = context.get("shell")
    if shell is not None and shell.fair is not None:
        return str(shell.fair.timezone)
    return str(context.get("timezone") or formats.HANOI)


def template_config() -> TemplateConfig[JinjaTemplateEngine]:
    """The same environment for Litestar."""
    return TemplateConfig(instance=JinjaTemplateEngine.from_environment(make_environment()))
