"""Traces of programs: the exported files are run by the interpreters of their languages, each in a process of its own."""

import json
import shutil
import subprocess
import sys

from tally import Tally

_SECONDS_MOST = 10


def check(_skill: str, task: dict, answer: object, tally: Tally) -> None:
    """Checks that both files print the answer; without a Node on the path that of JavaScript stays undecided."""
    oracle = task["oracle"]
    tally.check("python: prints the answer", printed([sys.executable, "-I", "-"], oracle["python"]) == answer)
    node = shutil.which("node")
    same = None if node is None else printed([node, "-"], oracle["javascript"]) == answer
    tally.check("javascript: prints the answer", same)


def printed(command: list[str], source: str) -> object:
    """What the program prints, read as JSON."""
    done = subprocess.run(
        command, input=source, capture_output=True, text=True, timeout=_SECONDS_MOST, check=True
    )
    return json.loads(done.stdout)
