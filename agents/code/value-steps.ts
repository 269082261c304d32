/** What sentences about values come to, as expressions of both languages. */
import {
  change as changePattern,
  conditionOf,
  condition as conditionPattern,
  phraseOf,
} from './function-steps.ts';

/** What takes the place of `list` in JavaScript and of `values` in Python. */
export interface ValueStep {
  /** The kind of value as the prompt says it, such as `a map`; null for any list. */
  readonly from: string | null;
  /** Null for the same kind. */
  readonly to: string | null;
  readonly javascript: string;
  readonly python: string;
}

export const number = 'a number';
export const record = 'a record';
export const numbers = 'a list of numbers';
export const records = 'a list of records';
export const words = 'a list of words';
export const map = 'a map';

/** A pattern in which `<c>` is a condition of two groups, `<n>` what a number becomes, `<w>` a word, `<f>` a field. */
export function said(text: string): RegExp {
  const source = text
    .replaceAll('<c>', conditionPattern)
    .replaceAll('<n>', changePattern)
    .replaceAll('<w>', '"(\\w+)"')
    .replaceAll('<f>', '`(\\w+)`')
    .replaceAll('<name>', '(\\w+)');
  return new RegExp(`^${source}$`);
}

export function holds(test: string | undefined, amount: string | undefined) {
  return conditionOf(String(test), Number(amount));
}

export function step(from: string | null, to: string | null, javascript: string, python: string): ValueStep {
  return { from, to, javascript, python };
}

/** An expression in `x` for the value of a field. */
export function inField(field: string | undefined, expression: { javascript: string; python: string }) {
  return {
    javascript: `((x) => ${expression.javascript})(r.${field})`,
    python: `(lambda x: ${expression.python})(r["${field}"])`,
  };
}

/** A record with other values in some fields, given as text of each language. */
export function withFields(javascript: string, python: string) {
  return { javascript: `({ ...r, ${javascript} })`, python: `{**r, ${python}}` };
}

export function forRecords(
  of: 'one' | 'every',
  { javascript, python }: { javascript: string; python: string },
) {
  return of === 'every'
    ? step(records, records, `list.map((r) => ${javascript})`, `[${python} for r in values]`)
    : step(record, record, `((r) => ${javascript})(list)`, `(lambda r: ${python})(values)`);
}

export function changedField(
  of: 'one' | 'every',
  when: readonly (string | undefined)[] | null,
  field: string | undefined,
  change: string | undefined,
): ValueStep {
  const value = inField(field, phraseOf(String(change)));
  const other = withFields(`${field}: ${value.javascript}`, `"${field}": ${value.python}`);
  if (when === null) return forRecords(of, other);
  const met = inField(when[0], holds(when[1], when[2]));
  return forRecords(of, {
    javascript: `(${met.javascript} ? ${other.javascript} : r)`,
    python: `(${other.python} if ${met.python} else r)`,
  });
}

export function addedField(
  of: 'one' | 'every',
  other: string | undefined,
  field: string | undefined,
): ValueStep {
  return forRecords(
    of,
    withFields(`${field}: r.${field} + r.${other}`, `"${field}": r["${field}"] + r["${other}"]`),
  );
}

/** Of records, the numbers in a field. */
export function column(field: string | undefined): Source {
  return {
    from: records,
    javascript: `list.map((r) => r.${field})`,
    python: `[r["${field}"] for r in values]`,
  };
}

export interface Source {
  readonly from: string;
  readonly javascript: string;
  readonly python: string;
}

export const ofList: Source = { from: numbers, javascript: 'list', python: 'values' };
export const ofMap: Source = {
  from: map,
  javascript: 'Object.values(list)',
  python: 'list(values.values())',
};

export function summed({ from, javascript, python }: Source): ValueStep {
  return step(from, number, `${javascript}.reduce((a, b) => a + b, 0)`, `sum(${python})`);
}

export function largest({ from, javascript, python }: Source): ValueStep {
  return step(
    from,
    number,
    `${javascript}.reduce((a, b) => (a === null || b > a ? b : a), null) ?? 0`,
    `max(${python}, default=0)`,
  );
}

export function counted({ from, javascript, python }: Source, test?: string, amount?: string): ValueStep {
  const met = holds(test, amount);
  return step(
    from,
    number,
    `${javascript}.filter((x) => ${met.javascript}).length`,
    `sum(1 for x in ${python} if ${met.python})`,
  );
}

/** Of the records with the same word. */
export function grouped(
  label: string | undefined,
  value: (own: { javascript: string; python: string }) => { javascript: string; python: string },
): ValueStep {
  const { javascript, python } = value({
    javascript: `list.filter((r) => r.${label} === k)`,
    python: `[r for r in values if r["${label}"] == k]`,
  });
  return step(
    records,
    map,
    `Object.fromEntries([...new Set(list.map((r) => r.${label}))].map((k) => [k, ${javascript}]))`,
    `{k: ${python} for k in dict.fromkeys(r["${label}"] for r in values)}`,
  );
}

export function madeRecord(
  [label, first, second]: readonly string[],
  javascript: readonly string[],
  python: readonly string[],
) {
  return {
    javascript: `({ ${label}: ${javascript[0]}, ${first}: ${javascript[1]}, ${second}: ${javascript[2]} })`,
    python: `{"${label}": ${python[0]}, "${first}": ${python[1]}, "${second}": ${python[2]}}`,
  };
}
