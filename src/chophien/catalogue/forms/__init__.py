"""Forms of products, papers, pictures and wants."""

from chophien.catalogue.forms.papers import (
    FOR_ALL,
    PaperDetails,
    PictureWords,
    paper_as_typed,
    read_paper,
    read_picture_words,
)
from chophien.catalogue.forms.products import (
    FIELDS,
    ProductDetails,
    product_as_typed,
    read_product,
    read_product_fields,
)
from chophien.catalogue.forms.wants import read_wish, wish_as_typed

__all__ = [
    "FIELDS",
    "FOR_ALL",
    "PaperDetails",
    "PictureWords",
    "ProductDetails",
    "paper_as_typed",
    "product_as_typed",
    "read_paper",
    "read_picture_words",
    "read_product",
    "read_product_fields",
    "read_wish",
    "wish_as_typed",
]
