/** Refactorings of a program, carried out on its text. */
import {
  aliasesOf,
  argumentsAt,
  declaredIn,
  type Piece,
  type ProgramFile,
  parametersOf,
  placesOf,
  withName,
} from './program-files.ts';
import type { Language } from './program-tokens.ts';
import type { TextStep } from './refactoring-prompt.ts';

/** How the program is gone through. */
export interface Habits {
  /** Called for each thing that is looked at. */
  looks(): void;
  /** Only pieces are looked at in which the name stands, and not all words of all of them. */
  readonly searches: boolean;
  /** A variable with the name is no use of it. */
  readonly heedsVariables: boolean;
  /** Calls by another name count as calls. */
  readonly followsAliases: boolean;
}

export class Refactoring {
  readonly #files: ProgramFile[];
  readonly #language: Language;
  readonly #habits: Habits;

  /** Changes the files. */
  constructor(files: ProgramFile[], language: Language, habits: Habits) {
    [this.#files, this.#language, this.#habits] = [files, language, habits];
  }

  take(step: TextStep): void {
    switch (step.kind) {
      case 'rename':
        this.#rename(step.from, step.to);
        return;
      case 'rename variable': {
        const piece = this.#piece(step.in);
        piece.text = withName(piece.text, this.#places(step.from, piece), step.from, step.to);
        return;
      }
      case 'move':
        this.#move(step.name, step.file);
        return;
      case 'extract':
        this.#extract(step.in, step.expression, step.head);
        return;
      case 'inline':
        this.#inline(step.name);
        return;
      case 'add':
        this.#add(step.name, step.parameter, step.value);
        return;
      case 'remove':
        this.#reorder(
          step.name,
          parametersOf(this.#piece(step.name).text).filter((name) => name !== step.parameter),
        );
        return;
      case 'reorder':
        this.#reorder(step.name, headOf(step.head).parameters);
        return;
      case 'record':
        this.#takeRecord(step.name, step.parameter);
        return;
      case 'merge':
        this.#merge(step);
        return;
    }
  }

  #rename(from: string, to: string): void {
    const own = this.#piece(from);
    for (const piece of this.#pieces()) {
      if (piece !== own && this.#isHidden(from, piece)) continue;
      piece.text = withName(piece.text, this.#places(from, piece), from, to);
    }
    own.name = to;
  }

  #move(name: string, to: string): void {
    const piece = this.#piece(name);
    for (const file of this.#files) {
      this.#habits.looks();
      const at = file.pieces.indexOf(piece);
      if (at >= 0) file.pieces.splice(at, 1);
    }
    let target = this.#files.find((file) => file.name === to);
    if (target === undefined) {
      target = { name: to, pieces: [] };
      this.#files.push(target);
    }
    // Tables stand after the functions.
    const table = target.pieces.findIndex(({ text }) => /^(?:export const )?\w+ = \{/.test(text));
    target.pieces.splice(table < 0 ? target.pieces.length : table, 0, piece);
    for (const other of this.#pieces()) this.#places(name, other);
  }

  #extract(within: string, expression: string, head: string): void {
    const piece = this.#piece(within);
    this.#habits.looks();
    piece.text = piece.text.replace(expression, () => head);
    this.#putBefore(piece, head, [`return ${expression}`]);
  }

  #inline(name: string): void {
    const { text } = this.#piece(name);
    const parameters = parametersOf(text);
    const value = /^ +return (.*?);?$/m.exec(text)![1]!;
    this.#changeCalls(name, (given) => {
      const words = parameters.map((parameter, at) => [parameter, given[at] ?? ''] as const);
      const places = words
        .flatMap(([parameter, argument]) =>
          placesOf(parameter, value).map((at) => ({ at, parameter, argument })),
        )
        .sort((left, right) => right.at - left.at);
      const put = places.reduce(
        (left, { at, parameter, argument }) =>
          `${left.slice(0, at)}${/^\w+$/.test(argument) ? argument : `(${argument})`}${left.slice(at + parameter.length)}`,
        value,
      );
      return `(${put})`;
    });
    for (const piece of this.#pieces())
      for (const alias of this.#aliases(name, piece))
        piece.text = piece.text.replace(new RegExp(`^ +(?:const )?${alias} = ${name};?\\n`, 'm'), '');
    for (const file of this.#files) {
      const at = file.pieces.findIndex((piece) => piece.name === name);
      if (at >= 0) file.pieces.splice(at, 1);
    }
  }

  #add(name: string, parameter: string, value: string): void {
    const piece = this.#piece(name);
    const places = placesOf(value, piece.text);
    piece.text = withName(piece.text, places, value, parameter);
    this.#changeParameters(piece, [...parametersOf(piece.text), parameter]);
    this.#changeArguments(name, (given) => [...given, value]);
  }

  /** To these of its parameters in this order. */
  #reorder(name: string, order: readonly string[]): void {
    const piece = this.#piece(name);
    const before = parametersOf(piece.text);
    this.#changeParameters(piece, order);
    this.#changeArguments(name, (given) => order.map((parameter) => given[before.indexOf(parameter)] ?? ''));
  }

