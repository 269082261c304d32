"""Analogies of two circles: every pairing of people and verbs is tried, and the valid ones are counted by strategy."""

from collections import Counter, defaultdict
from itertools import permutations

from strategies import is_unusual
from tally import Tally

# Pairings beyond this are too many to be tried.
_PAIRINGS_MOST = 50_000


def check(task: dict, answer: dict, tally: Tally) -> None:
    circles = Circles(task)
    strategy = circles.strategy(answer["partners"], answer["verbs"])
    tally.check("analogy: is valid", strategy is not None, answer)
    stated = {entry["fingerprint"]: entry["weight"] for entry in task["strategies"]}
    tally.check("analogy: its strategy is unusual", strategy is not None and is_unusual(stated, strategy), strategy)
    found = circles.weights()
    tally.check("analogy: all strategies and their weights", None if found is None else found == stated, (found, stated))


class Circles:
    def __init__(self, task: dict):
        self.task = task
        self.first, self.second = task["first"], task["second"]
        self.ours = [person["name"] for person in self.first["people"]]
        self.theirs = [person["name"] for person in self.second["people"]]
        self.trait = {one["name"]: one["trait"] for circle in (self.first, self.second) for one in circle["people"]}
        self.stated = {self._said(statement, self.second) for statement in self.second["statements"]}

    def strategy(self, partners: dict[str, str], verbs: dict[str, str]) -> str | None:
        """The strategy of a valid analogy; None for any other."""
        if not _pairs(partners, self.ours, self.theirs) or not _pairs(verbs, self.first["verbs"], self.second["verbs"]):
            return None
        over = {
            one["id"]: self._said(one, self.first, partners, verbs) in self.stated for one in self.first["statements"]
        }
        higher = {one["id"] for one in self.first["statements"] if one["verb"] == "leads to"}
        wanted = self.task["carriedOver"]
        if sum(over[name] for name in over if name not in higher) < wanted["aboutPeople"]:
            return None
        if sum(over[name] for name in higher) < wanted["aboutStatements"]:
            return None
        if not all(self._met(one, partners, verbs, over) for one in self.task["conditions"]):
            return None
        ours, theirs = (Counter(one["verb"] for one in circle["statements"]) for circle in (self.first, self.second))
        turns = sorted((ours[verb], theirs[other]) for verb, other in verbs.items())
        return f"{' '.join(f'{own}>{other}' for own, other in turns)}, {self._kept(partners)} kept"

    def weights(self) -> dict[str, int] | None:
        """The weight of each strategy; None where there are too many analogies to be tried."""
        people = len(self.ours)
        pairings = 1
        for count in (*range(2, people + 1), *range(2, len(self.first["verbs"]) + 1)):
            pairings *= count
        if pairings > _PAIRINGS_MOST:
            return None
        weights: dict[str, int] = defaultdict(int)
        for becomes in permutations(self.second["verbs"]):
            verbs = dict(zip(self.first["verbs"], becomes, strict=True))
            for chosen in permutations(self.theirs):
                partners = dict(zip(self.ours, chosen, strict=True))
                strategy = self.strategy(partners, verbs)
                if strategy is not None:
                    weights[strategy] += 2 ** self._kept(partners)
        return weights

    def _kept(self, partners: dict[str, str]) -> int:
        return sum(self.trait[name] == self.trait[other] for name, other in partners.items())

    def _said(self, statement: dict, circle: dict, partners: dict | None = None, verbs: dict | None = None) -> tuple:
        """What a statement says, with those that it is about inside it, after names and verbs are turned."""
        if statement["verb"] == "leads to":
            about = [one for end in ("from", "to") for one in circle["statements"] if one["id"] == statement[end]]
            return ("leads to", *(self._said(one, circle, partners, verbs) for one in about))
        names = [statement["from"], statement["to"]]
        if partners is None or verbs is None:
            return (statement["verb"], *names)
        return (verbs[statement["verb"]], *(partners[name] for name in names))

    def _met(self, condition: dict, partners: dict[str, str], verbs: dict[str, str], over: dict[str, bool]) -> bool:
        about = condition["about"]
        match condition["kind"]:
            case "notPartner":
                return partners[about[0]] != about[1]
            case "eitherPartner":
                return partners[about[0]] in about[1:]
            case "oneOf":
                return partners[about[0]] == about[1] or partners[about[2]] == about[3]
            case "trait":
                return self.trait[partners[about[0]]] == about[1]
            case "notTrait":
                return self.trait[partners[about[0]]] != about[1]
            case "alike":
                return self.trait[partners[about[0]]] == self.trait[partners[about[1]]]
            case "unlike":
                return self.trait[partners[about[0]]] != self.trait[partners[about[1]]]
            case "notVerb":
                return verbs[about[0]] != about[1]
            case "kept":
                return over[about[0]]
            case "linked":
                return (about[0], partners[about[1]], partners[about[2]]) in self.stated
            case "notLinked":
                return (about[0], partners[about[1]], partners[about[2]]) not in self.stated
        raise ValueError(condition)


def _pairs(pairs: dict[str, str], ours: list[str], theirs: list[str]) -> bool:
    return sorted(pairs) == sorted(ours) and sorted(pairs.values()) == sorted(theirs)
