"""Answer-set programs, run by clingo."""

import json
from collections.abc import Iterable, Iterator

import clingo

from tally import Tally


def _control(program: str, *options: str) -> clingo.Control:
    control = clingo.Control(["--warn=none", *options])
    control.add("base", [], program)
    control.ground([("base", [])])
    return control


def _atoms(symbols: Iterable[clingo.Symbol]) -> set[tuple]:
    return {(symbol.name, *map(_plain, symbol.arguments)) for symbol in symbols}


def _plain(symbol: clingo.Symbol) -> str | int:
    return symbol.number if symbol.type == clingo.SymbolType.Number else symbol.string


def answer_sets(program: str, most: int = 0) -> Iterator[set[tuple]]:
    """The shown atoms of all answer sets, or of the first ones."""
    control = _control(program, f"--models={most}")
    with control.solve(yield_=True) as handle:
        for model in handle:
            yield _atoms(model.symbols(shown=True))


def consequences(program: str) -> set[tuple]:
    """The shown atoms that all answer sets have, all optimal ones if costs are given. Raises ValueError without any."""
    last = None
    control = _control(program, "--enum-mode=cautious", "--opt-mode=optN", "--models=0")
    with control.solve(yield_=True) as handle:
        for model in handle:
            last = _atoms(model.symbols(shown=True))
    if last is None:
        raise ValueError("the program has no answer set")
    return last


def optimum(program: str) -> list[int] | None:
    """The least cost, by priority; None without any answer set."""
    cost = None
    control = _control(program, "--models=0", "--opt-mode=opt")
    with control.solve(yield_=True) as handle:
        for model in handle:
            cost = list(model.cost)
    return cost


def check(skill: str, task: dict, answer: object, tally: Tally) -> None:
    """Checks what a skill's answer must have to do with the answer sets of its program."""
    _CHECKS[skill](task["oracle"], answer, tally)


def _settled(facts: set[tuple], names: dict[str, str], verdicts: dict[str, str], neither: str, tally: Tally):
    """Compares verdicts on numbered statements with the consequences that settle them, by their names."""
    for key, verdict in verdicts.items():
        found = [word for name, word in names.items() if (name, int(key[1:])) in facts]
        agrees = found == ([] if verdict == neither else [verdict])
        tally.check("asp: cautious consequences", agrees, (key, verdict, found))


def _syllogisms(oracle: dict, answer: dict, tally: Tally) -> None:
    facts = consequences(oracle["asp"])
    _settled(facts, {"true": "yes", "false": "no"}, answer, "undetermined", tally)


def _rule_chains(oracle: dict, answer: list[str], tally: Tally) -> None:
    best = optimum(oracle["asp"])
    tally.check("asp: optimum", best == [len(answer)], (best, len(answer)))
    pinned = oracle["asp"] + "".join(f"\n:- not use({rule[1:]})." for rule in answer)
    tally.check("asp: is a proof", optimum(pinned) == [len(answer)], answer)


def _truth_tellers(oracle: dict, answer: dict, tally: Tally) -> None:
    found = list(answer_sets(oracle["asp"], 2))
    tally.check("asp: one answer set", len(found) == 1, len(found))
    roles = json.loads(oracle["constraints"])["roles"]
    truthful = {("truthful", name) for name, role in answer.items() if role == roles["truthful"]}
    tally.check("asp: is the answer", found[:1] == [truthful], (found, answer))


def _orders(oracle: dict, answer: dict, tally: Tally) -> None:
    facts = consequences(oracle["asp"])
    for question in json.loads(oracle["constraints"])["questions"]:
        names = {name: question[name] for name in ("less", "greater")}
        _settled(facts, names, {question["id"]: answer[question["id"]]}, question["unknown"], tally)


def _grids(oracle: dict, answer: dict, tally: Tally) -> None:
    found = list(answer_sets(oracle["asp"], 2))
    tally.check("asp: one answer set", len(found) == 1, len(found))
    grid = {("at", name, value, place + 1) for name, row in answer.items() for place, value in enumerate(row)}
    tally.check("asp: is the answer", found[:1] == [grid], answer)


def _arrangements(oracle: dict, answer: dict, tally: Tally) -> None:
    found = sum(1 for _ in answer_sets(oracle["asp"]))
    tally.check("asp: number of answer sets", found == answer["arrangements"], (found, answer))


def _conflicts(oracle: dict, answer: dict, tally: Tally) -> None:
    facts = consequences(oracle["asp"])
    _settled(facts, {"true": "yes", "false": "no"}, answer["statements"], "undetermined", tally)


_CHECKS = {
    "B1": _syllogisms,
    "B2": _rule_chains,
    "B3": _truth_tellers,
    "B4": _orders,
    "B5": _grids,
    "B6": _arrangements,
    "B7": _conflicts,
}
