"""Leaving a registration form to go on with on another day."""

import json
import secrets
from datetime import datetime, timedelta
from typing import Any

from chophien.accounts.identity import Identity
from chophien.companies.tables import CompanyKind
from chophien.fairs.registering.tables import Draft
from chophien.fairs.rules import spoken
from chophien.fairs.tables import Fair
from chophien.mail.outbox import write_message
from chophien.support.database import transaction
from chophien.support.database.conflicts import lock
from chophien.support.language import _, spoken_language
from chophien.support.refusal import Refusal
from chophien.support.tokens import token_hash
from chophien.web.forms import Form

DRAFTS_LAST = timedelta(days=90)
MOST_A_DAY = 3
"""New drafts for one address, each of which sends a mail."""
LONGEST_DRAFT = 200_000
_NEVER_KEPT = frozenset({"password", "draft", "later", "more", "less", "_csrf_token", "consent"})


class CannotSave(Refusal):
    """The draft is too large, or there are too many for this address."""


async def save_draft(
    fair: Fair, kind: CompanyKind, form: Form[Any], email: str, identity: Identity | None, *, at: datetime
) -> str:
    """Keep what was typed; returns the token that brings it back, empty where the account does.

    A new draft of somebody who is not signed in sends its link to `email`. Raises CannotSave.
    """
    typed = json.dumps({name: texts for name, texts in form.typed.items() if name not in _NEVER_KEPT})
    if len(typed) > LONGEST_DRAFT:
        raise CannotSave(_("Đơn này dài quá, không lưu được."))
    token = form.text("draft")
    async with transaction():
        await lock("drafts of fair", fair.id)
        await Draft.delete().where(Draft.saved_at < at - DRAFTS_LAST)
        kept = token_hash(_own_key(fair, kind, identity) if identity else token)
        changed = (
            await Draft.update({Draft.typed: typed, Draft.saved_at: at})
            .where(Draft.fair == fair.id, Draft.kind == kind, Draft.token_hash == kept)
            .returning(Draft.id)
        )
        if changed:
            return "" if identity else token
        if identity is None:
            lately = await Draft.count().where(
                Draft.fair == fair.id, Draft.email == email, Draft.saved_at > at - timedelta(days=1)
            )
            if lately >= MOST_A_DAY:
                raise CannotSave(_("Hôm nay đã lưu nhiều đơn cho địa chỉ này. Xin mở liên kết trong thư đã gửi."))
            token = secrets.token_urlsafe(24)
            kept = token_hash(token)
        await Draft(fair=fair.id, kind=kind, email=email, token_hash=kept, typed=typed, saved_at=at).save()
        if identity is not None:
            return ""
        await write_message(
            kind="registration_draft",
            unique_key=f"registration_draft:{kept}",
            to_address=email,
            to_name="",
            language=spoken_language(),
            due_at=at,
            context={
                "fair_name": spoken(fair.name_vi, fair.name_en),
                "until": fair.registration_until,
                "path": f"/fairs/{fair.slug}/register/{kind.value}?draft={token}",
            },
            organizer_id=fair.organizer,
            fair_id=fair.id,
            expires_at=fair.registration_until,
        )
    return token


async def draft_form(fair: Fair, kind: CompanyKind, token: str, identity: Identity | None) -> Form[Any] | None:
    """What was typed, behind a token or of the person who is signed in; none where nothing is kept."""
    key = _own_key(fair, kind, identity) if identity else token
    # Keys of accounts have a colon, tokens never: nobody reads another's draft by writing a key into an address.
    if not key or (identity is None and ":" in key):
        return None
    row = (
        await Draft.select(Draft.typed)
        .where(Draft.fair == fair.id, Draft.kind == kind, Draft.token_hash == token_hash(key))
        .first()
    )
    if row is None:
        return None
    form: Form[Any] = Form(json.loads(row["typed"]))
    form.typed["draft"] = [token]
    return form


async def forget_draft(fair: Fair, kind: CompanyKind, token: str, identity: Identity | None) -> None:
    """Throw a draft away once its registration was sent."""
    key = _own_key(fair, kind, identity) if identity else token
    if key and (identity is not None or ":" not in key):
        await Draft.delete().where(Draft.fair == fair.id, Draft.token_hash == token_hash(key))


def _own_key(fair: Fair, kind: CompanyKind, identity: Identity) -> str:
    acting = identity.acting.company_id if identity.acting else ""
    return f"person:{identity.person_id}:{acting}:{fair.id}:{kind}"
