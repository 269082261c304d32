"""Contingency plans: every world is gone through, and every set of worlds that could be what is known."""

import json
import math

from tally import Tally


def check(skill: str, task: dict, answer: dict, tally: Tally) -> None:
    """Checks a plan, or the settings said to exclude every plan, against the worlds."""
    trip = json.loads(task["oracle"]["worlds"])
    least = least_worst_case(trip, frozenset(range(len(trip["worlds"]))))
    tally.check("worlds: optimum", least == (math.inf if trip["optimum"] is None else trip["optimum"]), least)
    if "plan" in answer:
        costs = [cost_in(trip, world, answer["plan"], trip["start"]) for world in trip["worlds"]]
        tally.check("worlds: arrives everywhere", max(costs) < math.inf, costs)
        tally.check("worlds: worst case is the least", max(costs) == least, (max(costs), least))
        tally.check("worlds: number of steps", steps_of(answer["plan"]) <= trip["stepsMax"])
    else:
        settings = frozenset(trip["worlds"].index(setting) for setting in answer["impossible"])
        tally.check("worlds: at most two settings", 1 <= len(settings) <= 2, answer)
        tally.check("worlds: no plan survives them", least_worst_case(trip, settings) == math.inf, answer)


def steps_of(plan: list[dict]) -> int:
    return sum(1 + steps_of(step.get("on", [])) + steps_of(step.get("off", [])) for step in plan)


def cost_in(trip: dict, world: dict, plan: list[dict], place: str) -> float:
    """What the plan costs in a world; infinite when it does not arrive."""
    if place == trip["goal"]:
        return 0
    if not plan:
        return math.inf
    step = plan[0]
    if "go" in step:
        for action in trip["actions"]:
            if (action["from"], action["to"]) == (place, step["go"]) and is_open(action, world):
                return action["cost"] + cost_in(trip, world, plan[1:], action["to"])
        return math.inf
    for sight in trip["observations"]:
        if (sight["at"], sight["fact"]) == (place, step["inspect"]):
            return sight["cost"] + cost_in(trip, world, step[world[sight["fact"]]], place)
    return math.inf


def is_open(action: dict, world: dict) -> bool:
    return action["when"] is None or world[action["when"]["fact"]] == action["when"]["state"]


def least_worst_case(trip: dict, worlds: frozenset[int]) -> float:
    """The least worst-case cost of a plan that arrives in all the worlds; infinite when none does."""
    known: dict[tuple[frozenset[int], str], float] = {}
    places = {action[end] for action in trip["actions"] for end in ("from", "to")}

    def solve(belief: frozenset[int]) -> None:
        """Settles all places for a set of worlds; inspections lead to smaller sets."""
        if (belief, trip["goal"]) in known:
            return
        cost = dict.fromkeys(places, math.inf)
        cost[trip["goal"]] = 0
        for sight in trip["observations"]:
            on = frozenset(one for one in belief if trip["worlds"][one][sight["fact"]] == "on")
            if on and on != belief and sight["at"] != trip["goal"]:
                solve(on)
                solve(belief - on)
                worst = max(known[on, sight["at"]], known[belief - on, sight["at"]])
                cost[sight["at"]] = min(cost[sight["at"]], sight["cost"] + worst)
        moves = [one for one in trip["actions"] if all(is_open(one, trip["worlds"][world]) for world in belief)]
        for _ in places:
            for move in moves:
                cost[move["from"]] = min(cost[move["from"]], move["cost"] + cost[move["to"]])
        for place in places:
            known[belief, place] = cost[place]

    solve(worlds)
    return known[worlds, trip["start"]]
