"""Machines with a pile of numbers: every valid program is found anew, and with them every strategy there is."""

from collections import defaultdict, deque
from collections.abc import Iterator

from strategies import is_unusual
from tally import Tally

Pile = tuple[int, ...]
_FAR = 99


def check_program(task: dict, answer: dict, tally: Tally) -> None:
    machine = Machine(task)
    _check_strategies(machine, tally)
    program = machine.read(answer["program"])
    valid = program is not None and machine.is_valid(program)
    tally.check("machine: is a valid program", valid, answer)
    unusual = valid and is_unusual(machine.weights, machine.strategy(program))
    tally.check("machine: its strategy is unusual", unusual, answer)


def check_rounds(task: dict, answer: dict, tally: Tally) -> None:
    machine = Machine(task)
    _check_strategies(machine, tally)
    programs = [machine.read(names) for names in answer["programs"]]
    valid = None not in programs and all(map(machine.is_valid, programs))
    tally.check("machine: all are valid programs", valid, answer)
    used = {machine.strategy(program) for program in programs} if valid else set()
    new = len(used) == task["rounds"] and not used & set(task["denied"])
    tally.check("machine: all strategies differ and none is denied", new, used)
    left = [weight for strategy, weight in machine.weights.items() if strategy not in task["denied"]]
    tally.check("machine: as many strategies as rounds are left", len(left) >= task["rounds"], len(left))
    denied = [machine.weights.get(strategy, 0) for strategy in task["denied"]]
    common = not denied or not left or min(denied) >= max(left)
    tally.check("machine: the most common strategies are denied", common, denied)


def _check_strategies(machine: "Machine", tally: Tally) -> None:
    stated = {entry["fingerprint"]: entry["weight"] for entry in machine.task["strategies"]}
    tally.check("machine: all strategies and their weights", machine.weights == stated, (machine.weights, stated))
    for entry in machine.task["strategies"]:
        shortest = machine.read(entry["shortest"])
        right = shortest is not None and len(shortest) == machine.shortest.get(entry["fingerprint"])
        tally.check("machine: a shortest program of the strategy", right and machine.is_valid(shortest), entry)


