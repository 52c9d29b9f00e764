"""What visitors read before they come: how to get there; and every public address for search engines."""

import asyncio
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import quote
from xml.sax.saxutils import escape

from chophien.catalogue.rules import product_address
from chophien.catalogue.tables import Product
from chophien.companies.rules import company_address
from chophien.companies.tables import Company
from chophien.fairs.market.queries import public_companies
from chophien.fairs.pages.dates import Span, span_of
from chophien.fairs.pages.picture import fair_picture
from chophien.fairs.queries import halls_of, organizer_names, shown_fairs
from chophien.fairs.rules import spoken
from chophien.fairs.tables import Fair
from chophien.settings import settings
from chophien.web.pages import Page

PUBLIC_PAGES = ("", "/exhibitors", "/products", "/plan", "/visit")
"""What every public fair has, after its own address."""


_MOST_PRODUCTS, _MOST_COMPANIES = 40_000, 8_000
"""A map of a site has room for 50,000 addresses."""


@dataclass(frozen=True)
class VisitPage(Page):
    """Where the fair is and how to come."""

    template: ClassVar[str] = "fairs/visit.html"
    slug: str
    name: str
    span: Span
    venue: str
    address: str
    map_url: str
    travel: str
    halls: list[str]
    url: str
    cover_url: str


async def visit_page(fair: Fair) -> VisitPage:
    """How to come to the fair, in the spoken language."""
    where = ", ".join(part for part in (fair.venue, fair.address) if part)
    search = f"https://www.openstreetmap.org/search?query={quote(fair.address or where)}" if where else ""
    return VisitPage(
        slug=fair.slug,
        name=spoken(fair.name_vi, fair.name_en),
        span=span_of(fair),
        venue=fair.venue,
        address=fair.address,
        map_url=fair.map_url or search,
        travel=spoken(fair.travel_vi, fair.travel_en),
        halls=[hall.name for hall in await halls_of(fair.id)],
        url=f"{settings().public_url}/fairs/{fair.slug}/visit",
        cover_url=cover_url(fair),
    )


def cover_url(fair: Fair) -> str:
    """Where the picture is that links to the fair show."""
    return f"{settings().public_url}/fairs/{fair.slug}/cover.png"


async def cover_picture(fair: Fair) -> bytes:
    """The cover of the fair's programme as a picture, in the spoken language."""
    organizer = (await organizer_names([fair.organizer]))[fair.organizer]
    where = ", ".join(part for part in (fair.venue, fair.address) if part)
    # Drawing takes a tenth of a second, in which others are to be served.
    return await asyncio.to_thread(
        fair_picture, organizer, spoken(fair.name_vi, fair.name_en), span_of(fair).words, where
    )


async def sitemap() -> str:
    """Every public page of every fair that the public may see, of producers and products, as sitemaps.org wants it."""
    base = settings().public_url
    addresses = [f"{base}/", f"{base}/fairs", f"{base}/products"]
    for fair, _organizer in await shown_fairs():
        addresses += [f"{base}/fairs/{fair.slug}{page}" for page in PUBLIC_PAGES]
    companies = Company.select(Company.id, Company.name).where(Company.id.is_in(public_companies()))
    rows = await companies.order_by(Company.id, ascending=False).limit(_MOST_COMPANIES)
    addresses += [f"{base}{company_address(row['id'], row['name'])}" for row in rows]
    shown = Product.select(Product.id, Product.name).where(Product.company.is_in(public_companies()))
    products = await shown.order_by(Product.id, ascending=False).limit(_MOST_PRODUCTS)
    addresses += [f"{base}{product_address(row['id'], row['name'])}" for row in products]
    lines = "\n".join(f"<url><loc>{escape(address)}</loc></url>" for address in addresses)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{lines}\n</urlset>\n'
    )
