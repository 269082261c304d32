"""Constraint sets in JSON, in the prompts' words, solved by trying what there is."""

import itertools
import json
import math
from collections.abc import Callable, Hashable, Iterator

from tally import Tally


def check(skill: str, task: dict, answer: object, tally: Tally) -> None:
    """Checks a skill's answer against its constraint set."""
    _CHECKS[skill](json.loads(task["oracle"]["constraints"]), answer, tally)


def _syllogisms(task: dict, answer: dict, tally: Tally) -> None:
    """By the regions of a Venn diagram: claims close some of them or ask for an inhabited one."""
    classes = task["classes"]
    regions = range(2 ** len(classes))

    def cell(claim: dict) -> tuple[bool, frozenset[int]]:
        """Whether the claim closes its cell or inhabits it, and the regions of the cell."""
        closes, in_subject, in_predicate = _FORMS[claim["form"]]
        subject, predicate = classes.index(claim["subject"]), classes.index(claim["predicate"])
        return closes, frozenset(
            region
            for region in regions
            if bool(region >> subject & 1) == in_subject and bool(region >> predicate & 1) == in_predicate
        )

    premises = [cell(claim) for claim in task["premises"]]
    members = [(False, frozenset(r for r in regions if r >> index & 1)) for index in range(len(classes))]

    def possible(extra: list[tuple[bool, frozenset[int]]]) -> bool:
        claims = [*premises, *members, *extra]
        closed = frozenset().union(*(cells for closes, cells in claims if closes))
        # Something has to exist somewhere even where no claim asks for it: classes have members, so it does.
        return all(not cells <= closed for closes, cells in claims if not closes)

    for claim in task["statements"]:
        closes, cells = cell(claim)
        can_hold, can_fail = possible([(closes, cells)]), possible([(not closes, cells)])
        verdict = "undetermined" if can_hold and can_fail else "yes" if can_hold else "no"
        tally.check("constraints: verdict", answer[claim["id"]] == verdict, (claim["id"], verdict))


# Whether a form closes a cell (or inhabits it), and whether the cell is inside subject and predicate.
_FORMS = {
    "all": (True, True, False),
    "no": (True, True, True),
    "some": (False, True, True),
    "someNot": (False, True, False),
    "cover": (True, False, False),
    "neither": (False, False, False),
}


def _rule_chains(task: dict, answer: list[str], tally: Tally) -> None:
    rules = {rule["id"]: rule for rule in task["rules"]}
    facts = set(task["facts"])
    denied = set(task["deniedFacts"]) if task["world"] == "open" else None
    holds: dict[str, bool] = {}

    def derived(atom: str) -> bool:
        if atom not in holds:
            holds[atom] = atom in facts or any(map(can_be_used, rules_for(atom)))
        return holds[atom]

    def rules_for(atom: str) -> list[dict]:
        return [rule for rule in task["rules"] if rule["conclusion"] == atom]

    def can_be_used(rule: dict) -> bool:
        return all(map(derived, rule["if"])) and all(map(fails, rule["ifNot"]))

    def fails(atom: str) -> bool:
        return not derived(atom) if denied is None else atom in denied

    def proves(ids: tuple[str, ...]) -> bool:
        """Whether rules, in an order of their own, lead to the goal."""
        known, rest = set(facts), list(ids)
        while rest:
            usable = next((one for one in rest if known >= set(rules[one]["if"])), None)
            if usable is None:
                return False
            rest.remove(usable)
            known.add(rules[usable]["conclusion"])
        return task["goal"] in known

    if denied is not None:
        tally.check("constraints: denied facts do not hold", not any(map(derived, denied)), denied)
    usable = [rule["id"] for rule in task["rules"] if can_be_used(rule)]
    known = set(facts)
    in_order = True
    for one in answer:
        in_order = in_order and one in usable and known >= set(rules[one]["if"])
        known.add(rules[one]["conclusion"])
    tally.check("constraints: is a proof", in_order and rules[answer[-1]]["conclusion"] == task["goal"], answer)
    # Only rules towards the goal can be in a shortest proof.
    wanted, towards = {task["goal"]}, []
    while more := [one for one in usable if rules[one]["conclusion"] in wanted and one not in towards]:
        towards += more
        wanted |= {atom for one in more for atom in rules[one]["if"]}
    subsets = sum(math.comb(len(towards), size) for size in range(len(answer)))
    shorter = None if subsets > 200_000 else any(
        proves(ids) for size in range(len(answer)) for ids in itertools.combinations(towards, size)
    )
    tally.check("constraints: no shorter proof", None if shorter is None else not shorter, answer)


