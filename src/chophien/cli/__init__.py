"""Operator commands; each calls an action or the engine."""

import os
import sys
from importlib import import_module
from typing import Any

import click

from chophien.support.memory import ran_out

# Commands are imported when they are called: solving needs OR-tools, serving needs the web, and neither the other.
COMMANDS = {
    "solve": ("chophien.cli.solving", "solve"),
    "check": ("chophien.cli.solving", "check"),
    "repair": ("chophien.cli.asking", "repair"),
    "why": ("chophien.cli.asking", "why"),
    "what-if": ("chophien.cli.asking", "what_if"),
    "tables": ("chophien.cli.asking", "tables"),
    "shares": ("chophien.cli.asking", "shares"),
    "migrate": ("chophien.cli.serving", "migrate"),
    "serve": ("chophien.cli.serving", "serve"),
    "worker": ("chophien.cli.serving", "worker"),
    "add-organizer": ("chophien.cli.people", "add_organizer"),
    "add-administrator": ("chophien.cli.people", "add_administrator"),
    "add-desk": ("chophien.cli.people", "add_desk"),
    "demo": ("chophien.cli.demo", "demo"),
}


ENGINE = {"solve", "repair", "why", "what-if", "tables"}
"""Commands that run solvers in this very process."""


NO_ANSWER = 4


class Commands(click.Group):
    """The commands of `chophien`, found by name."""

    def main(self, *arguments: Any, **settings: Any) -> Any:
        """Run the command that was asked for; one that ran solvers ends at once with its code."""
        try:
            return super().main(*arguments, **settings)
        except SystemExit as end:
            if not ENGINE.intersection(sys.argv[1:2]):
                raise
            # Their threads sometimes still stand when the interpreter takes its things down, and that ends in an abort.
            code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; where memory runs out, a line says so, and the code is that of no answer."""
        try:
            return super().invoke(ctx)
        except (MemoryError, RuntimeError) as error:
            if not ran_out(error):
                raise
            click.echo("there was not enough memory: give it more, or ask with fewer --workers", err=True)
            raise SystemExit(NO_ANSWER) from None

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name]
        command = getattr(import_module(module), name)
        assert isinstance(command, click.Command)  # noqa: S101 - narrows the type; COMMANDS is ours.
        return command


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="chophien")
def main() -> None:
    """Chợ Phiên runs trade fairs and business-matching events."""
