/** The worked solution: the statements in the order in which they are carried out, and what each changes. */

import type { Json } from '../../json.ts';
import { literalValue, type Observer, run } from '../ir/interpreter.ts';
import type { Call, Program } from '../ir/program.ts';
import { jsonOf, type Value } from '../ir/values.ts';
import { expressionText, type Language } from '../languages.ts';
import { lineOf } from './wording.ts';

const stepsMax = 2_000;
/** Longer traces are shown from both ends. */
const linesMax = 48;
const linesFirst = 32;

export function explainTrace(program: Program, call: Call, language: Language, result: Json): string {
  const lines: string[] = [];
  let container: Value | null = null;
  let root = '';
  const observer: Observer = {
    bound(frame, name, value) {
      lines.push(`in ${spelled(frame.function.name)}, ${spelled(name)} is ${shown(value)}`);
    },
    written(_frame, name, value) {
      [root, container] = [name, value];
    },
    executed(frame, statement) {
      const text = `\`${lineOf(statement, frame.function, language)}\``;
      switch (statement.kind) {
        case 'let':
        case 'assign':
          // The binding that it makes was noted just before.
          lines.pop();
          lines.push(
            `${text}: ${spelled(statement.name)} is ${shown(frame.variables.get(statement.name) as Value)}`,
          );
          break;
        case 'set':
        case 'append':
        case 'removeLast': {
          const what =
            statement.kind === 'set' && statement.place.kind === 'field' ? 'that record' : spelled(root);
          lines.push(`${text}: ${what} is ${shown(container as Value)}`);
          break;
        }
        case 'return':
          if (frame.depth > 0) lines.push(text);
          break;
        case 'continue':
        case 'break':
          lines.push(text);
          break;
        default:
      }
    },
  };
  const definition = program.modules[0]!.functions.at(-1)!;
  run(program, call.arguments.map(literalValue), { stepsMax, observer });
  // The parameters of the call from outside stand in the prompt.
  const own = lines.slice(definition.parameters.length);
  return [
    'Carry out the statements one by one, and note what each of them changes. Two names may stand for one and the same thing:',
    ...shortened(own.map((line, at) => `${at + 1}. ${line}`)),
    `So ${spelled(definition.name)} returns ${JSON.stringify(result)}.`,
  ].join('\n');

  function spelled(name: string): string {
    return expressionText({ kind: 'variable', name }, language);
  }

  function shown(value: Value): string {
    return typeof value === 'object'
      ? JSON.stringify(jsonOf(value))
      : expressionText(literal(value), language);
  }
}

function literal(value: number | string | boolean) {
  if (typeof value === 'number') return { kind: 'int', value } as const;
  return typeof value === 'string'
    ? ({ kind: 'string', value } as const)
    : ({ kind: 'bool', value } as const);
}

function shortened(lines: readonly string[]): readonly string[] {
  if (lines.length <= linesMax) return lines;
  const last = linesMax - linesFirst;
  return [
    ...lines.slice(0, linesFirst),
    `… ${lines.length - linesMax} more of the same kind …`,
    ...lines.slice(-last),
  ];
}
