"""A producer's own products."""

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from chophien.accounts.guards import producer, who
from chophien.catalogue.actions import add_own_product, change_product, own_product, remove_product
from chophien.catalogue.forms import ProductDetails, product_as_typed, read_product
from chophien.catalogue.pages import OwnProductPage, OwnProductsPage
from chophien.catalogue.queries import products_of
from chophien.companies.queries import own_company
from chophien.support.language import _
from chophien.web.forms import fresh_form, typed_form
from chophien.web.pages import AnyRequest, go_to, show

LIST = "/my/products"


@get(LIST, guards=[producer])
async def own_products_page(request: AnyRequest) -> Template:
    """Everything the company offers."""
    company = await own_company(who(request))
    found = await products_of([company.id])
    return await show(request, OwnProductsPage(products=found[company.id]))


@get(f"{LIST}/new", guards=[producer])
async def new_product_page(request: AnyRequest) -> Template:
    """Ask what else there is."""
    await own_company(who(request))
    return await show(request, OwnProductPage(form=fresh_form(), product_id=None, name=""))


@post(f"{LIST}/new", guards=[producer], status_code=200)
async def add_product_now(request: AnyRequest) -> Template | Redirect:
    """Add a product."""
    identity = who(request)
    form = read_product(await typed_form(request))

    async def add(details: ProductDetails) -> str:
        return await add_own_product(identity, details)

    name = await form.submit(add)
    if name is None:
        return await show(request, OwnProductPage(form=form, product_id=None, name=""), status=422)
    return go_to(LIST, done=_("Đã thêm sản phẩm %(name)s.") % {"name": name})


@get(LIST + "/{product_id:int}", guards=[producer])
async def own_product_page(request: AnyRequest, product_id: FromPath[int]) -> Template:
    """A product as it stands."""
    product = await own_product(who(request), product_id)
    form = fresh_form(**product_as_typed(product))
    return await show(request, OwnProductPage(form=form, product_id=product.id, name=product.name))


@post(LIST + "/{product_id:int}", guards=[producer], status_code=200)
async def save_product(request: AnyRequest, product_id: FromPath[int]) -> Template | Redirect:
    """Write a product anew."""
    identity = who(request)
    product = await own_product(identity, product_id)
    form = read_product(await typed_form(request))

    async def change(details: ProductDetails) -> str:
        return await change_product(identity, product_id, details)

    name = await form.submit(change)
    if name is None:
        page = OwnProductPage(form=form, product_id=product.id, name=product.name)
        return await show(request, page, status=422)
    return go_to(LIST, done=_("Đã lưu sản phẩm %(name)s.") % {"name": name})


@post(LIST + "/{product_id:int}/remove", guards=[producer])
async def remove_product_now(request: AnyRequest, product_id: FromPath[int]) -> Redirect:
    """Take a product away."""
    name = await remove_product(who(request), product_id)
    return go_to(LIST, done=_("Đã bỏ sản phẩm %(name)s.") % {"name": name})


ROUTES = [
    own_products_page,
    new_product_page,
    add_product_now,
    own_product_page,
    save_product,
    remove_product_now,
]
