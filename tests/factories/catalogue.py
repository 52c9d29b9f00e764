"""Pictures, papers and wishes for tests."""

from datetime import date
from typing import Any

from chophien.catalogue.tables import Paper, Product, ProductPicture, Want
from chophien.files.actions import keep_paper, keep_picture
from chophien.support.clock import now
from chophien.web.forms import Upload
from tests.factories.fairs import Participant
from tests.files.pictures import PDF, picture


async def make_picture(product: Product, **more: Any) -> int:
    """A picture of a product; returns its id."""
    row = ProductPicture(product=product.id, file=await keep_picture(Upload("a.png", picture("PNG", (40, 30)))), **more)
    await row.save()
    return int(row.id)


async def make_paper(
    of: Participant, kind: str, *, product: int | None = None, expires_on: date | None = None, scan: bool = True
) -> int:
    """A paper of the participant's company or of one of its products; returns its id."""
    file = await keep_paper(Upload("giay.pdf", PDF)) if scan else None
    row = Paper(company=of.company.id, kind=kind, product=product, expires_on=expires_on, file=file, added_at=now())
    await row.save()
    return int(row.id)


async def make_want(of: Participant, **more: Any) -> None:
    """What a distributor looks for."""
    await Want(company=of.company.id, changed_at=now(), **more).save()
