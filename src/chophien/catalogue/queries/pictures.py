"""Reading the pictures of products, without their bytes."""

from dataclasses import dataclass
from typing import Any

from piccolo.query import Select

from chophien.catalogue.tables import ProductPicture
from chophien.companies.tables import Company
from chophien.support.language import spoken_language


@dataclass(frozen=True)
class PictureLine:
    """A picture of a product; sides in pixels."""

    id: int
    product_id: int
    alt_vi: str
    alt_en: str
    width: int
    height: int

    @property
    def alt(self) -> str:
        """What is to be seen, in the spoken language, else in the other one."""
        return self.alt_en or self.alt_vi if spoken_language() == "en" else self.alt_vi or self.alt_en

    @property
    def url(self) -> str:
        """Where the picture is."""
        return f"/pictures/{self.id}"

    @property
    def small_url(self) -> str:
        """Where its small version is."""
        return f"/pictures/{self.id}/small"


async def pictures_of(product_ids: list[int]) -> dict[int, list[PictureLine]]:
    """The pictures of these products in their order."""
    found: dict[int, list[PictureLine]] = {product_id: [] for product_id in product_ids}
    if not product_ids:
        return found
    rows = (
        await ProductPicture.select(
            ProductPicture.id,
            ProductPicture.product.as_alias("product_id"),
            ProductPicture.alt_vi,
            ProductPicture.alt_en,
            ProductPicture.file.width.as_alias("width"),
            ProductPicture.file.height.as_alias("height"),
        )
        .where(ProductPicture.product.is_in(product_ids))
        .order_by(ProductPicture.position)
        .order_by(ProductPicture.id)
    )
    for row in rows:
        found[row["product_id"]].append(PictureLine(**row))
    return found


async def picture_behind(picture_id: int) -> tuple[int, int] | None:
    """The company and the file of a picture; none when there is no such picture."""
    row = (
        await ProductPicture.select(
            ProductPicture.product.company.as_alias("company"), ProductPicture.file.as_alias("file")
        )
        .where(ProductPicture.id == picture_id)
        .first()
    )
    return (row["company"], row["file"]) if row else None


async def is_among(companies: Select[Any], company_id: int) -> bool:
    """Whether a company is one that a select of company ids finds."""
    found: bool = await Company.exists().where(Company.id == company_id, Company.id.is_in(companies))
    return found
