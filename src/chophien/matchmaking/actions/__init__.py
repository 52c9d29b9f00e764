"""Asking, answering, withdrawing, being away, pinning."""

from chophien.matchmaking.actions.absences import save_absences, save_meeting
from chophien.matchmaking.actions.announcing import Tidings, announce_brought
from chophien.matchmaking.actions.deciding import decide_request
from chophien.matchmaking.actions.pinning import pin_request
from chophien.matchmaking.actions.requests import (
    Answered,
    add_request,
    answer_requests,
    approved_partner,
    ask_for_meeting,
    withdraw_request,
)

__all__ = [
    "Answered",
    "Tidings",
    "add_request",
    "announce_brought",
    "answer_requests",
    "approved_partner",
    "ask_for_meeting",
    "decide_request",
    "pin_request",
    "save_absences",
    "save_meeting",
    "withdraw_request",
]
