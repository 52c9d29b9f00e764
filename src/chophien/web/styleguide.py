"""The style guide: every part of the pages in use, in development only."""

from dataclasses import dataclass
from typing import Any, ClassVar

from litestar import get
from litestar.response import Template

from chophien.web.forms import Form, fresh_form
from chophien.web.pages import AnyRequest, Page, show


@dataclass(frozen=True)
class StyleGuidePage(Page):
    """A form that was refused and one that nobody has sent; everything else stands in the template."""

    template: ClassVar[str] = "web/styleguide.html"
    form: Form[Any]
    fresh: Form[Any]


@get("/styleguide", opt={"public": True})
async def style_guide(request: AnyRequest) -> Template:
    """Show every part; the application has this route in development only."""
    form: Form[Any] = fresh_form(company="", tax_code="12", kind="cooperative", district="thuong-tin")
    form.refuse("company", "Xin điền tên đơn vị.")
    form.refuse("tax_code", "Mã số thuế có 10 chữ số.")
    return await show(request, StyleGuidePage(form=form, fresh=fresh_form(papers=["vietgap"])))


ROUTES = [style_guide]
