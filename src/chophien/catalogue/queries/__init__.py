"""Reading products, their pictures and papers, and what distributors look for."""

from chophien.catalogue.queries.papers import PaperLine, paper_of, papers_of, valid_papers
from chophien.catalogue.queries.pictures import PictureLine, is_among, picture_behind, pictures_of
from chophien.catalogue.queries.products import ProductLine, lines_by_id, product_after, product_of, products_of
from chophien.catalogue.queries.search import (
    PER_PAGE,
    ProductPage,
    search_products,
    today_here,
    village_choices,
)
from chophien.catalogue.queries.wants import offers_of, wish_of, wishes_of

__all__ = [
    "PER_PAGE",
    "PaperLine",
    "PictureLine",
    "ProductLine",
    "ProductPage",
    "is_among",
    "lines_by_id",
    "offers_of",
    "paper_of",
    "papers_of",
    "picture_behind",
    "pictures_of",
    "product_after",
    "product_of",
    "products_of",
    "search_products",
    "today_here",
    "valid_papers",
    "village_choices",
    "wish_of",
    "wishes_of",
]
