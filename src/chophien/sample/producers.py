"""The producers of the sample world: who they are, where they come from and how they are called."""

import random

from chophien.places.gazetteer import PlaceFact
from chophien.places.hanoi import DISTRICTS
from chophien.sample import names
from chophien.sample.products import product_lines
from chophien.sample.shapes import CraftVillage, Group, Person, Producer, ProducerKind, Text
from chophien.sample.streams import drawn, lowered, shares, stream
from chophien.sample.trades import TRADE_BY_KEY, Trade
from chophien.sample.villages import SITES, Site
from chophien.support.folding import slug

# Entities of each group, in the proportion seen among Hanoi's recognised products.
_GROUP_WEIGHTS: dict[Group, int] = {"food": 84, "drink": 5, "herbal": 4, "craft": 42, "ornamental": 3, "tourism": 2}
_KINDS: tuple[tuple[ProducerKind, float], ...] = (("enterprise", 42), ("cooperative", 30), ("household", 28))
_DISTRICT_BY_CODE = {district.code: district for district in DISTRICTS}

_STREETS: dict[str, tuple[str, ...]] = {
    "Ba Đình": ("phố Đội Cấn", "phố Giang Văn Minh"),
    "Bắc Từ Liêm": ("đường Cổ Nhuế", "đường Hoàng Tăng Bí"),
    "Cầu Giấy": ("phố Trần Thái Tông", "phố Dịch Vọng Hậu"),
    "Đống Đa": ("phố Khâm Thiên", "phố Tôn Đức Thắng"),
    "Hà Đông": ("đường Quang Trung", "phố Lê Lợi"),
    "Hai Bà Trưng": ("phố Bạch Mai", "phố Lò Đúc"),
    "Hoàn Kiếm": ("phố Hàng Đường", "phố Hàng Điếu"),
    "Hoàng Mai": ("phố Tam Trinh", "phố Định Công"),
    "Long Biên": ("phố Ngọc Lâm", "đường Thạch Bàn"),
    "Thanh Xuân": ("đường Nguyễn Trãi", "đường Khương Trung"),
}

_DUTIES: dict[ProducerKind, tuple[Text, ...]] = {
    "enterprise": (
        Text("Giám đốc", "Director"),
        Text("Phó giám đốc", "Deputy director"),
        Text("Trưởng phòng kinh doanh", "Head of sales"),
    ),
    "cooperative": (
        Text("Giám đốc hợp tác xã", "Director of the cooperative"),
        Text("Chủ tịch hội đồng quản trị", "Chair of the board"),
        Text("Phụ trách tiêu thụ", "In charge of sales"),
    ),
    "household": (Text("Chủ hộ", "Owner"), Text("Chủ cơ sở", "Owner of the workshop")),
}
_SECOND_DUTIES = (
    Text("Nhân viên kinh doanh", "Sales representative"),
    Text("Phụ trách kỹ thuật", "In charge of production"),
    Text("Kế toán", "Accountant"),
)


def make_producers(seed: int, count: int, product_count: int, *, mark: str = "p") -> tuple[Producer, ...]:
    """`count` producers that share `product_count` products; `mark` begins their keys and sets their stream apart.

    The fair takes 140 and 400. The register of a whole year asks the same of about 560 producers and 2,167 products.
    """
    rng = stream(seed, f"producers {mark}")
    sites = _sites(rng, count)
    brands = names.brands(rng, count)
    lines = product_lines(rng, [(village, trade) for village, _, trade, _ in sites], brands, product_count)
    taken: set[str] = set()
    made = []
    for number, (site, brand, products) in enumerate(zip(sites, brands, lines, strict=True), 1):
        key = f"{mark}{number:03}"
        village, district_code, trade_key, _ = site
        district, trade = _DISTRICT_BY_CODE[district_code], TRADE_BY_KEY[trade_key]
        kind = drawn(rng, _KINDS)
        domain = slug(brand)
        delegates = _delegates(rng, key, kind, domain)
        name = _name(
            rng,
            kind=kind,
            trade=trade,
            village=village,
            district=district,
            brand=brand,
            owner=delegates[0].name,
        )
        if name in taken:
            # Two households of one owner's name tell themselves apart by their brand.
            name = f"{name} – {brand}"
        code = names.tax_code(rng)
        while code in taken:
            code = names.tax_code(rng)
        taken |= {name, code}
        made.append(
            Producer(
                key=key,
                kind=kind,
                name=name,
                brand=brand,
                tax_code=code,
                district_code=district_code,
                village_key=village.key if village else None,
                trade=trade_key,
                address=_address(rng, village, district),
                phone=names.vietnamese_phone(rng),
                email=f"lienhe@{domain}.example",
                about=_about(rng, kind, trade, number),
                delegates=delegates,
                products=products,
                away=frozenset(),
            )
        )
    return tuple(made)


