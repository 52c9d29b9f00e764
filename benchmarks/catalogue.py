"""Measures the public catalogue with many products on both databases: p50 and p95 of whole pages, in milliseconds.

usage: python benchmarks/catalogue.py [--products 20000] [--times 15] [--only sqlite]
"""

# ruff: noqa: E402 - settings are read once, so the benchmark's own come before anything of the product.

import argparse
import asyncio
import os
import random
import statistics
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path
from typing import Any

_VAR = Path(tempfile.mkdtemp(prefix="chophien-bench-"))
os.environ["CHOPHIEN_VAR"] = str(_VAR)
os.environ["CHOPHIEN_SECRET"] = "a secret for the benchmark only, long enough"

import asyncpg
import httpx
from tests.postgres import postgres

import chophien.piccolo_app  # noqa: F401 - every table must be known before an engine is chosen.
from chophien.app import create_app
from chophien.catalogue.tables import Paper, PaperKind, Product, ProductGroup, Stars
from chophien.companies.tables import Company, CompanyKind
from chophien.fairs.tables import Participation
from chophien.places.actions import place_of
from chophien.places.hanoi import DISTRICTS
from chophien.sample.load import load_world
from chophien.sample.rows import insert_rows
from chophien.sample.world import build_world
from chophien.support.clock import now
from chophien.support.collation import sort_key
from chophien.support.database import close_database, make_engine, open_database, transaction, use_engine
from chophien.support.database.migrating import migrate
from chophien.support.folding import folded

PAGES = {
    "all, first page": "/products",
    "all, page 400": "/products?page=400",
    "one word": "/products?q=mien",
    "two words": "/products?q=mien+dong",
    "a company's word": "/products?q=hop+tac+xa",
    "no such word": "/products?q=khongcogi",
    "group and stars": "/products?group=craft&stars=5",
    "district": "/products?district=279",
    "market": "/products?market=JP",
    "paper": "/products?paper=vietgap",
    "word, group, district": "/products?q=lua&group=craft&district=268",
    "fair's first page": "/fairs/{slug}/products",
    "fair, two words": "/fairs/{slug}/products?q=mien+dong",
    "one product": "/products/x-{product}",
}
WORDS = (
    "miến",
    "dong",
    "nón",
    "lá",
    "lụa",
    "gốm",
    "trà",
    "sen",
    "mây",
    "tre",
    "giỏ",
    "khảm",
    "trai",
    "giò",
    "chả",
    "bánh",
    "cốm",
    "tương",
    "quế",
    "hương",
    "mật",
    "ong",
    "rau",
    "thêu",
    "sơn",
    "mài",
)
COMPANIES = 1_500


async def fill(products: int) -> dict[str, Any]:
    """The sample fair, and products up to the number wanted; returns what stands in addresses."""
    rng = random.Random(7)
    loaded = await load_world(build_world(), hashed_password="x", at=now())
    places = [await place_of(district.code) for district in DISTRICTS]
    names = [f"Hợp tác xã {' '.join(rng.sample(WORDS, 3))} {number}" for number in range(COMPANIES)]
    companies = [
        Company(
            kind=CompanyKind.PRODUCER,
            form="cooperative",
            name=name,
            folded_name=folded(name),
            sort_name=sort_key(name),
            place=rng.choice(places),
            created_at=now(),
        )
        for name in names
    ]
    async with transaction():
        ids = [row["id"] for row in await insert_rows(Company, companies, Company.id)]
        here = [
            Participation(
                fair=loaded.fair_id, company=id_, kind=CompanyKind.PRODUCER, state="approved", applied_at=now()
            )
            for id_ in ids
        ]
        await insert_rows(Participation, here)
        missing = products - await Product.count()
        await insert_rows(Product, [_product(rng, rng.choice(ids), number) for number in range(missing)])
        papers = [
            Paper(company=id_, kind=rng.choice(list(PaperKind)), expires_on=None, added_at=now())
            for id_ in ids
            for _twice in range(2)
        ]
        await insert_rows(Paper, papers)
    row = await Product.select(Product.id).where(Product.folded_name.like("mien%")).first()
    assert row
    return {"slug": loaded.slug, "product": row["id"]}


def _product(rng: random.Random, company: int, number: int) -> Product:
    name = f"{' '.join(rng.sample(WORDS, 3)).capitalize()} {number}"
    return Product(
        company=company,
        name=name,
        folded_name=folded(name),
        sort_name=sort_key(name),
        group=rng.choice(list(ProductGroup)),
        stars=rng.choice([None, *Stars]),
        about_vi="Làm bằng tay theo lối cũ của làng.",
        unit="hộp",
        price_from=rng.randrange(20, 900) * 1000,
        markets_reached=rng.choice(["", "", "", ",JP,", ",AU,EU,"]),
    )


async def measure(times: int, named: dict[str, Any]) -> None:
    """Ask for each page so many times, one after the other, and print a line for it."""
    transport = httpx.ASGITransport(app=create_app())  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url="http://bench.test", follow_redirects=True) as browser:
        for words, path in PAGES.items():
            address = path.format(**named)
            assert (await browser.get(address)).status_code == 200, address
            took = []
            for _time in range(times):
                began = time.perf_counter()
                await browser.get(address)
                took.append((time.perf_counter() - began) * 1000)
            took.sort()
            print(f"{words:24} {statistics.median(took):7.0f} {took[int(len(took) * 0.95)]:7.0f}", flush=True)


async def run(url: str, products: int, times: int) -> None:
    """Migrate, fill and measure one database."""
    use_engine(make_engine(url))
    await migrate()
    await open_database()
    named = await fill(products)
    print(f"\n{url.partition(':')[0]}, {await Product.count():,} products\n{'page':24} {'p50 ms':>7} {'p95 ms':>7}")
    await measure(times, named)
    await close_database()


async def _fresh(host: str) -> str:
    server = await asyncpg.connect(f"postgresql://postgres@/postgres{host}")
    await server.execute("CREATE DATABASE catalogue")
    await server.close()
    return f"postgresql://postgres@/catalogue{host}"


def main() -> None:
    """Measure both databases."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--products", type=int, default=20_000)
    parser.add_argument("--times", type=int, default=15)
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    arguments = parser.parse_args()
    if arguments.only != "postgresql":
        asyncio.run(run(f"sqlite:///{_VAR / 'bench.sqlite'}", arguments.products, arguments.times))
    with postgres() if arguments.only != "sqlite" else nullcontext("") as host:
        if host:
            asyncio.run(run(asyncio.run(_fresh(host)), arguments.products, arguments.times))


if __name__ == "__main__":
    main()
