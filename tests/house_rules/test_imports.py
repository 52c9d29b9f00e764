"""Packages and rooms import only downwards."""

import pathlib

from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = pathlib.Path(__file__).parents[2]


def test_the_import_contracts_hold() -> None:
    assert lint_imports(config_filename=str(ROOT / ".importlinter"), no_cache=True) == EXIT_STATUS_SUCCESS
