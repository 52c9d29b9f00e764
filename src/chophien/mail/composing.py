"""Putting an outbox row together as the mail that is sent."""

from datetime import datetime
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, formataddr
from typing import Any

from chophien.mail.rules import one_line
from chophien.mail.tables import OutgoingMessage


class LongHeaders(EmailPolicy):
    """The usual policy, with long headers folded by the older, right code.

    Python before 3.13 loses the blank between two encoded words of one header: "thứ Năm" arrives as "thứNăm".
    """

    def fold(self, name: str, value: Any) -> str:
        """Fold a header into lines."""
        if name.lower() == "subject":
            return f"{name}: {Header(str(value), 'utf-8', header_name=name).encode(linesep=self.linesep)}{self.linesep}"
        if name.lower() in {"from", "to"}:
            (address,) = value.addresses
            return f"{name}: {formataddr((address.display_name, address.addr_spec))}{self.linesep}"
        return str(super().fold(name, value))

    def fold_binary(self, name: str, value: Any) -> bytes:
        """The same as bytes."""
        return self.fold(name, value).encode("ascii", "surrogateescape")


MAIL_POLICY = LongHeaders(linesep="\r\n")


def put_together(message: OutgoingMessage, *, sender: str, at: datetime) -> EmailMessage:
    """The mail: text, HTML and, if there is one, the calendar, whose method the header names too (RFC 6047 §2.4)."""
    mail = EmailMessage(policy=MAIL_POLICY)
    mail["From"] = Address("Chợ Phiên", addr_spec=sender)
    mail["To"] = Address(one_line(message.to_name, 200), addr_spec=message.to_address)
    mail["Subject"] = one_line(message.subject, 300)
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = message.message_id
    mail["Auto-Submitted"] = "auto-generated"
    mail["Content-Language"] = message.language
    mail.set_content(message.body_text, cte="quoted-printable")
    if message.body_html:
        mail.add_alternative(message.body_html, subtype="html", cte="quoted-printable")
    if message.calendar is not None:
        mail.add_attachment(
            message.calendar.encode(),
            maintype="text",
            subtype="calendar",
            filename="cho-phien.ics",
            params={"charset": "utf-8", "method": message.calendar_method},
        )
    return mail
