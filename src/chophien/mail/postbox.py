"""The two ways a mail leaves: an SMTP server, or a folder of files when none is set; and what a server's no means."""

import asyncio
import re
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

import aiosmtplib

from chophien.settings import settings


class Undelivered(Exception):
    """The mail was not taken, or nobody knows whether it was."""

    def __init__(self, reason: str, *, for_good: bool = False, ours: bool = False) -> None:
        """Say why; `for_good` when trying again is useless, `ours` when the installation, not the address, is wrong."""
        super().__init__(reason)
        self.reason = reason
        self.for_good = for_good
        self.ours = ours


class Postbox(Protocol):
    """Takes mails one after the other. Every failure is an Undelivered."""

    async def open(self) -> None:
        """Be ready to take a mail."""

    async def post(self, mail: EmailMessage, to_address: str, name: str) -> None:
        """Give the mail away; returns once it is taken. `name` is the same for every copy of one mail."""

    async def close(self) -> None:
        """Say goodbye."""


@dataclass(frozen=True)
class SmtpServer:
    """Where and how to reach an SMTP server."""

    host: str
    port: int
    username: str | None = None
    password: str | None = None
    tls: str = "auto"
    """whole (from the first byte), starttls (demanded), auto (if offered) or none."""


def read_smtp_url(url: str) -> SmtpServer:
    """Read `smtp://user:password@host:587?tls=starttls` or `smtps://…`. Raises ValueError, never with the password."""
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ValueError("CHOPHIEN_SMTP_URL must look like smtp://host:port or smtps://host")
    tls = "whole" if parts.scheme == "smtps" else parse_qs(parts.query).get("tls", ["auto"])[0]
    if tls not in {"whole", "starttls", "auto", "none"}:
        raise ValueError("CHOPHIEN_SMTP_URL: tls must be starttls, auto or none")
    port = parts.port or {"whole": 465, "none": 25}.get(tls, 587)
    username = unquote(parts.username) if parts.username else None
    return SmtpServer(parts.hostname, port, username, unquote(parts.password or "") if username else None, tls)


class SmtpPostbox:
    """One connection to the SMTP server, kept while there are mails and made anew after any trouble."""

    def __init__(self, server: SmtpServer, sender: str, timeout: timedelta) -> None:
        """Speak to `server` as `sender`; no single answer may take longer than `timeout`."""
        self._server = server
        self._sender = sender
        self._timeout = timeout.total_seconds()
        self._client: aiosmtplib.SMTP | None = None

    async def open(self) -> None:
        """Connect and sign in. Whatever goes wrong here is ours, not the address's."""
        if self._client is not None and self._client.is_connected:
            return
        server = self._server
        client = aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            username=server.username,
            password=server.password,
            local_hostname=self._sender.rpartition("@")[2] or "localhost",
            timeout=self._timeout,
            use_tls=server.tls == "whole",
            start_tls={"starttls": True, "auto": None}.get(server.tls, False),
        )
        try:
            await client.connect()
        except aiosmtplib.SMTPResponseException as error:
            client.close()
            raise Undelivered(f"{error.code} {error.message}", ours=error.code >= 500) from error
        except (aiosmtplib.SMTPException, OSError) as error:
            client.close()
            raise Undelivered(_said(error), ours=isinstance(error, aiosmtplib.SMTPNotSupported)) from error
        except asyncio.CancelledError:
            client.close()
            raise
        self._client = client

    async def post(self, mail: EmailMessage, to_address: str, name: str) -> None:
        """Send over SMTP; `name` is not needed, the Message-ID is the same for every copy."""
        del name
        client = self._client
        if client is None:
            raise Undelivered("not connected")
        try:
            await client.send_message(mail, sender=self._sender, recipients=[to_address])
        except aiosmtplib.SMTPRecipientsRefused as error:
            self._drop()
            refused = error.recipients[0]
            raise Undelivered(f"{refused.code} {refused.message}", for_good=refused.code >= 500) from error
        except aiosmtplib.SMTPDataError as error:
            self._drop()
            raise Undelivered(f"{error.code} {error.message}", for_good=error.code >= 500) from error
        except aiosmtplib.SMTPResponseException as error:
            self._drop()
            raise Undelivered(f"{error.code} {error.message}", ours=error.code >= 500) from error
        except (aiosmtplib.SMTPException, OSError) as error:
            self._drop()
            raise Undelivered(_said(error)) from error
        except BaseException:
            # Given up in the middle of a mail: the connection is in no state to carry another.
            self._drop()
            raise

    async def close(self) -> None:
        """Say QUIT, but do not insist."""
        client, self._client = self._client, None
        if client is None or not client.is_connected:
            return
        try:
            await client.quit()
        except (aiosmtplib.SMTPException, OSError):
            client.close()

    def _drop(self) -> None:
        if self._client is not None:
            self._client.close()
        self._client = None


class FolderPostbox:
    """A folder in which every mail becomes a file that mail programs open."""

    def __init__(self, folder: Path) -> None:
        """Write into `folder`, which is made when the first mail comes."""
        self._folder = folder

    async def open(self) -> None:
        """A folder is always ready."""

    async def post(self, mail: EmailMessage, to_address: str, name: str) -> None:
        """Write the mail; a second copy takes the first one's place."""
        del to_address
        await asyncio.to_thread(self._write, re.sub(r"[^a-z0-9_-]", "", name), mail.as_bytes())

    async def close(self) -> None:
        """Nothing to close."""

    def _write(self, name: str, content: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        half = self._folder / f".{name}.half"
        half.write_bytes(content)
        half.replace(self._folder / f"{name}.eml")


def mail_folder() -> Path:
    """Where mails are written when there is no SMTP server."""
    return settings().var / "mail"


def make_postbox(timeout: timedelta) -> Postbox:
    """The postbox that the settings name."""
    url = settings().smtp_url
    if url is None:
        return FolderPostbox(mail_folder())
    return SmtpPostbox(read_smtp_url(url), settings().mail_from, timeout)


def _said(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"[:300]
