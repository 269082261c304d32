"""Creative tasks: whether an answer is valid, and how common its strategy is where that can be counted anew."""

import json

import analogies
import assemblies
import briefs
import levels
import machines
import words
from tally import Tally


def check(skill: str, task: dict, answer: dict, tally: Tally) -> None:
    """Checks a skill's answer against its constraint set."""
    _CHECKS[skill](json.loads(task["oracle"]["constraints"]), answer, tally)


_CHECKS = {
    "D1": words.check,
    "D2": machines.check_program,
    "D3": machines.check_rounds,
    "D4": assemblies.check,
    "D5": analogies.check,
    "D6": levels.check,
    "D7": briefs.check,
}
