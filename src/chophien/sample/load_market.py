"""The sample's papers, wishes and pictures: made from its products and buyers, the same for the same seed."""

import hashlib
import random
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from chophien.catalogue.rules import packed
from chophien.catalogue.tables import Level, Paper, PaperKind, Product, ProductPicture, Want
from chophien.files.tables import FileKind, StoredFile
from chophien.sample import shapes
from chophien.sample.rows import insert_rows
from chophien.sample.still_lifes import still_life
from chophien.sample.streams import drawn, stream
from chophien.support.folding import folded

PICTURES = 24
"""How many producers show a picture of their first product."""

_DISTRICT_UNTIL = date(2025, 7, 1)
_MARKETS = (("JP", 3), ("AU", 3), ("EU", 3), ("KR", 1), ("US", 1))
_SELLS_TO = {"JP": "JP", "AU": "AU", "DE": "EU", "FR": "EU", "KR": "KR", "CN": "CN"}
_ISSUERS = {
    PaperKind.FOOD_SAFETY: "Chi cục An toàn thực phẩm Hà Nội",
    PaperKind.VIETGAP: "Trung tâm Chứng nhận Đồng Xanh",
    PaperKind.ORGANIC: "Trung tâm Chứng nhận Đồng Xanh",
    PaperKind.ISO: "Công ty Chứng nhận Bắc Hà",
    PaperKind.TRADE_MARK: "Cục Sở hữu trí tuệ",
}


