"""An installation that strangers reach does not start with what is only good for trying out."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from chophien.cli.serving import serve
from chophien.settings import Settings, settings


def _settings(**changes: object) -> Settings:
    ready: dict[str, object] = {
        "var": Path("var"),
        "database_url": "postgresql://localhost/chophien",
        "public_url": "https://hoicho.example",
        "secret": "k3" * 16,
        "smtp_url": "smtps://mail.example",
        "mail_from": "hoi-cho@hoicho.example",
        "solver_memory": 0,
        "development": False,
    }
    return Settings(**(ready | changes))  # type: ignore[arg-type]


def test_what_is_ready_has_no_fault() -> None:
    assert _settings().faults == []
    assert _settings(public_url="http://127.0.0.1:8000", smtp_url=None, mail_from="chophien@localhost").faults == []


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"secret": "changeme"}, "CHOPHIEN_SECRET"),
        ({"development": True}, "CHOPHIEN_DEVELOPMENT"),
        ({"smtp_url": None}, "CHOPHIEN_SMTP_URL"),
        ({"mail_from": "chophien@localhost"}, "CHOPHIEN_MAIL_FROM"),
    ],
)
def test_each_thing_that_is_missing_is_named(changes: dict[str, object], named: str) -> None:
    (fault,) = _settings(**changes).faults
    assert named in fault


def test_the_server_does_not_start_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHOPHIEN_PUBLIC_URL", "https://hoicho.example")
    settings.cache_clear()
    try:
        ended = CliRunner().invoke(serve, ["--port", "8999"])
    finally:
        monkeypatch.undo()
        settings.cache_clear()
    assert ended.exit_code == 1
    assert "CHOPHIEN_SMTP_URL is missing" in ended.output
    assert "CHOPHIEN_MAIL_FROM" in ended.output
