"""A producer's own products and their pictures."""

from typing import Any

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from chophien.accounts.guards import producer, who
from chophien.catalogue.actions import (
    add_own_product,
    add_picture,
    change_product,
    describe_picture,
    own_product,
    put_first,
    remove_picture,
    remove_product,
)
from chophien.catalogue.forms import (
    PictureWords,
    ProductDetails,
    product_as_typed,
    read_picture_words,
    read_product,
)
from chophien.catalogue.pages import OwnProduct, OwnProductPage, OwnProductsPage
from chophien.catalogue.queries import is_among, papers_of, pictures_of, products_of, today_here
from chophien.catalogue.rules import product_address, valid_until
from chophien.catalogue.tables import CraftVillage, Product
from chophien.companies.queries import own_company
from chophien.files.rules import UPLOAD_BODY
from chophien.places.queries import place_key
from chophien.support.language import _
from chophien.web.forms import Form, fresh_form, typed_form
from chophien.web.pages import AnyRequest, go_to, show

LIST = "/my/products"
ONE = LIST + "/{product_id:int}"


@get(LIST, guards=[producer])
async def own_products_page(request: AnyRequest) -> Template:
    """Everything the company offers."""
    company = await own_company(who(request))
    today = today_here()
    lines = (await products_of([company.id]))[company.id]
    pictures = await pictures_of([line.id for line in lines])
    papers = (await papers_of([company.id], today))[company.id]
    care = [paper for paper in papers if paper.needs_care]
    products = [
        OwnProduct(
            line=line,
            picture=next(iter(pictures[line.id]), None),
            care=next((paper for paper in care if paper.product_id == line.id), None),
            is_over=not line.recognition_holds(today),
        )
        for line in lines
    ]
    return await show(request, OwnProductsPage(products=products, care=len(care)))


@get(f"{LIST}/new", guards=[producer])
async def new_product_page(request: AnyRequest) -> Template:
    """Ask what else there is."""
    await own_company(who(request))
    return await show(request, _new(fresh_form()))


@post(f"{LIST}/new", guards=[producer], status_code=200)
async def add_product_now(request: AnyRequest) -> Template | Redirect:
    """Add a product."""
    identity = who(request)
    form = read_product(await typed_form(request), today=today_here())

    async def add(details: ProductDetails) -> int:
        return await add_own_product(identity, details)

    product_id = await form.submit(add)
    if product_id is None or form.value is None:
        return await show(request, _new(form), status=422)
    done = _("Đã thêm sản phẩm %(name)s. Bạn có thể thêm ảnh và giấy tờ ngay bên dưới.") % {"name": form.value.name}
    return go_to(f"{LIST}/{product_id}", done=done)


def _new(form: Form[Any]) -> OwnProductPage:
    return OwnProductPage(
        form=form,
        product_id=None,
        name="",
        recognised_on=None,
        valid_until=None,
        is_over=False,
        public_url="",
        pictures=[],
        picture_form=fresh_form(),
        papers=[],
    )


async def _as_typed(product: Product) -> dict[str, Any]:
    village = (
        await CraftVillage.select(CraftVillage.name).where(CraftVillage.id == product.craft_village).first()
        if product.craft_village is not None
        else None
    )
    return product_as_typed(
        product, village=village["name"] if village else "", district=await place_key(product.place)
    )


async def _known(
    request: AnyRequest, product: Product, *, form: Form[Any] | None = None, picture_form: Form[Any] | None = None
) -> OwnProductPage:
    today = today_here()
    papers = (await papers_of([product.company], today))[product.company]
    last = valid_until(product.recognised_on)
    public = await is_among(request.app.state.public_companies(), product.company)
    return OwnProductPage(
        form=form or fresh_form(**await _as_typed(product)),
        product_id=product.id,
        name=product.name,
        recognised_on=product.recognised_on,
        valid_until=last,
        is_over=last is not None and last < today,
        public_url=product_address(product.id, product.name) if public else "",
        pictures=(await pictures_of([product.id]))[product.id],
        picture_form=picture_form or fresh_form(),
        papers=[paper for paper in papers if paper.product_id in {None, product.id}],
    )


@get(ONE, guards=[producer])
async def own_product_page(request: AnyRequest, product_id: FromPath[int]) -> Template:
    """A product as it stands."""
    product = await own_product(who(request), product_id)
    return await show(request, await _known(request, product))


@post(ONE, guards=[producer], status_code=200)
async def save_product(request: AnyRequest, product_id: FromPath[int]) -> Template | Redirect:
    """Write a product anew."""
    identity = who(request)
    product = await own_product(identity, product_id)
    form = read_product(await typed_form(request), today=today_here())

    async def change(details: ProductDetails) -> str:
        return await change_product(identity, product_id, details)

    name = await form.submit(change)
    if name is None:
        return await show(request, await _known(request, product, form=form), status=422)
    return go_to(LIST, done=_("Đã lưu sản phẩm %(name)s.") % {"name": name})


@post(ONE + "/remove", guards=[producer])
async def remove_product_now(request: AnyRequest, product_id: FromPath[int]) -> Redirect:
    """Take a product away."""
    name = await remove_product(who(request), product_id)
    return go_to(LIST, done=_("Đã bỏ sản phẩm %(name)s.") % {"name": name})


@post(ONE + "/pictures", guards=[producer], status_code=200, request_max_body_size=UPLOAD_BODY)
async def add_picture_now(request: AnyRequest, product_id: FromPath[int]) -> Template | Redirect:
    """Add a picture to a product."""
    identity = who(request)
    product = await own_product(identity, product_id)
    form = read_picture_words(await typed_form(request))

    async def add(words: PictureWords) -> int:
        return await add_picture(identity, product_id, form.upload("picture"), words)

    if await form.submit(add) is None:
        return await show(request, await _known(request, product, picture_form=form), status=422)
    return go_to(f"{LIST}/{product_id}#pictures", done=_("Đã thêm ảnh."))


@post("/my/pictures/{picture_id:int}", guards=[producer], status_code=200)
async def change_picture_now(request: AnyRequest, picture_id: FromPath[int]) -> Redirect:
    """Describe a picture anew, put it first, or throw it away, as the pressed button says."""
    identity = who(request)
    form = read_picture_words(await typed_form(request))
    match form.text("do"):
        case "remove":
            product_id, done = await remove_picture(identity, picture_id), _("Đã bỏ ảnh.")
        case "first":
            product_id, done = await put_first(identity, picture_id), _("Ảnh này nay đứng đầu.")
        case _:
            words = form.value or PictureWords(form.text("alt_vi")[:200], form.text("alt_en")[:200])
            product_id, done = await describe_picture(identity, picture_id, words), _("Đã lưu lời tả ảnh.")
    return go_to(f"{LIST}/{product_id}#pictures", done=done)


ROUTES = [
    own_products_page,
    new_product_page,
    add_product_now,
    own_product_page,
    save_product,
    remove_product_now,
    add_picture_now,
    change_picture_now,
]
