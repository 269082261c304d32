/** Loops that make a new value of the parts of an old one. */
import { arithmetic, type Expression, int, type Statement, variable } from '../ir/program.ts';
import type { Names, Step as Stated } from '../synthesis/program.ts';
import { entryOf, setEntry } from './expressions.ts';
import type { Lexicon } from './lexicon.ts';
import type { Shape } from './plan.ts';

/** Where a step is written: the variable that it starts from, and the words that it is written in. */
export interface Site {
  readonly from: string;
  readonly shape: Shape;
  readonly names: Names;
  readonly lexicon: Lexicon;
}

type Add = (value: Expression) => Statement;

const one = int(1);
const zero = int(0);
export const emptyList: Expression = { kind: 'list', items: [] };
export const emptyMap: Expression = { kind: 'map', entries: [] };

/** A record or each of a list of them. */
export function forItems(
  name: string,
  of: 'record' | 'records',
  site: Site,
  change: (item: Expression) => Expression,
): Stated {
  return of === 'record'
    ? named(name, change(variable(site.from)), site)
    : perPart(name, site, (item, add) => [add(change(item))]);
}

/** A new list to which something is added for each part of the old one. */
export function perPart(
  name: string,
  site: Site,
  body: (part: Expression, add: Add) => readonly Statement[],
): Stated {
  const result = site.names.next(name);
  const part = variable(site.names.next(partName(site.shape)));
  return {
    result,
    statements: [
      { kind: 'let', name: result, value: emptyList },
      forEachIn(site.from, part, ...body(part, adding(result))),
    ],
  };
}

/** The same with the position of each part, from 1; the parts of a tally are its words. */
export function perPlaced(
  name: string,
  site: Site,
  value: (part: Expression, position: Expression) => Expression,
): Stated {
  const position = site.names.next('position');
  const body = (part: Expression, result: string): Statement[] => [
    { kind: 'assign', name: position, value: arithmetic(variable(position), '+', one) },
    adding(result)(value(part, variable(position))),
  ];
  const start: Statement = { kind: 'let', name: position, value: zero };
  if (site.shape === 'tally') return after([start], perKey(name, site, emptyList, body));
  const result = site.names.next(name);
  const part = variable(site.names.next(partName(site.shape)));
  return {
    result,
    statements: [
      start,
      { kind: 'let', name: result, value: emptyList },
      forEachIn(site.from, part, ...body(part, result)),
    ],
  };
}

/** A new map; `put` gives its number to the word that is looked at. */
export function perEntry(
  name: string,
  site: Site,
  body: (key: Expression, number: Expression, put: (value: Expression) => Statement) => readonly Statement[],
): Stated {
  return perKey(name, site, emptyMap, (key, result) =>
    body(key, entryOf(site.from, key, null), (value) => setEntry(result, key, value)),
  );
}

export function perKey(
  name: string,
  site: Site,
  start: Expression,
  body: (key: Expression, result: string) => readonly Statement[],
): Stated {
  const result = site.names.next(name);
  const key = site.names.next('word');
  return {
    result,
    statements: [
      { kind: 'let', name: result, value: start },
      {
        kind: 'forEach',
        name: key,
        list: { kind: 'keys', map: variable(site.from) },
        body: body(variable(key), result),
      },
    ],
  };
}

export function after(statements: readonly Statement[], last: Stated): Stated {
  return { ...last, statements: [...statements, ...last.statements] };
}

export function named(name: string, value: Expression, { names }: Site): Stated {
  const result = names.next(name);
  return { result, statements: [{ kind: 'let', name: result, value }] };
}

export function forEachIn(list: string, part: Expression, ...body: readonly Statement[]): Statement {
  return { kind: 'forEach', name: nameOf(part), list: variable(list), body };
}

export function nameOf(part: Expression): string {
  return part.kind === 'variable' ? part.name : '';
}

export function partName(shape: Shape): string {
  return shape === 'numbers' ? 'value' : shape === 'records' ? 'record' : 'word';
}

export function adding(list: string): Add {
  return (value) => ({ kind: 'append', list: variable(list), value });
}
