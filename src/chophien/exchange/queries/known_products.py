"""The products that an organizer knows: those of the companies it knows."""

from collections import defaultdict

from chophien.catalogue.tables import Product
from chophien.exchange.queries.known import known_companies, rows_with
from chophien.exchange.rules import KnownProduct, KnownProducts
from chophien.exchange.rules.product_plans import MARKETS, NUMBERS, TEXTS
from chophien.exchange.tables import ProductKey
from chophien.fairs.tables import Fair
from chophien.places.gazetteer import key_of as place_key_of


async def known_products(fair: Fair) -> KnownProducts:
    """Everything that rows of products are compared with."""
    companies = (await known_companies(fair, [])).companies
    keys = (
        await ProductKey.select(ProductKey.key, ProductKey.product)
        .where(ProductKey.organizer == fair.organizer)
        .order_by(ProductKey.id)
    )
    keys_of: dict[int, list[str]] = defaultdict(list)
    for row in keys:
        keys_of[row["product"]].append(row["key"])
    asked = (
        *Product.all_columns(),
        Product.craft_village.name.as_alias("village_name"),
        Product.place.code.as_alias("place_code"),
        Product.place.level.as_alias("place_level"),
        Product.place.valid_until.as_alias("place_until"),
    )
    products = []
    async for row in rows_with(Product, Product.company, [company.id for company in companies], asked):
        columns = {name: row[name] for name in (*TEXTS, *NUMBERS, *MARKETS) if name in row}
        columns["recognised_on"] = row["recognised_on"].isoformat() if row["recognised_on"] else None
        code = row["place_code"]
        columns["district"] = place_key_of(row["place_level"], code, row["place_until"]) if code else ""
        columns["village"] = row["village_name"] or ""
        products.append(KnownProduct(row["id"], row["company"], columns, tuple(keys_of[row["id"]])))
    return KnownProducts(companies, sorted(products, key=lambda product: product.id))
