"""A timetable that keeps the range of breaks at the price of some meetings, so that a valid one stands early."""

from itertools import groupby

from chophien.engine.draft import Draft


def thin_out(draft: Draft) -> bool:
    """Take meetings out until nobody has more breaks than the range allows; False when demands stand in the way.

    Each step takes the lightest run of meetings from somebody with too many breaks; those she met are looked at again.
    """
    limit = draft.most_breaks
    if limit is None:
        return True
    requests = draft.numbered.problem.requests
    waiting = list(range(len(draft.units)))
    while waiting:
        p = waiting.pop()
        runs = _runs(draft, p)
        while sum(len(day) - 1 for day in runs) > limit:
            free = [run for day in runs if len(day) > 1 for run in day if not any(requests[r].required for r in run)]
            if not free:
                return False
            for r in min(free, key=lambda run: sum(draft.weight[r] for r in run)):
                draft.take(r)
                waiting += [other for other in draft.numbered.between[r] if other != p]
            runs = _runs(draft, p)
    return True


def uneven(draft: Draft) -> bool:
    """Whether somebody has more breaks than the range allows whatever the others have."""
    limit = draft.most_breaks
    return limit is not None and any(
        sum(len(day) - 1 for day in _runs(draft, p)) > limit for p in range(len(draft.units))
    )


def _runs(draft: Draft, p: int) -> list[list[set[int]]]:
    """The participant's meetings by day and by maximal run of busy slots."""
    busy: dict[int, set[int]] = {}
    for r in draft.numbered.of[p]:
        if draft.slot[r] >= 0:
            for slot in draft.span(r, draft.slot[r]):
                busy.setdefault(slot, set()).add(r)
    days = []
    for _, slots in groupby(sorted(busy), key=draft.day_of.__getitem__):
        runs: list[set[int]] = []
        last = -2
        for slot in slots:
            if slot != last + 1:
                runs.append(set())
            runs[-1] |= busy[slot]
            last = slot
        days.append(runs)
    return days
