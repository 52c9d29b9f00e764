"""What the templates about companies that look alike may see."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from chophien.companies.rules import company_form_words, company_kind_words, country_name, language_words
from chophien.directory.queries.both import SharedFair, Side
from chophien.directory.queries.merges import MergeLine
from chophien.directory.rules.folding import PROFILE, differing, fold_requests, same_person, same_product
from chophien.directory.rules.likeness import LikelyPair
from chophien.fairs.rules import state_words
from chophien.places.rules import key_words
from chophien.support.language import _, ngettext
from chophien.web.formats import number
from chophien.web.forms import Form
from chophien.web.pages import Page

MOST_SHOWN = 100


@dataclass(frozen=True)
class DoublesPage(Page):
    """Companies that look like one, what was merged, and what was found to be two."""

    template: ClassVar[str] = "directory/doubles.html"
    home: str
    home_words: str
    base: str
    """The address of this page."""
    pairs: list[LikelyPair]
    blocked: set[int]
    """Companies that another organizer knows too, so that only an administrator merges them."""
    merges: list[MergeLine]
    distinct: list[dict[str, Any]]
    may_change: bool
    asked: str
    """What somebody looks for, to compare with `beside`."""
    beside: tuple[int, str] | None
    """The company for which another one is looked for."""
    found: list[tuple[int, str, str]]
    """Companies of that name: number, name, place."""

    @property
    def shown(self) -> list[LikelyPair]:
        """The likeliest pairs."""
        return self.pairs[:MOST_SHOWN]

    @staticmethod
    def place(key: str) -> str:
        """A place in words."""
        return key_words(key)

    def is_blocked(self, pair: LikelyPair) -> bool:
        """Whether the reader cannot merge this pair."""
        return bool({pair.one.id, pair.other.id} & self.blocked)


@dataclass(frozen=True)
class ProfileLine:
    """One line of two profiles beside each other."""

    name: str
    label: str
    kept: str
    gone: str
    differs: bool
    """Whether both say something, and not the same, so that somebody must choose."""


@dataclass(frozen=True)
class BothPage(Page):
    """Two companies beside each other: what both say, and what making them one does."""

    template: ClassVar[str] = "directory/both.html"
    home: str
    home_words: str
    base: str
    """The address of the list."""
    here: str
    """The address of this page."""
    pair: LikelyPair
    kept: Side
    gone: Side
    places: dict[int, str]
    """Names of places, by number."""
    shared: list[SharedFair]
    """The fairs of both that the reader may see."""
    fair_names: dict[int, str]
    booths: dict[int, str]
    """Codes of booths, by participation."""
    form: Form[Any]
    blocked: str
    """Why the reader cannot merge them; empty when nothing stands in the way."""
    may_change: bool

    @property
    def swapped(self) -> str:
        """The address at which the other one is the company that stays."""
        return f"{self.base}/{self.gone.id}/{self.kept.id}"

    @property
    def labels(self) -> dict[str, str]:
        """What each line of a profile is called."""
        return {
            "name": _("Tên đơn vị"),
            "form": _("Loại hình"),
            "tax_code": _("Mã số thuế"),
            "country": _("Nước"),
            "place": _("Địa phương"),
            "address": _("Địa chỉ"),
            "phone": _("Điện thoại"),
            "email": _("Thư điện tử chung"),
            "website": _("Trang web"),
            "languages": _("Ngôn ngữ nói được"),
            "about_vi": _("Giới thiệu"),
            "about_en": _("Giới thiệu bằng tiếng Anh"),
            "looking_for_vi": _("Muốn tìm mua gì?"),
            "looking_for_en": _("Muốn tìm mua gì, bằng tiếng Anh"),
            "logo": _("Biểu trưng"),
        }

    @property
    def profile(self) -> list[ProfileLine]:
        """Every line of which one of the two says something."""
        unlike = differing(self.kept.company, self.gone.company)
        lines = [
            ProfileLine(
                name, self.labels[name], self._words(self.kept, name), self._words(self.gone, name), name in unlike
            )
            for name in PROFILE
        ]
        return [line for line in lines if line.kept or line.gone]

    def _words(self, side: Side, name: str) -> str:
        value = side.company[name]
        if value in {None, ""}:
            return ""
        in_words: dict[str, Callable[[Any], str]] = {
            "form": company_form_words,
            "country": country_name,
            "place": lambda place: self.places.get(place, ""),
            "languages": language_words,
            "logo": lambda _file: _("có"),
        }
        return in_words.get(name, str)(value)

    @property
    def kind_words(self) -> str:
        """On which side both stand."""
        return company_kind_words(self.kept.company["kind"])

    def takes_part(self, side: Side) -> list[str]:
        """Where a company takes part, a line for each fair that the reader may see."""
        return [
            " · ".join(
                filter(
                    None,
                    (
                        self.fair_names[row["fair"]],
                        state_words(row["state"]),
                        _("gian %(code)s") % {"code": self.booths[row["id"]]} if row["id"] in self.booths else "",
                    ),
                )
            )
            for row in side.participations
            if row["fair"] in self.fair_names
        ]

    def speaks(self, side: Side) -> list[str]:
        """Who speaks for a company, and whether somebody signs in."""
        return [
            " · ".join(
                filter(
                    None,
                    (seat["name"], seat["duty"], seat["email"], _("đăng nhập được") if seat["person"] else ""),
                )
            )
            for seat in side.delegates
        ]

    def goods(self, side: Side) -> str:
        """How much a company shows."""
        shown, kept = len(side.products), len(side.papers)
        products = ngettext("bày một sản phẩm", "bày %(num)s sản phẩm", shown) % {"num": number(shown)}
        papers = ngettext("giữ một giấy tờ", "giữ %(num)s giấy tờ", kept) % {"num": number(kept)}
        return " · ".join(words for words, count in ((products, shown), (papers, kept)) if count)

    @property
    def consequences(self) -> list[str]:
        """What making them one does, a sentence each."""
        told = []
        both = sum(any(same_person(own, seat) for own in self.kept.delegates) for seat in self.gone.delegates)
        if both:
            words = ngettext(
                "Một người có ở cả hai, thành một.", "%(num)s người có ở cả hai, mỗi người thành một.", both
            )
            told.append(words % {"num": both})
        if self.kept.signs_in and self.gone.signs_in:
            told.append(
                _(
                    "Người đăng nhập của cả hai sẽ cùng thấy và cùng sửa một hồ sơ;"
                    " người phụ trách của đơn vị giữ lại vẫn phụ trách."
                )
            )
        alike = sum(any(same_product(own, one) for own in self.kept.products) for one in self.gone.products)
        if alike:
            words = ngettext(
                "Một sản phẩm giống nhau thành một.", "%(num)s sản phẩm giống nhau, mỗi cặp thành một.", alike
            )
            told.append(words % {"num": alike})
        if self.kept.want is not None and self.gone.want is not None:
            told.append(_("Điều cần tìm: giữ lời của đơn vị giữ lại, chỗ trống lấy của đơn vị kia."))
        for fair in self.shared:
            told += self._at(fair)
        return told

    def _at(self, fair: SharedFair) -> list[str]:
        folding = fold_requests(fair.requests)
        told = [
            _("%(fair)s: cả hai cùng đăng ký; giữ đăng ký đi xa hơn (%(state)s), câu trả lời và giờ vắng gộp lại.")
            % {"fair": fair.name, "state": state_words(fair.stays["state"])}
        ]
        if folding.removed:
            words = ngettext(
                "%(fair)s: một yêu cầu gặp trùng bên kia, giữ cái mạnh hơn.",
                "%(fair)s: %(num)s yêu cầu gặp trùng bên kia, giữ cái mạnh hơn.",
                len(folding.removed),
            )
            told.append(words % {"fair": fair.name, "num": len(folding.removed)})
        if folding.cancelled:
            words = ngettext(
                "%(fair)s: một cuộc gặp trùng giờ hoặc trùng bên kia bị hủy, các bên được báo bằng thư.",
                "%(fair)s: %(num)s cuộc gặp trùng giờ hoặc trùng bên kia bị hủy, các bên được báo bằng thư.",
                len(folding.cancelled),
            )
            told.append(words % {"fair": fair.name, "num": len(folding.cancelled)})
        if fair.stays["id"] in self.booths and fair.goes["id"] in self.booths:
            told.append(
                _("%(fair)s: giữ gian %(kept)s, trả lại gian %(gone)s.")
                % {
                    "fair": fair.name,
                    "kept": self.booths[fair.stays["id"]],
                    "gone": self.booths[fair.goes["id"]],
                }
            )
        return told
