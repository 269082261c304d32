"""Assemblies of processes on things: the steps are carried out one by one."""

from strategies import is_unusual
from tally import Tally


def check(task: dict, answer: dict, tally: Tally) -> None:
    levels = {thing["name"]: dict(thing["levels"]) for thing in task["things"]}
    shares = [_share(own, task["goals"]) for own in levels.values()]
    tally.check("assembly: share met at the start", max(shares) == task["shareAtStart"] < 1, max(shares))
    steps = answer["steps"]
    tally.check("assembly: no more steps than allowed", len(steps) <= task["stepsMax"], len(steps))
    possible = all(_carried_out(step, task, levels) for step in steps)
    tally.check("assembly: every step can be taken", possible, steps)
    finished = [name for name, own in levels.items() if _share(own, task["goals"]) == 1]
    tally.check("assembly: a thing meets the goal", bool(finished), steps)
    if not possible or not finished:
        return
    strategy = (_kind(task, finished[0]), *(_tool(task, steps, job, finished[0]) for job in task["jobs"]))
    weights = {
        tuple(None if name is None else _kind(task, name) for name in (entry["product"], *entry["tools"])): entry["count"]
        for entry in task["strategies"]
    }
    tally.check("assembly: strategies are told once each", len(weights) == len(task["strategies"]))
    tally.check("assembly: its strategy is unusual", is_unusual(weights, strategy), strategy)


def _carried_out(step: dict, task: dict, levels: dict[str, dict[str, int]]) -> bool:
    """Takes a step, if it can be taken."""
    process = next((one for one in task["processes"] if one["name"] == step["process"]), None)
    tool, material = step["tool"], step["material"]
    if process is None or tool == material or tool not in levels or material not in levels:
        return False
    if _share(levels[tool], process["tool"]) < 1 or _share(levels[material], process["material"]) < 1:
        return False
    for named, by in process["changes"]:
        levels[material][named] = min(task["levelMax"], max(0, levels[material][named] + by))
    if process["toolIsGone"]:
        del levels[tool]
    return True


def _share(levels: dict[str, int], conditions: list) -> float:
    """Share of the conditions that are met."""
    met = [levels[name] >= level if sense == "least" else levels[name] <= level for name, sense, level in conditions]
    return sum(met) / len(met) if met else 1


def _tool(task: dict, steps: list[dict], job: str, finished: str) -> tuple | None:
    """The kind of the tool by which the job was last done on the finished thing."""
    tools = [step["tool"] for step in steps if step["process"] == job and step["material"] == finished]
    return _kind(task, tools[-1]) if tools else None


def _kind(task: dict, name: str) -> tuple:
    """Things with the same levels at the start are the same."""
    [levels] = [thing["levels"] for thing in task["things"] if thing["name"] == name]
    return tuple(sorted(levels.items()))
