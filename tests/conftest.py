"""What every test may ask for: a database on either engine, and the application."""

import itertools
import os
import pathlib
import shutil
import tempfile

# Settings are read once, so the tests' own come before anything of the product is imported.
_VAR = pathlib.Path(tempfile.mkdtemp(prefix="chophien-tests-"))
os.environ["CHOPHIEN_VAR"] = str(_VAR)
os.environ["CHOPHIEN_DATABASE_URL"] = f"sqlite:///{_VAR / 'template.sqlite'}"
os.environ["CHOPHIEN_SECRET"] = "a secret for the tests only, long enough"
os.environ["CHOPHIEN_PUBLIC_URL"] = "http://fair.test"
os.environ.pop("CHOPHIEN_SMTP_URL", None)

import asyncio
import re
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from functools import cache
from typing import Any
from urllib.parse import unquote

import asyncpg
import httpx
import pytest

import chophien.piccolo_app  # noqa: F401
from chophien.app import create_app
from chophien.mail.tables import OutgoingMessage
from chophien.settings import Settings, settings
from chophien.support.database import close_database, make_engine, open_database, use_engine
from chophien.support.database.migrating import migrate
from tests.postgres import postgres

_numbers = itertools.count(1)


def _apart(work: Coroutine[None, None, None]) -> None:
    """Run `work` to its end in a loop of its own, also while the tests' loop is running."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, work).result()


@pytest.fixture(scope="session", autouse=True)
def _var_folder() -> Iterator[None]:
    yield
    shutil.rmtree(_VAR, ignore_errors=True)


@pytest.fixture(scope="session")
def sqlite_template() -> pathlib.Path:
    """An embedded database with every table and no row; copied for each test."""
    path = _VAR / "migrated.sqlite"

    async def make() -> None:
        use_engine(make_engine(f"sqlite:///{path}"))
        await migrate()
        await close_database()

    _apart(make())
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A running PostgreSQL whose database `template` has every table and no row."""
    with postgres() as host:

        async def make() -> None:
            server = await asyncpg.connect(f"postgresql://postgres@/postgres{host}")
            await server.execute("CREATE DATABASE template")
            await server.close()
            use_engine(make_engine(f"postgresql://postgres@/template{host}"))
            await migrate()

        _apart(make())
        yield host


# Databases are removed after each test: thousands of them would fill the disk before the last one has ended.
@contextmanager
def _on_sqlite(template: pathlib.Path) -> Iterator[str]:
    path = _VAR / f"test_{next(_numbers)}.sqlite"
    shutil.copy(template, path)
    yield f"sqlite:///{path}"
    for file in _VAR.glob(f"{path.name}*"):
        file.unlink()


@asynccontextmanager
async def _on_postgresql(host: str) -> AsyncIterator[str]:
    name = f"test_{next(_numbers)}"
    server = await asyncpg.connect(f"postgresql://postgres@/postgres{host}")
    await server.execute(f"CREATE DATABASE {name} TEMPLATE template")
    yield f"postgresql://postgres@/{name}{host}"
    await server.execute(f"DROP DATABASE {name} WITH (FORCE)")
    await server.close()


@asynccontextmanager
async def _in_use(url: str) -> AsyncIterator[str]:
    use_engine(make_engine(url))
    await open_database()
    yield url
    await close_database()


@pytest.fixture(params=["sqlite", "postgresql"])
async def database(request: pytest.FixtureRequest) -> AsyncIterator[str]:
    """A fresh database in use, once on each engine; yields its address."""
    if request.param == "sqlite":
        with _on_sqlite(request.getfixturevalue("sqlite_template")) as url:
            async with _in_use(url):
                yield url
    else:
        async with _on_postgresql(request.getfixturevalue("postgres_server")) as url, _in_use(url):
            yield url


@pytest.fixture
async def sqlite_database(sqlite_template: pathlib.Path) -> AsyncIterator[str]:
    """A fresh embedded database in use, for tests to which the engine does not matter."""
    with _on_sqlite(sqlite_template) as url:
        async with _in_use(url):
            yield url


class Browser(httpx.AsyncClient):
    """An HTTP client that sends forms as a browser does: with the CSRF token of its cookie."""

    async def send_form(self, path: str, **fields: object) -> httpx.Response:
        """POST `fields`; lists are sent as repeated fields."""
        if "csrftoken" not in self.cookies:
            await self.get("/sign-in")
        sent = {name: value if isinstance(value, list) else str(value) for name, value in fields.items()}
        return await self.post(path, data={**sent, "_csrf_token": self.cookies["csrftoken"]})

    async def send_files(self, path: str, files: dict[str, tuple[str, bytes]], **fields: object) -> httpx.Response:
        """POST `fields` and files, each a name and its content, as a form with uploads does."""
        if "csrftoken" not in self.cookies:
            await self.get("/sign-in")
        sent = {name: value if isinstance(value, list) else str(value) for name, value in fields.items()}
        return await self.post(path, data={**sent, "_csrf_token": self.cookies["csrftoken"]}, files=files)

    async def sign_in(self, email: str, password: str) -> httpx.Response:
        """Sign in through the form."""
        return await self.send_form("/sign-in", email=email, password=password)

    async def confirm_address(self) -> httpx.Response:
        """Follow the link of the last letter that asks for it, and press its button."""
        letters = OutgoingMessage.select(OutgoingMessage.body_text).where(OutgoingMessage.kind == "confirm_email")
        letter = await letters.order_by(OutgoingMessage.id, ascending=False).first()
        assert letter
        path, _, wanted = re.findall(r"/confirm-email/\S+", letter["body_text"])[0].partition("?next=")
        return await self.send_form(path, next=unquote(wanted))


@cache
def _application(_settings: Settings) -> Any:
    """The application under these settings. It keeps nothing between requests, so all tests may share one."""
    return create_app()


def site() -> Any:
    """The application as the server runs it, under the settings of the moment."""
    return _application(settings())


def new_browser() -> Browser:
    """A browser of its own, with its own cookies."""
    return Browser(transport=httpx.ASGITransport(app=site()), base_url="http://fair.test")


@pytest.fixture
async def browser(database: str) -> AsyncIterator[Browser]:
    """Somebody's browser on a site whose database is fresh; once on each engine."""
    async with new_browser() as opened:
        yield opened
