"""A household business that one person alone was: when that person goes, so does what names the business."""

from datetime import datetime
from typing import Any

from chophien.accounts.tables import AuditEntry, SignInSession
from chophien.catalogue.tables import Paper, Product, ProductPicture
from chophien.companies.short_names import named
from chophien.companies.tables import Company
from chophien.directory.tables import MergedCompany
from chophien.fairs.questions.tables import Answer
from chophien.fairs.tables import Participation
from chophien.files.actions import forget_files
from chophien.mail.tables import OutgoingMessage

NEUTRAL_HOUSEHOLD = "Hộ kinh doanh đã rời hệ thống"
"""What stands where the name of such a business stood."""


def words_of_household(company: Company) -> set[str]:
    """What names the business, as it may stand in kept lists."""
    told = (company.name, company.tax_code or "", company.address, company.email, company.phone, company.website)
    return {text.lower().strip() for text in told if text.strip()}


async def forget_household(company: Company, *, at: datetime) -> None:
    """Make the business nameless: its meetings, and its products by name, stay. Joins the caller's transaction."""
    address = company.email.lower().strip()
    nameless: dict[Any, Any] = {
        **named(NEUTRAL_HOUSEHOLD),
        # Businesses that have left are not taken for one another.
        "name_key": f"closed{company.id}",
        Company.tax_code: None,
        Company.address: "",
        Company.email: "",
        Company.phone: "",
        Company.website: "",
        Company.languages: "",
        Company.about_vi: "",
        Company.about_en: "",
        Company.looking_for_vi: "",
        Company.looking_for_en: "",
        Company.logo: None,
        Company.closed_at: at,
    }
    await Company.update(nameless).where(Company.id == company.id)
    of_company = Product.select(Product.id).where(Product.company == company.id)
    seats = Participation.select(Participation.id).where(Participation.company == company.id)
    pictures = (
        await ProductPicture.delete().where(ProductPicture.product.is_in(of_company)).returning(ProductPicture.file)
    )
    papers = await Paper.delete().where(Paper.company == company.id).returning(Paper.file)
    answers = await Answer.delete().where(Answer.participation.is_in(seats)).returning(Answer.file)
    gone = [row["file"] for row in (*pictures, *papers, *answers)]
    await forget_files([file for file in (*gone, company.logo) if file is not None])
    await Product.update({Product.about_vi: "", Product.about_en: ""}).where(Product.company == company.id)
    await MergedCompany.update({MergedCompany.former_name: NEUTRAL_HOUSEHOLD}).where(MergedCompany.kept == company.id)
    await AuditEntry.update({AuditEntry.behalf_name: NEUTRAL_HOUSEHOLD}).where(AuditEntry.behalf_company == company.id)
    await SignInSession.update(
        {
            SignInSession.acting_organizer: None,
            SignInSession.acting_company: None,
            SignInSession.acting_kind: "",
            SignInSession.acting_name: "",
        }
    ).where(SignInSession.acting_company == company.id)
    if address:
        await OutgoingMessage.delete().where(OutgoingMessage.to_address == address)
