"""Putting an outbox row together as the mail that is sent."""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from chophien.mail.rules import one_line
from chophien.mail.tables import OutgoingMessage


def put_together(message: OutgoingMessage, *, sender: str, at: datetime) -> EmailMessage:
    """The mail: text, HTML and, if there is one, the calendar, whose method the header names too (RFC 6047 §2.4)."""
    mail = EmailMessage(policy=SMTP)
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
