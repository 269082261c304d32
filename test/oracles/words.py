"""Sets of words that meet conditions and are as unlike as is asked for."""

from collections.abc import Callable
from itertools import combinations

from tally import Tally


def check(task: dict, answer: dict, tally: Tally) -> None:
    chosen = answer["words"]
    class_of = {entry["word"]: entry["class"].split(".") for entry in task["lexicon"]}
    known = len(set(chosen)) == len(chosen) == task["size"] and all(word in class_of for word in chosen)
    tally.check("words: of the lexicon and as many as asked for", known, chosen)
    if not known:
        return
    for condition in task["conditions"]:
        number = _number(condition, chosen, class_of, task["ties"])
        most = number if condition["most"] is None else condition["most"]
        tally.check("words: meet the condition", condition["least"] <= number <= most, (condition, number))
    unlikeness = sum(_steps(class_of[left], class_of[right]) for left, right in combinations(chosen, 2))
    tally.check("words: unlike enough", unlikeness >= task["target"], (unlikeness, task["target"]))
    pool = {int(found): count for found, count in task["pool"].items()}
    below = sum(count for found, count in pool.items() if found < task["target"])
    tally.check("pool: three quarters fall short of the target", 4 * below >= 3 * sum(pool.values()), below)


def _number(condition: dict, chosen: list[str], class_of: dict[str, list[str]], ties: list) -> int:
    """What the condition counts."""
    match condition["kind"]:
        case "banned":
            return sum(any(_inside(class_of[word], wide) for wide in condition["classes"]) for word in chosen)
        case "count":
            return sum(_has(word, condition["trait"], class_of) for word in chosen)
        case "different":
            key = _KEYS[condition["key"]]
            return len({key(word, class_of) for word in chosen})
        case "tied":
            pairs = [pair for pair in ties if set(pair) <= set(chosen)]
            return len({word for pair in pairs for word in pair})
        case "letters":
            return sum(map(len, chosen))
    raise ValueError(condition)


def _has(word: str, trait: dict, class_of: dict[str, list[str]]) -> bool:
    text = word.lower()
    match trait["by"]:
        case "first":
            return text.startswith(trait["letter"])
        case "last":
            return text.endswith(trait["letter"])
        case "contains":
            return trait["letter"] in text
        case "long":
            return len(text) >= trait["letters"]
        case "class":
            return _inside(class_of[word], trait["class"])
    raise ValueError(trait)


_KEYS: dict[str, Callable[[str, dict[str, list[str]]], object]] = {
    "first": lambda word, _: word[0].lower(),
    "last": lambda word, _: word[-1].lower(),
    "length": lambda word, _: len(word),
    "line": lambda word, class_of: tuple(class_of[word]),
}


def _inside(label: list[str], wider: str) -> bool:
    parts = wider.split(".")
    return label[: len(parts)] == parts


def _steps(left: list[str], right: list[str]) -> int:
    """In the tree: up to where the labels part, down again, and a step from either word to its class."""
    shared = 0
    while shared < min(len(left), len(right)) and left[shared] == right[shared]:
        shared += 1
    return 2 + len(left) + len(right) - 2 * shared