def _truth_tellers(task: dict, answer: dict, tally: Tally) -> None:
    people = task["people"]
    words = {task["roles"]["truthful"]: True, task["roles"]["lying"]: False}

    def value(part: list, truthful: dict[str, bool]) -> bool:
        if part[0] == "is":
            return truthful[part[1]] == (part[2] == "truthful")
        if part[0] == "says":
            return truthful[part[1]] == value(part[2], truthful)
        left, right = (value(side, truthful) for side in part[1:])
        return {"and": left and right, "or": left or right, "if": not left or right, "xor": left != right, "iff": left == right}[part[0]]

    found = []
    for values in itertools.product((False, True), repeat=len(people)):
        truthful = dict(zip(people, values, strict=True))
        if all(truthful[one["speaker"]] == value(one["says"], truthful) for one in task["statements"]):
            found.append(truthful)
    tally.check("constraints: the only solution", found == [{name: words[answer[name]] for name in people}], found)


def _orders(task: dict, answer: dict, tally: Tally) -> None:
    """By the transitive closure: a partial order settles a pair in all its linear extensions when it has it."""
    points = [tuple(point) for line in task["lines"] for point in line]
    before = {point: set() for point in points}
    for low, high in task["less"]:
        before[tuple(high)].add(tuple(low))
    for middle in points:
        for point in points:
            if middle in before[point]:
                before[point] |= before[middle]
    tally.check("constraints: can be satisfied", all(point not in before[point] for point in points))
    for question in task["questions"]:
        left, right = tuple(question["left"]), tuple(question["right"])
        found = "less" if left in before[right] else "greater" if right in before[left] else "unknown"
        tally.check("constraints: verdict", answer[question["id"]] == question[found], (question["id"], found))


def _fits(kind: str, places: list[int], numbers: list[int]) -> bool:
    a, b, c = (*places, 0, 0)[:3]
    n, m = (*numbers, 0, 0)[:2]
    return {
        "same": a == b,
        "different": a != b,
        "at": a == n,
        "notAt": a != n,
        "atEither": a in (n, m),
        "neighbour": abs(a - b) == 1,
        "notNeighbour": abs(a - b) != 1,
        "leftOf": a < b,
        "notLeftOf": a >= b,
        "justLeftOf": a + 1 == b,
        "distance": abs(a - b) == n,
        "between": b < a < c or c < a < b,
        "exactlyOne": (a == b) != (a == c),
    }[kind]


def _placements(groups: list[list[str]], places: int, clues: list[tuple[str, list[str], list[int]]]) -> Iterator[dict[str, int]]:
    """All ways to give the members of each group different places from 1 so that every clue fits."""
    order = [name for group in groups for name in group]
    group_of = {name: index for index, group in enumerate(groups) for name in group}
    # A clue is looked at as soon as the last of its names has a place.
    due: dict[str, list] = {name: [] for name in order}
    for clue in clues:
        due[max(clue[1], key=order.index)].append(clue)
    placed: dict[str, int] = {}
    taken: set[tuple[int, int]] = set()

    def place(index: int) -> Iterator[dict[str, int]]:
        if index == len(order):
            yield dict(placed)
            return
        name = order[index]
        for number in range(1, places + 1):
            if (group_of[name], number) in taken:
                continue
            placed[name] = number
            taken.add((group_of[name], number))
            if all(_fits(kind, [placed[one] for one in names], numbers) for kind, names, numbers in due[name]):
                yield from place(index + 1)
            taken.discard((group_of[name], number))
        placed.pop(name, None)

    yield from place(0)


