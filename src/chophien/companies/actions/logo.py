"""The picture by which people know a company."""

from chophien.accounts.identity import Identity
from chophien.companies.queries import own_company
from chophien.companies.tables import Company
from chophien.files.actions import forget_files, picture_row
from chophien.support.database import transaction
from chophien.support.database.conflicts import lock
from chophien.support.language import _
from chophien.support.refusal import Refusal
from chophien.web.forms import Upload


async def keep_logo(identity: Identity, upload: Upload | None) -> bool:
    """Show a picture as the own company's logo, in place of the one before. Raises NoCompany, FileRefused."""
    company = await own_company(identity)
    if upload is None:
        raise Refusal(_("Xin chọn một ảnh."), field="logo")
    # The picture is worked on before the transaction begins, so that nobody waits for it.
    row = await picture_row(upload, field="logo")
    async with transaction():
        await lock("company", company.id)
        await row.save()
        await _put(company.id, row.id)
    return True


async def remove_logo(identity: Identity) -> None:
    """Show no logo any more. Raises NoCompany."""
    company = await own_company(identity)
    async with transaction():
        await lock("company", company.id)
        await _put(company.id, None)


async def _put(company_id: int, file_id: int | None) -> None:
    before = await Company.select(Company.logo).where(Company.id == company_id).first()
    await Company.update({Company.logo: file_id}).where(Company.id == company_id)
    if before and before["logo"] is not None:
        await forget_files([before["logo"]])
