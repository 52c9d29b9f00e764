"""Deleting a draft that nobody has registered for, with everything that was written down for it."""

from chophien.fairs.actions.spare_roles import drop_spare_roles
from chophien.fairs.questions.tables import Enclosure
from chophien.fairs.rules import spoken
from chophien.fairs.tables import Fair, FairState, Participation
from chophien.files.actions import forget_files
from chophien.mail.tables import OutgoingMessage
from chophien.support.database import transaction
from chophien.support.database.conflicts import hold_rows, lock
from chophien.support.language import _, ngettext
from chophien.support.refusal import Refusal


class MayNotBeDeleted(Refusal):
    """The fair is a draft no more, or somebody takes part in it."""


async def refuse_deleting(fair: Fair) -> None:
    """Raise MayNotBeDeleted where it may not, with why."""
    if fair.state != FairState.DRAFT:
        raise MayNotBeDeleted(_("Hội chợ đã mở cho mọi người xem, nên không xoá được nữa; chỉ bản nháp mới xoá được."))
    if there := await Participation.count().where(Participation.fair == fair.id):
        words = ngettext(
            "Một đơn vị đã đăng ký hoặc được nhập vào hội chợ này, nên không xoá được.",
            "%(num)s đơn vị đã đăng ký hoặc được nhập vào hội chợ này, nên không xoá được.",
            there,
        )
        raise MayNotBeDeleted(words % {"num": there})


async def delete_draft(fair: Fair) -> str:
    """Delete the fair with all its own rows, files and letters; returns its name. Raises MayNotBeDeleted.

    Whoever looked after it keeps the account, and the role where another fair of the organizer needs it.
    """
    async with transaction():
        await lock("fair", fair.id)
        # Whoever is just being brought in must be seen: participations go with the fair that they point to.
        await hold_rows(Fair, [fair.id])
        files = await Enclosure.select(Enclosure.file).where(Enclosure.fair == fair.id)
        gone = (
            await Fair.delete()
            .where(
                Fair.id == fair.id,
                Fair.state == FairState.DRAFT,
                Fair.id.not_in(Participation.select(Participation.fair)),
            )
            .returning(Fair.id)
        )
        if not gone:
            await refuse_deleting(await Fair.objects().where(Fair.id == fair.id).first() or fair)
            raise MayNotBeDeleted(_("Người khác vừa xoá hội chợ này."))
        await forget_files([row["file"] for row in files])
        await OutgoingMessage.delete().where(OutgoingMessage.fair_id == fair.id)
        await drop_spare_roles(fair.organizer)
    return spoken(fair.name_vi, fair.name_en)
