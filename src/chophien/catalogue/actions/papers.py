"""Adding, changing and removing the own company's papers."""

from datetime import datetime
from typing import Any

from chophien.accounts.identity import Identity
from chophien.catalogue.forms import PaperDetails
from chophien.catalogue.queries import paper_of
from chophien.catalogue.rules import MOST_PAPERS
from chophien.catalogue.tables import Paper
from chophien.companies.queries import own_company
from chophien.files.actions import forget_files, paper_row
from chophien.files.tables import StoredFile
from chophien.support.database import transaction
from chophien.support.database.conflicts import lock
from chophien.support.language import _
from chophien.support.refusal import NotFound, Refusal


class TooManyPapers(Refusal):
    """A company keeps so many papers and no more."""


async def add_paper(company_id: int, details: PaperDetails, *, at: datetime, stored: int | None = None) -> int:
    """Add a paper with its scan to a company; returns its id. Raises FileRefused, TooManyPapers.

    `stored` is a scan that was kept before.
    """
    scan = await _scan(details)
    async with transaction():
        await lock("company", company_id)
        if await Paper.count().where(Paper.company == company_id) >= MOST_PAPERS:
            raise TooManyPapers(_("Mỗi đơn vị có nhiều nhất %(most)s giấy tờ.") % {"most": MOST_PAPERS})
        if scan is not None:
            await scan.save()
        paper = Paper(company=company_id, file=scan.id if scan else stored, added_at=at, **_columns(details))
        await paper.save()
    return paper.id


async def own_paper(identity: Identity, paper_id: int) -> Paper:
    """One paper of the own company; somebody else's is not found."""
    company = await own_company(identity)
    paper = await paper_of(company.id, paper_id)
    if paper is None:
        raise NotFound(_("Không tìm thấy giấy tờ này."))
    return paper


async def change_paper(identity: Identity, paper_id: int, details: PaperDetails) -> int:
    """Write a paper of the own company anew; a new scan takes the old one's place. Raises NotFound, FileRefused."""
    await own_paper(identity, paper_id)
    scan = await _scan(details)
    async with transaction():
        paper = await own_paper(identity, paper_id)
        columns = _columns(details)
        if scan is not None:
            await scan.save()
            columns["file"] = scan.id
        await Paper.update(columns).where(Paper.id == paper.id)
        if scan is not None and paper.file is not None:
            await forget_files([paper.file])
    return paper_id


async def remove_paper(identity: Identity, paper_id: int) -> None:
    """Throw a paper of the own company away with its scan. Raises NotFound."""
    async with transaction():
        paper = await own_paper(identity, paper_id)
        await Paper.delete().where(Paper.id == paper.id)
        if paper.file is not None:
            await forget_files([paper.file])


async def _scan(details: PaperDetails) -> StoredFile | None:
    return await paper_row(details.scan, field="scan") if details.scan is not None else None


def _columns(details: PaperDetails) -> dict[Any, Any]:
    return {
        "product": details.product_id,
        "kind": details.kind,
        "title": details.title,
        "number": details.number,
        "issuer": details.issuer,
        "issued_on": details.issued_on,
        "expires_on": details.expires_on,
    }
