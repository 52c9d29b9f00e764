"""A real SMTP server for the tests: takes mails, notes them, and misbehaves on demand."""

import asyncio
import email
import email.policy
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any, cast

from aiosmtpd.smtp import SMTP, Envelope, Session

Answer = Callable[[Envelope], Awaitable[str]]
OK = "250 taken"


@dataclass
class Sink:
    """What the server has been given. `on_rcpt` and `on_data` choose its answers."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    """Every mail whose whole text arrived, also one that was refused afterwards."""
    taken: list[EmailMessage] = field(default_factory=list)
    """Those that were answered with 250."""
    on_rcpt: Callable[[str], str] = lambda _address: OK
    on_data: Answer | None = None
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    """Set whenever the text of a mail is there and its answer is not yet given."""

    def copies(self) -> Counter[str]:
        """How often each Message-ID was taken."""
        return Counter(mail["Message-ID"] for mail in self.taken)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd calls it so.
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Answer RCPT."""
        answer = self.on_rcpt(address)
        if answer == OK:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Note the mail, then answer."""
        content = cast("bytes", envelope.content)
        mail = email.message_from_bytes(content, policy=email.policy.default)
        self.mails.append(mail)
        self.arrived.set()
        answer = await self.on_data(envelope) if self.on_data else OK
        if answer == "drop":
            self.taken.append(mail)
            hang_up(server)
            return OK
        if answer.startswith("250"):
            self.taken.append(mail)
        return answer


def hang_up(line: SMTP) -> None:
    """Cut the line at once, whatever is still to be said."""
    if line.transport is not None:
        cast("asyncio.Transport", line.transport).abort()


async def slowly(_envelope: Envelope) -> str:
    """Hold the 250 back a little: the moment in which a crash makes a second copy grows."""
    await asyncio.sleep(0.02)
    return OK


@asynccontextmanager
async def smtp_sink(**options: Any) -> AsyncIterator[Sink]:
    """A server on a free port of this machine, gone at the end."""
    sink = Sink()
    loop = asyncio.get_running_loop()
    lines: list[SMTP] = []

    def answer_call() -> SMTP:
        lines.append(SMTP(sink, hostname="sink.test", loop=loop, **options))
        return lines[-1]

    server = await loop.create_server(answer_call, host="127.0.0.1", port=0)
    sink.port = server.sockets[0].getsockname()[1]
    try:
        yield sink
    finally:
        server.close()
        for line in lines:
            hang_up(line)
        await asyncio.sleep(0)
