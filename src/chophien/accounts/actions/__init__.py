"""What people do with accounts: being added, signing in, and proving who they are."""

from chophien.accounts.actions.addresses import (
    ask_for_new_address,
    ask_for_proof,
    prove_address,
    send_proof_again,
    tell_owner,
)
from chophien.accounts.actions.consenting import note_consent
from chophien.accounts.actions.links import LinkSpent, open_link
from chophien.accounts.actions.own_account import (
    change_password,
    change_profile,
    close_other_sessions,
    close_own_session,
)
from chophien.accounts.actions.passwords import send_password_link, set_forgotten_password
from chophien.accounts.actions.people import EmailTaken, add_person, give_role, make_organizer, make_person
from chophien.accounts.actions.signing_in import (
    Entrance,
    SignInRefused,
    close_session,
    note_seen,
    open_session,
    sign_in,
)
from chophien.accounts.actions.trying import TooManyAttempts

__all__ = [
    "EmailTaken",
    "Entrance",
    "LinkSpent",
    "SignInRefused",
    "TooManyAttempts",
    "add_person",
    "ask_for_new_address",
    "ask_for_proof",
    "change_password",
    "change_profile",
    "close_other_sessions",
    "close_own_session",
    "close_session",
    "give_role",
    "make_organizer",
    "make_person",
    "note_consent",
    "note_seen",
    "open_link",
    "open_session",
    "prove_address",
    "send_password_link",
    "send_proof_again",
    "set_forgotten_password",
    "sign_in",
    "tell_owner",
]
