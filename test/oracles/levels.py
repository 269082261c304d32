"""Levels of a sliding game: played out move by move, and searched breadth first."""

from collections import deque

from strategies import is_unusual
from tally import Tally

Cell = tuple[int, int]

# In the order in which properties number them: up, right, down, left.
_WAYS: list[Cell] = [(-1, 0), (0, 1), (1, 0), (0, -1)]
_ARROWS = "^>v<"


def check(task: dict, answer: dict, tally: Tally) -> None:
    parts = [(symbol, (row, column)) for symbol, row, column in answer["parts"]]
    tally.check("level: parts are placed as said", _are_placed(task, parts), answer)
    level = Level(task, parts)
    for wanted in task["properties"]:
        tally.check("level: has the property", has(level, wanted, task, parts), (wanted["says"], answer))
    counts = [sum(symbol in kind for symbol, _ in parts) for kind in ("#", "o", _ARROWS)]
    strategy = f"{'-'.join(map(str, counts))}:{level.moves}"
    tally.check("level: its strategy is unusual", is_unusual(task["strategies"], strategy), strategy)


def _are_placed(task: dict, parts: list[tuple[str, Cell]]) -> bool:
    taken = {tuple(cell) for cell in [*task["blocks"], task["start"], task["goal"]]}
    cells = [cell for _, cell in parts]
    inside = all(1 <= at <= task["side"] for cell in cells for at in cell)
    known = all(len(symbol) == 1 and symbol in f"#o{_ARROWS}" for symbol, _ in parts)
    return inside and known and len(cells) <= task["budget"] and len(set(cells) - taken) == len(cells)


class Level:
    def __init__(self, task: dict, parts: list[tuple[str, Cell]]):
        self.side, self.start, self.goal = task["side"], tuple(task["start"]), tuple(task["goal"])
        self.symbols = {tuple(cell): "#" for cell in task["blocks"]} | {cell: symbol for symbol, cell in parts}
        # Cells where the token can be at rest, with the fewest moves that lead there.
        self.distances = self._distances_from(self.start)
        self.moves = self.distances.get(self.goal, -1)

    def ends(self, cell: Cell) -> dict[int, Cell]:
        """Where the moves from a cell end, by their way; none from the goal."""
        if cell == self.goal:
            return {}
        ends = {way: self._slid(cell, way) for way in range(4)}
        return {way: end for way, end in ends.items() if end != cell}

    def _slid(self, cell: Cell, way: int) -> Cell:
        while True:
            ahead = (cell[0] + _WAYS[way][0], cell[1] + _WAYS[way][1])
            symbol = self.symbols.get(ahead, ".")
            if not all(1 <= at <= self.side for at in ahead) or symbol == "#":
                return cell
            if symbol in _ARROWS and symbol != _ARROWS[way]:
                return cell
            cell = ahead
            if cell == self.goal or symbol == "o":
                return cell

    def _distances_from(self, start: Cell) -> dict[Cell, int]:
        distances = {start: 0}
        queue = deque([start])
        while queue:
            cell = queue.popleft()
            for end in self.ends(cell).values():
                if end not in distances:
                    distances[end] = distances[cell] + 1
                    queue.append(end)
        return distances

    def shortest(self) -> list[list[tuple[int, Cell]]]:
        """Every shortest solution, as ways and the cells where they end."""
        found: list[list[tuple[int, Cell]]] = []

        def extend(path: list[tuple[int, Cell]], cell: Cell) -> None:
            if cell == self.goal:
                found.append(path)
                return
            for way, end in self.ends(cell).items():
                if self.distances[end] == len(path) + 1 <= self.moves:
                    extend([*path, (way, end)], end)

        if self.moves >= 0:
            extend([], self.start)
        return found

    def traps(self) -> int:
        return sum(self.goal not in self._distances_from(cell) for cell in self.distances)


def has(level: Level, wanted: dict, task: dict, parts: list[tuple[str, Cell]]) -> bool:
    kind, value = wanted["kind"], wanted["value"]
    cells = [cell for _, cell in parts]
    outer = sum(1 in cell or level.side in cell for cell in cells)
    symbols = {"block": "#", "pad": "o", "oneWay": _ARROWS}.get(wanted.get("part"), "")
    count = sum(symbol in symbols for symbol, _ in parts)
    of_parts = {
        "parts": lambda: len(parts) == value,
        "atLeast": lambda: count >= value,
        "atMost": lambda: count <= value,
        "border": lambda: outer >= value,
        "inner": lambda: len(parts) - outer >= value,
        "apart": lambda: not any(abs(r - s) + abs(c - d) == 1 for r, c in cells for s, d in cells),
    }
    if kind in of_parts:
        return of_parts[kind]()
    if level.moves < 0:
        return False
    resting, solutions = level.distances, level.shortest()
    visited = [[end for _, end in path] for path in solutions]
    of_play = {
        "moves": lambda: level.moves >= value,
        "unique": lambda: len(solutions) == 1,
        "first": lambda: all(path[0][0] == value for path in solutions),
        "last": lambda: all(path[-1][0] == value for path in solutions),
        "unused": lambda: all(way != value for path in solutions for way, _ in path),
        "pads": lambda: all(sum(level.symbols.get(end) == "o" for end in path) >= value for path in visited),
        "visits": lambda: all(tuple(value) in path for path in visited),
        "reaches": lambda: tuple(value) in resting,
        "avoids": lambda: tuple(value) not in resting,
        "returns": lambda: any(level.start in level.ends(cell).values() for cell in resting),
        "restsLeast": lambda: len(resting) >= value,
        "restsMost": lambda: len(resting) <= value,
        "traps": lambda: level.traps() >= value,
        "noTraps": lambda: level.traps() == 0,
        "needed": lambda: all(
            Level(task, parts[:index] + parts[index + 1 :]).moves != level.moves for index in range(len(parts))
        ),
    }
    return of_play[kind]()
