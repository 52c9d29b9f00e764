"""Keeping the secret part of addresses out of every log: those of calendars and of mailed links."""

import logging
import re

_SECRET = re.compile(r"(/(?:calendar|forgot-password|confirm-email|invitations|join)/)[^\s?#\"'/]+")
_LOGS = ("uvicorn.access", "uvicorn.error", "chophien.web")
"""The loggers that write down addresses."""


class SecretsHidden(logging.Filter):
    """Rewrites a record so that the address of a calendar stands there without its secret."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, changed where it must be."""
        if isinstance(record.args, tuple):
            record.args = tuple(_hidden(value) for value in record.args)
        record.msg = _hidden(record.msg)
        return True


def hide_secrets_in_logs() -> None:
    """Add the filter, once, to every logger that writes down addresses."""
    for name in _LOGS:
        logger = logging.getLogger(name)
        if not any(isinstance(known, SecretsHidden) for known in logger.filters):
            logger.addFilter(SecretsHidden())


def _hidden(value: object) -> object:
    return _SECRET.sub(r"\1…", value) if isinstance(value, str) else value
