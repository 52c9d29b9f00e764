"""Columns of people, organizers, roles and sign-in sessions."""

from enum import StrEnum

from piccolo.columns import Boolean, ForeignKey, Serial, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table


class RoleKind(StrEnum):
    """What a person may do. Organizer and desk belong to one organizer; the others follow their company."""

    ORGANIZER = "organizer"
    DESK = "desk"
    PRODUCER = "producer"
    DISTRIBUTOR = "distributor"


class Organizer(Table):
    """A body that holds fairs; the tenant. No organizer ever sees another's rows."""

    id: Serial
    name = Varchar(length=300)
    email = Varchar(length=254)
    phone = Varchar(length=40, default="")
    address = Varchar(length=300, default="")
    created_at = Timestamptz()


class Person(Table):
    """Somebody who signs in."""

    id: Serial
    email = Varchar(length=254)
    """Kept in lower case; unique."""
    name = Varchar(length=200)
    password_hash = Varchar(length=200)
    """Argon2id."""
    language = Varchar(length=2, default="vi")
    created_at = Timestamptz()
    disabled_at = Timestamptz(null=True, default=None)
    awaits_proof = Boolean(default=False)
    """Registered with an address that nobody has proved yet by following a mailed link."""


class Role(Table):
    """One role of one person."""

    id: Serial
    person = ForeignKey(references=Person, on_delete=OnDelete.cascade)
    kind = Varchar(length=20, choices=RoleKind)
    organizer = ForeignKey(references=Organizer, null=True, default=None, on_delete=OnDelete.cascade)


class SignInSession(Table):
    """A signed-in browser; the cookie's token is kept only as its SHA-256."""

    id: Serial
    person = ForeignKey(references=Person, on_delete=OnDelete.cascade)
    token_hash = Varchar(length=64)
    created_at = Timestamptz()
    seen_at = Timestamptz()
    expires_at = Timestamptz()


class LinkPurpose(StrEnum):
    """What a link sent by mail lets its holder do."""

    FORGOTTEN = "forgotten"
    PROVE_ADDRESS = "prove_address"


class MailedLink(Table):
    """A link sent to somebody by mail, good for one use; its token is kept only as its SHA-256."""

    id: Serial
    person = ForeignKey(references=Person, on_delete=OnDelete.cascade)
    purpose = Varchar(length=20, choices=LinkPurpose)
    email = Varchar(length=254)
    """The address it was sent to."""
    token_hash = Varchar(length=64, index=True)
    created_at = Timestamptz()
    expires_at = Timestamptz()


class SignInAttempt(Table):
    """A password that was tried and not found right; kept for an hour, to slow guessing down."""

    id: Serial
    account = Varchar(length=64, index=True)
    """The SHA-256 of what was signed in to, so that no list of typed addresses arises."""
    network = Varchar(length=45, index=True)
    """Where the attempt came from; empty when that is not known."""
    made_at = Timestamptz(index=True)
