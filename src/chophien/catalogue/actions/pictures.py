"""Adding, describing, ordering and removing the pictures of the own products."""

from chophien.accounts.identity import Identity
from chophien.catalogue.actions.products import own_product
from chophien.catalogue.forms import PictureWords
from chophien.catalogue.rules import MOST_PICTURES
from chophien.catalogue.tables import ProductPicture
from chophien.companies.queries import own_company
from chophien.files.actions import forget_files, picture_row
from chophien.support.database import transaction
from chophien.support.database.conflicts import lock
from chophien.support.language import _
from chophien.support.refusal import NotFound, Refusal
from chophien.web.forms import Upload


class TooManyPictures(Refusal):
    """A product shows so many pictures and no more."""


async def add_picture(identity: Identity, product_id: int, upload: Upload | None, words: PictureWords) -> int:
    """Add a picture as the last of a product of the own company; returns its id.

    Raises NotFound, FileRefused, TooManyPictures.
    """
    product = await own_product(identity, product_id)
    if upload is None:
        raise Refusal(_("Xin chọn một ảnh."), field="picture")
    # The picture is worked on before the transaction begins, so that nobody waits for it.
    row = await picture_row(upload)
    async with transaction():
        await lock("product", product.id)
        positions = await _positions(product.id)
        if len(positions) >= MOST_PICTURES:
            raise TooManyPictures(
                _("Mỗi sản phẩm có nhiều nhất %(most)s ảnh.") % {"most": MOST_PICTURES}, field="picture"
            )
        await row.save()
        picture = ProductPicture(
            product=product.id,
            file=row.id,
            position=max((position for _id, position in positions), default=0) + 1,
            alt_vi=words.alt_vi,
            alt_en=words.alt_en,
        )
        await picture.save()
    return picture.id


async def describe_picture(identity: Identity, picture_id: int, words: PictureWords) -> int:
    """Say anew what is to be seen; returns the product's id. Raises NotFound."""
    async with transaction():
        picture = await _own_picture(identity, picture_id)
        await ProductPicture.update({ProductPicture.alt_vi: words.alt_vi, ProductPicture.alt_en: words.alt_en}).where(
            ProductPicture.id == picture.id
        )
    return int(picture.product)


async def put_first(identity: Identity, picture_id: int) -> int:
    """Make a picture the first of its product; returns the product's id. Raises NotFound."""
    async with transaction():
        picture = await _own_picture(identity, picture_id)
        await lock("product", picture.product)
        others = [id_ for id_, _position in await _positions(picture.product) if id_ != picture.id]
        for position, id_ in enumerate([picture.id, *others], start=1):
            await ProductPicture.update({ProductPicture.position: position}).where(ProductPicture.id == id_)
    return int(picture.product)


async def remove_picture(identity: Identity, picture_id: int) -> int:
    """Throw a picture away; returns the product's id. Raises NotFound."""
    async with transaction():
        picture = await _own_picture(identity, picture_id)
        await ProductPicture.delete().where(ProductPicture.id == picture.id)
        await forget_files([picture.file])
    return int(picture.product)


async def _positions(product_id: int) -> list[tuple[int, int]]:
    rows = (
        await ProductPicture.select(ProductPicture.id, ProductPicture.position)
        .where(ProductPicture.product == product_id)
        .order_by(ProductPicture.position)
        .order_by(ProductPicture.id)
    )
    return [(row["id"], row["position"]) for row in rows]


async def _own_picture(identity: Identity, picture_id: int) -> ProductPicture:
    company = await own_company(identity)
    picture = (
        await ProductPicture.objects()
        .where(ProductPicture.id == picture_id, ProductPicture.product.company == company.id)
        .first()
    )
    if picture is None:
        raise NotFound(_("Không tìm thấy ảnh này."))
    return picture
