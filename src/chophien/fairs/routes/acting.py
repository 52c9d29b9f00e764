"""An organizer acts for one of its participants, say for a company that telephones."""

from litestar import post
from litestar.params import FromPath
from litestar.response import Redirect

from chophien.accounts.actions.acting import begin_acting
from chophien.accounts.guards import organizer, who
from chophien.accounts.identity import Acting
from chophien.accounts.tables import RoleKind
from chophien.fairs.queries import organizer_fair, participant
from chophien.fairs.tables import FairState
from chophien.web.pages import AnyRequest, go_to


@post("/organizer/fairs/{slug:str}/participants/{participation_id:int}/act", guards=[organizer])
async def act_for(request: AnyRequest, slug: FromPath[str], participation_id: FromPath[int]) -> Redirect:
    """Act for the participant until the button in the banner is pressed."""
    identity = who(request)
    fair = await organizer_fair(identity, slug)
    line = await participant(fair.id, participation_id)
    await begin_acting(identity, Acting(fair.organizer, line.company_id, RoleKind(line.kind.value), line.company))
    return go_to("/my" if fair.state == FairState.DRAFT else f"/my/fairs/{fair.slug}")


ROUTES = [act_for]