def market_columns(seed: int, product: shapes.Product) -> dict[str, Any]:
    """What a product's row holds beyond its price list: who recognised it, the smallest order, its markets."""
    rng = stream(seed, f"market {product.key}")
    abroad = product.stars in {"4+", "5"} or rng.random() < (0.3 if product.group == "craft" else 0.08)
    reached = sorted({drawn(rng, _MARKETS) for _ in range(rng.randrange(1, 4))}) if abroad else []
    wanted = sorted({drawn(rng, _MARKETS) for _ in range(2)} - set(reached)) if rng.random() < 0.4 else []
    if product.stars == "5":
        level = Level.NATIONAL
    else:
        level = Level.DISTRICT if product.stars == "3" and product.recognised_on < _DISTRICT_UNTIL else Level.PROVINCE
    return {
        "unit_en": product.unit.en,
        "recognised_by": level,
        "least_order": max(1, product.monthly_capacity // 20) if rng.random() < 0.6 else None,
        "markets_reached": packed(reached),
        "markets_wanted": packed(wanted),
    }


async def load_market(world: shapes.World, companies: Mapping[str, int], at: datetime) -> None:
    """Write papers, wishes and pictures; joins the caller's transaction."""
    await _write_papers(world, companies, at)
    rows = [_want(world.seed, one, companies[one.key], at) for one in world.distributors]
    await insert_rows(Want, rows)
    await _write_pictures(world, companies, at)


async def _write_papers(world: shapes.World, companies: Mapping[str, int], at: datetime) -> None:
    producers = [*world.producers, *world.applicants]
    shown = next(one.company_key for one in world.demo if one.role == "producer")
    rows: list[Paper] = []
    for producer in producers:
        rng = stream(world.seed, f"papers {producer.key}")
        groups = {product.group for product in producer.products}
        # One in twenty lacks the paper that food and drink need.
        if groups & {"food", "drink"} and rng.random() < 0.95:
            rows.append(_paper(rng, companies[producer.key], PaperKind.FOOD_SAFETY, at))
        chances = (
            (PaperKind.VIETGAP, 0.3 if "food" in groups and producer.kind == "cooperative" else 0.02),
            (PaperKind.ORGANIC, 0.08 if "food" in groups else 0),
            (PaperKind.ISO, 0.15 if producer.kind == "enterprise" else 0.01),
            (PaperKind.TRADE_MARK, 0.4),
        )
        rows += [_paper(rng, companies[producer.key], kind, at) for kind, chance in chances if rng.random() < chance]
        if producer.key == shown:
            # Whoever tries the demo as a producer finds a paper that runs out soon.
            rows.append(_paper(rng, companies[producer.key], PaperKind.TRACEABILITY, at, days=30))
    await insert_rows(Paper, rows)


def _paper(rng: random.Random, company: int, kind: PaperKind, at: datetime, *, days: int | None = None) -> Paper:
    if days is None:
        # Most run for years; a few in a hundred have just ended or end soon.
        days = drawn(rng, ((rng.randrange(90, 1000), 93), (rng.randrange(5, 55), 4), (-rng.randrange(3, 90), 3)))
    ends = at.date() + timedelta(days=days)
    return Paper(
        company=company,
        kind=kind,
        number=f"{rng.randrange(100, 9999)}/{ends.year - 3}/{kind.upper().replace('_', '')[:4]}",
        issuer=_ISSUERS.get(kind, ""),
        issued_on=ends - timedelta(days=3 * 365),
        expires_on=None if kind == PaperKind.TRADE_MARK else ends,
        added_at=at,
    )


def _want(seed: int, buyer: shapes.Distributor, company: int, at: datetime) -> Want:
    rng = stream(seed, f"want {buyer.key}")
    edible = bool({"food", "drink"} & set(buyer.groups))
    papers = [PaperKind.FOOD_SAFETY] if edible else []
    said = folded(f"{buyer.looks_for.vi} {buyer.looks_for.en}")
    papers += [kind for kind in (PaperKind.VIETGAP, PaperKind.ORGANIC) if kind in said]
    if "haccp" in said or "iso" in said.split():
        papers.append(PaperKind.ISO)
    market = _SELLS_TO.get(buyer.country)
    exports = buyer.kind == "exporter"
    markets = [market] if market else sorted({drawn(rng, _MARKETS) for _ in range(2)}) if exports else []
    return Want(
        company=company,
        groups=packed(sorted(buyer.groups)),
        least_stars=rng.choice((None, "3", "4")) if not exports else "4",
        papers=packed(sorted(set(papers))),
        price_to=rng.choice((None, 50_000, 120_000, 300_000)) if edible else None,
        volume_per_month=rng.choice((None, None, 200, 500, 1000)),
        markets=packed(markets),
        changed_at=at,
    )


async def _write_pictures(world: shapes.World, companies: Mapping[str, int], at: datetime) -> None:
    shown = _pictured(world)
    rows = await Product.select(Product.id, Product.company, Product.name).where(
        Product.company.is_in([companies[producer.key] for producer in shown])
    )
    ids = {(row["company"], row["name"]): row["id"] for row in rows}
    for number, producer in enumerate(shown):
        product = producer.products[0]
        drawing = still_life(product.group, stream(world.seed, f"picture {product.key}"))
        file = StoredFile(
            kind=FileKind.PICTURE,
            media_type="image/jpeg",
            name=f"hinh-{number + 1}.jpg",
            size=len(drawing.content),
            width=drawing.width,
            height=drawing.height,
            content=drawing.content,
            thumbnail=drawing.thumbnail,
            fingerprint=hashlib.sha256(drawing.content).hexdigest(),
            created_at=at,
        )
        await file.save()
        await ProductPicture(
            product=ids[companies[producer.key], product.name.vi],
            file=file.id,
            position=1,
            alt_vi=f"Hình vẽ minh họa: {product.name.vi}",
            alt_en=f"A drawing: {product.name.en}",
        ).save()


def _pictured(world: shapes.World) -> Sequence[shapes.Producer]:
    """Those whose products stand at the top of lists, and the one whom the demo shows."""
    demo = next(one.company_key for one in world.demo if one.role == "producer")
    order = sorted(world.producers, key=lambda one: (one.key != demo, -ord(one.products[0].stars[0]), one.key))
    return order[:PICTURES]
