"""The words on personal data: those that count now, and each version that somebody once agreed to."""

from litestar import get
from litestar.params import FromPath
from litestar.response import Template

from chophien.accounts.pages import PrivacyPage
from chophien.accounts.rules import PRIVACY_TEXTS
from chophien.support.language import _
from chophien.support.refusal import NotFound
from chophien.web.pages import AnyRequest, show


@get("/privacy", opt={"public": True})
async def privacy_page(request: AnyRequest) -> Template:
    """The version that counts now."""
    return await show(request, PrivacyPage(version=PRIVACY_TEXTS[-1], is_latest=True))


@get("/privacy/{version:str}", opt={"public": True})
async def privacy_version_page(request: AnyRequest, version: FromPath[str]) -> Template:
    """One version, as it was agreed to."""
    if version not in PRIVACY_TEXTS:
        raise NotFound(_("Không có bản này."))
    return await show(request, PrivacyPage(version=version, is_latest=version == PRIVACY_TEXTS[-1]))


ROUTES = [privacy_page, privacy_version_page]
