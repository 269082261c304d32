"""Functions that are asked for: both languages' texts, and the answer, run on the exported cases in processes of their own."""

import json
import shutil
import subprocess
import sys

from tally import Tally

_SECONDS_MOST = 10

_PYTHON = """
import json, sys
task = json.load(sys.stdin)
names = {}
exec(task["text"], names)
print(json.dumps([names[task["name"]](case["input"]) for case in task["cases"]]))
"""

_JAVASCRIPT = """
const task = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
const named = new Function(`${task.text}\\nreturn ${task.name};`)();
console.log(JSON.stringify(task.cases.map(({ input }) => named(input))));
"""


def check(_skill: str, task: dict, answer: object, tally: Tally) -> None:
    """Checks that the two texts and the answer return what the cases say; without a Node, Python alone."""
    oracle = task["oracle"]
    exported = json.loads(oracle["cases"])
    cases, names = exported["cases"], exported["function"]
    outputs = [case["output"] for case in cases]
    node = shutil.which("node")
    commands = {"python": [sys.executable, "-I", "-c", _PYTHON], "javascript": node and [node, "-e", _JAVASCRIPT]}
    written_in = "python" if f"def {names['python']}(" in answer else "javascript"
    for language, command in commands.items():
        texts = {"export": oracle[language], **({"answer": answer} if language == written_in else {})}
        for what, text in texts.items():
            told = {"text": text, "name": names[language], "cases": cases}
            same = None if command is None else returned(command, told) == outputs
            tally.check(f"{language}: the {what} returns the outputs", same)


def returned(command: list[str], told: dict) -> object:
    """What the program prints, read as JSON; a program that fails returns nothing."""
    done = subprocess.run(command, input=json.dumps(told), capture_output=True, text=True, timeout=_SECONDS_MOST)
    return json.loads(done.stdout) if done.returncode == 0 else None
