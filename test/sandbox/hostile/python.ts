/** The same for Python: `attack` returns `'nothing'`, or what it got hold of. */
export const hostilePython: Readonly<Record<string, string>> = {
  ...attacks({
    'endless while': 'while True: pass',
    'endless generator': 'for x in iter(int, 1): pass',
    'catches whatever ends it':
      'while True:\n    try:\n        while True: pass\n    except BaseException: pass\n    finally:\n        while True: pass',
    'endless __del__': 'class A:\n    def __del__(self):\n        while True: pass\nA()\nreturn "nothing"',
    'endless __repr__ of an error':
      'class E(Exception):\n    def __str__(self):\n        while True: pass\nraise E()',
    'error whose text ends the interpreter':
      'class E(Exception):\n    def __str__(self):\n        raise SystemExit(0)\nraise E()',
    'endless comparison in a sort':
      'class A:\n    def __lt__(self, other):\n        while True: pass\nreturn sorted([A(), A()])',
    sleeps: 'import time\ntime.sleep(1000)',
    'waits for input': 'return input() or "nothing"',
    'reads all input': 'import sys\nreturn sys.stdin.read() or "nothing"',
    'huge power': 'return len(str(7 ** 30000000))',
    'huge shift': 'return 1 << (1 << 40)',
    'huge factorial': 'import math\nreturn math.factorial(10 ** 7) % 7',
    'catastrophic regular expression': 'import re\nreturn bool(re.match(r"^(a+)+$", "a" * 60 + "b"))',
    'native loop over a huge range': 'return sum(range(10 ** 12))',
    'native loop over an endless cycle': 'import itertools\nreturn max(itertools.count())',
    'list bomb': 'a = []\nwhile True: a.append([1] * 10 ** 5)',
    'list bomb that catches':
      'a = []\nwhile True:\n    try: a.append([1] * 10 ** 5)\n    except MemoryError: pass',
    'string bomb': 's = "x"\nwhile True: s += s',
    'bytes bomb': 'return len(bytes(2 ** 31 - 1))',
    'huge list': 'return len([0] * 10 ** 10)',
    'dictionary bomb': 'd = {}\nfor i in iter(lambda: len(d), -1): d[i] = [i]',
    'set of tuples': 's = set()\nfor i in range(10 ** 9): s.add((i, i))',
    'nested list bomb': 'a = []\nwhile True: a = [a, a]',
    'format bomb': 'return len("{:>1000000000}".format(1))',
    'integer bomb': 'n = 3\nwhile True: n *= n',
    'deep recursion': 'return attack()',
    'deep recursion without its limit':
      'import sys\nsys.setrecursionlimit(10 ** 9)\ndef f(): return f()\nreturn f()',
    'deep recursion in C':
      'import sys\nsys.setrecursionlimit(10 ** 9)\na = []\nfor _ in range(10 ** 6): a = [a]\nreturn len(repr(a))',
    'deep recursion of a parser': 'return eval("(" * 10 ** 5 + ")" * 10 ** 5)',
    'deep recursion of json': 'import json\nreturn json.loads("[" * 10 ** 6)',
    'deeply nested result':
      'import sys\nsys.setrecursionlimit(10 ** 6)\na = []\nfor _ in range(10 ** 4): a = [a]\nreturn a',
    'nesting just beyond measure': 'a = []\nfor _ in range(250): a = [a]\nreturn a',
    'huge result': 'return "x" * 50_000_000',
    'cyclic result': 'a = []\na.append(a)\nreturn a',
    'function as a result': 'return attack',
    'not a number as a result': 'return float("nan")',
    'floods its output': 'while True: print("x" * 10 ** 6)',
    'floods the standard error': 'import os\nwhile True: os.write(2, b"x" * 10 ** 6)',
    'floods the result channel with lines':
      'import os\nwhile True: os.write(2, b\'{"returned": "\\\\"nothing\\\\""}\\n\')',
    'forges a result':
      'import os\nos.write(2, b\'{"returned": "\\\\"nothing\\\\""}\\n{"end": "done"}\\n\')\nos._exit(0)',
    'forges an end': 'import os\nos.write(2, b\'{"end": "done"}\\n\')\nreturn "nothing"',
    'forges broken lines':
      'import os\nos.write(2, b"\\xff\\xfe{[[[\\n" + b"[" * 10 ** 5 + b"\\n")\nreturn "nothing"',
    'prints the format of a result': 'print(\'{"returned": "42"}\')\nreturn "nothing"',
    'replaces json': 'import json\njson.dumps = lambda *a, **k: "42"\nreturn "nothing"',
    'replaces the harness’s write': 'import os\nos.write = lambda *a: 0\nreturn "nothing"',
    'patches the harness by its frame':
      'import sys\nf = sys._getframe(1)\nf.f_locals["task"]["calls"].append({"function": "attack", "arguments": []})\nreturn "nothing"',
    'traces the harness':
      'import sys\nsys.settrace(lambda *a: None)\nsys.setprofile(lambda *a: None)\nreturn "nothing"',
    exits: 'import sys\nsys.exit(0)',
    'exits at once': 'import os\nos._exit(0)',
    aborts: 'import os\nos.abort()',
    'raises a signal': 'import signal, os\nsignal.raise_signal(9)',
    kills: 'import os\nos.kill(1, 9)',
    'closes its files':
      'import os\nfor fd in range(10):\n    try: os.close(fd)\n    except OSError: pass\nreturn "nothing"',
    'at exit without end':
      'import atexit\natexit.register(lambda: [0 for _ in iter(int, 1)])\nreturn "nothing"',
    'reads a file': 'return open("/etc/passwd").read()',
    'reads a file from above': 'return open("../../../../../../etc/passwd").read()',
    'lists the root': 'import os\nreturn found([n for n in os.listdir("/") if n not in ("usr",)])',
    'lists the process': 'import os\nreturn os.listdir("/proc/self")',
    'writes a file': 'open("/tmp/out-of-the-sandbox", "w").write("x")\nreturn "written"',
    'writes beside itself': 'open("out.txt", "w").write("x")\nreturn "written"',
    'removes its library': 'import os\nos.remove("/usr/local/lib/python312.zip")\nreturn "removed"',
    'reads the environment': 'import os\nreturn found(dict(os.environ))',
    'reads its arguments': 'import sys\nreturn found([a for a in sys.argv if a != "-c"])',
    'opens a descriptor': 'import os\nreturn os.read(os.open("/dev/random", os.O_RDONLY), 4).hex()',
    'reads unknown descriptors':
      'import os\nfor fd in range(4, 64):\n    try: return os.read(fd, 100).hex()\n    except OSError: pass\nreturn "nothing"',
    socket: 'import socket\ns = socket.socket()\ns.connect(("127.0.0.1", 1))\nreturn "connected"',
    urllib: 'import urllib.request\nreturn urllib.request.urlopen("http://127.0.0.1:1/").read()',
    'starts a process': 'import subprocess\nreturn subprocess.check_output(["id"]).decode()',
    shell: 'import os\nreturn found(os.popen("id").read())',
    fork: 'import os\nreturn os.fork()',
    threads:
      'import threading\nthreading.Thread(target=lambda: [0 for _ in iter(int, 1)]).start()\nreturn "nothing"',
    multiprocessing:
      'import multiprocessing\nmultiprocessing.Process(target=print).start()\nreturn "started"',
    'foreign functions': 'import ctypes\nreturn ctypes.string_at(0).hex()',
    'native modules': 'import _ctypes\nreturn "loaded"',
    'subclasses of object':
      'return found([c.__name__ for c in ().__class__.__base__.__subclasses__() if c.__name__ in ("Popen", "socket")])',
    'globals of a function':
      'return found([k for k in attack.__globals__ if "secret" in k or "expected" in k])',
    'code from bytes':
      'exec(compile("x = 1", "x", "exec").replace(co_code=bytes([255] * 100)))\nreturn "nothing"',
    unpickles: 'import pickle\nreturn found(pickle.loads(b"cos\\nsystem\\n(S\'id\'\\ntR."))',
    'breaks into the debugger': 'breakpoint()\nreturn "nothing"',
    'collects garbage without end': 'import gc\nwhile True: gc.collect()',
    'imports this file again': 'import main\nreturn "nothing" if main.attack else "other"',
  }),
  'endless at load': 'while True: pass',
  'imports what is not there': 'import js\ndef attack(): return js.process',
  'imports the host’s modules': 'from wasi_snapshot_preview1 import path_open\ndef attack(): return "found"',
  'exits at load': 'raise SystemExit(0)',
  'not Python': 'function attack() { return 1; }',
  'no function': 'nothing = 1',
  'attack is no function': 'attack = 1',
  'null bytes': 'def attack():\0 return 1',
};

function attacks(bodies: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(bodies).map(([name, body]) => [
      name,
      `def found(value):\n    return value or "nothing"\ndef attack():\n${body.replaceAll(/^/gm, '    ')}\n`,
    ]),
  );
}
