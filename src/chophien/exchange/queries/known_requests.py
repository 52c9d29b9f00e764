"""Who takes part in a fair, and the requests between them."""

from chophien.companies.tables import CompanyKind
from chophien.exchange.queries.known import company_keys
from chophien.exchange.rules import KnownParty, KnownRequest, KnownRequests
from chophien.fairs.queries.plans import quotas_of
from chophien.fairs.rules import may_ask
from chophien.fairs.tables import Acceptance, Fair, Participation, ParticipationState
from chophien.matchmaking.rules import state_words
from chophien.matchmaking.tables import MeetingRequest
from chophien.support.collation import alphabetical


async def known_requests(fair: Fair) -> KnownRequests:
    """Everything that rows of requests are compared with."""
    keys_of = await company_keys(fair.organizer)
    parties = await Participation.select(
        Participation.id,
        Participation.kind,
        Participation.state,
        Participation.company.as_alias("company_id"),
        Participation.company.name.as_alias("name"),
        Participation.company.tax_code.as_alias("tax_code"),
    ).where(Participation.fair == fair.id)
    requests = await MeetingRequest.select().where(MeetingRequest.fair == fair.id).order_by(MeetingRequest.id)
    return KnownRequests(
        parties=[
            KnownParty(
                id=row["id"],
                name=row["name"],
                kind=CompanyKind(row["kind"]),
                state=ParticipationState(row["state"]),
                tax_code=row["tax_code"] or "",
                keys=tuple(keys_of[row["company_id"]]),
            )
            for row in parties
        ],
        requests=[KnownRequest(row["id"], row["producer"], row["distributor"], row) for row in requests],
        asking=frozenset(kind for kind in CompanyKind if may_ask(fair, kind)),
        most={kind: quota.most_requests for kind, quota in (await quotas_of(fair.id)).items()},
        agreed_at_once=fair.acceptance == Acceptance.AUTOMATIC,
    )


async def exported_requests(fair: Fair) -> list[tuple[str, ...]]:
    """The fair's requests by who asks, then whom: a text for each field of a sheet of requests, in their order."""
    known = await known_requests(fair)
    parties = {party.id: party for party in known.parties}
    rows = []
    for each in known.requests:
        sides = [parties[each.producer], parties[each.distributor]]
        if each.columns["asked_by"] == CompanyKind.DISTRIBUTOR:
            sides.reverse()
        named = [text for side in sides for text in (side.name, side.tax_code, next(iter(side.keys), ""))]
        said = each.columns
        rows.append((*named, str(said["weight"]), said["note"], state_words(said["state"])))
    return sorted(rows, key=lambda row: (alphabetical(row[0]), alphabetical(row[3])))
