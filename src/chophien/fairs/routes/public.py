"""What everybody may read about fairs."""

from urllib.parse import urlencode

from litestar import get
from litestar.params import FromPath
from litestar.response import Template

from chophien.catalogue.queries import search_products
from chophien.catalogue.rules import group_choices, stars_choices
from chophien.fairs.pages.programme import exhibitors_page, fair_list_page, public_fair_page
from chophien.fairs.pages.public import ProductsPage
from chophien.fairs.queries import exhibiting, fair_head, seen_fair
from chophien.fairs.rules import spoken
from chophien.places.rules import district_choices
from chophien.support.clock import now
from chophien.web.pages import AnyRequest, show


@get(["/", "/fairs"], opt={"public": True})
async def fair_list(request: AnyRequest) -> Template:
    """Every fair that is open or over."""
    return await show(request, await fair_list_page(at=now()), private=False)


@get("/fairs/{slug:str}", opt={"public": True})
async def fair_page(request: AnyRequest, slug: FromPath[str]) -> Template:
    """The fair's own page; a draft only for those who plan it."""
    fair = await seen_fair(request.user, slug)
    page = await public_fair_page(fair, request.app.state.get("booth_codes"), at=now())
    return await show(request, page, fair=fair_head(fair), private=False)


@get("/fairs/{slug:str}/exhibitors", opt={"public": True})
async def exhibitor_list(request: AnyRequest, slug: FromPath[str]) -> Template:
    """The producers with booth and products."""
    fair = await seen_fair(request.user, slug)
    page = await exhibitors_page(
        fair,
        request.app.state.get("booth_codes"),
        search=request.query_params.get("q", "")[:100],
        district=request.query_params.get("district", ""),
    )
    return await show(request, page, fair=fair_head(fair), private=False)


@get("/fairs/{slug:str}/products", opt={"public": True})
async def product_list(request: AnyRequest, slug: FromPath[str]) -> Template:
    """The products, searched whatever their diacritics, filtered, page by page."""
    fair = await seen_fair(request.user, slug)
    asked = request.query_params
    wanted = {name: asked.get(name, "")[:100] for name in ("q", "group", "stars", "district")}
    number = asked.get("page", "1")
    page = int(number) if number.isdecimal() and len(number) < 6 else 1
    found = await search_products(
        exhibiting(fair.id),
        text=wanted["q"],
        group=wanted["group"],
        stars=wanted["stars"],
        district=wanted["district"],
        page=page,
    )

    def address(of_page: int) -> str:
        given = {name: value for name, value in wanted.items() if value}
        return f"/fairs/{slug}/products?{urlencode({**given, 'page': of_page})}"

    shown = ProductsPage(
        slug=slug,
        name=spoken(fair.name_vi, fair.name_en),
        found=found,
        search=wanted["q"],
        group=wanted["group"],
        stars=wanted["stars"],
        district=wanted["district"],
        groups=group_choices(),
        ratings=stars_choices(),
        districts=district_choices(),
        previous_url=address(found.page - 1) if found.page > 1 else "",
        next_url=address(found.page + 1) if found.has_next else "",
        filtered=any(wanted.values()),
    )
    return await show(request, shown, fair=fair_head(fair), private=False)


ROUTES = [fair_list, fair_page, exhibitor_list, product_list]
