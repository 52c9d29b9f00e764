"""`python -m chophien`: the same commands as `chophien`."""

from chophien.cli import main

main()
