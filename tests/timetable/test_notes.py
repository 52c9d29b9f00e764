"""What a version says of how it was made is worded for its reader, whoever made it in whatever language."""

from chophien.companies.tables import Company
from chophien.support.clock import now
from chophien.support.language import speaking
from chophien.timetable.actions.moving import drop_meeting, place_meeting
from chophien.timetable.notes import ByHand, Kept, Mended, Note, note_words, read_note, written_note
from chophien.timetable.queries.versions import version_of
from chophien.timetable.save_timetable import save_draft
from chophien.timetable.tables import TimetableVersion, VersionState
from tests.factories.timetable import make_draft, make_meeting_fair


def test_notes_come_back_as_they_were_and_are_worded_in_the_language_spoken() -> None:
    notes: list[Note] = [ByHand("moved", 7), ByHand("added", 7), ByHand("dropped", 8), Kept(), Mended(3, 2, 1)]
    assert [read_note(written_note(note)) for note in notes] == notes
    assert (written_note(None), read_note(""), read_note("Sửa tay"), note_words(None, {})) == ("", None, None, "")
    pairs = {7: "Gốm – Siêu thị"}
    assert [note_words(note, pairs) for note in notes] == [
        "Đổi bằng tay: Gốm – Siêu thị",
        "Xếp thêm: Gốm – Siêu thị",
        "Bỏ bằng tay: ",
        "Giữ lại khi dừng lần xếp lịch",
        "Sửa lịch: 3 cuộc gặp đổi chỗ, 2 bị bỏ, 1 thêm mới.",
    ]
    with speaking("en"):
        assert note_words(notes[0], pairs) == "Moved by hand: Gốm – Siêu thị"


async def test_a_change_by_hand_in_english_is_read_in_vietnamese(sqlite_database: str) -> None:
    fair = await make_meeting_fair()
    first = await make_draft(fair, (0, 0))
    await TimetableVersion.update({TimetableVersion.state: VersionState.SUPERSEDED}).where(
        TimetableVersion.number == first
    )
    with speaking("en"):
        moved = await place_meeting(
            fair.fair.id, first, fair.requests[0], slot_id=fair.slots[3], table_id=fair.tables[1], at=now()
        )
        dropped = await drop_meeting(fair.fair.id, first, fair.requests[0], at=now())
        mended = await save_draft(fair.fair.id, {}, at=now(), note=Mended(1, 2, 3))
    # The name is looked up too: a company that was renamed, or erased, is named as it is now.
    await Company.update({Company.name: "Gốm Bát Tràng"}).where(Company.id == fair.producers[0].company.id)
    assert [(await version_of(fair.fair.id, number)).note for number in (moved, dropped, mended)] == [
        "Đổi bằng tay: Gốm Bát Tràng – Siêu thị 1",
        "Bỏ bằng tay: Gốm Bát Tràng – Siêu thị 1",
        "Sửa lịch: 1 cuộc gặp đổi chỗ, 2 bị bỏ, 3 thêm mới.",
    ]
