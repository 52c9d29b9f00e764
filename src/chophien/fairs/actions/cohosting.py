"""Who decides for a co-hosting district: inviting and removing."""

import asyncio
import secrets
from datetime import datetime, timedelta

from chophien.accounts.actions import add_person, give_role
from chophien.accounts.actions.links import make_link
from chophien.accounts.queries import person_by_email
from chophien.accounts.rules import password_hash
from chophien.accounts.tables import LinkPurpose, RoleKind
from chophien.fairs.actions.spare_roles import drop_spare_roles
from chophien.fairs.forms.cohosting import MemberDetails
from chophien.fairs.rules import spoken
from chophien.fairs.tables import CoHost, CoHostMember, Fair
from chophien.mail.outbox import write_message
from chophien.places.queries import place_names
from chophien.support.database import transaction
from chophien.support.language import _, speaking
from chophien.support.refusal import NotFound, Refusal

INVITATION_LASTS = timedelta(days=14)


class NotACoHost(Refusal):
    """The district does not hold this fair together with the organizer."""


async def invite_member(fair: Fair, details: MemberDetails, *, at: datetime) -> None:
    """Let somebody decide for a co-hosting district, with an account where there is none yet, and tell them.

    Raises NotACoHost.
    """
    hashed = await asyncio.to_thread(password_hash, secrets.token_urlsafe(24))
    async with transaction():
        if not await CoHost.exists().where(CoHost.fair == fair.id, CoHost.place == details.place_id):
            raise NotACoHost(_("Nơi này không phải đơn vị phối hợp của hội chợ."), field="place")
        person = await person_by_email(details.email)
        path = f"/cohost/fairs/{fair.slug}/participants"
        if person is None:
            person = await add_person(email=details.email, name=details.name, hashed_password=hashed, at=at)
            made = await make_link(person.id, LinkPurpose.FORGOTTEN, email=person.email, lasts=INVITATION_LASTS, at=at)
            path = f"/forgot-password/{made[0]}" if made else path
        await give_role(person.id, RoleKind.COHOST, organizer_id=fair.organizer)
        member = CoHostMember(fair=fair.id, place=details.place_id, person=person.id, invited_at=at)
        await CoHostMember.insert(member).on_conflict(action="DO NOTHING")
        with speaking(person.language):
            context = {
                "fair_name": spoken(fair.name_vi, fair.name_en),
                "place": (await place_names([details.place_id]))[details.place_id],
                "path": path,
                "is_new": path.startswith("/forgot-password/"),
            }
        await write_message(
            kind="cohost_invited",
            unique_key=f"cohost_invited:{fair.id}:{person.id}:{at.isoformat()}",
            to_address=person.email,
            to_name=person.name,
            language=person.language,
            due_at=at,
            context=context,
            organizer_id=fair.organizer,
            fair_id=fair.id,
            person_id=person.id,
        )


async def remove_member(fair: Fair, member_id: int) -> None:
    """Somebody decides for a district no more; without any other the role goes as well. Raises NotFound."""
    async with transaction():
        gone = (
            await CoHostMember.delete()
            .where(CoHostMember.id == member_id, CoHostMember.fair == fair.id)
            .returning(CoHostMember.id)
        )
        if not gone:
            raise NotFound(_("Không có người này trong các đơn vị phối hợp."))
        await drop_spare_roles(fair.organizer)
