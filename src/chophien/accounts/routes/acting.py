"""Being oneself again after acting for a company; where it begins, the fairs say."""

from litestar import post
from litestar.response import Redirect

from chophien.accounts.actions.acting import stop_acting
from chophien.accounts.guards import signed_in, who
from chophien.web.pages import AnyRequest, go_to


@post("/acting/end", guards=[signed_in])
async def stop_acting_now(request: AnyRequest) -> Redirect:
    """Back to the own work."""
    await stop_acting(who(request))
    return go_to("/organizer")


ROUTES = [stop_acting_now]
