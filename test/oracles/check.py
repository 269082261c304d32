"""Checks exported tasks with tools that are not ours: python check.py FILE.jsonl ...

Prints a table of skills and exits with 1 on any disagreement.
"""

import json
import re
import sys
import time
from pathlib import Path

import asp
import creative
import functions
import planning
import programs
import puzzles
import schedules
import smtlib
import worlds
from tally import Tally

# By the key of an export, what checks it.
_MODULES = {
    "asp": asp,
    "smtlib": smtlib,
    "constraints": puzzles,
    "schedule": schedules,
    "worlds": worlds,
    "problem": planning,
    "ir": programs,
    "cases": functions,
}
_SHOWN_MOST = 10
_FOREIGN_MOST = 10


def main(paths: list[str]) -> int:
    tallies = [tally_of(Path(path)) for path in paths]
    print_table(tallies)
    disagreements = [line for tally in tallies for line in tally.disagreements]
    for line in disagreements[:_SHOWN_MOST]:
        print(line)
    if len(disagreements) > _SHOWN_MOST:
        print(f"and {len(disagreements) - _SHOWN_MOST} more")
    return 1 if disagreements else 0


def tally_of(path: Path) -> Tally:
    began = time.monotonic()
    tally = Tally("")
    tasks = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for task in tasks:
        tally.skill = f"{task['domain']}/{task['skill']}"
        tally.seed = task["seed"]
        tally.instances += 1
        check(task, tally)
    if tally.checks:
        tally.check("checks refuse the answers of other tasks", refuse_foreign(tasks[:_FOREIGN_MOST]))
    print(f"{tally.skill}: {tally.instances} instances in {time.monotonic() - began:.0f} s", file=sys.stderr)
    return tally


def refuse_foreign(tasks: list[dict]) -> bool:
    """Whether most tasks refuse the answer of their neighbour: checks that accept anything would say nothing."""
    refused = 0
    for task, other in zip(tasks, [*tasks[1:], *tasks[:1]], strict=True):
        tally = Tally("")
        check({**task, "answer": other["answer"]}, tally)
        refused += bool(tally.disagreements)
    return 2 * refused > len(tasks)


def check(task: dict, tally: Tally) -> None:
    answer = answer_of(task["answer"])
    skill = solved_as(task)
    for key, module in _MODULES.items():
        if key not in task["oracle"]:
            continue
        if task["domain"] == "creative":
            module = creative
        try:
            module.check(skill, task, answer, tally)
        except Exception as error:  # An export that cannot be read is a disagreement like any other.
            tally.check(f"{key}: can be read", False, repr(error))


def answer_of(text: str) -> object:
    """The answer's JSON, or the text of its program."""
    kind, content = re.search(r"```(\w*)\n(.*)\n```", text, re.S).groups()
    return json.loads(content) if kind == "json" else content


def solved_as(task: dict) -> str:
    """The skill as which a task is checked: B8 hides a task of another skill, told by its constraint set."""
    if task["skill"] != "B8":
        return task["skill"]
    return "B2" if "rules" in json.loads(task["oracle"]["constraints"]) else "B5"


def print_table(tallies: list[Tally]) -> None:
    print(f"{'skill':14}{'instances':>10}{'checks':>10}{'undecided':>11}{'disagreements':>15}")
    for tally in tallies:
        counts = (sum(tally.checks.values()), sum(tally.undecided.values()), len(tally.disagreements))
        print(f"{tally.skill:14}{tally.instances:>10}{counts[0]:>10}{counts[1]:>11}{counts[2]:>15}")
        for kind in sorted({*tally.checks, *tally.undecided}):
            made, left = tally.checks.get(kind, 0), tally.undecided.get(kind, 0)
            print(f"  {kind:<40}{made:>6}{left:>11}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
