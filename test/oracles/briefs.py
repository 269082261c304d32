"""Texts that meet the conditions of an open brief; what judges are asked is no matter of programs."""

import re
from collections import Counter

from tally import Tally


def check(task: dict, answer: dict, tally: Tally) -> None:
    sentences = [re.findall(r"[^\W_]+(?:['-][^\W_]+)*", sentence.lower()) for sentence in answer["sentences"]]
    for condition in task["conditions"]:
        tally.check(f"text: {condition['kind']}", _meets(condition, sentences, answer["sentences"]), condition)


def _meets(condition: dict, sentences: list[list[str]], raw: list[str]) -> bool:
    words = [word for sentence in sentences for word in sentence]
    often = Counter(words)
    least = condition.get("least", condition.get("count", 0))
    most = condition.get("most", condition.get("count", 0))
    match condition["kind"]:
        case "length":
            return least <= len(words) <= most
        case "sentences":
            return least <= len(sentences) <= most
        case "span":
            return all(least <= len(sentence) <= most for sentence in sentences)
        case "use":
            return often[condition["word"]] > 0
        case "times":
            return often[condition["word"]] == condition["count"]
        case "avoid":
            return not often.keys() & set(condition["words"])
        case "letter":
            return condition["letter"] not in "".join(raw).lower()
        case "acrostic":
            return "".join(sentence[0][0] for sentence in sentences).startswith(condition["word"])
        case "first":
            return words[0] == condition["word"]
        case "last":
            return words[-1] == condition["word"]
        case "questions":
            return sum(sentence.endswith("?") for sentence in raw) == condition["count"]
        case "place":
            return condition["sentence"] <= len(sentences) and condition["word"] in sentences[condition["sentence"] - 1]
        case "order":
            earlier, later = condition["words"]
            return earlier in words and later in words[words.index(earlier) + 1 :] and later not in words[: words.index(earlier)]
        case "initial":
            return sum(word.startswith(condition["letter"]) for word in words) == condition["count"]
        case "longest":
            return all(len(word) <= most for word in words)
        case "openings":
            return len({sentence[0] for sentence in sentences}) == len(sentences)
        case "commas":
            return "".join(raw).count(",") == condition["count"]
    raise ValueError(condition)
