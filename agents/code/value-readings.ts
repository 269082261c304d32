/** Sentences of programs of several functions, each as what it makes of a value of one kind. */
import { phraseOf, readStep } from './function-steps.ts';
import {
  addedField,
  changedField,
  column,
  counted,
  forRecords,
  grouped,
  holds,
  inField,
  largest,
  madeRecord,
  map,
  number,
  numbers,
  ofList,
  ofMap,
  record,
  records,
  said,
  step,
  summed,
  type ValueStep,
  withFields,
  words,
} from './value-steps.ts';

/** What sentences speak of beside the value. */
export interface Surroundings {
  readonly fields: readonly string[];
  /** What the function with this name takes and returns; null for one that is not there. */
  takenBy(name: string): string | null;
  returnedBy(name: string): string | null;
}

interface Reading {
  readonly pattern: RegExp;
  make(parts: readonly (string | undefined)[], around: Surroundings): ValueStep;
}

const skipPattern = (noun: string) =>
  said(
    `Leave out the first (?:${noun}, if there is one|(\\d+) ${noun}s, or all if there are no more than that)\\.`,
  );

/** The sentence as a step, or null; every reading that is tried goes through `tries`, which may give up. */
export function readValueStep(sentence: string, around: Surroundings, tries: () => void): ValueStep | null {
  for (const { pattern, make } of readings) {
    tries();
    const match = pattern.exec(sentence);
    if (match !== null) return make(match.slice(1), around);
  }
  const step = readStep(sentence, tries);
  return step === null ? null : { from: numbers, to: null, javascript: step.javascript, python: step.python };
}

