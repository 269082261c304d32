"""Programs that are asked for: both languages' texts, and the answer, run on the exported cases in processes of their own."""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tally import Tally

_SECONDS_MOST = 10
_FILE_LINE = re.compile(r"^=== (\S+) ===$", re.M)

_PYTHON = """
import importlib, json, sys
task = json.load(sys.stdin)
sys.path.insert(0, task["folder"])
module = importlib.import_module(task["entry"])
print(json.dumps([getattr(module, name)(*parameters) for name, parameters in task["calls"]]))
"""

_JAVASCRIPT = """
const task = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
const named = new Function(`${task.text}\\nreturn (name) => eval(name);`)();
console.log(JSON.stringify(task.calls.map(([name, parameters]) => named(name)(...parameters))));
"""


def check(_skill: str, task: dict, answer: str, tally: Tally) -> None:
    """
    Checks that the two texts, and an answer that is one file, return what the cases say. Without a Node, and for
    JavaScript of several files, Python alone: our own sandbox has run the JavaScript by then. An answer of several files
    may leave files out, so of it is checked that it is taken from the export, which is run.
    """
    oracle = task["oracle"]
    exported = json.loads(oracle["cases"])
    outputs = [case["output"] for case in exported["cases"]]
    written_in = "python" if re.search(r"^def ", answer, re.M) else "javascript"
    for language, run in {"python": _python_returns, "javascript": _javascript_returns}.items():
        calls = [_call(exported, case, language) for case in exported["cases"]]
        texts = {"export": oracle[language]}
        if language == written_in and not _FILE_LINE.match(answer):
            texts["answer"] = answer
        for what, text in texts.items():
            returned = run(text, calls)
            same = None if returned is _UNDECIDED else returned == outputs
            tally.check(f"{language}: the {what} returns the outputs", same)
    if _FILE_LINE.match(answer):
        tally.check("files: the answer is of the export", _statements(answer) <= _statements(oracle[written_in]))


def _statements(text: str) -> set[str]:
    """The lines of a program, those apart that only join its files."""
    lines = re.sub(r"^(export )?((import|from) .*|=== .* ===)?", "", text, flags=re.M).split("\n")
    return {line.strip() for line in lines}


_UNDECIDED = object()


def _call(exported: dict, case: dict, language: str) -> tuple[str, list]:
    """The function that a case calls, and with what: `input` is one argument, `arguments` are several."""
    name = case.get("function", exported.get("function"))[language]
    return name, case["arguments"] if "arguments" in case else [case["input"]]


def _python_returns(text: str, calls: list) -> object:
    files = _files(text, "main.py")
    [entry, *_] = [name for name, content in files.items() if f"def {calls[0][0]}(" in content]
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        told = {"folder": folder, "entry": entry.removesuffix(".py").replace("/", "."), "calls": calls}
        return _printed([sys.executable, "-I", "-B", "-c", _PYTHON], told)


def _javascript_returns(text: str, calls: list) -> object:
    node = shutil.which("node")
    if node is None or _FILE_LINE.match(text):
        return _UNDECIDED
    return _printed([node, "-e", _JAVASCRIPT], {"text": text, "calls": calls})


def _files(text: str, single: str) -> dict[str, str]:
    """The files of one text, each after a line that names it; a text without such lines is one file."""
    parts = _FILE_LINE.split(text)
    return {single: text} if len(parts) == 1 else dict(zip(parts[1::2], parts[2::2], strict=True))


def _printed(command: list[str], told: dict) -> object:
    """What the program prints, read as JSON; a program that fails returns nothing."""
    done = subprocess.run(command, input=json.dumps(told), capture_output=True, text=True, timeout=_SECONDS_MOST)
    return json.loads(done.stdout) if done.returncode == 0 else None
