"""For which districts of which fairs somebody decides."""

from collections import defaultdict
from dataclasses import dataclass

from chophien.accounts.identity import Identity
from chophien.fairs.queries.tenants import no_such_fair
from chophien.fairs.tables import CoHost, CoHostMember, Fair
from chophien.places.rules import place_words


@dataclass(frozen=True)
class MemberLine:
    """Somebody who decides for a co-hosting district."""

    id: int
    name: str
    email: str
    place: str


async def cohosted_fairs(identity: Identity) -> list[tuple[Fair, frozenset[int]]]:
    """The fairs for whose co-hosts the person decides, each with the co-hosting places, the latest first."""
    rows = await CoHostMember.select(CoHostMember.fair, CoHostMember.place).where(
        CoHostMember.person == identity.person_id
    )
    if not rows or identity.acting is not None:
        return []
    fair_ids = sorted({row["fair"] for row in rows})
    hosts = await CoHost.select(CoHost.fair, CoHost.place).where(CoHost.fair.is_in(fair_ids))
    held = {(row["fair"], row["place"]) for row in hosts}
    places: dict[int, set[int]] = defaultdict(set)
    for row in rows:
        if (row["fair"], row["place"]) in held:
            places[row["fair"]].add(row["place"])
    if not places:
        return []
    fairs = await Fair.objects().where(Fair.id.is_in(sorted(places))).order_by(Fair.starts_on, ascending=False)
    return [(fair, frozenset(places[fair.id])) for fair in fairs]


async def cohost_fair(identity: Identity, slug: str) -> tuple[Fair, frozenset[int]]:
    """The fair and the places for which the person decides at it; raises NotFound where there is none."""
    for fair, places in await cohosted_fairs(identity):
        if fair.slug == slug:
            return fair, places
    raise no_such_fair()


async def members_of(fair_id: int) -> list[MemberLine]:
    """Everybody who decides for a co-hosting district of a fair."""
    rows = (
        await CoHostMember.select(
            CoHostMember.id,
            CoHostMember.person.name.as_alias("name"),
            CoHostMember.person.email.as_alias("email"),
            CoHostMember.place.kind.as_alias("kind"),
            CoHostMember.place.name.as_alias("place"),
        )
        .where(CoHostMember.fair == fair_id)
        .order_by(CoHostMember.id)
    )
    return [MemberLine(row["id"], row["name"], row["email"], place_words(row["kind"], row["place"])) for row in rows]
