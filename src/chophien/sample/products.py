"""The products of the sample world, with ratings and groups in exact proportions at any size."""

import random
from collections.abc import Sequence
from datetime import date

from chophien.sample.shapes import CraftVillage, Group, Product, Stars, Text
from chophien.sample.streams import lowered, shares
from chophien.sample.trades import TRADE_BY_KEY, UNITS, Item, Trade
from chophien.sample.villages import SPECIALTIES

# Hanoi's recognised products at the end of 2022, by rating: 2,167 in all.
STARS: dict[Stars, int] = {"5": 6, "4+": 12, "4": 1369, "3": 780}
# Shares of the groups; those of craft hold what the older list of groups called cloth and clothing.
GROUPS: dict[Group, int] = {"food": 1071, "drink": 35, "herbal": 17, "craft": 526, "ornamental": 14, "tourism": 10}

# Ratings are given in rounds; each round has one decision. A rating holds for 36 months.
_CITY_ROUNDS: tuple[tuple[date, str], ...] = (
    (date(2024, 3, 28), "1583/QĐ-UBND"),
    (date(2024, 12, 19), "6571/QĐ-UBND"),
    (date(2025, 6, 12), "2987/QĐ-UBND"),
    (date(2025, 12, 16), "6240/QĐ-UBND"),
    (date(2026, 6, 25), "3318/QĐ-UBND"),
)
_NATIONAL_ROUNDS: tuple[tuple[date, str], ...] = (
    (date(2025, 8, 20), "3127/QĐ-BNNMT"),
    (date(2026, 4, 9), "1046/QĐ-BNNMT"),
)


# A variant that begins so says how a product is packed, not what it is.
_PACKING = frozenset({*UNITS, "cấp", "hút", "thùng", "vỉ"})


def plain_name(product: Product) -> str:
    """The name without how it is packed: "Giò lụa Ước Lễ"."""
    if product.group in {"craft", "tourism"}:
        return product.name.vi
    words = product.name.vi.split()
    # Tea bags ("trà túi lọc") are not tea in a bag.
    packing = (at for at, word in enumerate(words) if at > 0 and word in _PACKING and words[at + 1 :][:1] != ["lọc"])
    return " ".join(words[: next(packing, len(words))])


def product_lines(
    rng: random.Random, makers: Sequence[tuple[CraftVillage | None, str]], brands: Sequence[str], count: int
) -> list[tuple[Product, ...]]:
    """`count` products for the makers (village and trade), at least one each; ratings and groups add up exactly.

    Raises ValueError when a group has makers but too few products, or products but no maker.
    """
    many = _how_many(rng, [TRADE_BY_KEY[trade].group for _, trade in makers], count)
    choices = [
        _choices(rng, TRADE_BY_KEY[trade], village, wanted)
        for (village, trade), wanted in zip(makers, many, strict=True)
    ]
    ratings = _ratings(
        rng, [_is_famous(maker[0], item) for maker, line in zip(makers, choices, strict=True) for item, _ in line]
    )
    lines, number = [], 0
    for (village, trade_key), brand, chosen in zip(makers, brands, choices, strict=True):
        trade = TRADE_BY_KEY[trade_key]
        line = []
        for item, variant in chosen:
            number += 1
            line.append(
                _product(
                    rng,
                    number,
                    trade=trade,
                    village=village,
                    brand=brand,
                    item=item,
                    variant=variant,
                    stars=ratings[number - 1],
                )
            )
        lines.append(tuple(line))
    return lines


def _is_famous(village: CraftVillage | None, item: Item) -> bool:
    return village is not None and SPECIALTIES.get((village.name, village.trade)) == item.name.vi


def _ratings(rng: random.Random, famous: Sequence[bool]) -> list[Stars]:
    """A rating for each product, in exact proportion; the highest go to what villages are famous for, if any."""
    order = sorted(range(len(famous)), key=lambda at: (not famous[at], rng.random()))
    given = shares(len(famous), STARS)
    top: list[Stars] = [stars for stars in ("5", "4+") for _ in range(given[stars])]
    usual: list[Stars] = [stars for stars in ("4", "3") for _ in range(given[stars])]
    rng.shuffle(usual)
    rated = dict(zip(order, [*top, *usual], strict=True))
    return [rated[at] for at in range(len(famous))]


