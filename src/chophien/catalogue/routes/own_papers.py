"""A producer's own papers."""

from datetime import date
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from chophien.accounts.guards import producer, who
from chophien.catalogue.actions import add_paper, change_paper, own_paper, remove_paper
from chophien.catalogue.forms import FOR_ALL, PaperDetails, paper_as_typed, read_paper
from chophien.catalogue.pages import OwnPaperPage, OwnPapersPage, belongs_to
from chophien.catalogue.queries import papers_of, products_of, today_here
from chophien.catalogue.rules import paper_words
from chophien.catalogue.tables import Paper, PaperKind
from chophien.companies.queries import own_company
from chophien.files.queries import stored_file
from chophien.files.replies import file_reply
from chophien.files.rules import UPLOAD_BODY
from chophien.support.clock import now
from chophien.support.language import _
from chophien.web.forms import Form, fresh_form, typed_form
from chophien.web.pages import AnyRequest, go_to, show

LIST = "/my/papers"
ONE = LIST + "/{paper_id:int}"


@get(LIST, guards=[producer])
async def own_papers_page(request: AnyRequest) -> Template:
    """The company's papers, those that need care first."""
    company = await own_company(who(request))
    papers = (await papers_of([company.id], today_here()))[company.id]
    return await show(request, OwnPapersPage(papers=papers, care=sum(paper.needs_care for paper in papers)))


async def _page(company_id: int, form: Form[Any], paper: Paper | None = None) -> OwnPaperPage:
    products = (await products_of([company_id]))[company_id]
    return OwnPaperPage(
        form=form,
        paper_id=paper.id if paper else None,
        title=(paper.title or paper_words(paper.kind)) if paper else "",
        has_scan=paper is not None and paper.file is not None,
        products=belongs_to(products),
    )


@get(f"{LIST}/new", guards=[producer])
async def new_paper_page(request: AnyRequest) -> Template:
    """Ask for a paper; the address may name its product and its kind."""
    company = await own_company(who(request))
    kind = request.query_params.get("kind", "")
    product = request.query_params.get("product", "") or FOR_ALL
    form = fresh_form(kind=kind if kind in set(PaperKind) else "", product=product[:20])
    return await show(request, await _page(company.id, form))


async def _read(request: AnyRequest, company_id: int) -> Form[PaperDetails]:
    products = (await products_of([company_id]))[company_id]
    return read_paper(await typed_form(request), [product.id for product in products])


@post(f"{LIST}/new", guards=[producer], status_code=200, request_max_body_size=UPLOAD_BODY)
async def add_paper_now(request: AnyRequest) -> Template | Redirect:
    """Add a paper."""
    company = await own_company(who(request))
    form = await _read(request, company.id)

    async def add(details: PaperDetails) -> int:
        return await add_paper(company.id, details, at=now())

    if await form.submit(add) is None:
        return await show(request, await _page(company.id, form), status=422)
    return go_to(LIST, done=_added(form.value.expires_on if form.value else None))


def _added(expires_on: date | None) -> str:
    if expires_on is not None and expires_on < today_here():
        return _("Đã thêm giấy tờ. Giấy này đã hết hạn: xin bổ sung bản mới.")
    return _("Đã thêm giấy tờ.")


@get(ONE, guards=[producer])
async def own_paper_page(request: AnyRequest, paper_id: FromPath[int]) -> Template:
    """A paper as it stands."""
    paper = await own_paper(who(request), paper_id)
    return await show(request, await _page(paper.company, fresh_form(**paper_as_typed(paper)), paper))


@post(ONE, guards=[producer], status_code=200, request_max_body_size=UPLOAD_BODY)
async def save_paper(request: AnyRequest, paper_id: FromPath[int]) -> Template | Redirect:
    """Write a paper anew."""
    identity = who(request)
    paper = await own_paper(identity, paper_id)
    form = await _read(request, paper.company)

    async def change(details: PaperDetails) -> int:
        return await change_paper(identity, paper_id, details)

    if await form.submit(change) is None:
        return await show(request, await _page(paper.company, form, paper), status=422)
    return go_to(LIST, done=_("Đã lưu giấy tờ."))


@post(ONE + "/remove", guards=[producer])
async def remove_paper_now(request: AnyRequest, paper_id: FromPath[int]) -> Redirect:
    """Throw a paper away."""
    await remove_paper(who(request), paper_id)
    return go_to(LIST, done=_("Đã bỏ giấy tờ."))


@get(ONE + "/file", guards=[producer])
async def own_paper_file(request: AnyRequest, paper_id: FromPath[int]) -> Response[bytes]:
    """The scan of a paper."""
    paper = await own_paper(who(request), paper_id)
    return file_reply(request, await stored_file(paper.file))


ROUTES = [
    own_papers_page,
    new_paper_page,
    add_paper_now,
    own_paper_page,
    save_paper,
    remove_paper_now,
    own_paper_file,
]
