"""What people do with accounts: being added, signing in, and proving who they are."""

from chophien.accounts.actions.people import EmailTaken, add_person, give_role, make_organizer, make_person
from chophien.accounts.actions.signing_in import SignInRefused, close_session, note_seen, open_session, sign_in
from chophien.accounts.actions.trying import TooManyAttempts

__all__ = [
    "EmailTaken",
    "SignInRefused",
    "TooManyAttempts",
    "add_person",
    "close_session",
    "give_role",
    "make_organizer",
    "make_person",
    "note_seen",
    "open_session",
    "sign_in",
]
