"""A growing set of clauses over numbered variables, and the ways to count in clauses."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from pysat.card import CardEnc, EncType
from pysat.formula import CNFPlus

# So few literals exclude one another pair by pair in fewer clauses than by any other way.
PAIRS = 5


class Clauses:
    """Clauses as lists of literals: a variable's number, negative for its opposite."""

    def __init__(self) -> None:
        self.rows: list[list[int]] = []
        self.variables = 0

    def variable(self) -> int:
        self.variables += 1
        return self.variables

    def add(self, *literals: int) -> None:
        """One of `literals` holds; with none, the clauses cannot hold together."""
        if not literals:
            literals = (self.variable(),)
            self.rows.append([-literals[0]])
        self.rows.append(list(literals))

    def imply(self, literal: int, *others: int) -> None:
        """If `literal` holds, one of `others` does; with none, it cannot hold."""
        self.add(-literal, *others)

    def at_most_one(self, literals: Sequence[int]) -> None:
        if len(literals) > 1:
            way = EncType.pairwise if len(literals) <= PAIRS else EncType.ladder
            self._take(CardEnc.atmost(list(literals), 1, top_id=self.variables, encoding=way))

    def at_most(self, literals: Sequence[int], most: int) -> None:
        if most == 0:
            for literal in literals:
                self.add(-literal)
        elif most < len(literals):
            self._take(CardEnc.atmost(list(literals), most, top_id=self.variables, encoding=EncType.cardnetwrk))

    def exactly(self, literals: Sequence[int], count: int, *, when: int | None = None) -> None:
        """Exactly `count` of these hold, or do so `when` another literal does."""
        condition = [] if when is None else [-when]
        if count > len(literals):
            self.add(*condition)
        elif count in {0, len(literals)}:
            for literal in literals:
                self.add(*condition, literal if count else -literal)
        else:
            way = EncType.cardnetwrk
            self._take(CardEnc.equals(list(literals), count, top_id=self.variables, encoding=way), condition)

    def counted(self, literals: Iterable[int], most: int) -> list[int]:
        """Literals that say "at least 1", "at least 2", … of these hold, up to `most`: a totalizer, both directions.

        Bailleux and Boufkhad, CP 2003, cut off at `most`: the last literal then says "that many or more".
        """
        sums = [[literal] for literal in literals]
        while len(sums) > 1:
            merged = [self._sum(left, right, most) for left, right in zip(sums[::2], sums[1::2], strict=False)]
            sums = merged + sums[len(sums) - len(sums) % 2 :]
        return sums[0][:most] if sums else []

    def _sum(self, left: Sequence[int], right: Sequence[int], most: int) -> list[int]:
        total = [self.variable() for _ in range(min(len(left) + len(right), most))]
        for i in range(len(left) + 1):
            for j in range(len(right) + 1):
                at_least = [*([-left[i - 1]] if i else []), *([-right[j - 1]] if j else [])]
                if at_least:
                    self.add(*at_least, total[min(i + j, len(total)) - 1])
                if i + j < len(total):
                    fewer = [*(left[i : i + 1]), *(right[j : j + 1])]
                    self.imply(total[i + j], *fewer)
        for one_less, more in pairwise(total):
            self.imply(more, one_less)
        return total

    def _take(self, formula: CNFPlus, condition: Sequence[int] = ()) -> None:
        self.rows.extend([*condition, *row] for row in formula.clauses)
        self.variables = max(self.variables, formula.nv)
