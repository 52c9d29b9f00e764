"""Products to find and requests in any state, for tests."""

from chophien.catalogue.tables import Product, ProductGroup
from chophien.companies.tables import CompanyKind
from chophien.fairs.tables import Fair
from chophien.matchmaking.tables import MeetingRequest, RequestState
from chophien.support.clock import now
from chophien.support.collation import sort_key
from chophien.support.folding import folded
from tests.factories.fairs import Participant


async def make_product(
    of: Participant, name: str, *, group: str = ProductGroup.FOOD, stars: str | None = None
) -> Product:
    """A product of the participant's company."""
    product = Product(
        company=of.company.id, name=name, folded_name=folded(name), sort_name=sort_key(name), group=group, stars=stars
    )
    await product.save()
    return product


async def make_request(
    fair: Fair,
    producer: Participant,
    distributor: Participant,
    *,
    state: str = RequestState.WAITING,
    asked_by: str = CompanyKind.DISTRIBUTOR,
    weight: int = 3,
    note: str = "",
) -> MeetingRequest:
    """A request between two participants."""
    request = MeetingRequest(
        fair=fair.id,
        producer=producer.id,
        distributor=distributor.id,
        asked_by=asked_by,
        weight=weight,
        note=note,
        state=state,
        sent_at=now(),
        answered_at=now() if state != RequestState.WAITING else None,
    )
    await request.save()
    return request


async def state_of(request: MeetingRequest) -> RequestState:
    """Where the request stands now."""
    row = await MeetingRequest.select(MeetingRequest.state).where(MeetingRequest.id == request.id).first()
    assert row is not None
    return RequestState(row["state"])
