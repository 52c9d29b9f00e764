"""The second step of signing in: codes of an authenticator, and codes on paper that stand in for it once each."""

from datetime import datetime

from chophien.accounts.actions.own_account import demand_password
from chophien.accounts.actions.signing_in import open_session
from chophien.accounts.actions.trying import try_secret
from chophien.accounts.forms import SecondStep
from chophien.accounts.identity import Identity
from chophien.accounts.queries import pending_sign_in, works_only_for
from chophien.accounts.rules import is_totp_secret, new_recovery_codes, recovery_code_hash, totp_step
from chophien.accounts.tables import PendingSignIn, Person, RecoveryCode, SignInSession
from chophien.mail.outbox import write_message
from chophien.support.database import transaction
from chophien.support.language import _
from chophien.support.refusal import NotAllowed, Refusal


class WrongCode(Refusal):
    """The code is none of the authenticator's, was taken before, or is none of those on paper."""

    status = 403


class NoPendingSignIn(Refusal):
    """The password was typed too long ago, or the second step has been done."""

    status = 410


async def take_second_step(token: str, code: str, *, host: str, at: datetime) -> tuple[str, int]:
    """Open a session for somebody whose password was right; returns its token and the person.

    `code` is the authenticator's, taken once only, or one on paper, which is used up.
    Raises NoPendingSignIn, WrongCode, TooManyAttempts.
    """
    pending = await pending_sign_in(token, at)
    person = await Person.objects().get(Person.id == pending.person) if pending is not None else None
    if pending is None or person is None or person.totp_secret is None:
        raise NoPendingSignIn(_("Xin đăng nhập lại từ đầu."))
    person_id, secret = int(person.id), str(person.totp_secret)

    async def is_right() -> bool:
        step = totp_step(secret, code, at)
        if step is not None:
            taken = Person.update({Person.totp_step: step}).where(Person.id == person_id, Person.totp_step < step)
            return bool(await taken.returning(Person.id))
        used = RecoveryCode.delete().where(
            RecoveryCode.person == person_id, RecoveryCode.code_hash == recovery_code_hash(person_id, code)
        )
        return bool(await used.returning(RecoveryCode.id))

    if not await try_secret(is_right, account=f"second step {person_id}", host=host, at=at):
        raise WrongCode(_("Mã chưa đúng hoặc đã dùng rồi. Xin đợi mã tiếp theo."), field="code")
    async with transaction():
        if not await PendingSignIn.delete().where(PendingSignIn.id == pending.id).returning(PendingSignIn.id):
            raise NoPendingSignIn(_("Xin đăng nhập lại từ đầu."))
        return await open_session(person_id, at=at), person_id


async def turn_on(identity: Identity, wanted: SecondStep, *, host: str, at: datetime) -> list[str]:
    """Demand a code at every sign-in from now on, and end the other sessions; returns the codes for paper.

    Raises WrongPassword, TooManyAttempts, WrongCode.
    """
    await demand_password(identity, wanted.password, field="password", host=host, at=at)
    step = totp_step(wanted.secret, wanted.code, at) if is_totp_secret(wanted.secret) else None
    if step is None:
        raise WrongCode(
            _("Mã chưa đúng. Xin xem giờ trên điện thoại có đúng không, rồi thử mã tiếp theo."), field="code"
        )
    async with transaction():
        turned = Person.update({Person.totp_secret: wanted.secret, Person.totp_step: step}).where(
            Person.id == identity.person_id, Person.totp_secret.is_null()
        )
        if not await turned.returning(Person.id):
            raise Refusal(_("Xác nhận hai bước đã bật rồi."))
        await SignInSession.delete().where(
            SignInSession.person == identity.person_id, SignInSession.id != identity.session_id
        )
        return await _write_codes(identity.person_id)


async def renew_codes(identity: Identity, password: str, *, host: str, at: datetime) -> list[str]:
    """Put new codes in the place of those on paper. Raises WrongPassword, TooManyAttempts."""
    await demand_password(identity, password, field="codes_password", host=host, at=at)
    async with transaction():
        return await _write_codes(identity.person_id)


async def turn_off(identity: Identity, password: str, *, host: str, at: datetime) -> bool:
    """Demand the password alone from now on. Raises WrongPassword, TooManyAttempts."""
    await demand_password(identity, password, field="off_password", host=host, at=at)
    await drop_second_step(identity.person_id, at=at)
    return True


async def drop_second_step_of_staff(identity: Identity, person: Person, *, at: datetime) -> None:
    """Help somebody of the staff who has lost the authenticator and the paper. Raises NotAllowed for whoever also
    works elsewhere: no owner opens a door to another organizer."""
    if not await works_only_for(person.id, identity.owner_ids):
        raise NotAllowed(_("Người này còn làm việc nơi khác; xin nhờ người quản trị hệ thống."))
    await drop_second_step(person.id, at=at)


async def drop_second_step(person_id: int, *, at: datetime) -> None:
    """Forget authenticator and paper, and tell the person by mail."""
    async with transaction():
        person = await Person.objects().get(Person.id == person_id)
        if person is None or person.totp_secret is None:
            return
        await Person.update({Person.totp_secret: None, Person.totp_step: 0}).where(Person.id == person_id)
        await RecoveryCode.delete().where(RecoveryCode.person == person_id)
        await PendingSignIn.delete().where(PendingSignIn.person == person_id)
        await write_message(
            kind="second_step_off",
            unique_key=f"second_step_off:{person.id}:{at.isoformat()}",
            to_address=person.email,
            to_name=person.name,
            language=person.language,
            due_at=at,
            context={},
            person_id=person.id,
        )


async def _write_codes(person_id: int) -> list[str]:
    codes = new_recovery_codes()
    await RecoveryCode.delete().where(RecoveryCode.person == person_id)
    await RecoveryCode.insert(
        *[RecoveryCode(person=person_id, code_hash=recovery_code_hash(person_id, code)) for code in codes]
    )
    return codes
