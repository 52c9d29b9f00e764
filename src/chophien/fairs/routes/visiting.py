"""How to come to a fair, and the public addresses for search engines."""

from litestar import Response, get
from litestar.params import FromPath
from litestar.response import Template

from chophien.fairs.pages.visiting import cover_picture, sitemap, visit_page
from chophien.fairs.queries import fair_head, seen_fair
from chophien.fairs.tables import FairState
from chophien.web.pages import AnyRequest, show


@get("/fairs/{slug:str}/visit", opt={"public": True})
async def how_to_come(request: AnyRequest, slug: FromPath[str]) -> Template:
    """Address, map, halls and the way there."""
    fair = await seen_fair(request.user, slug)
    return await show(request, await visit_page(fair), fair=fair_head(fair), private=False)


@get("/fairs/{slug:str}/cover.png", opt={"public": True})
async def cover(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """The picture that links to the fair show."""
    fair = await seen_fair(request.user, slug)
    kept = "private, no-store" if fair.state == FairState.DRAFT else "public, max-age=3600"
    return Response(await cover_picture(fair), media_type="image/png", headers={"Cache-Control": kept})


@get("/sitemap.xml", opt={"public": True})
async def site_map() -> Response[str]:
    """Every public page."""
    return Response(await sitemap(), media_type="application/xml")


ROUTES = [how_to_come, cover, site_map]
