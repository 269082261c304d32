"""Schedules on machines: the rules one by one, and a search for a shorter schedule."""

import json

from tally import Tally

_NODES_MOST = 100_000


def check(skill: str, task: dict, answer: dict, tally: Tally) -> None:
    """Checks a schedule, or the jobs said to make one impossible."""
    workshop = json.loads(task["oracle"]["schedule"])
    tasks = {task["name"]: task for task in workshop["tasks"]}
    if "schedule" in answer:
        faults, end = faults_of(workshop, tasks, answer["schedule"])
        tally.check("schedule: keeps the rules", not faults, faults)
        tally.check("schedule: ends as said", end == workshop["optimum"], end)
        tally.check("schedule: none is shorter", _none_ends_by(workshop, tasks, end - 1), end)
    else:
        tally.check("schedule: crowd or chain", _is_excess(workshop, tasks, answer["impossible"]), answer)
        latest = max(task["deadline"] for task in tasks.values())
        tally.check("schedule: none meets the deadlines", _none_ends_by(workshop, tasks, latest), answer)


def faults_of(workshop: dict, tasks: dict, schedule: dict) -> tuple[list[str], int]:
    """Rules that a schedule breaks, and the hour at which it ends."""
    setups = {(one["from"], one["to"]): one["time"] for one in workshop["setups"]}
    end = {name: schedule[name]["start"] + tasks[name]["duration"] for name in tasks}
    faults = [] if set(schedule) == set(tasks) else ["other jobs"]
    for name, task in tasks.items():
        if schedule[name]["start"] < 0 or end[name] > task["deadline"]:
            faults.append(f"{name} in time")
        if not 1 <= schedule[name]["machine"] <= workshop["machines"]:
            faults.append(f"machine of {name}")
    faults += [f"{a} before {b}" for a, b in workshop["precedences"] if end[a] > schedule[b]["start"]]
    for machine in range(1, workshop["machines"] + 1):
        row = sorted((name for name in tasks if schedule[name]["machine"] == machine), key=lambda name: schedule[name]["start"])
        for a, b in zip(row, row[1:], strict=False):
            wait = setups.get((tasks[a]["kind"], tasks[b]["kind"]), 0)
            if end[a] + wait > schedule[b]["start"]:
                faults.append(f"{a} and {b} on machine {machine}")
    return faults, max(end.values())


def _is_excess(workshop: dict, tasks: dict, names: list[str]) -> bool:
    if len(set(names)) != len(names) or not names:
        return False
    hours = sum(tasks[name]["duration"] for name in names)
    crowd = hours > workshop["machines"] * max(tasks[name]["deadline"] for name in names)
    linked = all(list(pair) in workshop["precedences"] for pair in zip(names, names[1:], strict=False))
    return crowd or (linked and hours > tasks[names[-1]]["deadline"])


def _none_ends_by(workshop: dict, tasks: dict, latest: int) -> bool | None:
    """Whether no schedule meets all deadlines and ends by the hour; None when that takes too long to find out.

    Jobs are placed one by one, each as early as its machine, its kind and its predecessors allow. In order of their
    starts every schedule without idle waits comes up, and one of those is as short as any.
    """
    setups = {(one["from"], one["to"]): one["time"] for one in workshop["setups"]}
    before = {name: [a for a, b in workshop["precedences"] if b == name] for name in tasks}
    nodes = 0

    def fits(ends: dict[str, int], machines: tuple[tuple[int, str | None], ...], last_start: int) -> bool | None:
        nonlocal nodes
        nodes += 1
        if nodes > _NODES_MOST:
            return None
        if len(ends) == len(tasks):
            return True
        for name, task in tasks.items():
            if name in ends or any(one not in ends for one in before[name]):
                continue
            ready = max((ends[one] for one in before[name]), default=0)
            for index in range(len(machines)):
                # Machines in the same state are alike.
                if machines[index] in machines[:index]:
                    continue
                free, kind = machines[index]
                start = max(ready, free + setups.get((kind, task["kind"]), 0))
                end = start + task["duration"]
                if start < last_start or end > min(latest, task["deadline"]):
                    continue
                changed = (*machines[:index], (end, task["kind"]), *machines[index + 1 :])
                found = fits({**ends, name: end}, changed, start)
                if found is None or found:
                    return found
        return False

    found = fits({}, ((0, None),) * workshop["machines"], 0)
    return None if found is None else not found
