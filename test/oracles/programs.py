"""Programs whose answers are not programs: the exported files run in the interpreters of their languages."""

import json
import re
import shutil
import subprocess
import sys

from tally import Tally

_SECONDS_MOST = 10


def check(skill: str, task: dict, answer: object, tally: Tally) -> None:
    """Checks a trace or a fault; programs of other skills are checked by what they return for their cases."""
    if skill in _CHECKS:
        _CHECKS[skill](task["oracle"], answer, tally)


def _trace(oracle: dict, answer: object, tally: Tally) -> None:
    """Both files print the answer; without a Node on the path that of JavaScript stays undecided."""
    for language in _COMMANDS:
        printed = _printed(language, oracle[language])
        tally.check(f"{language}: prints the answer", None if printed is _UNDECIDED else printed == answer)


def _fault(oracle: dict, answer: dict, tally: Tally) -> None:
    """The program with the fault returns what its calls say, and not always what it should; the line is one of its function."""
    exported = json.loads(oracle["ir"])
    calls, entry = exported["calls"], exported["program"]["entry"]
    language = "python" if "python" in oracle else "javascript"
    text = re.sub(r"^(import|from) .*\n|^export ", "", oracle[language], flags=re.M)
    inputs = json.dumps([_value(call["input"]) for call in calls])
    if language == "python":
        text = f"import json\n{text}\nprint(json.dumps([{entry}(given) for given in json.loads('{inputs}')]))"
    else:
        entry = re.sub("_(.)", lambda match: match[1].upper(), entry)
        text = f"{text}\nconsole.log(JSON.stringify({inputs}.map((given) => {entry}(given))));"
    printed = _printed(language, text)
    actual = [call["actual"] for call in calls]
    same = None if printed is _UNDECIDED else printed == actual
    tally.check(f"{language}: returns what the calls say", same, (printed, actual))
    tally.check("calls: some show the fault", any(call["actual"] != call["expected"] for call in calls))
    # The lines of several files cannot be told in one text.
    inside = None if len(exported["program"]["modules"]) > 1 else _is_inside(oracle[language], answer)
    tally.check("answer: a line of its function", inside, answer)


def _is_inside(text: str, answer: dict) -> bool:
    """Whether the nearest head of a function above the line is that of the answer's function."""
    above = text.split("\n")[: answer["line"]]
    heads = [name for line in above for name in re.findall(r"^(?:export )?(?:def|function) (\w+)\(", line)]
    return heads[-1:] == [answer["function"]]


def _value(expression: dict) -> object:
    """What a literal comes to."""
    if expression["kind"] == "list":
        return [_value(item) for item in expression["items"]]
    return expression["value"]


_CHECKS = {"A1": _trace, "A5": _fault}
_UNDECIDED = object()
_NODE = shutil.which("node")
_COMMANDS = {"python": [sys.executable, "-I", "-"], "javascript": _NODE and [_NODE, "-"]}


def _printed(language: str, source: str) -> object:
    """What the program prints, read as JSON."""
    command = _COMMANDS[language]
    if command is None:
        return _UNDECIDED
    done = subprocess.run(
        command, input=source, capture_output=True, text=True, timeout=_SECONDS_MOST, check=True
    )
    return json.loads(done.stdout)
