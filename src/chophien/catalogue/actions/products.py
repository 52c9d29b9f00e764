"""Adding, changing and removing products."""

from typing import Any

from chophien.accounts.identity import Identity
from chophien.catalogue.forms import ProductDetails
from chophien.catalogue.queries import product_of
from chophien.catalogue.rules import MOST_PRODUCTS, packed
from chophien.catalogue.tables import CraftVillage, Paper, Product, ProductPicture
from chophien.companies.queries import own_company
from chophien.companies.tables import Company
from chophien.files.actions import forget_files
from chophien.places.actions import place_of
from chophien.support.collation import sort_key
from chophien.support.database import transaction
from chophien.support.database.conflicts import lock
from chophien.support.folding import folded
from chophien.support.language import _
from chophien.support.refusal import NotFound, Refusal


class TooManyProducts(Refusal):
    """A producer shows so many products and no more."""


class VillageNowhere(Refusal):
    """A craft village was named, and nobody knows in which district it lies."""


async def add_products(company_id: int, products: list[ProductDetails]) -> list[int]:
    """Add products to a company; joins the caller's transaction. Returns their ids. Raises TooManyProducts."""
    if not products:
        return []
    async with transaction():
        await lock("company", company_id)
        known = await Product.count().where(Product.company == company_id)
        if known + len(products) > MOST_PRODUCTS:
            raise TooManyProducts(_("Mỗi đơn vị có nhiều nhất %(most)s sản phẩm.") % {"most": MOST_PRODUCTS})
        rows = [Product(company=company_id, **await _columns(company_id, details)) for details in products]
        return [row["id"] for row in await Product.insert(*rows)]


async def add_own_product(identity: Identity, details: ProductDetails) -> int:
    """Add a product to the own company; returns its id. Raises TooManyProducts."""
    company = await own_company(identity)
    async with transaction():
        await add_products(company.id, [details])
        newest = (
            await Product.select(Product.id)
            .where(Product.company == company.id)
            .order_by(Product.id, ascending=False)
            .first()
        )
    assert newest is not None  # noqa: S101 - it has just been written.
    return int(newest["id"])


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
        await Product.update(await _columns(product.company, details)).where(Product.id == product.id)
    return details.name


async def remove_product(identity: Identity, product_id: int) -> str:
    """Take a product of the own company away with its pictures and papers; returns its name. Raises NotFound."""
    async with transaction():
        product = await own_product(identity, product_id)
        pictures = await ProductPicture.select(ProductPicture.file).where(ProductPicture.product == product.id)
        papers = await Paper.select(Paper.file).where(Paper.product == product.id, Paper.file.is_not_null())
        await Product.delete().where(Product.id == product.id)
        await forget_files([row["file"] for row in (*pictures, *papers)])
    return product.name


async def _village(details: ProductDetails, place_id: int | None) -> int | None:
    """The craft village that was named, written down in the product's district when nobody has named it before."""
    if not details.village:
        return None
    if place_id is None:
        raise VillageNowhere(_("Xin chọn quận, huyện của làng nghề."), field="product_district")
    known = await CraftVillage.select(CraftVillage.id, CraftVillage.name).where(CraftVillage.place == place_id)
    for row in sorted(known, key=lambda row: int(row["id"])):
        if folded(row["name"]) == folded(details.village):
            return int(row["id"])
    village = CraftVillage(name=details.village, place=place_id, recognised=False)
    await village.save()
    return village.id


async def _columns(company_id: int, details: ProductDetails) -> dict[Any, Any]:
    place_id = await place_of(details.district) if details.district else None
    at_home = None
    if details.village and place_id is None:
        company = await Company.select(Company.place).where(Company.id == company_id).first()
        at_home = company["place"] if company else None
    return {
        "name": details.name,
        "folded_name": folded(details.name),
        "sort_name": sort_key(details.name),
        "group": details.group,
        "stars": details.stars,
        "about_vi": details.about_vi,
        "about_en": details.about_en,
        "unit": details.unit,
        "unit_en": details.unit_en,
        "price_from": details.price_from,
        "price_to": details.price_to,
        "capacity_per_month": details.capacity_per_month,
        "least_order": details.least_order,
        "recognised_on": details.recognised_on,
        "decision_number": details.decision_number,
        "recognised_by": details.recognised_by,
        "place": place_id,
        "craft_village": await _village(details, place_id or at_home),
        "markets_reached": packed(details.markets_reached),
        "markets_wanted": packed(details.markets_wanted),
    }
