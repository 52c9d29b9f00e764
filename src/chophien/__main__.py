"""`python -m chophien`: the same commands as `chophien`."""

from chophien.cli import main

if __name__ == "__main__":
    main()
