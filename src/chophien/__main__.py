"""`python -m chophien` is the command `chophien`."""

from chophien.cli import main

main(prog_name="chophien")
