"""Plans in PDDL: carried out by unified-planning and by plain Python, and their lengths by breadth-first search."""

import json
import re
import warnings

from unified_planning.environment import get_environment
from unified_planning.engines import SequentialPlanValidator, ValidationResultStatus
from unified_planning.io import PDDLReader

import pddl
from tally import Tally

warnings.filterwarnings("ignore")
get_environment().credits_stream = None
_STATES_MOST = 4_000
# It takes about a second to read a problem, so only the first of a skill are given to unified-planning.
_VALIDATED_MOST = 50


def check(skill: str, task: dict, answer: object, tally: Tally) -> None:
    """Checks an answer against the exported domain, problem and plan."""
    oracle = task["oracle"]
    problem = pddl.Problem(oracle["domain"], oracle["problem"])
    plan = pddl.plan_of(oracle["plan"]) if "plan" in oracle else None
    if plan is not None:
        end = problem.run(plan)
        tally.check("pddl: plan runs and reaches the goal", end is not None and problem.reached(end), oracle["plan"])
        if tally.instances <= _VALIDATED_MOST:
            tally.check("pddl: unified-planning accepts it", _accepted(oracle), oracle["plan"])
    _CHECKS.get(skill, _shortest)(problem, plan, answer, task, tally)


def _accepted(oracle: dict) -> bool:
    reader = PDDLReader()
    problem = reader.parse_problem_string(oracle["domain"], oracle["problem"])
    plan = reader.parse_plan_string(problem, oracle["plan"])
    with SequentialPlanValidator() as validator:
        return validator.validate(problem, plan).status == ValidationResultStatus.VALID


def _named(words: list[str], kind: str) -> pddl.Atom:
    """Words of the prompt as an action ("a") or a fact ("p") of the export."""
    return (f"{kind}-{words[0]}", *(f"o-{word}" for word in words[1:]))


def _facts(lists: list[list[str]]) -> set[pddl.Atom]:
    return {_named(words, "p") for words in lists}


def _projection(problem: pddl.Problem, plan: list, answer: dict, task: dict, tally: Tally) -> None:
    start, end = problem.start.facts, problem.run(plan).facts
    tally.check("pddl: facts that have become true", _facts(answer["true"]) == end - start, answer["true"])
    tally.check("pddl: facts that have become false", _facts(answer["false"]) == start - end, answer["false"])


def _plan_check(problem: pddl.Problem, plan: list, answer: dict, task: dict, tally: Tally) -> None:
    """The exported plan ends before the step that cannot be carried out, which the prompt alone has."""
    steps = [json.loads(line) for line in re.findall(r"^\d+\. (\[.*\])$", task["prompt"], re.M)]
    steps = [_named(words, "a") for words in steps]
    before = problem.run(plan)
    if answer["step"] == 0:
        thing = re.search(r'"gained": all facts about (\S+) that', task["prompt"]).group(1)
        gained = {fact for fact in before.facts - problem.start.facts if f"o-{thing}" in fact[1:]}
        tally.check("pddl: the plan is the prompt's", plan == steps, plan)
        tally.check("pddl: facts gained", _facts(answer["gained"]) == gained, (answer, gained))
        return
    failing = problem.bound(steps[answer["step"] - 1])
    tally.check("pddl: the plan is the prompt's", plan == steps[: answer["step"] - 1], plan)
    tally.check("pddl: the step cannot be carried out", not pddl.applicable(failing, before), failing.words)
    missing = _named(answer["missing"], "p")
    lacks = missing in failing.needs - before.facts or missing in failing.forbids & before.facts
    tally.check("pddl: what is missing", lacks, answer["missing"])
    repair = _named(answer["repair"], "a")
    tally.check("pddl: the repair helps", problem.run([repair, failing.words], before) is not None, repair)


def _shortest(problem: pddl.Problem, plan: list | None, answer: object, task: dict, tally: Tally) -> None:
    """The exported plan is a shortest one; without one there is none. The answer has the plan's steps, if it is one."""
    given = answer.get("plan") if isinstance(answer, dict) else answer
    if plan is not None and isinstance(given, list):
        tally.check("pddl: the answer is the plan", [_named(words, "a") for words in given] == plan, given)
    fewest = problem.fewest_steps(_STATES_MOST)
    agrees = None if fewest == "unknown" else fewest == (None if plan is None else len(plan))
    tally.check("pddl: fewest steps", agrees, (fewest, plan))


def _resources(problem: pddl.Problem, plan: list | None, answer: object, task: dict, tally: Tally) -> None:
    _shortest(problem, plan, answer, task, tally)
    if plan is not None:
        return
    # The prompt's words for the resources, in the order of the functions.
    words = re.search(r"exactly one of (.+) stands in the way", task["prompt"]).group(1)
    names = re.findall(r'"(\w+)"', words)
    fluents = [term for term in (("f-tank",), ("f-coins",), ("f-passes",), ("f-room",)) if term in dict(problem.start.values)]
    term = fluents[names.index(answer["impossible"])]
    for needed, enough in ((answer["needed"], True), (answer["needed"] - 1, False)):
        fewest = problem.fewest_steps(_STATES_MOST, problem.with_value(term, needed))
        agrees = None if fewest == "unknown" else (fewest is not None) == enough
        tally.check("pddl: amount needed", agrees, (answer, needed, fewest))


_CHECKS = {"C1": _projection, "C2": _plan_check, "C4": _resources}
