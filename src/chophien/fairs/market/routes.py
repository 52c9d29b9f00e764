"""Everybody's products, the papers that an organizer watches, and what distributors look for."""

from litestar import Response, get
from litestar.params import FromPath
from litestar.response import Redirect, Template

from chophien.accounts.guards import organizer, producer, who
from chophien.catalogue.queries import (
    is_among,
    lines_by_id,
    pictures_of,
    product_after,
    search_products,
    today_here,
    valid_papers,
    village_choices,
)
from chophien.catalogue.rules import PaperState, paper_words
from chophien.companies.queries import company_of, with_logo
from chophien.fairs.market.pages import ASKED, FairPapersPage, ProductsPage, PublicProductPage, WishesPage
from chophien.fairs.market.queries import (
    ShownAt,
    fair_papers,
    paper_at,
    public_companies,
    shown_at,
    where_to_ask,
    wishes_at,
)
from chophien.fairs.queries import fair_head, organizer_fair, own_participation, seen_fair, shown_exhibiting
from chophien.fairs.rules import spoken
from chophien.fairs.tables import Fair, ParticipationState
from chophien.files.queries import stored_file
from chophien.files.replies import file_reply
from chophien.support.clock import now
from chophien.support.language import _
from chophien.support.refusal import NotFound
from chophien.web.pages import AnyRequest, go_to, show
from chophien.web.security import LARGEST_ID


async def _products(request: AnyRequest, base: str, fair: Fair | None) -> ProductsPage:
    asked = {name: request.query_params.get(name, "")[:100] for name in ASKED}
    number = request.query_params.get("page", "1")
    found = await search_products(
        shown_exhibiting(fair.id) if fair else public_companies(),
        text=asked["q"],
        group=asked["group"],
        stars=asked["stars"],
        district=asked["district"],
        village=asked["village"],
        market=asked["market"],
        paper=asked["paper"],
        page=int(number) if number.isascii() and number.isdecimal() and len(number) < 6 else 1,
    )
    shown = await pictures_of([line.id for line in found.lines])
    return ProductsPage(
        base=base,
        fair=ShownAt(spoken(fair.name_vi, fair.name_en), f"/fairs/{fair.slug}") if fair else None,
        found=found,
        pictures={product: pictures[0] for product, pictures in shown.items() if pictures},
        asked=asked,
        villages=await village_choices(),
    )


@get("/products", opt={"public": True})
async def all_products(request: AnyRequest) -> Template:
    """The products of every approved producer of every public fair."""
    return await show(request, await _products(request, "/products", None), private=False)


@get("/fairs/{slug:str}/products", opt={"public": True})
async def fair_products(request: AnyRequest, slug: FromPath[str]) -> Template:
    """The products at one fair."""
    fair = await seen_fair(request.user, slug)
    page = await _products(request, f"/fairs/{slug}/products", fair)
    return await show(request, page, fair=fair_head(fair), private=False)


@get("/products/{name:str}", opt={"public": True})
async def product_page(request: AnyRequest, name: FromPath[str]) -> Template | Redirect:
    """One product; an address whose words are old leads to the one of today."""
    number = name.rpartition("-")[2]
    known = number.isascii() and number.isdecimal() and len(number) < 11 and 0 < int(number) <= LARGEST_ID
    lines = await lines_by_id([int(number)]) if known else []
    if (not lines or lines[0].url != request.url.path) and known and (after := await product_after(int(number))):
        lines = await lines_by_id([after])
    if not lines or not await is_among(public_companies(), lines[0].company_id):
        raise NotFound(_("Không tìm thấy sản phẩm này."))
    product = lines[0]
    if request.url.path != product.url:
        return go_to(product.url)
    today = today_here()
    papers = (await valid_papers([product.company_id], today)).get(product.company_id, {})
    kinds = papers.get(None, frozenset()) | papers.get(product.id, frozenset())
    own = await company_of(request.user) if request.user else None
    page = PublicProductPage(
        product=product,
        pictures=(await pictures_of([product.id]))[product.id],
        papers=sorted(paper_words(kind) for kind in kinds),
        fairs=await shown_at(product.company_id),
        holds=product.recognition_holds(today),
        has_logo=bool(await with_logo([product.company_id])),
        asking=await where_to_ask(own.id, product.company_id, now()) if own else {},
    )
    return await show(request, page, private=False)


@get("/organizer/fairs/{slug:str}/papers", guards=[organizer])
async def papers_page(request: AnyRequest, slug: FromPath[str]) -> Template:
    """The papers that need care, or those in one state."""
    fair = await organizer_fair(who(request), slug)
    state = request.query_params.get("state", "")
    state = state if state in set(PaperState) else ""
    papers, counts = await fair_papers(fair.id, today_here(), state)
    page = FairPapersPage(
        fair_name=spoken(fair.name_vi, fair.name_en),
        home=f"/organizer/fairs/{slug}",
        papers=papers,
        counts=counts,
        state=state,
    )
    return await show(request, page, fair=fair_head(fair))


@get("/organizer/fairs/{slug:str}/papers/{paper_id:int}/file", guards=[organizer])
async def fair_paper_file(request: AnyRequest, slug: FromPath[str], paper_id: FromPath[int]) -> Response[bytes]:
    """The scan of a paper of somebody who takes part."""
    fair = await organizer_fair(who(request), slug)
    paper = await paper_at(fair.id, paper_id)
    return file_reply(request, await stored_file(paper.file))


@get("/organizer/fairs/{slug:str}/wishes", guards=[organizer])
async def wishes_page(request: AnyRequest, slug: FromPath[str]) -> Template:
    """What the distributors look for, for the organizer."""
    fair = await organizer_fair(who(request), slug)
    page = WishesPage(
        fair_name=spoken(fair.name_vi, fair.name_en),
        home=f"/organizer/fairs/{slug}",
        lines=await wishes_at(fair.id, today_here()),
    )
    return await show(request, page, fair=fair_head(fair))


@get("/my/fairs/{slug:str}/wishes", guards=[producer])
async def producers_wishes_page(request: AnyRequest, slug: FromPath[str]) -> Template:
    """What the distributors look for, those first whom the own products fit best."""
    fair, own = await own_participation(who(request), slug)
    if own.state != ParticipationState.APPROVED:
        raise NotFound(_("Trang này mở khi ban tổ chức duyệt đăng ký của bạn."))
    page = WishesPage(
        fair_name=spoken(fair.name_vi, fair.name_en),
        home=f"/my/fairs/{slug}",
        lines=await wishes_at(fair.id, today_here(), reader=own.company),
    )
    return await show(request, page, fair=fair_head(fair, f"/my/fairs/{slug}"))


ROUTES = [
    all_products,
    fair_products,
    product_page,
    papers_page,
    fair_paper_file,
    wishes_page,
    producers_wishes_page,
]
