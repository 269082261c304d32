"""Plans in PDDL: carried out by unified-planning and by plain Python, and their lengths by breadth-first search."""

import heapq
import itertools
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
_STATES_MOST = 30_000
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
    _CHECKS[skill](problem, plan, answer, task, tally)


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
        thing = re.search(r'"gained": of the facts that name (\S+), all', task["prompt"]).group(1)
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


def _given(answer: object) -> list[pddl.Atom] | None:
    """The plan in an answer; None where it says that there is none."""
    steps = answer.get("plan") if isinstance(answer, dict) else answer
    return None if steps is None else [_named(words, "a") for words in steps]


def _shortest(problem: pddl.Problem, plan: list | None, answer: object, task: dict, tally: Tally) -> None:
    """The answer is the exported plan, which is a shortest one; without a plan there is none."""
    tally.check("pddl: the answer is the plan", _given(answer) == plan, answer)
    fewest = pddl.Search(problem).fewest_steps(_STATES_MOST)
    agrees = None if fewest == "unknown" else fewest == (None if plan is None else len(plan))
    tally.check("pddl: fewest steps", agrees, (fewest, plan))


def _short_plans(problem: pddl.Problem, plan: list | None, answer: dict, task: dict, tally: Tally) -> None:
    _shortest(problem, plan, answer, task, tally)
    if plan is not None:
        return
    obstacle = _facts(answer["impossible"])
    made = {fact for action in problem.actions() for fact in action.adds}
    closed = all(
        action.needs & obstacle or action.needs - problem.start.facts - made
        for action in problem.actions()
        if action.adds & obstacle
    )
    barred = obstacle & problem.goal.holds and not obstacle & problem.start.facts
    tally.check("pddl: nothing gets past the obstacle", bool(closed and barred), answer)


def _decomposition(problem: pddl.Problem, plan: list | None, answer: dict, task: dict, tally: Tally) -> None:
    _shortest(problem, plan, answer, task, tally)
    goal = problem.goal.holds
    if plan is None:
        ring = [_named(words, "p") for words in answer["impossible"]]
        after_one_another = all(
            fact not in problem.attainable(frozenset([earlier]))
            for fact, earlier in zip(ring, [*ring[1:], *ring[:1]], strict=True)
        )
        tally.check("pddl: each of the ring waits for the next", len(ring) > 1 and after_one_another, ring)
        return
    order = [_named(words, "p") for words in answer["order"]]
    for candidate in _facts(json.loads(task["oracle"]["landmarks"])["candidates"]):
        without = frozenset([candidate])
        needed: bool | None = not goal <= problem.attainable(without)
        if not needed:
            fewest = pddl.Search(problem).fewest_steps(_STATES_MOST, without=without)
            needed = None if fewest == "unknown" else fewest is None
        tally.check("pddl: milestone is needed or not", None if needed is None else needed == (candidate in order), candidate)
    tally.check("pddl: order of a shortest plan", _has_order(pddl.Search(problem), order, len(plan)), order)


def _has_order(search: pddl.Search, order: list[pddl.Atom], length: int) -> bool | None:
    """Whether in some plan of the length the facts come true for the first time in this order."""
    bits = [search.bits([fact]) for fact in order]
    layer = {(search.start, 0)}
    for _ in range(length):
        following = set()
        for state, done in layer:
            for _, reached in search.successors(state):
                count = done
                while count < len(bits) and reached[0] & bits[count]:
                    count += 1
                if not any(reached[0] & bit for bit in bits[count:]):
                    following.add((reached, count))
        if len(following) > _STATES_MOST:
            return None
        layer = following
    return any(done == len(order) and search.reached(state) for state, done in layer)


def _replanning(problem: pddl.Problem, plan: list | None, answer: object, task: dict, tally: Tally) -> None:
    old = json.loads(task["oracle"]["old"])
    steps = [_named(words, "a") for words in old["steps"]]
    total = _least_total(problem, steps, old["penalty"])
    tally.check("pddl: least total", None if total == "unknown" else total == old["total"], (total, old["total"]))
    if plan is not None:
        tally.check("pddl: the answer is the plan", _given(answer) == plan, answer)
        given = len(plan) + old["penalty"] * (len(steps) - _kept(plan, steps))
        tally.check("pddl: the answer has this total", given == old["total"], (given, old["total"]))
        return
    for goal in problem.goal.holds:
        start = _only_parcel(problem, goal[1])
        alone = pddl.Search(problem).fewest_steps(_STATES_MOST, start, goal=pddl.Literals({goal}, set(), []))
        blocked = goal[1] == f"o-{answer['parcel']}"
        tally.check("pddl: the blocked parcel", None if alone == "unknown" else (alone is None) == blocked, (goal, alone))


def _only_parcel(problem: pddl.Problem, parcel: str) -> pddl.State:
    """The start as if there were no other parcel, so that none takes room in the van."""
    others = {fact for fact in problem.start.facts if fact[0] in ("p-aboard", "p-waiting") and fact[1] != parcel}
    values = dict(problem.start.values)
    room = sum(values.get(("f-weight", fact[1]), 0) for fact in others if fact[0] == "p-aboard")
    if ("f-room",) in values:
        values["f-room",] += room
    return pddl.State(problem.start.facts - others, tuple(sorted(values.items())))


def _kept(plan: list[pddl.Atom], old: list[pddl.Atom]) -> int:
    """The length of the longest common subsequence."""
    row = [0] * (len(old) + 1)
    for step in plan:
        above = row[:]
        for index, other in enumerate(old):
            row[index + 1] = above[index] + 1 if step == other else max(above[index + 1], row[index])
    return row[-1]


def _least_total(problem: pddl.Problem, old: list[pddl.Atom], penalty: int) -> int | None | str:
    """By uniform cost over states and the part of the old plan gone through; "unknown" beyond the limit."""
    search = pddl.Search(problem)
    # Without a state: the total is complete.
    queue: list[tuple[int, int, pddl.Compact | None, int]] = [(0, 0, search.start, 0)]
    settled, entered = set(), itertools.count(1)
    while queue:
        total, _, state, at = heapq.heappop(queue)
        if state is None:
            return total
        if (state, at) in settled:
            continue
        settled.add((state, at))
        if len(settled) > _STATES_MOST:
            return "unknown"
        if search.reached(state):
            heapq.heappush(queue, (total + penalty * (len(old) - at), next(entered), None, at))
        for action, reached in search.successors(state):
            heapq.heappush(queue, (total + 1, next(entered), reached, at))
            if action.words in old[at:]:
                kept = old.index(action.words, at)
                heapq.heappush(queue, (total + 1 + penalty * (kept - at), next(entered), reached, kept + 1))
    return None


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
        fewest = pddl.Search(problem).fewest_steps(_STATES_MOST, problem.with_value(term, needed))
        agrees = None if fewest == "unknown" else (fewest is not None) == enough
        tally.check("pddl: amount needed", agrees, (answer, needed, fewest))


_CHECKS = {
    "C1": _projection,
    "C2": _plan_check,
    "C3": _short_plans,
    "C4": _resources,
    "C6": _decomposition,
    "C8": _replanning,
}
