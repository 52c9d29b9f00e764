"""Finding fairs, their rooms and their people."""

import pytest

from chophien.fairs.queries import (
    booths_of,
    counts_by_state,
    desk_fair,
    interpreters_of,
    organizer_fair,
    own_participation,
    participant,
    participants_of,
    public_fair,
    sessions_of,
    slots_of,
    tables_of,
)
from chophien.support.refusal import NotFound
from chophien.web.formats import clock
from tests.factories.fairs import identity_of, make_desk, make_fair, make_organizer, make_participation


async def test_an_organizer_finds_its_own_fair_and_nobody_elses(database: str) -> None:
    ours, theirs = await make_organizer(), await make_organizer("Trung tâm Xúc tiến Bắc Ninh")
    fair, other = await make_fair(ours), await make_fair(theirs)
    identity = await identity_of(ours.person)
    assert (await organizer_fair(identity, fair.slug)).id == fair.id
    with pytest.raises(NotFound):
        await organizer_fair(identity, other.slug)


async def test_the_desk_sees_only_its_organizers_fairs(database: str) -> None:
    ours, theirs = await make_organizer(), await make_organizer("Trung tâm Xúc tiến Bắc Ninh")
    fair, other = await make_fair(ours), await make_fair(theirs)
    identity = await identity_of(await make_desk(ours.organizer))
    assert (await desk_fair(identity, fair.slug)).id == fair.id
    with pytest.raises(NotFound):
        await desk_fair(identity, other.slug)
    with pytest.raises(NotFound):
        await organizer_fair(identity, fair.slug)


async def test_the_public_sees_open_fairs_and_no_drafts(database: str) -> None:
    staff = await make_organizer()
    fair, draft = await make_fair(staff), await make_fair(staff, state="draft")
    assert (await public_fair(fair.slug)).id == fair.id
    with pytest.raises(NotFound):
        await public_fair(draft.slug)


async def test_a_delegate_finds_its_own_participation_in_any_state(database: str) -> None:
    fair = await make_fair(await make_organizer())
    waiting = await make_participation(fair, "producer", state="waiting")
    stranger = await make_participation(await make_fair(await make_organizer()), "producer")
    found, participation = await own_participation(await identity_of(waiting.person), fair.slug)
    assert (found.id, participation.id) == (fair.id, waiting.id)
    with pytest.raises(NotFound):
        await own_participation(await identity_of(stranger.person), fair.slug)


async def test_rooms_and_hours_come_in_reading_order(database: str) -> None:
    fair = await make_fair(await make_organizer(), tables_per_hall=11, halls=2, rows="B", booths_per_row=2)
    slots = await slots_of(fair.id)
    assert [clock(slot.starts_at) for slot in slots[:7]] == [
        "09:00",
        "09:20",
        "09:40",
        "10:00",
        "10:20",
        "10:40",
        "14:00",
    ]
    assert len(slots) == 24
    assert {slot.day for slot in slots} == {fair.starts_on, fair.ends_on}
    assert [session.name for session in await sessions_of(fair.id)] == ["Buổi sáng", "Buổi chiều"] * 2
    assert [table.code for table in await tables_of(fair.id)][8:12] == ["T9", "T10", "T11", "H2T1"]
    assert [booth.code for booth in await booths_of(fair.id)] == ["B1", "B2", "H2B1", "H2B2"]
    assert [line.pairs for line in await interpreters_of(fair.id)] == [("en-vi",), ("ja-vi", "en-vi")]


async def test_participants_are_found_by_kind_state_and_folded_name(database: str) -> None:
    fair = await make_fair(await make_organizer())
    noodles = await make_participation(fair, "producer", "Hợp tác xã Miến dong Cự Đà")
    await make_participation(fair, "producer", "Gốm Bát Tràng", state="waiting")
    shop = await make_participation(fair, "distributor", "Siêu thị Đồng Xuân")
    assert [line.id for line in await participants_of(fair.id)] == [noodles.id, shop.id]
    assert [line.company for line in await participants_of(fair.id, "producer", None)] == [
        "Gốm Bát Tràng",
        "Hợp tác xã Miến dong Cự Đà",
    ]
    assert [line.id for line in await participants_of(fair.id, state=None, search="mien DONG")] == [noodles.id]
    assert (await participant(fair.id, shop.id)).company == "Siêu thị Đồng Xuân"
    assert dict(await counts_by_state(fair.id)) == {
        ("producer", "approved"): 1,
        ("producer", "waiting"): 1,
        ("distributor", "approved"): 1,
    }
    elsewhere = await make_fair(await make_organizer())
    with pytest.raises(NotFound):
        await participant(elsewhere.id, shop.id)
