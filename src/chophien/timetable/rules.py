"""How runs live: how long a worker may be silent, how often a run is tried, which times may be chosen."""

from datetime import timedelta
from enum import StrEnum

from chophien.support.language import _
from chophien.timetable.tables import RunState

OPEN_STATES = (RunState.WAITING, RunState.RUNNING)
LEASE = timedelta(seconds=8)
"""A worker that has not said a word for so long has lost its run."""
MOST_ATTEMPTS = 3
SECONDS_TO_CHOOSE = (15, 60, 180, 600)
USUAL_SECONDS = 60


class Failure(StrEnum):
    """Why a run ended without a timetable; kept in the row, said in words by `failure_words`."""

    LOST_TOO_OFTEN = "lost too often"
    NO_ANSWER = "no answer"
    IMPOSSIBLE = "impossible"
    BROKEN_INPUT = "broken input"
    CRASHED = "crashed"
    CANNOT_CHANGE = "cannot change"
    OUT_OF_MEMORY = "out of memory"
    KILLED = "killed"


def failure_words(failure: str) -> str:
    """The reason in a sentence that says what was kept and what to do."""
    words = {
        Failure.LOST_TOO_OFTEN: _(
            "Chương trình xếp lịch đã ngừng giữa chừng ba lần. Lịch đang có không bị ảnh hưởng; xin chạy lại."
        ),
        Failure.NO_ANSWER: _("Chưa tìm được lịch nào trong thời gian cho phép. Xin chạy lại với thời gian dài hơn."),
        Failure.IMPOSSIBLE: _(
            "Các điều buộc phải giữ mâu thuẫn với nhau nên không có lịch nào hợp lệ. Xin xem lại các cuộc gặp đã ghim."
        ),
        Failure.BROKEN_INPUT: _("Dữ liệu của hội chợ chưa dùng để xếp lịch được. Xin xem lại giờ gặp và bàn gặp."),
        Failure.CRASHED: _("Chương trình xếp lịch gặp lỗi. Lịch đang có không bị ảnh hưởng; lỗi đã được ghi lại."),
        Failure.CANNOT_CHANGE: _(
            "Chưa so sánh được: thay đổi này không hợp với giờ gặp của hội chợ (ví dụ ngày không có giờ nghỉ trưa)."
        ),
        Failure.OUT_OF_MEMORY: _(
            "Máy không đủ bộ nhớ để xếp lịch này. Lịch đang có không bị ảnh hưởng; xin chạy lại khi máy rảnh hơn."
        ),
        Failure.KILLED: _(
            "Việc tính lịch bị ngắt giữa chừng, thường vì máy thiếu bộ nhớ. "
            "Lịch đang có không bị ảnh hưởng; xin chạy lại khi máy rảnh hơn."
        ),
    }
    return words.get(Failure(failure), "") if failure in set(Failure) else failure
