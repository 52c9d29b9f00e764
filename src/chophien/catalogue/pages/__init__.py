"""What the catalogue templates may see."""

from chophien.catalogue.pages.own_products import (
    OwnPaperPage,
    OwnPapersPage,
    OwnProduct,
    OwnProductPage,
    OwnProductsPage,
    ProductFields,
    belongs_to,
)
from chophien.catalogue.pages.wants import WishPage, wish_facts

__all__ = [
    "OwnPaperPage",
    "OwnPapersPage",
    "OwnProduct",
    "OwnProductPage",
    "OwnProductsPage",
    "ProductFields",
    "WishPage",
    "belongs_to",
    "wish_facts",
]
