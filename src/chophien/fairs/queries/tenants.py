"""Whose fair it is: every page finds its fair through one of these, so that nobody sees another's."""

from chophien.accounts.identity import Identity
from chophien.companies.tables import CompanyKind
from chophien.fairs.rules import may_ask, spoken, standing_words
from chophien.fairs.tables import Fair, FairState
from chophien.support.clock import now
from chophien.support.language import _
from chophien.support.refusal import NotFound
from chophien.web.pages import FairHead


async def organizer_fair(identity: Identity, slug: str) -> Fair:
    """The fair that the person plans; raises NotFound for another organizer's."""
    return await _fair_of(identity.organizer_ids, slug)


async def desk_fair(identity: Identity, slug: str) -> Fair:
    """The fair whose interpreter desk the person watches; raises NotFound for another organizer's."""
    return await _fair_of(identity.desk_ids | identity.organizer_ids, slug)


async def public_fair(slug: str) -> Fair:
    """A fair that everybody may see, also after it has closed; raises NotFound for a draft."""
    fair = await Fair.objects().where(Fair.slug == slug, Fair.state != FairState.DRAFT).first()
    if fair is None:
        raise no_such_fair()
    return fair


async def seen_fair(identity: Identity | None, slug: str) -> Fair:
    """A fair that everybody may see, or a draft for those who plan it; raises NotFound otherwise."""
    fair = await Fair.objects().where(Fair.slug == slug).first()
    plans = identity is not None and fair is not None and fair.organizer in identity.organizer_ids
    if fair is None or (fair.state == FairState.DRAFT and not plans):
        raise no_such_fair()
    return fair


async def organizer_fairs(identity: Identity) -> list[Fair]:
    """The fairs that the person plans, the latest first."""
    return await _fairs_of(identity.organizer_ids)


async def desk_fairs(identity: Identity) -> list[Fair]:
    """The fairs whose interpreter desk the person watches, the latest first."""
    return await _fairs_of(identity.desk_ids | identity.organizer_ids)


async def fair_named(slug: str) -> tuple[int, int] | None:
    """The id of the fair with this name in addresses and that of its organizer, whoever asks."""
    row = await Fair.select(Fair.id, Fair.organizer).where(Fair.slug == slug).first()
    return (row["id"], row["organizer"]) if row else None


async def fair_names(ids: list[int]) -> dict[int, str]:
    """The names of these fairs in the language spoken, by id."""
    if not ids:
        return {}
    rows = await Fair.select(Fair.id, Fair.name_vi, Fair.name_en).where(Fair.id.is_in(ids)).order_by(Fair.starts_on)
    return {row["id"]: spoken(row["name_vi"], row["name_en"]) for row in rows}


def fair_head(fair: Fair, url: str = "") -> FairHead:
    """The fair as the shell shows it; its name leads to `url`, the public page unless given."""
    return FairHead(
        slug=fair.slug,
        name=spoken(fair.name_vi, fair.name_en),
        url=url or f"/fairs/{fair.slug}",
        phase_words=standing_words(fair, now()),
        organizer_id=fair.organizer,
        asking=frozenset(kind.value for kind in CompanyKind if may_ask(fair, kind)),
        timezone=fair.timezone,
    )


def no_such_fair() -> NotFound:
    """What is said when there is no such fair, or it is somebody else's."""
    return NotFound(_("Không có hội chợ này."))


async def _fair_of(organizer_ids: frozenset[int], slug: str) -> Fair:
    if not organizer_ids:
        raise no_such_fair()
    fair = await Fair.objects().where(Fair.slug == slug, Fair.organizer.is_in(list(organizer_ids))).first()
    if fair is None:
        raise no_such_fair()
    return fair


async def _fairs_of(organizer_ids: frozenset[int]) -> list[Fair]:
    if not organizer_ids:
        return []
    found = Fair.objects().where(Fair.organizer.is_in(list(organizer_ids)))
    return await found.order_by(Fair.starts_on, ascending=False).order_by(Fair.id, ascending=False)
