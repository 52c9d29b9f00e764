"""What the template of a company's public page may see."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from markupsafe import Markup

from chophien.catalogue.queries import PictureLine, ProductLine
from chophien.companies.rules import language_words
from chophien.directory.queries.company import CompanyFacts, Stand
from chophien.settings import settings
from chophien.support.language import _
from chophien.web.pages import Page
from chophien.web.structured import structured


@dataclass(frozen=True)
class PublicCompanyPage(Page):
    """One company for everybody, at an address to share."""

    template: ClassVar[str] = "directory/company.html"
    company: CompanyFacts
    products: list[ProductLine]
    pictures: dict[int, PictureLine]
    """The first picture of each product that has one."""
    papers: list[str]
    """What it has valid papers for, in words, for everything it makes."""
    stands: list[Stand]
    today: date
    asking: dict[str, str]
    """Where the reader may ask it for a meeting, by the fair's address."""
    is_public: bool
    """Whether everybody sees it, rather than its own people and organizers alone."""

    @property
    def url(self) -> str:
        """Its whole address."""
        return settings().public_url + self.company.url

    @property
    def logo_url(self) -> str:
        """Where its logo is; empty without one."""
        return f"/logos/{self.company.id}" if self.company.has_logo else ""

    @property
    def preview_picture(self) -> str:
        """The whole address of what links to the page show: the logo, else the first picture of a product."""
        picture = next(iter(self.pictures.values()), None)
        address = self.logo_url or (picture.url if picture else "")
        return settings().public_url + address if address else ""

    @property
    def coming(self) -> list[Stand]:
        """Fairs that are on or still to come, the next one first."""
        return [stand for stand in reversed(self.stands) if stand.ends_on >= self.today]

    @property
    def over(self) -> list[Stand]:
        """Fairs that are over, the latest first."""
        return [stand for stand in self.stands if stand.ends_on < self.today]

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What is known of it, as (what, which)."""
        facts = [
            (_("Giấy tờ"), ", ".join(self.papers)),
            (_("Ngôn ngữ nói được"), language_words(self.company.languages)),
        ]
        return [(what, which) for what, which in facts if which]

    @property
    def json_ld(self) -> Markup:
        """The company as schema.org tells it."""
        company = self.company
        told: dict[str, Any] = {"@type": "Organization", "name": company.name, "url": self.url}
        if company.about:
            told["description"] = company.about[:500]
        if company.has_logo:
            told["logo"] = settings().public_url + self.logo_url
        if company.website:
            told["sameAs"] = [company.website]
        if company.place:
            told["address"] = {"@type": "PostalAddress", "addressLocality": company.place}
        if company.languages:
            told["knowsLanguage"] = company.languages.split(",")
        if self.products:
            told["makesOffer"] = [
                {"@type": "Offer", "itemOffered": {"@type": "Product", "name": one.name, "url": self._whole(one.url)}}
                for one in self.products
            ]
        return structured(told)

    @staticmethod
    def _whole(path: str) -> str:
        return settings().public_url + path
