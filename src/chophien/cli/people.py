"""Commands that let the first people in; everybody else registers on the pages."""

import asyncio
from collections.abc import Awaitable

import click

import chophien.piccolo_app  # noqa: F401 - every table must be known before the database is opened.
from chophien.accounts.actions import add_person, give_role, make_organizer
from chophien.accounts.actions.deeds import Deed, note_deed
from chophien.accounts.rules import password_fault, password_hash
from chophien.accounts.tables import Organizer, Person, RoleKind
from chophien.support.clock import now
from chophien.support.database import close_database, open_database, transaction
from chophien.support.database.migrating import migrate
from chophien.support.language import LANGUAGES, later, speaking
from chophien.support.refusal import Refusal


def _password(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    with speaking("en"):
        if fault := password_fault(value):
            raise click.BadParameter(fault)
    return value


_language = click.option(
    "--language", type=click.Choice(LANGUAGES), default=LANGUAGES[0], show_default=True, help="The person's language."
)
_name = click.option("--name", required=True, help="The person's name.")
_email = click.option("--email", required=True, help="The address the person signs in with.")
_new_password = click.option(
    "--password",
    envvar="CHOPHIEN_NEW_PASSWORD",
    prompt=True,
    hide_input=True,
    confirmation_prompt=True,
    callback=_password,
    help="Asked for when not given; may stand in CHOPHIEN_NEW_PASSWORD.",
)


@click.command()
@click.option("--organizer", required=True, help="The body that holds the fairs.")
@_name
@_email
@_language
@_new_password
def add_organizer(organizer: str, name: str, email: str, language: str, password: str) -> None:
    """Add an organizer and its owner, who plans its fairs and invites the others."""
    _run(
        _make_organizer(organizer, name, email, password),
        f"{name} plans the fairs of {organizer} and signs in as {email.lower()}.",
        language,
    )


@click.command()
@click.option("--organizer", required=True, help="The organizer's name, as it was added.")
@_name
@_email
@_language
@_new_password
def add_desk(organizer: str, name: str, email: str, language: str, password: str) -> None:
    """Add somebody who watches an organizer's interpreter desk."""
    _run(_make_desk(organizer, name, email, password), f"{name} watches the desk of {organizer}.", language)


@click.command()
@_name
@_email
@_language
@_new_password
def add_administrator(name: str, email: str, language: str, password: str) -> None:
    """Add a platform administrator, who adds organizers and shuts accounts, and sees no organizer's rows."""
    _run(_make_administrator(name, email, password), f"{name} looks after the installation.", language)


async def _make_organizer(organizer_name: str, name: str, email: str, password: str) -> None:
    async with transaction():
        made = await make_organizer(name=organizer_name, person_name=name, email=email, password=password, at=now())
        owner = await Person.objects().get(Person.email == email.lower())
        await _note(later("Thêm ban tổ chức"), "chophien add-organizer", owner, RoleKind.OWNER, organizer_id=made.id)


async def _make_administrator(name: str, email: str, password: str) -> None:
    hashed = await asyncio.to_thread(password_hash, password)
    async with transaction():
        person = await add_person(email=email, name=name, hashed_password=hashed, at=now())
        await give_role(person.id, RoleKind.PLATFORM)
        await _note(later("Thêm tài khoản"), "chophien add-administrator", person, RoleKind.PLATFORM)


async def _make_desk(organizer_name: str, name: str, email: str, password: str) -> None:
    organizer = await Organizer.objects().where(Organizer.name == organizer_name).first()
    if organizer is None:
        raise Refusal(f"There is no organizer named {organizer_name}.")
    hashed = await asyncio.to_thread(password_hash, password)
    async with transaction():
        person = await add_person(email=email, name=name, hashed_password=hashed, at=now())
        await give_role(person.id, RoleKind.DESK, organizer_id=organizer.id)
        await _note(later("Thêm tài khoản"), "chophien add-desk", person, RoleKind.DESK, organizer_id=int(organizer.id))


async def _note(
    words: str, command: str, person: Person | None, kind: RoleKind, *, organizer_id: int | None = None
) -> None:
    """Write down what was done here; who sits at the server's keyboard is not known."""
    deed = Deed(
        person_id=None,
        words=words,
        subject=command,
        status=200,
        organizer_id=organizer_id,
        about_person_id=person.id if person else None,
        detail=kind.value,
        of_accounts=True,
    )
    await note_deed(deed, at=now())


def _run(work: Awaitable[None], said: str, language: str) -> None:
    async def run() -> None:
        await migrate()
        await open_database()
        try:
            await work
        finally:
            await close_database()

    try:
        with speaking(language):
            asyncio.run(run())
    except Refusal as refusal:
        raise click.ClickException(refusal.sentence) from refusal
    click.echo(said)
