"""Every setting, read once from the environment."""

import os
import secrets
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SHORTEST_SECRET = 32


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What an installation may choose; each field is read from the variable CHOPHIEN_<FIELD IN CAPITALS>."""

    var: Path
    """Folder of everything the program writes: the embedded database, mails, secrets."""
    database_url: str
    """`sqlite:///PATH` (embedded, the default) or `postgresql://…`."""
    public_url: str
    """Address people type; every absolute link in a mail, feed or QR code starts with it. No trailing slash."""
    secret: str
    """Signs CSRF tokens. Made once and kept in `var/secret` when not given."""
    smtp_url: str | None
    """`smtp://user:password@host:587?tls=starttls`, `smtps://…`; without it mails are written to `var/mail/`."""
    mail_from: str
    """Sender address of every mail and organizer address of every calendar."""
    solver_memory: int
    """Megabytes that computing a timetable may take before it is given up; 0: three quarters of what there is."""
    development: bool
    """Shows the style guide and lets cookies travel without https."""

    def cookie(self, name: str) -> str:
        """What a cookie is called here; over https the prefix makes browsers insist on https and on this host."""
        return f"__Host-{name}" if self.https else name

    @property
    def faults(self) -> list[str]:
        """What must be set before strangers are let in, in words for the operator; none when all is well.

        An address that begins with https is taken as the sign that strangers are.
        """
        faults = []
        if len(self.secret) < SHORTEST_SECRET:
            faults.append(
                f"CHOPHIEN_SECRET needs at least {SHORTEST_SECRET} random characters; without it one is made."
            )
        if self.https and self.development:
            faults.append("CHOPHIEN_DEVELOPMENT must not be set where CHOPHIEN_PUBLIC_URL begins with https.")
        if self.https and not self.smtp_url:
            faults.append("CHOPHIEN_SMTP_URL is missing: nobody could confirm an address or set a new password.")
        if self.https and self.mail_from.endswith("@localhost"):
            faults.append("CHOPHIEN_MAIL_FROM must be an address that mail servers accept.")
        return faults

    @property
    def https(self) -> bool:
        """Whether people reach the site over https, so that cookies may be marked secure."""
        return self.public_url.startswith("https://")


@cache
def settings() -> Settings:
    """The settings of this process."""
    var = Path(_read("VAR", "var")).absolute()
    return Settings(
        var=var,
        database_url=_read("DATABASE_URL", f"sqlite:///{var / 'chophien.sqlite'}"),
        public_url=_read("PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/"),
        secret=_read("SECRET", "") or _kept_secret(var / "secret"),
        smtp_url=_read("SMTP_URL", "") or None,
        mail_from=_read("MAIL_FROM", "chophien@localhost"),
        solver_memory=int(_read("SOLVER_MEMORY", "0")),
        development=_read("DEVELOPMENT", "") not in {"", "0", "no"},
    )


def _read(name: str, default: str) -> str:
    return os.environ.get(f"CHOPHIEN_{name}", default)


def _kept_secret(path: Path) -> str:
    """Read the installation's secret, or make one; of two processes that start together the first to write wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    made = secrets.token_urlsafe(32)
    mine = path.with_name(f"{path.name}.{os.getpid()}")
    mine.touch(mode=0o600)
    mine.write_text(made)
    try:
        os.link(mine, path)
    except FileExistsError:
        made = path.read_text()
    finally:
        mine.unlink()
    return made
