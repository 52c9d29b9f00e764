"""The template engine: where templates are, and the words and formats they may use."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
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
        day=formats.day,
        day_short=formats.day_short,
        clock=formats.clock,
        day_and_clock=formats.day_and_clock,
        number=formats.number,
        money=formats.money,
    )
    return environment


def template_config() -> TemplateConfig[JinjaTemplateEngine]:
    """The same environment for Litestar."""
    return TemplateConfig(instance=JinjaTemplateEngine.from_environment(make_environment()))
