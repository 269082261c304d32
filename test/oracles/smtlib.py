"""SMT-LIB scripts and named assertions, run by z3."""

import itertools
import json
import re

import z3

from tally import Tally


def outcomes(script: str) -> list[str]:
    """What the script's commands answer, one line each."""
    context = z3.Context()
    return z3.Z3_eval_smtlib2_string(context.ref(), script).split("\n")[:-1]


def check(skill: str, task: dict, answer: object, tally: Tally) -> None:
    """Checks what a skill's answer must have to do with the verdicts of z3 on its script."""
    _CHECKS[skill](task["oracle"], answer, tally)


def _truth_tellers(oracle: dict, answer: dict, tally: Tally) -> None:
    solver = z3.Solver()
    solver.from_string(oracle["smtlib"])
    truthful = json.loads(oracle["constraints"])["roles"]["truthful"]
    is_answer = z3.And([z3.Bool(name) == (role == truthful) for name, role in answer.items()])
    tally.check("smtlib: the answer is a model", solver.check(is_answer) == z3.sat, answer)
    tally.check("smtlib: nothing else is", solver.check(z3.Not(is_answer)) == z3.unsat, answer)


def _orders(oracle: dict, answer: dict, tally: Tally) -> None:
    found = outcomes(oracle["smtlib"])
    verdicts = {("sat", "sat"): "unknown", ("sat", "unsat"): "less", ("unsat", "sat"): "greater"}
    for index, question in enumerate(json.loads(oracle["constraints"])["questions"]):
        verdict = verdicts.get(tuple(found[2 * index : 2 * index + 2]))
        agrees = verdict is not None and answer[question["id"]] == question[verdict]
        tally.check("smtlib: verdict", agrees, (question["id"], verdict))


def _schedules(oracle: dict, answer: dict, tally: Tally) -> None:
    expected = ["sat", "unsat"] if "schedule" in answer else ["unsat"]
    found = outcomes(oracle["smtlib"])
    tally.check("smtlib: optimum", found == expected, (found, expected))


def _conflicts(oracle: dict, answer: dict, tally: Tally) -> None:
    """Every core is minimal, and there is no other one: whatever breaks all of them is consistent."""
    premises = _named(oracle["smtlib"])
    solver = z3.Solver()
    for name, assertion in premises.items():
        solver.add(z3.Implies(z3.Bool(f"keep {name}"), assertion))

    def together(kept: set[str]) -> bool:
        return solver.check([z3.Bool(f"keep {name}") for name in sorted(kept)]) == z3.sat

    cores = [set(core) for core in answer["cores"]]
    for core in cores:
        minimal = not together(core) and all(together(core - {name}) for name in core)
        tally.check("smtlib: core is minimal", minimal, sorted(core))
    # One premise of each core is given up, in every way.
    ways = {frozenset(dropped) for dropped in itertools.product(*cores)}
    agrees = all(together(set(premises) - dropped) for dropped in ways)
    tally.check("smtlib: no other core", agrees, answer["cores"])


def _named(script: str) -> dict[str, z3.BoolRef]:
    """The named assertions of a script, by name."""
    declarations = "\n".join(re.findall(r"^\(declare-const .*\)$", script, re.M))
    found = re.findall(r"^\(assert \(! (.*) :named (\S+)\)\)$", script, re.M)
    return {name: z3.parse_smt2_string(f"{declarations}\n(assert {body})")[0] for body, name in found}


_CHECKS = {"B3": _truth_tellers, "B4": _orders, "B7": _conflicts, "C5": _schedules}