def _how_many(rng: random.Random, groups: Sequence[Group], count: int) -> list[int]:
    """Products of each maker: at least one each, the group's share in all, some makers with many more than others."""
    present = {group: weight for group, weight in GROUPS.items() if group in groups}
    many = [1] * len(groups)
    for group, wanted in shares(count, present).items():
        here = [place for place, of in enumerate(groups) if of == group]
        if wanted < len(here):
            message = f"{len(here)} makers of {group} cannot share {wanted} products"
            raise ValueError(message)
        eager = [rng.lognormvariate(0, 0.6) for _ in here]
        left, most = wanted - len(here), 3 + 2 * wanted // len(here)
        while left:
            place = rng.choices(here, eager)[0]
            if many[place] < most:
                many[place] += 1
                left -= 1
    return many


def _choices(
    rng: random.Random, trade: Trade, village: CraftVillage | None, wanted: int
) -> list[tuple[Item, Text | None]]:
    """Different things of the trade: the village's specialty first, then each other item before any second variant."""
    known = SPECIALTIES.get((village.name, village.trade)) if village else None
    items = sorted(trade.items, key=lambda item: (item.name.vi != known, rng.random()))
    if trade.group == "ornamental" or trade.key == "fruit":
        # A garden grows one thing or two, not all that the trade knows.
        items = items[: max(2, -(-wanted // 3))]
    rounds: list[list[tuple[Item, Text | None]]] = [[] for _ in range(1 + max(len(item.variants) for item in items))]
    for item in items:
        variants = [None, *item.variants] if rng.random() < 0.35 else [*item.variants, None]
        for at, variant in enumerate(rng.sample(variants[:-1], len(variants) - 1) + variants[-1:]):
            rounds[at].append((item, variant))
    return [choice for one in rounds for choice in one][:wanted]


def _product(
    rng: random.Random,
    number: int,
    *,
    trade: Trade,
    village: CraftVillage | None,
    brand: str,
    item: Item,
    variant: Text | None,
    stars: Stars,
) -> Product:
    name = _name(rng, trade=trade, village=village, brand=brand, item=item, variant=variant)
    # A "túi 200 g" is sold by the bag, whatever else its tea comes in.
    packed_in = variant.vi.split()[0] if variant else item.unit
    # What is sold by weight keeps its price by the kilo.
    unit = packed_in if packed_in in UNITS and item.unit != "kg" and trade.group != "craft" else item.unit
    middle = (item.price_from + item.price_to) / 2
    price_from = _round_price(rng.uniform(item.price_from, middle))
    price_to = max(price_from, _round_price(rng.uniform(middle, item.price_to)))
    turnover = rng.lognormvariate(4.8, 0.8) * 1000
    capacity = max(4, round(turnover / price_from))
    scale = 10 ** max(0, len(str(capacity)) - 2)
    recognised_on, decision_number = _recognition(rng, stars)
    return Product(
        key=f"q{number:04}",
        name=name,
        about=Text(item.about.vi, f"{name.en}. {item.about.en}"),
        group=trade.group,
        stars=stars,
        unit=Text(unit, UNITS[unit]),
        price_from=price_from * 1000,
        price_to=price_to * 1000,
        monthly_capacity=round(capacity / scale) * scale,
        recognised_on=recognised_on,
        decision_number=decision_number,
        village_key=village.key if village else None,
    )


def _name(
    rng: random.Random, *, trade: Trade, village: CraftVillage | None, brand: str, item: Item, variant: Text | None
) -> Text:
    """ "Bộ ấm chén men lam Bát Tràng", "Giò lụa Ước Lễ cây 500 g", "Ruốc nấm Bếp Mạ"."""
    after = ""
    if village and _is_famous(village, item):
        if rng.random() < 0.75 and village.name.split()[-1] not in item.name.vi:
            after = f" {lowered(village.name) if village.name.startswith('Làng') else village.name}"
    elif rng.random() < 0.3:
        after = f" {brand}"
    english = f"{item.name.en}, {variant.en}" if variant else item.name.en
    if variant is None:
        return Text(f"{item.name.vi}{after}", english)
    if trade.group == "tourism" or (trade.group != "craft" and variant.vi.split()[0] in _PACKING):
        return Text(f"{item.name.vi}{after} {variant.vi}", english)
    return Text(f"{item.name.vi} {variant.vi}{after}", english)


def _round_price(thousands: float) -> int:
    """As on a price list: 47, 185, 2.350 (thousand)."""
    step = 1 if thousands < 100 else 5 if thousands < 1000 else 50
    return max(1, round(thousands / step)) * step


def _recognition(rng: random.Random, stars: Stars) -> tuple[date, str]:
    if stars == "5":
        return rng.choice(_NATIONAL_ROUNDS)
    return rng.choices(_CITY_ROUNDS, (3, 3, 2, 4, 3))[0]