const readings: readonly Reading[] = [
  {
    pattern: said('Go on with (an? [a-z ]+): what <name> returns for the \\w+\\.'),
    make: ([to, name], { takenBy }) => step(takenBy(name!), to!, `${name}(list)`, `${name}(values)`),
  },
  {
    pattern: said('Replace every (number|record) by what <name> returns for it\\.'),
    make: ([part, name], { returnedBy }) => {
      const javascript = `list.map((x) => ${name}(x))`;
      const python = `[${name}(x) for x in values]`;
      if (part === 'number') return step(numbers, numbers, javascript, python);
      return step(records, returnedBy(name!) === number ? numbers : records, javascript, python);
    },
  },
  {
    pattern: said('Add to every number what <name> returns for the whole list\\.'),
    make: ([name]) =>
      step(
        numbers,
        numbers,
        `((a) => list.map((x) => x + a))(${name}(list))`,
        `(lambda a: [x + a for x in values])(${name}(values))`,
      ),
  },
  {
    pattern: said('Add to every number in the map what <name> returns for the whole map\\.'),
    make: ([name]) =>
      step(
        map,
        map,
        `((a) => Object.fromEntries(Object.entries(list).map(([k, x]) => [k, x + a])))(${name}(list))`,
        `(lambda a: {k: x + a for k, x in values.items()})(${name}(values))`,
      ),
  },
  {
    pattern: said('Add to the <f> of every record what <name> returns for the whole list\\.'),
    make: ([field, name]) => {
      const raised = withFields(`${field}: r.${field} + a`, `"${field}": r["${field}"] + a`);
      return step(
        records,
        records,
        `((a) => list.map((r) => ${raised.javascript}))(${name}(list))`,
        `(lambda a: [${raised.python} for r in values])(${name}(values))`,
      );
    },
  },
  {
    pattern: said('Put behind the list what <name> returns for it, as one longer list\\.'),
    make: ([name], { takenBy }) =>
      step(takenBy(name!), null, `[...list, ...${name}(list)]`, `values + ${name}(values)`),
  },
  {
    pattern: said('Replace the number by <n>\\.'),
    make: ([change]) => {
      const { javascript, python } = phraseOf(change!);
      return step(number, number, `((x) => ${javascript})(list)`, `(lambda x: ${python})(values)`);
    },
  },
  {
    pattern: said('Replace the number by <n> if it is <c>, and (?:by <n>|leave it as it is) otherwise\\.'),
    make: ([met, test, amount, unmet]) => {
      const condition = holds(test, amount);
      const yes = phraseOf(met!);
      const no = unmet === undefined ? { javascript: 'x', python: 'x' } : phraseOf(unmet);
      return step(
        number,
        number,
        `((x) => (${condition.javascript} ? ${yes.javascript} : ${no.javascript}))(list)`,
        `(lambda x: ${yes.python} if ${condition.python} else ${no.python})(values)`,
      );
    },
  },
  {
    pattern: said('In every record, replace the <f> by <n>\\.'),
    make: ([field, change]) => changedField('every', null, field, change),
  },
  {
    pattern: said('In every record whose <f> is <c>, replace the <f> by <n>\\.'),
    make: ([asked, test, amount, field, change]) =>
      changedField('every', [asked, test, amount], field, change),
  },
  {
    pattern: said('Replace the <f> of the record by <n>\\.'),
    make: ([field, change]) => changedField('one', null, field, change),
  },
  {
    pattern: said('If the <f> is <c>, replace the <f> of the record by <n>\\.'),
    make: ([asked, test, amount, field, change]) => changedField('one', [asked, test, amount], field, change),
  },
  {
    pattern: said('In every record, add the <f> to the <f>\\.'),
    make: ([other, field]) => addedField('every', other, field),
  },
  {
    pattern: said('Add the <f> of the record to its <f>\\.'),
    make: ([other, field]) => addedField('one', other, field),
  },
  {
    pattern: said('Keep only the records whose <f> is <c>\\.'),
    make: ([field, test, amount]) => {
      const met = inField(field, holds(test, amount));
      return step(
        records,
        records,
        `list.filter((r) => ${met.javascript})`,
        `[r for r in values if ${met.python}]`,
      );
    },
  },
  {
    pattern: said('In every record whose <f> is <w>, replace it by <w>\\.'),
    make: ([field, from, to]) => {
      const other = withFields(`${field}: "${to}"`, `"${field}": "${to}"`);
      return forRecords('every', {
        javascript: `(r.${field} === "${from}" ? ${other.javascript} : r)`,
        python: `(${other.python} if r["${field}"] == "${from}" else r)`,
      });
    },
  },
  {
    pattern: said('Of records with the same <f> keep only the first\\.'),
    make: ([field]) =>
      step(
        records,
        records,
        `list.filter((r, i) => list.findIndex((s) => s.${field} === r.${field}) === i)`,
        `[r for i, r in enumerate(values) if r["${field}"] not in [s["${field}"] for s in values[:i]]]`,
      ),
  },
  {
    pattern: said('Replace every number in the map by <n>\\.'),
    make: ([change]) => {
      const { javascript, python } = phraseOf(change!);
      return step(
        map,
        map,
        `Object.fromEntries(Object.entries(list).map(([k, x]) => [k, ${javascript}]))`,
        `{k: ${python} for k, x in values.items()}`,
      );
    },
  },
  {
    pattern: said('Keep only the entries whose numbers are <c>\\.'),
    make: ([test, amount]) => {
      const { javascript, python } = holds(test, amount);
      return step(
        map,
        map,
        `Object.fromEntries(Object.entries(list).filter(([, x]) => ${javascript}))`,
        `{k: x for k, x in values.items() if ${python}}`,
      );
    },
  },
  {
    pattern: said('Leave out the entry of <w>, if there is one\\.'),
    make: ([word]) =>
      step(
        map,
        map,
        `Object.fromEntries(Object.entries(list).filter(([k]) => k !== "${word}"))`,
        `{k: x for k, x in values.items() if k != "${word}"}`,
      ),
  },
  {
    pattern: said(
      'Add (\\d+) to the number of <w>; if it has no entry, put one in at the end, with the number \\d+\\.',
    ),
    make: ([amount, word]) =>
      step(
        map,
        map,
        `({ ...list, "${word}": (list["${word}"] ?? 0) + ${amount} })`,
        `{**values, "${word}": values.get("${word}", 0) + ${amount}}`,
      ),
  },
  {
    pattern: said('Replace every <w> by <w>\\.'),
    make: ([from, to]) =>
      step(
        words,
        words,
        `list.map((w) => (w === "${from}" ? "${to}" : w))`,
        `["${to}" if w == "${from}" else w for w in values]`,
      ),
  },
  {
    pattern: said('Leave out every <w>\\.'),
    make: ([word]) =>
      step(words, words, `list.filter((w) => w !== "${word}")`, `[w for w in values if w != "${word}"]`),
  },
  {
    pattern: said('Of words that occur several times keep only the first occurrence\\.'),
    make: () => step(words, words, '[...new Set(list)]', 'list(dict.fromkeys(values))'),
  },
  ...(['record', 'word'] as const).map((noun): Reading => {
    const kind = `a list of ${noun}s`;
    return {
      pattern: skipPattern(noun),
      make: ([count = '1']) => step(kind, kind, `list.slice(${count})`, `values[${count}:]`),
    };
  }),
  {
    pattern: said('Turn the order of the (records|words) around\\.'),
    make: ([nouns]) =>
      step(`a list of ${nouns}`, `a list of ${nouns}`, '[...list].reverse()', 'values[::-1]'),
  },
  {
    pattern: said('Go on with the sum of the numbers; of an empty list, with 0\\.'),
    make: () => summed(ofList),
  },
  {
    pattern: said('Go on with the largest number; of an empty list, with 0\\.'),
    make: () => largest(ofList),
  },
  {
    pattern: said('Go on with how many of the numbers are <c>\\.'),
    make: ([test, amount]) => counted(ofList, test, amount),
  },
  {
    pattern: said('Go on with the sum of the numbers in the map; of an empty map, with 0\\.'),
    make: () => summed(ofMap),
  },
  {
    pattern: said('Go on with the largest number in the map; of an empty map, with 0\\.'),
    make: () => largest(ofMap),
  },
  {
    pattern: said('Go on with how many of the numbers in the map are <c>\\.'),
    make: ([test, amount]) => counted(ofMap, test, amount),
  },
  {
    pattern: said('Go on with the sum of the <f> of all records; of an empty list, with 0\\.'),
    make: ([field]) => summed(column(field)),
  },
  {
    pattern: said('Go on with the largest <f> of all records; of an empty list, with 0\\.'),
    make: ([field]) => largest(column(field)),
  },
  {
    pattern: said('Go on with how many records have a <f> that is <c>\\.'),
    make: ([field, test, amount]) => counted(column(field), test, amount),
  },
  {
    pattern: said('Make a record of every number: its <f> is <w> if the number is <c> and <w> otherwise, .*'),
    make: ([, met, test, amount, unmet], { fields }) => {
      const { javascript, python } = holds(test, amount);
      const made = madeRecord(
        fields,
        [`${javascript} ? "${met}" : "${unmet}"`, 'x', 'i + 1'],
        [`"${met}" if ${python} else "${unmet}"`, 'x', 'i + 1'],
      );
      return step(
        numbers,
        records,
        `list.map((x, i) => ${made.javascript})`,
        `[${made.python} for i, x in enumerate(values)]`,
      );
    },
  },
  {
    pattern: said('Replace every number that is <c> by <w>, and every other number by <w>\\.'),
    make: ([test, amount, met, unmet]) => {
      const { javascript, python } = holds(test, amount);
      return step(
        numbers,
        words,
        `list.map((x) => (${javascript} ? "${met}" : "${unmet}"))`,
        `["${met}" if ${python} else "${unmet}" for x in values]`,
      );
    },
  },
  {
    pattern: said(
      'Make a map with two entries: first <w> with the sum of the numbers that are <c>, then <w> with .*',
    ),
    make: ([met, test, amount, unmet]) => {
      const { javascript, python } = holds(test, amount);
      const sum = (condition: string) => `list.filter((x) => ${condition}).reduce((a, b) => a + b, 0)`;
      return step(
        numbers,
        map,
        `({ "${met}": ${sum(javascript)}, "${unmet}": ${sum(`!(${javascript})`)} })`,
        `{"${met}": sum(x for x in values if ${python}), "${unmet}": sum(x for x in values if not (${python}))}`,
      );
    },
  },
  ...(['every', 'the'] as const).flatMap((which): Reading[] => {
    const reading = (text: string, value: (fields: readonly (string | undefined)[]) => [string, string]) => ({
      pattern: said(`Replace ${which} record by ${text}\\.`),
      make: (parts: readonly (string | undefined)[]) => {
        const [javascript, python] = value(parts);
        return which === 'every'
          ? step(records, numbers, `list.map((r) => ${javascript})`, `[${python} for r in values]`)
          : step(record, number, `((r) => ${javascript})(list)`, `(lambda r: ${python})(values)`);
      },
    });
    return [
      reading('the sum of its <f> and its <f>', ([one, other]) => [
        `r.${one} + r.${other}`,
        `r["${one}"] + r["${other}"]`,
      ]),
      reading('its <f> minus its <f>', ([one, other]) => [
        `r.${one} - r.${other}`,
        `r["${one}"] - r["${other}"]`,
      ]),
    ];
  }),
  {
    pattern: said('Replace the record by its <f>\\.'),
    make: ([field]) => step(record, number, `list.${field}`, `values["${field}"]`),
  },
  {
    pattern: said('Replace every record by its <f>\\.'),
    make: ([field], { fields }) => ({ ...column(field), to: field === fields[0] ? words : numbers }),
  },
  {
    pattern: said('Make a map in which every <f> that occurs has the sum of the <f> of its records\\.'),
    make: ([label, field]) =>
      grouped(label, ({ javascript, python }) => ({
        javascript: `${javascript}.reduce((a, r) => a + r.${field}, 0)`,
        python: `sum(r["${field}"] for r in ${python})`,
      })),
  },
  {
    pattern: said('Make a map in which every <f> that occurs has the largest <f> of its records\\.'),
    make: ([label, field]) =>
      grouped(label, ({ javascript, python }) => ({
        javascript: `Math.max(...${javascript}.map((r) => r.${field}))`,
        python: `max(r["${field}"] for r in ${python})`,
      })),
  },
  {
    pattern: said('Make a map in which every <f> that occurs has the number of its records\\.'),
    make: ([label]) =>
      grouped(label, ({ javascript, python }) => ({
        javascript: `${javascript}.length`,
        python: `len(${python})`,
      })),
  },
  {
    pattern: said('Go on with the list of the numbers in the map, in the order of the entries\\.'),
    make: () => ({ ...ofMap, to: numbers }),
  },
  {
    pattern: said('Go on with the list of the words whose numbers are <c>, in the order of the entries\\.'),
    make: ([test, amount]) => {
      const { javascript, python } = holds(test, amount);
      return step(
        map,
        words,
        `Object.entries(list).filter(([, x]) => ${javascript}).map(([k]) => k)`,
        `[k for k, x in values.items() if ${python}]`,
      );
    },
  },
  {
    pattern: said('Make a list of records, one of every entry and in the order of the entries: .*'),
    make: (_, { fields }) => {
      const made = madeRecord(fields, ['k', 'x', 'i + 1'], ['k', 'x', 'i + 1']);
      return step(
        map,
        records,
        `Object.entries(list).map(([k, x], i) => ${made.javascript})`,
        `[${made.python} for i, (k, x) in enumerate(values.items())]`,
      );
    },
  },
  {
    pattern: said('Go on with the number of <w>; if it has no entry, with 0\\.'),
    make: ([word]) => step(map, number, `list["${word}"] ?? 0`, `values.get("${word}", 0)`),
  },
  {
    pattern: said('Make a map in which every word that occurs has the number of times that it does\\.'),
    make: () =>
      step(
        words,
        map,
        'Object.fromEntries([...new Set(list)].map((k) => [k, list.filter((w) => w === k).length]))',
        '{k: values.count(k) for k in dict.fromkeys(values)}',
      ),
  },
  {
    pattern: said('Replace every word by a number: (.*), and every other word by (-?\\d+)\\.'),
    make: ([table, otherwise]) => {
      const entries = String(table).replaceAll('" by ', '": ');
      return step(
        words,
        numbers,
        `list.map((w) => ({ ${entries} })[w] ?? ${otherwise})`,
        `[{${entries}}.get(w, ${otherwise}) for w in values]`,
      );
    },
  },
  {
    pattern: said('Make a record of every word: .*'),
    make: (_, { fields }) => {
      const made = madeRecord(
        fields,
        ['w', 'i + 1', 'list.filter((v) => v === w).length'],
        ['w', 'i + 1', 'values.count(w)'],
      );
      return step(
        words,
        records,
        `list.map((w, i) => ${made.javascript})`,
        `[${made.python} for i, w in enumerate(values)]`,
      );
    },
  },
  {
    pattern: said('Go on with the number of times that <w> occurs\\.'),
    make: ([word]) =>
      step(words, number, `list.filter((w) => w === "${word}").length`, `values.count("${word}")`),
  },
];
