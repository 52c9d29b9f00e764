"""Columns of people, organizers, roles, sign-in sessions, what people agreed to and what they did."""

from enum import StrEnum

from piccolo.columns import BigInt, Boolean, ForeignKey, Integer, Serial, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table


class RoleKind(StrEnum):
    """What a person may do. Owner, planner, viewer, desk, co-host and interpreter belong to one organizer; the last two
    follow a company; a platform administrator looks after the installation and reaches no organizer's rows."""

    PLATFORM = "platform"
    OWNER = "owner"
    """Plans fairs, and says who else works for the organizer."""
    PLANNER = "planner"
    VIEWER = "viewer"
    """Sees what planners see and changes nothing."""
    DESK = "desk"
    COHOST = "cohost"
    """Speaks for a district that holds a fair together with the organizer."""
    INTERPRETER = "interpreter"
    """Sees what it interprets at a fair, and says when it is there."""
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
    totp_secret = Varchar(length=64, null=True, default=None, secret=True)
    """What the person's authenticator makes its codes of (RFC 6238); none without a second step."""
    totp_step = BigInt(default=0)
    """The time step of the last code that was taken: none is taken twice."""
    closed_at = Timestamptz(null=True, default=None)
    """When the person had the account erased; name and address are gone since."""


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
    browser = Varchar(length=30, null=True, default=None)
    """In which it was last used, a name of `devices`; empty for an unknown one, none until that is noted."""
    system = Varchar(length=30, default="")
    """On which system that runs."""
    acting_organizer = Integer(null=True, default=None)
    """The organizer for which the person helps a company at this moment; none while it acts for itself."""
    acting_company = Integer(null=True, default=None)
    acting_kind = Varchar(length=12, default="")
    acting_name = Varchar(length=300, default="")


class PendingSignIn(Table):
    """Somebody whose password was right and whose second step is still to come; the token is kept as its SHA-256."""

    id: Serial
    person = ForeignKey(references=Person, null=False, on_delete=OnDelete.cascade)
    token_hash = Varchar(length=64, index=True)
    expires_at = Timestamptz()


class RecoveryCode(Table):
    """A code that stands in for the authenticator, once; kept only as its SHA-256."""

    id: Serial
    person = ForeignKey(references=Person, null=False, on_delete=OnDelete.cascade, index=True)
    code_hash = Varchar(length=64)


class Invitation(Table):
    """A mailed link with which somebody begins to work for an organizer; its token is kept only as its SHA-256."""

    id: Serial
    organizer = ForeignKey(references=Organizer, null=False, on_delete=OnDelete.cascade, index=True)
    kind = Varchar(length=20, choices=RoleKind)
    email = Varchar(length=254)
    token_hash = Varchar(length=64, index=True)
    invited_by = ForeignKey(references=Person, null=True, default=None, on_delete=OnDelete.set_null)
    created_at = Timestamptz()
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


class Consent(Table):
    """What a person agreed to, in which version of its words, and when; never changed, only added to."""

    id: Serial
    person = ForeignKey(references=Person, null=False, on_delete=OnDelete.cascade, index=True)
    subject = Varchar(length=40)
    version = Varchar(length=20)
    fair_id = Integer(null=True, default=None)
    """The fair at whose registration it was given; a plain number, because fairs stand above."""
    given_at = Timestamptz()


class AuditEntry(Table):
    """Who asked for which change, on whose behalf, when, and how it ended. Forms and secrets never stand here."""

    id: Serial
    at = Timestamptz(index=True)
    person = ForeignKey(references=Person, null=True, default=None, on_delete=OnDelete.set_null, index=True)
    behalf_company = Integer(null=True, default=None)
    behalf_name = Varchar(length=300, default="")
    deed = Varchar(length=200)
    """The Vietnamese words of the route, translated when shown."""
    subject = Varchar(length=200, default="")
    """The address without anything secret."""
    organizer = Integer(null=True, default=None, index=True)
    fair_id = Integer(null=True, default=None, index=True)
    status = Integer()
    """The HTTP status of the answer."""
    about_person = Integer(null=True, default=None)
    """To whose account it was done; a plain number, so that the line outlives the account."""
    detail = Varchar(length=40, default="")
    """What a word can say more, such as the role that was given."""
    of_accounts = Boolean(default=False, index=True)
    """Whether it is about organizers and accounts, and so for platform administrators to see."""