def _grids(task: dict, answer: dict, tally: Tally) -> None:
    clues = [(clue["kind"], clue["variables"], clue["numbers"]) for clue in task["constraints"]]
    # Attributes that clues speak of often go first, so that they fail early.
    weight = lambda group: -sum(name in group for _, names, _ in clues for name in names)
    groups = sorted(task["allDifferent"].values(), key=weight)
    found = list(itertools.islice(_placements(groups, task["positions"], clues), 2))
    grid = {value: place + 1 for row in answer.values() for place, value in enumerate(row)}
    agrees = found == [grid] and all(sorted(answer[name]) == sorted(task["allDifferent"][name]) for name in answer)
    tally.check("constraints: the only solution", agrees, (found, answer))


def _arrangements(task: dict, answer: dict, tally: Tally) -> None:
    clues = [(clue["kind"], clue["people"], clue["numbers"]) for clue in task["constraints"]]
    fitting = list(_placements([task["people"]], task["places"], clues))
    tally.check("constraints: arrangements", len(fitting) == answer["arrangements"], len(fitting))
    worths: dict[str, tuple[int, int]] = {}
    left: dict[str, int] = {}
    for question in task["questions"]:
        sizes: dict[Hashable, int] = {}
        for placed in fitting:
            reply = _replies[question["kind"]](placed, question["about"])
            sizes[reply] = sizes.get(reply, 0) + 1
        left[question["id"]] = max(sizes.values())
        worths[question["id"]] = (len(fitting) - max(sizes.values()), question["price"])
    named = answer["question"]
    best = all(worths[named][0] * price >= gain * worths[named][1] for gain, price in worths.values())
    tally.check("constraints: best question", best, (named, worths))
    tally.check("constraints: arrangements left", left[named] == answer["left"], (left, answer))


def _holder(placed: dict[str, int], place: int) -> str:
    return next(name for name, number in placed.items() if number == place)


_replies: dict[str, Callable[[dict[str, int], list], Hashable]] = {
    "place": lambda placed, about: placed[about[0]],
    "who": lambda placed, about: _holder(placed, about[0]),
    "left": lambda placed, about: placed[about[0]] < placed[about[1]],
    "next": lambda placed, about: abs(placed[about[0]] - placed[about[1]]) == 1,
    "apart": lambda placed, about: abs(placed[about[0]] - placed[about[1]]),
}


def _conflicts(task: dict, answer: dict, tally: Tally) -> None:
    """By the set of assignments in which each premise is true, as the bits of one number."""
    atoms = sorted({literal["atom"] for premise in task["premises"] for literal in [*premise["conditions"], premise["conclusion"]]} | {one["atom"] for one in task["statements"]})
    assignments = range(2 ** len(atoms))

    def true_in(literal: dict) -> int:
        index = atoms.index(literal["atom"])
        return sum(1 << one for one in assignments if bool(one >> index & 1) == literal["value"])

    everything = (1 << len(assignments)) - 1
    models = {}
    for premise in task["premises"]:
        conditions = everything
        for literal in premise["conditions"]:
            conditions &= true_in(literal)
        models[premise["id"]] = (everything & ~conditions) | true_in(premise["conclusion"])

    cores: list[frozenset[str]] = []
    for size in range(1, len(models) + 1):
        for ids in itertools.combinations(models, size):
            if any(core <= set(ids) for core in cores):
                continue
            common = everything
            for one in ids:
                common &= models[one]
            if common == 0:
                cores.append(frozenset(ids))
    given = [frozenset(core) for core in answer["cores"]]
    tally.check("constraints: cores", set(given) == set(cores) and len(given) == len(cores), (cores, given))

    kept = everything
    for one in task["priorities"]:
        if kept & models[one]:
            kept &= models[one]
    for statement in task["statements"]:
        holds = true_in(statement)
        verdict = "yes" if not kept & ~holds else "no" if not kept & holds else "undetermined"
        tally.check("constraints: verdict", answer["statements"][statement["id"]] == verdict, (statement["id"], verdict))


_CHECKS = {
    "B1": _syllogisms,
    "B2": _rule_chains,
    "B3": _truth_tellers,
    "B4": _orders,
    "B5": _grids,
    "B6": _arrangements,
    "B7": _conflicts,
}
