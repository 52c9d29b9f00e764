"""Random small problems over the whole format, small enough for brute force or an instant proof."""

from hypothesis import strategies as st

from chophien.engine.problem import (
    OBJECTIVES,
    Interpreter,
    Limits,
    Participant,
    Pin,
    Place,
    Problem,
    Request,
    Slot,
)


@st.composite
def problems(draw: st.DrawFn, most_requests: int = 5, most_slots: int = 4) -> Problem:
    """A well-formed problem that mixes any of the format's features."""
    days = draw(st.integers(1, 2))
    slots = tuple(
        Slot(f"s{d}{i}", f"d{d}") for d in range(days) for i in range(draw(st.integers(1, max(1, most_slots // days))))
    )
    slot_ids = [slot.id for slot in slots]
    some_slots = st.sampled_from([*[frozenset[str]()] * 3, *(frozenset([name]) for name in slot_ids)])
    pool = draw(st.sampled_from([None, None, 0, 1, 2, 3]))
    places = (
        ()
        if pool is not None
        else tuple(
            Place(f"T{k}", draw(st.sampled_from([None, "A", "B"])), draw(some_slots), draw(st.integers(1, 2)))
            for k in range(draw(st.integers(1, 3)))
        )
    )
    place_ids = [place.id for place in places]
    maybe_place = st.sampled_from([*[None] * 6, *place_ids])
    people = tuple(
        Participant(
            f"p{i}",
            away=draw(some_slots),
            parallel=draw(st.sampled_from([1, 1, 1, 2])),
            max_meetings=draw(st.sampled_from([*[None] * 4, 1, 2])),
            min_meetings=draw(st.sampled_from([*[0] * 9, 1])),
            max_per_day=draw(st.sampled_from([*[None] * 5, 1])),
            base=draw(maybe_place),
        )
        for i in range(draw(st.integers(3, 5)))
    )
    interpreters = tuple(
        Interpreter(f"i{i}", draw(st.sampled_from([("en",), ("zh",), ("en", "zh")])), draw(some_slots))
        for i in range(draw(st.integers(0, 2)))
    )
    requests: list[Request] = []
    for r in range(draw(st.sampled_from([0, 1, *[most_requests - 1] * 3, *[most_requests] * 5]))):
        allowed = draw(st.sampled_from([None, None, None, frozenset(slot_ids[1:]), frozenset(slot_ids[:2])]))
        pin = draw(st.sampled_from([*[None] * 12, *sorted(slot_ids if allowed is None else allowed)]))
        requests.append(
            Request(
                id=f"r{r}",
                between=tuple(
                    draw(st.lists(st.sampled_from([p.id for p in people]), min_size=2, max_size=3, unique=True))
                ),
                weight=draw(st.integers(0, 4)),
                required=draw(st.sampled_from([*[False] * 6, True])),
                length=draw(st.sampled_from([1, 1, 1, 2])),
                slots=allowed,
                places=draw(st.sampled_from([None, None, None, frozenset(place_ids[:2]), frozenset(place_ids[1:])])),
                after=tuple(draw(st.lists(st.sampled_from([f"r{e}" for e in range(r)]), unique=True, max_size=1)))
                if r
                else (),
                interpreting=draw(st.sampled_from([*[None] * 4, "en", "zh"])),
                fixed=None if pin is None else Pin(pin),
            )
        )
    previous = {
        request.id: Pin(draw(st.sampled_from(slot_ids)), draw(maybe_place))
        for request in requests
        if draw(st.booleans())
    }
    zones = {place.zone for place in places if place.zone is not None}
    walking = {"A": {"B": draw(st.integers(0, 2))}} if zones == {"A", "B"} and draw(st.booleans()) else {}
    return Problem(
        slots=slots,
        places=places,
        participants=people,
        requests=tuple(requests),
        interpreters=interpreters,
        objective=tuple(draw(st.lists(st.sampled_from(OBJECTIVES), unique=True, max_size=4))),
        previous=previous,
        walking=walking,
        limits=Limits(draw(st.sampled_from([None, None, 0, 1])), pool),
    )
