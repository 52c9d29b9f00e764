"""What the report of a fair by place shows, on its page and in its file."""

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from chophien.catalogue.rules import stars_words
from chophien.catalogue.tables import Stars
from chophien.companies.rules import country_name
from chophien.companies.tables import CompanyKind
from chophien.fairs.pages.participants import View
from chophien.fairs.rules import spoken
from chophien.fairs.tables import Fair
from chophien.places.gazetteer import places
from chophien.places.rules import key_words
from chophien.reports.queries import booths_held, goods_of, parties_at, sides_of_meetings
from chophien.reports.rules import By, Certainty, Figures, Ground, added_up, told_at
from chophien.support.collation import alphabetical
from chophien.support.language import _
from chophien.web.pages import Link, Page
from chophien.web.sheets import Table

RATINGS: tuple[Stars | None, ...] = (*reversed(Stars), None)


@dataclass(frozen=True)
class Column:
    """A figure with its words: those of its group, its own below them, and both in one for phones and files."""

    group: str
    own: str
    whole: str


@dataclass(frozen=True)
class PlaceRow:
    """One place with its figures, in the order of the columns."""

    words: str
    note: str
    """What stands in the way of counting it elsewhere; empty for nothing."""
    figures: list[int]


@dataclass(frozen=True)
class ReportPage(Page):
    """A fair's participants, products, booths and meetings by place."""

    template: ClassVar[str] = "reports/by_place.html"
    fair_name: str
    fair_base: str
    is_whole: bool
    """Whether everybody is counted; a co-host reports its own district."""
    by: By
    columns: list[Column]
    rows: list[PlaceRow]
    total: list[int]
    chiefly: list[str]
    """Places that are counted where they chiefly came from, each with that in brackets."""

    @property
    def base(self) -> str:
        """The address of the report."""
        return f"{self.fair_base}/report"

    @property
    def has_untold(self) -> bool:
        """Whether places stand under their own name, since nobody knows where they belong."""
        return any(row.note for row in self.rows)

    @property
    def tabs(self) -> list[Link]:
        """The choice of places."""
        return [Link(by_words(each), f"{self.base}?by={each}", current=each is self.by) for each in By]

    @property
    def groups(self) -> list[tuple[str, list[Column]]]:
        """The columns under the heads that they share."""
        found: dict[str, list[Column]] = {}
        for column in self.columns:
            found.setdefault(column.group or column.whole, []).append(column)
        return list(found.items())

    @property
    def table(self) -> Table:
        """The same as rows of a file."""
        heads = [by_words(self.by), *(column.whole for column in self.columns), _("Ghi chú")]
        rows: Table = [[row.words, *row.figures, row.note] for row in self.rows]
        return [[*heads], *rows, [_("Tất cả"), *self.total, self.once]]

    @property
    def once(self) -> str:
        """Why the total of meetings may be less than the sum of its column."""
        return _("Cuộc gặp giữa hai nơi tính cho cả hai nơi, và một lần ở dòng tất cả.")


def by_words(by: By) -> str:
    """What is chosen, in words."""
    return {
        By.DISTRICT: _("Quận, huyện, thị xã (đến 30/6/2025)"),
        By.WARD: _("Phường, xã (từ 1/7/2025)"),
        By.PROVINCE: _("Tỉnh, thành phố"),
    }[by]


async def report_page(fair: Fair, view: View, by: By, *, today: date) -> ReportPage:
    """The report by the places that are chosen."""
    parties = await parties_at(fair.id, view.places)
    goods = await goods_of(parties)
    grounds = {party.at for party in parties} | {each.at for each in goods if each.at}
    told = {ground.key: told_at(ground.key, by, today) for ground in grounds if ground.key}

    def counted(ground: Ground) -> Ground:
        return Ground(told[ground.key][0]) if ground.key else ground

    found, total = added_up(
        [replace(party, at=counted(party.at)) for party in parties],
        [replace(each, at=counted(each.at) if each.at else None) for each in goods],
        await booths_held(fair.id),
        await sides_of_meetings(fair.id),
    )
    columns = _columns()
    ordered = sorted(found, key=_order)
    untold = {key for key, (_where, certainty) in told.items() if certainty is Certainty.UNTOLD}
    chiefly = sorted((key for key, (_at, sure) in told.items() if sure is Certainty.CHIEFLY), key=_by_name)
    return ReportPage(
        fair_name=spoken(fair.name_vi, fair.name_en),
        fair_base=view.fair_base,
        is_whole=view.places is None,
        by=by,
        columns=columns,
        rows=[
            PlaceRow(_words(ground), _("tên như đã ghi") if ground.key in untold else "", _cells(found[ground]))
            for ground in ordered
        ],
        total=_cells(total),
        chiefly=[f"{key_words(key)} ({key_words(told[key][0])})" for key in chiefly],
    )


def _columns() -> list[Column]:
    producers, distributors, goods = _("Số nhà sản xuất"), _("Số nhà phân phối"), _("Sản phẩm")
    return [
        Column(producers, _("đã duyệt"), _("Nhà sản xuất đã duyệt")),
        Column(producers, _("đang chờ"), _("Nhà sản xuất đang chờ")),
        Column(distributors, _("đã duyệt"), _("Nhà phân phối đã duyệt")),
        Column(distributors, _("đang chờ"), _("Nhà phân phối đang chờ")),
        Column(goods, _("tất cả"), _("Sản phẩm")),
        *(Column(goods, stars_words(each), _("Sản phẩm %(stars)s") % {"stars": stars_words(each)}) for each in RATINGS),
        Column("", "", _("Số gian hàng")),
        Column("", "", _("Số cuộc gặp")),
        Column("", "", _("Đơn vị có cuộc gặp")),
    ]


def _cells(figures: Figures) -> list[int]:
    sides = (CompanyKind.PRODUCER, CompanyKind.DISTRIBUTOR)
    return [
        *(count for side in sides for count in (figures.approved[side], figures.waiting[side])),
        figures.products.total(),
        *(figures.products[each] for each in RATINGS),
        figures.booths,
        figures.meetings,
        figures.meeting,
    ]


def _words(ground: Ground) -> str:
    return key_words(ground.key) or country_name(ground.country) or _("Chưa ghi nơi")


def _by_name(key: str) -> tuple[str, str]:
    return alphabetical(places()[key].name), key


def _order(ground: Ground) -> tuple[bool, bool, str, str]:
    """Places of Vietnam by name, then countries, then what nobody told."""
    name = places()[ground.key].name if ground.key else country_name(ground.country)
    return not ground.key and not ground.country, bool(ground.country), alphabetical(name), ground.key
