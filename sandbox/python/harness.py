# Runs in the sandbox: loads the program that standard input holds, makes the calls one after the other, and writes a
# line of JSON to file 2 for each. Where nothing came to an end a line is missing; the reader goes by that.
import json
import os
import sys
from importlib.machinery import ModuleSpec


def main():
    task = json.loads(sys.stdin.read())
    files, entry = task["files"], task["entry"]
    dumps, write, exceptions = json.dumps, os.write, (Exception, SystemExit, KeyboardInterrupt)

    def tell(line):
        data = (dumps(line) + "\n").encode()
        while data:
            data = data[write(2, data) :]

    class Files:
        """Finds `tools.text` in `tools/text.py`; a folder is a package."""

        @staticmethod
        def find_spec(name, path=None, target=None):
            path = name.replace(".", "/")
            for file, package in ((path + ".py", False), (path + "/__init__.py", True)):
                if file in files:
                    return ModuleSpec(name, Files, origin=file, is_package=package)
            if any(file.startswith(path + "/") for file in files):
                return ModuleSpec(name, Files, origin=None, is_package=True)
            return None

        @staticmethod
        def create_module(spec):
            return None

        @staticmethod
        def exec_module(module):
            file = module.__spec__.origin
            if file is not None:
                exec(compile(files[file], file, "exec"), module.__dict__)

    sys.meta_path.insert(0, Files)
    sys.stderr = sys.stdout
    try:
        module = __import__(entry.removesuffix(".py").replace("/", "."), fromlist=["*"])
    except MemoryError:
        return tell({"end": "memory"})
    except exceptions as error:
        return tell({"end": "load", "message": described(error)})
    for call in task["calls"]:
        try:
            value = getattr(module, call["function"])(*call["arguments"])
        except MemoryError:
            return tell({"end": "memory"})
        except exceptions as error:
            tell({"threw": described(error)})
            continue
        try:
            text = dumps(value, allow_nan=False)
        except MemoryError:
            return tell({"end": "memory"})
        except exceptions:
            text = None
        tell({"returned": text})
    tell({"end": "done"})


def described(error):
    try:
        return f"{type(error).__name__}: {error}"[:500]
    except BaseException:
        return "an error that does not say what it is"


main()
