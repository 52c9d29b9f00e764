"""Acting for a company: somebody of an organizer's staff does what its delegate would, and the log says so."""

from chophien.accounts.identity import Acting, Identity
from chophien.accounts.tables import SignInSession


async def begin_acting(identity: Identity, acting: Acting) -> None:
    """Act for the company from the next request of this session on, and be nobody else meanwhile."""
    await SignInSession.update(
        {
            SignInSession.acting_organizer: acting.organizer_id,
            SignInSession.acting_company: acting.company_id,
            SignInSession.acting_kind: acting.kind,
            SignInSession.acting_name: acting.company_name,
        }
    ).where(SignInSession.id == identity.session_id)


async def stop_acting(identity: Identity) -> None:
    """Be oneself again."""
    await SignInSession.update(
        {
            SignInSession.acting_organizer: None,
            SignInSession.acting_company: None,
            SignInSession.acting_kind: "",
            SignInSession.acting_name: "",
        }
    ).where(SignInSession.id == identity.session_id)