class Machine:
    def __init__(self, task: dict):
        self.task = task
        self.keys = [key for key in task["keys"] if not key["broken"]]
        self.pairs = [(tuple(pair["start"]), tuple(pair["target"])) for pair in task["pairs"]]
        # What a random program of some length is worth: as the prompt tells how common a strategy is.
        self.weights: dict[str, int] = defaultdict(int)
        self.shortest: dict[str, int] = {}
        self._after: dict[tuple[int, Pile], Pile | None] = {}
        self._distances = [self._distances_to(target) for _, target in self.pairs]
        for program in self._reaching():
            if not self.is_valid(program):
                continue
            strategy = self.strategy(program)
            self.weights[strategy] += len(self.keys) ** (task["lengthMax"] - len(program))
            self.shortest[strategy] = min(len(program), self.shortest.get(strategy, _FAR))

    def read(self, names: list[str]) -> list[int] | None:
        """The keys of these names; None where one is not there or is broken, or there are too many."""
        known = {key["name"]: index for index, key in enumerate(self.keys)}
        if len(names) > self.task["lengthMax"] or not set(names) <= known.keys():
            return None
        return [known[name] for name in names]

    def strategy(self, program: list[int]) -> str:
        used = [self.keys[index] for index in set(program)]
        return " ".join(sorted(key["kind"] + (str(key["builtIn"]) if key["builtIn"] else "") for key in used))

    def is_valid(self, program: list[int]) -> bool:
        """By the definition: it works, and with no run of keys left out it does."""
        cuts = (
            program[:start] + program[end:]
            for start in range(len(program))
            for end in range(start + 1, len(program) + 1)
        )
        return self._works(program) and not any(map(self._works, cuts))

    def _works(self, program: list[int]) -> bool:
        return all(self._run(program, start) == target for start, target in self.pairs)

    def _run(self, program: list[int], pile: Pile | None) -> Pile | None:
        for key in program:
            if pile is None:
                return None
            pile = self._press(key, pile)
        return pile

    def _press(self, key: int, pile: Pile) -> Pile | None:
        """The pile after a key; None where it cannot be pressed."""
        if (key, pile) not in self._after:
            self._after[key, pile] = self._pressed(self.keys[key], pile)
        return self._after[key, pile]

    def _pressed(self, key: dict, pile: Pile) -> Pile | None:
        takes, result = _OPERATIONS[key["kind"]]
        if len(pile) < takes:
            return None
        kept, taken = pile[: len(pile) - takes], pile[len(pile) - takes :]
        modulus = self.task["modulus"]
        put = [number % modulus for number in result(modulus, key["builtIn"], *taken)]
        after = (*kept, *put)
        return after if len(after) <= self.task["room"] else None

    def _distances_to(self, target: Pile) -> dict[Pile, int]:
        """Keys from each pile to the target, by going back from it."""
        before: dict[Pile, set[Pile]] = defaultdict(set)
        for pile in self._piles():
            for key in range(len(self.keys)):
                after = self._press(key, pile)
                if after is not None:
                    before[after].add(pile)
        distances = {target: 0}
        queue = deque([target])
        while queue:
            end = queue.popleft()
            for pile in before[end] - distances.keys():
                distances[pile] = distances[end] + 1
                queue.append(pile)
        return distances

    def _piles(self) -> Iterator[Pile]:
        layer: list[Pile] = [()]
        for _ in range(self.task["room"] + 1):
            yield from layer
            layer = [(*pile, number) for pile in layer for number in range(self.task["modulus"])]

    def _reaching(self) -> Iterator[list[int]]:
        """Programs of at most the length allowed that turn all piles into their targets."""
        targets = tuple(target for _, target in self.pairs)

        def extended(program: list[int], piles: tuple[Pile, ...]) -> Iterator[list[int]]:
            if program and piles == targets:
                # Whatever goes on from here has an idle end.
                yield program
                return
            left = self.task["lengthMax"] - len(program)
            if any(known.get(pile, _FAR) > left for known, pile in zip(self._distances, piles, strict=True)):
                return
            for key in range(len(self.keys)):
                after = tuple(self._press(key, pile) for pile in piles)
                if None not in after:
                    yield from extended([*program, key], after)

        yield from extended([], tuple(start for start, _ in self.pairs))


# How many numbers an operation takes, and what it puts back for them, the top last.
_OPERATIONS = {
    "push": (0, lambda m, n: [n]),
    "dup": (1, lambda m, n, a: [a, a]),
    "over": (2, lambda m, n, a, b: [a, b, a]),
    "tuck": (2, lambda m, n, a, b: [b, a, b]),
    "swap": (2, lambda m, n, a, b: [b, a]),
    "rot": (3, lambda m, n, a, b, c: [b, c, a]),
    "unrot": (3, lambda m, n, a, b, c: [c, a, b]),
    "sort": (2, lambda m, n, a, b: sorted([a, b])),
    "lift": (2, lambda m, n, a, b: [a + b, b]),
    "spread": (2, lambda m, n, a, b: [a, b - a]),
    "plus": (1, lambda m, n, a: [a + n]),
    "times": (1, lambda m, n, a: [a * n]),
    "rest": (1, lambda m, n, a: [a % n]),
    "neg": (1, lambda m, n, a: [-a]),
    "flip": (1, lambda m, n, a: [m - 1 - a]),
    "half": (1, lambda m, n, a: [a // 2]),
    "drop": (1, lambda m, n, a: []),
    "nip": (2, lambda m, n, a, b: [b]),
    "add": (2, lambda m, n, a, b: [a + b]),
    "sub": (2, lambda m, n, a, b: [a - b]),
    "mul": (2, lambda m, n, a, b: [a * b]),
    "max": (2, lambda m, n, a, b: [max(a, b)]),
    "min": (2, lambda m, n, a, b: [min(a, b)]),
    "gap": (2, lambda m, n, a, b: [abs(a - b)]),
}
