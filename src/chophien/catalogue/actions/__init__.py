"""Changing products, pictures, papers and what distributors look for."""

from chophien.catalogue.actions.papers import TooManyPapers, add_paper, change_paper, own_paper, remove_paper
from chophien.catalogue.actions.pictures import (
    TooManyPictures,
    add_picture,
    describe_picture,
    put_first,
    remove_picture,
)
from chophien.catalogue.actions.products import (
    TooManyProducts,
    VillageNowhere,
    add_own_product,
    add_products,
    change_product,
    own_product,
    remove_product,
)
from chophien.catalogue.actions.wants import keep_wish

__all__ = [
    "TooManyPapers",
    "TooManyPictures",
    "TooManyProducts",
    "VillageNowhere",
    "add_own_product",
    "add_paper",
    "add_picture",
    "add_products",
    "change_paper",
    "change_product",
    "describe_picture",
    "keep_wish",
    "own_paper",
    "own_product",
    "put_first",
    "remove_paper",
    "remove_picture",
    "remove_product",
]
