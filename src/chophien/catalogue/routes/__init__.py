"""Own products, pictures, papers and wishes."""

from chophien.catalogue.routes import own_papers, own_products, pictures, wants

ROUTES = [*own_products.ROUTES, *own_papers.ROUTES, *pictures.ROUTES, *wants.ROUTES]
