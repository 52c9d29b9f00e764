"""The cells of a meeting request's row turned into values."""

import re
from functools import cache

from chophien.exchange.reading import Sheet
from chophien.exchange.rules.cells import HOME, ReadRow, read_tax_code, read_texts, typed_rows
from chophien.matchmaking.rules import LONGEST_NOTE, state_words, weight_words
from chophien.matchmaking.tables import RequestState
from chophien.support.folding import folded
from chophien.support.language import _, speaking

SIDES = ("asking", "asked")
_LONGEST = {"asking": 300, "asking_key": 60, "asked": 300, "asked_key": 60, "note": LONGEST_NOTE}


def read_request_rows(sheet: Sheet, columns: dict[str, int]) -> list[ReadRow]:
    """Understand every row of meeting requests; pure."""
    rows = typed_rows(sheet, columns)
    for row, typed in rows:
        _read_request(row, typed)
    return [row for row, _typed in rows]


def _read_request(row: ReadRow, typed: dict[str, str]) -> None:
    read_texts(row, typed, _LONGEST)
    complained = {problem.key for problem in row.problems}
    missing = {"asking": _("Thiếu tên đơn vị xin gặp."), "asked": _("Thiếu tên đơn vị được xin gặp.")}
    for side in SIDES:
        named = any(typed.get(key) for key in (side, f"{side}_tax_code", f"{side}_key"))
        if not named and side not in complained:
            row.complain(side, missing[side], grave=True)
        # Companies from abroad have numbers of their own kind, so only what looks Vietnamese is looked into.
        _read_code(row, f"{side}_tax_code", typed.get(f"{side}_tax_code", ""))
    _read_weight(row, typed.get("weight", ""))
    _read_state(row, typed.get("state", ""))


def _read_code(row: ReadRow, key: str, text: str) -> None:
    if not text:
        return
    tried = ReadRow(row.line)
    read_tax_code(tried, text, HOME)
    row.values[key] = tried.values.get("tax_code") or " ".join(text.split())[:60]


def _read_weight(row: ReadRow, text: str) -> None:
    if not text:
        return
    plain = folded(text)
    weight = plain[0] if re.fullmatch(r"[1-5]( .*)?", plain) else _weights().get(plain)
    if weight is None:
        row.complain(
            "weight", _("Không hiểu mức độ “%(text)s”: xin ghi từ 1 đến 5; bỏ qua ô này.") % {"text": text[:40]}
        )
    else:
        row.values["weight"] = weight


def _read_state(row: ReadRow, text: str) -> None:
    if not text:
        return
    state = _states().get(folded(text))
    if state is None:
        row.complain("state", _("Không hiểu “%(text)s”; bỏ qua ô này.") % {"text": text[:40]})
    else:
        row.values["state"] = state


@cache
def _weights() -> dict[str, str]:
    named: dict[str, str] = {}
    for language in ("en", "vi"):
        with speaking(language):
            named |= {folded(weight_words(weight)): str(weight) for weight in range(1, 6)}
    more = {
        "1": "thap|low",
        "3": "trung binh|vua|medium|normal|binh thuong",
        "4": "kha cao|quan trong|important",
        "5": "cao|rat cao|high|very high|bat buoc|must|must meet|rat quan trong|khan",
    }
    return named | {word: weight for weight, words in more.items() for word in words.split("|")}


@cache
def _states() -> dict[str, RequestState]:
    named: dict[str, RequestState] = {}
    for language in ("en", "vi"):
        with speaking(language):
            named |= {folded(state_words(state)): state for state in RequestState}
    more = {
        RequestState.WAITING: "cho|dang cho|chua tra loi|cho xac nhan|waiting|pending|open|no answer|chua",
        RequestState.ACCEPTED: "dong y|da dong y|nhan loi|chap nhan|da chap nhan|xac nhan|da xac nhan|co|yes|x|ok"
        "|agreed|accepted|confirmed",
        RequestState.DECLINED: "tu choi|khong dong y|khong|no|declined|rejected|refused",
        RequestState.WITHDRAWN: "rut|huy|da huy|withdrawn|cancelled|canceled",
    }
    return named | {word: state for state, words in more.items() for word in words.split("|")}
