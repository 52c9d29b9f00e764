"""Writing down what a distributor looks for."""

from datetime import datetime

from chophien.catalogue.rules import Wish, packed
from chophien.catalogue.tables import Want
from chophien.support.database import transaction
from chophien.support.database.conflicts import lock


async def keep_wish(company_id: int, wish: Wish, *, at: datetime) -> bool:
    """Keep what a distributor looks for, in place of what it said before."""
    async with transaction():
        await lock("company", company_id)
        want = await Want.objects().where(Want.company == company_id).first()
        if want is None:
            want = Want(company=company_id)
        want.groups = packed(sorted(wish.groups))
        want.least_stars = wish.least_stars
        want.papers = packed(sorted(wish.papers))
        want.price_from = wish.price_from
        want.price_to = wish.price_to
        want.volume_per_month = wish.volume
        want.districts = packed(sorted(wish.districts))
        want.markets = packed(sorted(wish.markets))
        want.changed_at = at
        await want.save()
    return True
