"""A company's page and logo, for everybody who may see the company."""

from litestar import Response, get
from litestar.params import FromPath
from litestar.response import Redirect, Template

from chophien.catalogue.queries import pictures_of, products_of, today_here, valid_papers
from chophien.catalogue.rules import paper_words
from chophien.companies.queries import company_of
from chophien.companies.tables import Company
from chophien.directory.pages.company import PublicCompanyPage
from chophien.directory.queries.company import CompanyFacts, company_after, company_facts, stands_of
from chophien.fairs.market.queries import is_public, meets_company, watches_company, where_to_ask
from chophien.files.queries import stored_file
from chophien.files.replies import file_reply
from chophien.support.clock import now
from chophien.support.language import _
from chophien.support.refusal import NotFound
from chophien.web.pages import AnyRequest, go_to, show
from chophien.web.security import LARGEST_ID


async def _sees(request: AnyRequest, company_id: int) -> bool:
    """Before everybody sees a company, its own people do, and organizers it applied to."""
    if request.user is None:
        return False
    own = await company_of(request.user)
    return (own is not None and own.id == company_id) or await watches_company(request.user, company_id)


@get("/companies/{name:str}", opt={"public": True})
async def public_company(request: AnyRequest, name: FromPath[str]) -> Template | Redirect:
    """One company; an address whose words are old, or of one that became part of another, leads to that of today."""
    number = name.rpartition("-")[2]
    known = number.isascii() and number.isdecimal() and len(number) < 11 and 0 < int(number) <= LARGEST_ID
    company_id = int(number) if known else 0
    company = await company_facts(company_id)
    if (company is None or request.url.path != company.url) and (after := await company_after(company_id)):
        company = await company_facts(after)
    if company is None:
        raise _no_company()
    public = await is_public(company.id)
    if not public and not await _sees(request, company.id):
        raise _no_company()
    if request.url.path != company.url:
        return go_to(company.url)
    own = await company_of(request.user) if request.user else None
    asking = await where_to_ask(own.id, company.id, now()) if own else {}
    return await show(request, await _page(company, asking, public=public), private=not public)


async def _page(company: CompanyFacts, asking: dict[str, str], *, public: bool) -> PublicCompanyPage:
    today = today_here()
    products = (await products_of([company.id]))[company.id]
    shown = await pictures_of([line.id for line in products])
    papers = (await valid_papers([company.id], today)).get(company.id, {})
    return PublicCompanyPage(
        company=company,
        products=products,
        pictures={product: pictures[0] for product, pictures in shown.items() if pictures},
        papers=sorted(paper_words(kind) for kind in papers.get(None, frozenset())),
        stands=await stands_of(company.id),
        today=today,
        asking=asking,
        is_public=public,
    )


@get("/logos/{company_id:int}", opt={"public": True})
async def logo(request: AnyRequest, company_id: FromPath[int]) -> Response[bytes]:
    """A logo as large as pages show it."""
    return await _logo(request, company_id, small=False)


@get("/logos/{company_id:int}/small", opt={"public": True})
async def small_logo(request: AnyRequest, company_id: FromPath[int]) -> Response[bytes]:
    """A logo as lists show it."""
    return await _logo(request, company_id, small=True)


async def _logo(request: AnyRequest, company_id: int, *, small: bool) -> Response[bytes]:
    row = await Company.select(Company.logo).where(Company.id == company_id).first()
    public = row is not None and await is_public(company_id)
    if row is None or row["logo"] is None or not (public or await _meets(request, company_id)):
        raise NotFound(_("Không tìm thấy ảnh này."))
    return file_reply(request, await stored_file(row["logo"]), small=small, public=public)


async def _meets(request: AnyRequest, company_id: int) -> bool:
    """Distributors stand on no public page; whoever takes part in one fair with them knows them by their logo."""
    if await _sees(request, company_id):
        return True
    own = await company_of(request.user) if request.user else None
    return own is not None and await meets_company(own.id, company_id)


def _no_company() -> NotFound:
    return NotFound(_("Không tìm thấy đơn vị này."))


ROUTES = [public_company, logo, small_logo]
