"""The pictures of products, for everybody who may see the product."""

from litestar import Response, get
from litestar.params import FromPath

from chophien.catalogue.queries import is_among, picture_behind
from chophien.companies.queries import company_of
from chophien.files.queries import stored_file
from chophien.files.replies import file_reply
from chophien.support.language import _
from chophien.support.refusal import NotFound
from chophien.web.pages import AnyRequest


@get("/pictures/{picture_id:int}", opt={"public": True})
async def picture(request: AnyRequest, picture_id: FromPath[int]) -> Response[bytes]:
    """A picture as large as pages show it."""
    return await _picture(request, picture_id, small=False)


@get("/pictures/{picture_id:int}/small", opt={"public": True})
async def small_picture(request: AnyRequest, picture_id: FromPath[int]) -> Response[bytes]:
    """A picture as lists show it."""
    return await _picture(request, picture_id, small=True)


async def _picture(request: AnyRequest, picture_id: int, *, small: bool) -> Response[bytes]:
    found = await picture_behind(picture_id)
    if found is None:
        raise _no_picture()
    company_id, file_id = found
    public = await is_among(request.app.state.public_companies(), company_id)
    if not public and not await _sees(request, company_id):
        raise _no_picture()
    return file_reply(request, await stored_file(file_id), small=small, public=public)


async def _sees(request: AnyRequest, company_id: int) -> bool:
    """Before a company is approved anywhere, its own people see its pictures, and organizers it applied to."""
    if request.user is None:
        return False
    own = await company_of(request.user)
    if own is not None and own.id == company_id:
        return True
    return bool(await request.app.state.watches_company(request.user, company_id))


def _no_picture() -> NotFound:
    return NotFound(_("Không tìm thấy ảnh này."))


ROUTES = [picture, small_picture]
