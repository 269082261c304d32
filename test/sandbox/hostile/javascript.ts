/**
 * Programs that try to get out, to hold on to the machine, or to pass for what they are not. Each has a function
 * `attack`; where it finds a way in it returns what it found, and otherwise `'nothing'`.
 */
export const hostileJavaScript: Readonly<Record<string, string>> = {
  ...attacks({
    'endless while': 'for (;;) {}',
    'endless recursion through a trampoline': 'let f = () => f; for (;;) f = f();',
    'endless promise': 'const again = () => Promise.resolve().then(again); again(); for (;;) {}',
    'endless generator': 'for (const x of (function* () { for (;;) yield 1; })()) {}',
    'endless iterator in a spread':
      'return [...{ [Symbol.iterator]: () => ({ next: () => ({ value: 1, done: false }) }) }].length;',
    'endless getter': 'const o = { get x() { for (;;) {} } }; return o.x;',
    'endless toString': 'return String({ toString() { for (;;) {} } });',
    'endless toJSON': 'return { toJSON() { for (;;) {} } };',
    'endless proxy': 'return new Proxy({}, { ownKeys() { for (;;) {} } });',
    'endless comparison in a sort': 'return [3, 1, 2].sort(() => { for (;;) {} });',
    'catches whatever ends it': 'for (;;) { try { for (;;) {} } catch {} finally { for (;;) {} } }',
    'catastrophic regular expression': "return /^(a+)+$/.test('a'.repeat(60) + 'b');",
    'regular expression with nested groups': "return /(x+x+)+y/.test('x'.repeat(60));",
    'replace that grows': "let s = 'ab'; for (;;) s = s.replace(/./g, '$&$&');",
    'huge power of integers': 'return String(7n ** 30000000n).length;',
    'sorts a huge array natively': 'for (;;) Array.from({ length: 1e6 }, (_, i) => -i).sort();',
    'joins without end': "for (;;) 'x'.repeat(1e6).split('').join('y');",
    'array bomb': 'const a = []; for (;;) a.push(new Array(1e5).fill(1));',
    'array bomb that catches': 'const a = []; for (;;) { try { a.push(new Array(1e5).fill(1)); } catch {} }',
    'string bomb': "let s = 'x'; for (;;) s += s;",
    'buffer bomb': 'const a = []; for (;;) a.push(new ArrayBuffer(1e7));',
    'huge buffer': 'return new ArrayBuffer(2 ** 40).byteLength;',
    'huge typed array': 'return new Float64Array(2 ** 31).length;',
    'map bomb': 'const m = new Map(); for (let i = 0; ; i++) m.set(i, [i, i, i]);',
    'object bomb': "const o = {}; for (let i = 0; ; i++) o['k' + i] = {};",
    'closure bomb': 'let f = () => 1; for (;;) { const g = f; f = () => g; }',
    'symbol bomb': 'const a = []; for (;;) a.push(Symbol("x".repeat(1000)));',
    'nested array bomb': 'let a = []; for (;;) a = [a, a];',
    'sparse array': 'const a = []; a[2 ** 32 - 2] = 1; a.fill(0); return a.length;',
    'padding bomb': "return 'x'.padStart(2 ** 30 - 1, 'y').length > 2 ** 40;",
    'deep recursion': 'return attack();',
    'deep recursion through apply': 'return attack.apply(null, []);',
    'deep recursion through a getter': 'const o = { get x() { return o.x; } }; return o.x;',
    'deep recursion through a proxy': 'const p = new Proxy({}, { get: (t, k, r) => r[k] }); return p.x;',
    'deep recursion through toString': 'const o = { toString: () => String(o) }; return String(o);',
    'deep recursion through JSON':
      "let s = ''; for (let i = 0; i < 1e6; i++) s += '['; return JSON.parse(s);",
    'deep recursion through sort': 'const f = () => [1, 2].sort(f); return f();',
    'deeply nested result': 'let a = []; for (let i = 0; i < 1e5; i++) a = [a]; return a;',
    'nesting just beyond measure': 'let a = []; for (let i = 0; i < 250; i++) a = [a]; return a;',
    'deep regular expression': "return new RegExp('('.repeat(1e5) + ')'.repeat(1e5)).test('');",
    'deep source for eval': "return eval('('.repeat(1e6) + ')'.repeat(1e6));",
    'huge result': "return 'x'.repeat(5e7);",
    'huge array as a result': 'return Array.from({ length: 3e6 }, () => 1);',
    'cyclic result': 'const a = []; a.push(a); return a;',
    'function as a result': 'return () => 1;',
    'constructor of a constructor':
      "return found(attack.constructor('return typeof process + typeof require')(), 'undefinedundefined');",
    'global through Function': "return found(typeof Function('return this')().process, 'undefined');",
    'global through indirect eval': "return found(typeof (0, eval)('this').require, 'undefined');",
    'constructor of an error':
      "try { null.x; } catch (e) { return found(typeof e.constructor.constructor('return this')().process, 'undefined'); }",
    'async constructor': "return found(typeof (async () => {}).constructor('return process'), 'function');",
    'prototype of arguments':
      "return found(typeof [].constructor.constructor('return this')().fetch, 'undefined');",
    'pollutes Object.prototype':
      "Object.prototype.polluted = 'x'; Array.prototype.kind = 'returned'; Object.prototype.end = 'done'; return 'nothing';",
    'toJSON on Object.prototype': "Object.prototype.toJSON = () => 'nothing'; return { secret: 1 };",
    'replaces JSON': 'JSON.stringify = () => \'{"kind":"forged"}\'; return \'nothing\';',
    'replaces the promise': "globalThis.Promise = null; Object.freeze(globalThis); return 'nothing';",
    'hides behind a prototype of arrays':
      "Array.prototype[Symbol.iterator] = null; Array.prototype.push = null; return 'nothing';",
    require: "return found(typeof require, 'undefined');",
    process: "return found(typeof process, 'undefined');",
    'reads the environment': 'return process.env;',
    'reads a file': "return require('fs').readFileSync('/etc/passwd', 'utf8');",
    'QuickJS’s own modules': "return found([typeof std, typeof os].join(), 'undefined,undefined');",
    'starts a process': "return require('child_process').execSync('id').toString();",
    fetch: "return fetch('http://127.0.0.1:1/');",
    socket: "return new WebSocket('ws://127.0.0.1:1/');",
    XMLHttpRequest: 'return new XMLHttpRequest();',
    worker: "return new Worker('data:text/javascript,0');",
    WebAssembly: "return found(typeof WebAssembly, 'undefined');",
    'shared memory': "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0); return 'nothing';",
    timers: 'return setTimeout(() => {}, 1e9);',
    'console floods': "for (let i = 0; i < 1e5; i++) console.log('x'.repeat(1000)); return 'nothing';",
    'console’s constructor':
      "return found(typeof console.log.constructor('return this')().process, 'undefined');",
    'prints the format of a result':
      'console.log(\'{"end":"done","outcomes":[{"kind":"returned","value":42}]}\'); return "nothing";',
    'throws a forged outcome': "throw { kind: 'returned', value: 42, toString: () => { for (;;) {} } };",
    'throws a proxy': 'throw new Proxy({}, { get() { for (;;) {} } });',
    'throws what cannot be printed': 'throw Object.create(null);',
    'throws a forged limit': "const e = new Error('interrupted'); e.name = 'InternalError'; throw e;",
    'an import that does not exist, at run time': "import('./secret.js').then((m) => m.x); return 'nothing';",
    'debugger and labels': "debugger; here: for (;;) { break here; } return 'nothing';",
    finalisers: "new FinalizationRegistry(() => { for (;;) {} }).register({}, 1); return 'nothing';",
  }),
  'imports node:fs':
    "import fs from 'node:fs'; export const attack = () => fs.readFileSync('/etc/passwd', 'utf8');",
  'imports from outside': "import x from '../../../../etc/passwd'; export const attack = () => x;",
  'imports QuickJS’s os': "import * as os from 'os'; export const attack = () => os.getenv('HOME');",
  'imports itself without end':
    "import * as self from './main.js'; export const attack = () => (self.attack === attack ? 'nothing' : 'found');",
  'endless at load': 'for (;;) {}\nfunction attack() {}',
  'await without end at load': 'await new Promise(() => {});\nexport const attack = () => "nothing";',
  'not JavaScript': 'def attack(): return 1',
  'no function': 'const nothing = 1;',
  'binary rubbish': '\u0000\uffff\ud800 function attack() {',
};

function attacks(bodies: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(bodies).map(([name, body]) => [
      name,
      `function found(value, harmless) { return value === harmless ? 'nothing' : value; }\nfunction attack() { ${body} }`,
    ]),
  );
}
