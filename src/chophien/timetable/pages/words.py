"""The timetable's words for people: states, objectives, reasons, and results in sentences before figures."""

from collections.abc import Mapping
from dataclasses import dataclass

from chophien.engine.timetable import Timetable
from chophien.support.language import _, ngettext
from chophien.timetable.tables import RunKind, RunState, VersionState
from chophien.web.formats import number


@dataclass(frozen=True)
class Figure:
    """One objective: what was reached and what is proved."""

    words: str
    reached: str
    bound: str
    gap: str


def run_state_badge(state: RunState) -> tuple[str, str]:
    """The badge's look and words."""
    return {
        RunState.WAITING: ("waiting", _("Đang chờ")),
        RunState.RUNNING: ("info", _("Đang xếp")),
        RunState.FINISHED: ("confirmed", _("Đã xong")),
        RunState.FAILED: ("refused", _("Không thành")),
        RunState.STALE: ("conflict", _("Đã cũ")),
        RunState.CANCELLED: ("draft", _("Đã dừng")),
    }[state]


def version_state_badge(state: VersionState, *, stale: bool) -> tuple[str, str]:
    """The badge's look and words."""
    if state == VersionState.DRAFT and stale:
        return "conflict", _("Bản nháp, dữ liệu đã đổi")
    return {
        VersionState.DRAFT: ("draft", _("Bản nháp")),
        VersionState.PUBLISHED: ("confirmed", _("Đang công bố")),
        VersionState.SUPERSEDED: ("info", _("Đã được thay")),
    }[state]


def objective_words(name: str) -> str:
    """An objective as people read it; smaller is better."""
    return {
        "unplaced_weight": _("Điểm ưu tiên chưa xếp được"),
        "breaks": _("Khoảng trống giữa các cuộc gặp"),
        "worst_share": _("Phần nghìn mà người thiệt nhất không được"),
        "zone_changes": _("Lần đổi khu giữa hai cuộc gặp"),
        "moved": _("Cuộc gặp đã báo phải đổi"),
    }.get(name, name)


def figures(objective: Mapping[str, int] | None, bounds: Mapping[str, int] | None) -> list[Figure]:
    """Each objective with its proved bound and the gap between; a bound that is not known yet is a dash."""
    lines = []
    for name, reached in (objective or {}).items():
        bound = (bounds or {}).get(name)
        gap = "–" if bound is None else number(max(0, reached - bound))
        lines.append(Figure(objective_words(name), number(reached), "–" if bound is None else number(bound), gap))
    return lines


def placed_sentence(placed: int, asked: int) -> str:
    """ "138 of 142 requests have a place; 4 do not"."""
    words = {"placed": number(placed), "asked": number(asked), "left": number(asked - placed)}
    if placed == asked:
        return _("Cả %(asked)s yêu cầu đều có chỗ.") % words
    return _("%(placed)s trên %(asked)s yêu cầu có chỗ; %(left)s yêu cầu chưa có.") % words


def served_sentence(unplaced_weight: int, whole_weight: int) -> str:
    """While it runs only weights are known: how much of all that was wished is served."""
    words = {"served": number(whole_weight - unplaced_weight), "whole": number(whole_weight)}
    return _("Đã đáp ứng %(served)s trên %(whole)s điểm ưu tiên của mọi yêu cầu.") % words


def proof_sentence(objective: Mapping[str, int], bounds: Mapping[str, int]) -> str:
    """How good it is, in words: proved best, or by how much another timetable could be better at most."""
    if objective and all(bounds.get(name) == reached for name, reached in objective.items()):
        return _("Đã chứng minh: không có lịch nào tốt hơn.")
    unplaced, bound = objective.get("unplaced_weight"), bounds.get("unplaced_weight")
    if unplaced is not None and bound is not None and unplaced > bound:
        return _("Đã chứng minh: không lịch nào thêm được quá %(gap)s điểm ưu tiên.") % {
            "gap": number(unplaced - bound)
        }
    for name, reached in objective.items():
        proved = bounds.get(name)
        if proved is None or proved < reached:
            break
    else:
        return ""
    if bound is None or unplaced is None:
        return _("Chưa chứng minh được lịch này còn kém lịch tốt nhất bao nhiêu.")
    gap = number(reached - (proved or 0))
    return {
        "breaks": _(
            "Không lịch nào đáp ứng được nhiều điểm ưu tiên hơn; số khoảng trống có thể bớt nhiều nhất %(gap)s."
        ),
        "zone_changes": _(
            "Không lịch nào đáp ứng được nhiều điểm ưu tiên hơn; số lần đổi khu có thể bớt nhiều nhất %(gap)s."
        ),
        "worst_share": _(
            "Không lịch nào đáp ứng được nhiều điểm ưu tiên hơn; "
            "phần của người thiệt nhất có thể bớt nhiều nhất %(gap)s phần nghìn."
        ),
        "moved": _(
            "Không lịch nào đáp ứng được nhiều điểm ưu tiên hơn; số cuộc gặp phải đổi có thể bớt nhiều nhất %(gap)s."
        ),
    }.get(name, "%(gap)s") % {"gap": gap}


