"""Who is written to when something happens to a participant."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from chophien.companies.tables import Delegate
from chophien.fairs.tables import Participation


@dataclass(frozen=True)
class Addressee:
    """A delegate with an address, and the language to write in."""

    delegate_id: int
    person_id: int | None
    name: str
    email: str
    language: str


async def addressees_of(participation_ids: Iterable[int]) -> dict[int, list[Addressee]]:
    """The delegates of each participant who can be written to, by participation. Two queries, however many ids."""
    wanted = sorted(set(participation_ids))
    found: dict[int, list[Addressee]] = {participation_id: [] for participation_id in wanted}
    if not wanted:
        return found
    seats = await Participation.select(Participation.id, Participation.company).where(Participation.id.is_in(wanted))
    if not seats:
        return found
    rows = (
        await Delegate.select(
            Delegate.id,
            Delegate.company,
            Delegate.person,
            Delegate.name,
            Delegate.email,
            Delegate.person.email,
            Delegate.person.language,
            Delegate.person.disabled_at,
        )
        .where(Delegate.company.is_in(sorted({seat["company"] for seat in seats})))
        .order_by(Delegate.id)
    )
    of_company: dict[int, list[Addressee]] = defaultdict(list)
    for row in rows:
        email = row["email"] or row["person.email"] or ""
        if email and row["person.disabled_at"] is None:
            of_company[row["company"]].append(
                Addressee(row["id"], row["person"], row["name"], email, row["person.language"] or "vi")
            )
    return {**found, **{seat["id"]: of_company[seat["company"]] for seat in seats}}
