"""Adding, changing and removing products."""

from typing import Any

from chophien.accounts.identity import Identity
from chophien.catalogue.forms import ProductDetails
from chophien.catalogue.queries import product_of
from chophien.catalogue.rules import MOST_PRODUCTS
from chophien.catalogue.tables import Product
from chophien.companies.queries import own_company
from chophien.support.database import transaction
from chophien.support.database.conflicts import lock
from chophien.support.folding import folded
from chophien.support.language import _
from chophien.support.refusal import NotFound, Refusal


class TooManyProducts(Refusal):
    """A producer shows so many products and no more."""


async def add_products(company_id: int, products: list[ProductDetails]) -> None:
    """Add products to a company; joins the caller's transaction. Raises TooManyProducts."""
    if not products:
        return
    async with transaction():
        await lock("company", company_id)
        known = await Product.count().where(Product.company == company_id)
        if known + len(products) > MOST_PRODUCTS:
            raise TooManyProducts(_("Mỗi đơn vị có nhiều nhất %(most)s sản phẩm.") % {"most": MOST_PRODUCTS})
        await Product.insert(*[Product(company=company_id, **_columns(details)) for details in products])


async def add_own_product(identity: Identity, details: ProductDetails) -> str:
    """Add a product to the own company; returns its name."""
    company = await own_company(identity)
    await add_products(company.id, [details])
    return details.name


async def own_product(identity: Identity, product_id: int) -> Product:
    """One product of the own company; somebody else's is not found."""
    company = await own_company(identity)
    product = await product_of(company.id, product_id)
    if product is None:
        raise NotFound(_("Không tìm thấy sản phẩm này."))
    return product


async def change_product(identity: Identity, product_id: int, details: ProductDetails) -> str:
    """Write a product of the own company anew; returns its name. Raises NotFound."""
    async with transaction():
        product = await own_product(identity, product_id)
        await Product.update(_columns(details)).where(Product.id == product.id)
    return details.name


async def remove_product(identity: Identity, product_id: int) -> str:
    """Take a product of the own company away; returns its name. Raises NotFound."""
    async with transaction():
        product = await own_product(identity, product_id)
        await Product.delete().where(Product.id == product.id)
    return product.name


def _columns(details: ProductDetails) -> dict[Any, Any]:
    return {
        "name": details.name,
        "folded_name": folded(details.name),
        "group": details.group,
        "stars": details.stars,
        "about_vi": details.about_vi,
        "about_en": details.about_en,
        "unit": details.unit,
        "price_from": details.price_from,
        "price_to": details.price_to,
        "capacity_per_month": details.capacity_per_month,
    }
