/** Writes a changed statement of a program back to its line. */
import type { Language } from './program-tokens.ts';
import type { Expression, Statement } from './program-tree.ts';

/** The line of the statement, or the first of several, with what the statement is now in the place of what it was. */
export function changedLine(line: string, statement: Statement, language: Language): string {
  const print = printers[language];
  const [, margin = '', word = ''] = /^(\s*)((?:let |const )?)/.exec(line) ?? [];
  const end = language === 'javascript' ? ';' : '';
  const [open, close] = language === 'javascript' ? ['(', ') {'] : ['', ':'];
  switch (statement.kind) {
    case 'assign':
      return `${margin}${word}${print(statement.target)} ${statement.sign} ${print(statement.value)}${end}`;
    case 'do':
      return `${margin}${print(statement.expression)}${end}`;
    case 'return':
      return `${margin}return ${print(statement.value)}${end}`;
    case 'break':
    case 'continue':
      return `${margin}${statement.kind}${end}`;
    case 'if':
    case 'while':
      return `${margin}${statement.kind} ${open}${print(statement.test)}${close}`;
    case 'each':
      return `${margin}for ${open}${loopText(statement.name, statement.list, language)}${close}`;
  }
}

function loopText(name: string, list: Expression, language: Language): string {
  const print = printers[language];
  if (language === 'python') return `${name} in ${print(list)}`;
  if (list.kind !== 'call') return `const ${name} of ${print(list)}`;
  const [from, to] = list.given.map((bound) => print(bound));
  return `let ${name} = ${from}; ${name} < ${to}; ${name}++`;
}

const signs: Readonly<Record<string, string>> = { '==': '===', '!=': '!==' };

const printers: Readonly<Record<Language, (expression: Expression) => string>> = {
  javascript(whole) {
    const print = printers.javascript;
    switch (whole.kind) {
      case 'not':
        return `!(${print(whole.of)})`;
      case 'slice':
        return `${print(whole.of)}.slice(${[whole.from, whole.to].flatMap((end) => (end === null ? [] : [print(end)])).join(', ')})`;
      case 'binary': {
        const [left, right] = [inner(whole.left, print), inner(whole.right, print)];
        if (whole.sign === '//') return `Math.floor(${left} / ${right})`;
        if (whole.sign === '%') return `((${left} % ${right}) + ${right}) % ${right}`;
        return `${left} ${signs[whole.sign] ?? whole.sign} ${right}`;
      }
      case 'call': {
        const { of } = whole;
        const isExtreme = of.kind === 'name' && (of.name === 'min' || of.name === 'max');
        return callText(isExtreme ? `Math.${of.name}` : print(of), whole.given, print);
      }
      default:
        return commonText(whole, print);
    }
  },
  python(whole) {
    const print = printers.python;
    const end = (bound: Expression | null) => (bound === null ? '' : print(bound));
    switch (whole.kind) {
      case 'not':
        return `not (${print(whole.of)})`;
      case 'slice':
        return `${print(whole.of)}[${end(whole.from)}:${end(whole.to)}]`;
      case 'binary':
        return `${inner(whole.left, print)} ${whole.sign} ${inner(whole.right, print)}`;
      case 'call':
        return callText(print(whole.of), whole.given, print);
      default:
        return commonText(whole, print);
    }
  },
};

function commonText(whole: Expression, print: (expression: Expression) => string): string {
  switch (whole.kind) {
    case 'literal':
      return JSON.stringify(whole.value);
    case 'name':
      return whole.name;
    case 'list':
      return `[${whole.items.map(print).join(', ')}]`;
    case 'at':
      return `${print(whole.of)}[${print(whole.index)}]`;
    case 'member':
      return `${print(whole.of)}.${whole.name}`;
    default:
      throw new Error(`no such text: ${whole.kind}`);
  }
}

function callText(
  name: string,
  given: readonly Expression[],
  print: (expression: Expression) => string,
): string {
  return `${name}(${given.map(print).join(', ')})`;
}

/** In parentheses where it might be read in another way. */
function inner(part: Expression, print: (expression: Expression) => string): string {
  return part.kind === 'binary' || part.kind === 'not' ? `(${print(part)})` : print(part);
}