def _sites(rng: random.Random, count: int) -> list[Site]:
    """One site for each producer: every site of a group once as far as there are producers, the rest by weight."""
    chosen: list[Site] = []
    for group, wanted in shares(count, _GROUP_WEIGHTS).items():
        here = [site for site in SITES if TRADE_BY_KEY[site[2]].group == group]
        if wanted >= len(here):
            chosen += here
            chosen += rng.choices(here, [site[3] for site in here], k=wanted - len(here))
        else:
            order = sorted(here, key=lambda site: -(rng.random() ** (1 / site[3])))
            chosen += order[:wanted]
    rng.shuffle(chosen)
    return chosen


def _delegates(rng: random.Random, key: str, kind: ProducerKind, domain: str) -> tuple[Person, ...]:
    first = names.vietnamese(rng, f"{key}-1", names.full_name(rng), rng.choice(_DUTIES[kind]), domain)
    if rng.random() < 0.45:
        return (first,)
    other = names.full_name(rng)
    while names.mailbox(other, domain) == first.email:
        other = names.full_name(rng)
    return (first, names.vietnamese(rng, f"{key}-2", other, rng.choice(_SECOND_DUTIES), domain))


def _name(
    rng: random.Random,
    *,
    kind: ProducerKind,
    trade: Trade,
    village: CraftVillage | None,
    district: PlaceFact,
    brand: str,
    owner: str,
) -> str:
    word, place = trade.word.vi, village.name if village else district.name
    inside = lowered(word)
    long = rng.random() < 0.1
    if kind == "enterprise":
        if long:
            return rng.choice(
                (
                    f"Công ty Cổ phần Sản xuất, Chế biến và Xuất khẩu {word} truyền thống {place} {brand}",
                    f"Công ty TNHH Một thành viên Phát triển Làng nghề và Thương mại Dịch vụ {word} {brand}",
                )
            )
        return rng.choice(
            (
                f"Công ty TNHH {word} {brand}",
                f"Công ty TNHH {word} {brand}",
                f"Công ty Cổ phần {word} {brand}",
                f"Công ty TNHH Sản xuất và Thương mại {brand}",
                f"Công ty TNHH {brand} {place}",
            )
        )
    if kind == "cooperative":
        if long:
            return (
                f"Hợp tác xã Dịch vụ Tổng hợp, Sản xuất và Tiêu thụ sản phẩm {word} {brand}, "
                f"{place if village is None else f'{place}, {district.full_name}'}"
            )
        return rng.choice(
            (
                f"Hợp tác xã {word} {brand}",
                f"Hợp tác xã {word} {place} {brand}",
                f"Hợp tác xã Sản xuất và Dịch vụ {brand}",
                f"Tổ hợp tác {word} {brand}",
            )
        )
    return rng.choice(
        (
            f"Hộ kinh doanh {owner}",
            f"Cơ sở {inside} {brand}",
            f"Cơ sở sản xuất {inside} {brand}",
            f"Xưởng {inside} {brand}" if trade.group == "craft" else f"Hộ kinh doanh {inside} {brand}",
        )
    )


def _address(rng: random.Random, village: CraftVillage | None, district: PlaceFact) -> str:
    if village is not None:
        home = village.name if village.name.startswith("Làng") else f"Làng {village.name}"
        lane = f"Xóm {rng.randrange(1, 9)}, {lowered(home)}" if rng.random() < 0.5 else home
        return f"{lane}, {district.full_name}, Hà Nội"
    if district.name in _STREETS:
        return f"Số {rng.randrange(3, 240)} {rng.choice(_STREETS[district.name])}, {district.full_name}, Hà Nội"
    return f"Thôn {rng.choice(('Đông', 'Đoài', 'Thượng', 'Trung', 'Hạ'))}, {district.full_name}, Hà Nội"


def _about(rng: random.Random, kind: ProducerKind, trade: Trade, number: int) -> Text:
    story = trade.stories[number % len(trade.stories)]
    year, hands = rng.randrange(1988, 2021), rng.randrange(6, 48)
    facts: dict[ProducerKind, tuple[Text, ...]] = {
        "enterprise": (
            Text(f"Thành lập năm {year}, hiện có {hands} lao động.", f"Founded in {year}, {hands} people."),
            Text(f"{hands} lao động, phần lớn là người địa phương.", f"{hands} people, most of them local."),
            Text(f"Hoạt động từ năm {year}.", f"In business since {year}."),
        ),
        "cooperative": (
            Text(f"{hands} hộ thành viên.", f"{hands} member households."),
            Text(
                f"Hợp tác xã có {hands} thành viên, thành lập năm {year}.",
                f"A cooperative of {hands} members, founded in {year}.",
            ),
        ),
        "household": (
            Text(f"Làm nghề từ năm {year}.", f"In the trade since {year}."),
            Text("Cơ sở gia đình, mở cửa đón khách cả tuần.", "A family workshop, open to visitors all week."),
        ),
    }
    fact = rng.choice(facts[kind])
    return Text(f"{story.vi} {fact.vi}", f"{story.en} {fact.en}")
