"""Compiles the machine code and leaves it in Numba's cache: `python -m chophien.engine.annealing.compiling`."""

from chophien.engine.annealing.readiness import compile_now

if __name__ == "__main__":
    compile_now()