def phase_words(phase: str) -> str:
    """What the engine is doing."""
    return {
        "": _("Đang chuẩn bị"),
        "building": _("Đang dựng bài toán"),
        "clash": _("Đang tìm chỗ mâu thuẫn"),
        "unplaced_weight": _("Đang xếp cho nhiều yêu cầu nhất"),
        "worst_share": _("Đang chia đều phần thiệt"),
        "breaks": _("Đang bớt khoảng trống"),
        "zone_changes": _("Đang bớt việc đổi khu"),
        "moved": _("Đang giữ nguyên nhiều cuộc gặp nhất"),
    }.get(phase, _("Đang tìm lịch tốt hơn"))


def reason_words(code: str) -> str:
    """Why a request has no place; our own words for the engine's codes."""
    return {
        "quota_reached": _("một bên đã đủ số cuộc gặp tối đa"),
        "participant_full": _("một bên đã kín mọi giờ có mặt"),
        "no_common_slot": _("hai bên không còn giờ nào cùng rảnh"),
        "no_free_place": _("hết bàn vào những giờ hai bên cùng rảnh"),
        "no_interpreter": _("không có phiên dịch rảnh vào những giờ đó"),
        "lost_to_heavier": _("giờ đó đã dành cho yêu cầu quan trọng hơn hoặc ngang bằng"),
        "no_long_stretch": _("không đủ các lượt liền nhau mà hai bên cùng rảnh"),
        "no_slot_in_order": _("không giờ nào giữ được thứ tự các cuộc gặp"),
        "no_time_to_walk": _("không giờ nào kịp đi từ khu này sang khu kia"),
        "breaks_uneven": _("khoảng trống giữa các cuộc gặp sẽ quá chênh lệch"),
        "left_over": _("có thể xếp được, nhưng chưa tìm hết"),
    }.get(code, _("trái với một điều buộc phải giữ"))


def rule_words(rule: str) -> str:
    """A hard rule as something that must hold, in words."""
    return {
        "participant_busy": _("Không ai gặp hai nơi cùng lúc."),
        "participant_away": _("Không ai gặp khi vắng mặt."),
        "place_busy": _("Mỗi bàn chỉ có một cuộc gặp một lúc."),
        "place_closed": _("Bàn đang đóng thì không dùng."),
        "wrong_place": _("Ai có bàn riêng thì gặp ở bàn của mình."),
        "too_many_meetings": _("Không ai vượt số cuộc gặp tối đa."),
        "too_many_in_a_day": _("Không ai vượt số cuộc gặp tối đa trong một buổi."),
        "pin_broken": _("Cuộc gặp đã ghim giữ đúng giờ và bàn."),
        "interpreter_busy": _("Mỗi phiên dịch chỉ dịch một cuộc gặp một lúc."),
        "interpreter_missing": _("Cuộc gặp cần phiên dịch thì phải có phiên dịch."),
    }.get(rule, _("Các giờ gặp và thứ tự đã định được giữ nguyên."))


def run_kind_words(kind: RunKind) -> str:
    """What a run was asked for."""
    return {
        RunKind.SOLVE: _("Xếp lịch"),
        RunKind.REPAIR: _("Sửa lịch"),
        RunKind.WHAT_IF: _("So sánh"),
        RunKind.TABLES: _("Cần bao nhiêu bàn"),
    }[kind]


def answer_sentences(answer: Timetable, asked: int) -> list[str]:
    """The result in words."""
    sentences = [placed_sentence(len(answer.placements), asked), proof_sentence(answer.objective, answer.bounds)]
    breaks = answer.objective.get("breaks")
    if breaks is not None:
        told = ngettext(
            "Lịch có %(count)s khoảng trống giữa các cuộc gặp.",
            "Lịch có %(count)s khoảng trống giữa các cuộc gặp.",
            breaks,
        )
        sentences.insert(1, told % {"count": number(breaks)})
    return [sentence for sentence in sentences if sentence]