  #takeRecord(name: string, record: string): void {
    const piece = this.#piece(name);
    const fields = parametersOf(piece.text);
    const isPython = this.#language === 'python';
    const from = piece.text.indexOf('\n', piece.text.indexOf(`${name}(`));
    const [head, body] = [piece.text.slice(0, from), piece.text.slice(from)];
    const places = fields.flatMap((field) => placesOf(field, body).map((at) => ({ at, field })));
    const changed = places
      .sort((left, right) => right.at - left.at)
      .reduce((left, { at, field }) => {
        const part = isPython ? `${record}["${field}"]` : `${record}.${field}`;
        return left.slice(0, at) + part + left.slice(at + field.length);
      }, body);
    piece.text = head + changed;
    this.#changeParameters(piece, [record]);
    this.#changeArguments(name, (given) => {
      const parts = fields.map((field, at) => `${isPython ? `"${field}"` : field}: ${given[at]}`).join(', ');
      return [isPython ? `{${parts}}` : `{ ${parts} }`];
    });
  }

  #merge({ in: homes, lines, head, result }: Extract<TextStep, { kind: 'merge' }>): void {
    const [isPython, [first, last]] = [this.#language === 'python', lines as [string, string]];
    for (const home of homes) {
      const piece = this.#piece(home);
      this.#habits.looks();
      const called = isPython ? `${result} = ${head}` : `const ${result} = ${head};`;
      const all = piece.text.split('\n');
      const at = all.findIndex((line, index) => line.trim() === first && all[index + 1]?.trim() === last);
      if (at < 0) continue;
      const margin = all[at]!.slice(0, all[at]!.length - first.length);
      piece.text = all.toSpliced(at, 2, margin + called).join('\n');
    }
    const value = last.slice(last.indexOf(' = ') + 3).replace(/;$/, '');
    this.#putBefore(this.#piece(homes[0]!), head, [first.replace(/;$/, ''), `return ${value}`]);
  }

  #putBefore(piece: Piece, head: string, statements: readonly string[]): void {
    const file = this.#files.find(({ pieces }) => pieces.includes(piece))!;
    const exported = /^export /m.test(piece.text) ? 'export ' : '';
    const text =
      this.#language === 'python'
        ? [`def ${head}:`, ...statements.map((line) => `    ${line}`)]
        : [`${exported}function ${head} {`, ...statements.map((line) => `  ${line};`), '}'];
    file.pieces.splice(file.pieces.indexOf(piece), 0, { name: headOf(head).name, text: text.join('\n') });
  }

  #changeParameters(piece: Piece, parameters: readonly string[]): void {
    piece.text = piece.text.replace(
      /^((?:export )?(?:function|def) \w+\().*(\))/m,
      (_, start: string, end: string) => `${start}${parameters.join(', ')}${end}`,
    );
  }

  #changeArguments(name: string, change: (given: readonly string[]) => readonly string[]): void {
    this.#changeCalls(name, (given, called) => `${called}(${change(given).join(', ')})`);
  }

  #changeCalls(name: string, change: (given: readonly string[], called: string) => string): void {
    for (const piece of this.#pieces()) {
      if (piece.name === name || this.#isHidden(name, piece)) continue;
      for (const called of [name, ...this.#aliases(name, piece)]) {
        for (const at of this.#places(called, piece)) {
          const open = at + called.length;
          if (piece.text[open] !== '(') continue;
          const { given, end } = argumentsAt(piece.text, open);
          piece.text = piece.text.slice(0, at) + change(given, called) + piece.text.slice(end);
        }
      }
    }
  }

  #aliases(name: string, piece: Piece): string[] {
    return this.#habits.followsAliases ? aliasesOf(name, piece) : [];
  }

  #isHidden(name: string, piece: Piece): boolean {
    return this.#habits.heedsVariables && declaredIn(piece, this.#language).has(name);
  }

  #places(name: string, piece: Piece): number[] {
    const places = placesOf(name, piece.text);
    const looked = this.#habits.searches ? places.length : piece.text.split(/\W+/).length;
    for (let look = 0; look < looked; look++) this.#habits.looks();
    return places;
  }

  #pieces(): Piece[] {
    return this.#files.flatMap(({ pieces }) => pieces);
  }

  #piece(name: string): Piece {
    return this.#pieces().find((piece) => piece.name === name) ?? { name, text: '' };
  }
}

/** Of `name(first, second)`. */
function headOf(text: string): { readonly name: string; readonly parameters: string[] } {
  const open = text.indexOf('(');
  return { name: text.slice(0, open), parameters: argumentsAt(text, open).given };
}
