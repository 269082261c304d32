/** Steps of a composition as statements that make a new value and leave the old one as it is. */
import { arithmetic, call, compare, type Expression, int, type Statement, variable } from '../ir/program.ts';
import {
  changeOf,
  conditionOf,
  lengthOf,
  statementsOf as numberListStatements,
  type Step as Stated,
  when,
} from '../synthesis/program.ts';
import {
  choice,
  combined,
  entryOf,
  fieldMeets,
  fieldOf,
  labelOf,
  recordOf,
  setEntry,
  sorted,
  spelling,
  withField,
  word,
} from './expressions.ts';
import {
  adding,
  after,
  emptyList,
  emptyMap,
  forEachIn,
  forItems,
  named,
  nameOf,
  partName,
  perEntry,
  perKey,
  perPart,
  perPlaced,
  type Site,
} from './loops.ts';
import {
  type CallStep,
  changesShape,
  type Label,
  type PlainStep,
  type ShapeStep,
  type Step,
} from './plan.ts';

const one = int(1);
const zero = int(0);

/** What stands for the step, and the variable that its outcome is in. */
export function statementsOf(step: Step, site: Site): Stated {
  if (step.kind === 'call') return calling(step, site);
  return changesShape(step) ? reshaping(step, site) : plain(step, site);
}

function plain(step: PlainStep, site: Site): Stated {
  const { from, names, lexicon } = site;
  switch (step.kind) {
    case 'numbers':
      return numberListStatements(step.operation, from, names);
    case 'number': {
      const { operation } = step;
      const value = variable(from);
      if (operation.kind === 'change') return named('changed', changeOf(operation.change, value), site);
      const { condition, whenMet, otherwise } = operation;
      return named(
        'chosen',
        choice(
          conditionOf(condition, value),
          changeOf(whenMet, value),
          otherwise === null ? value : changeOf(otherwise, value),
        ),
        site,
      );
    }
    case 'field': {
      const change = (item: Expression): Expression => {
        const value = fieldOf(item, step.field, lexicon);
        const changed = changeOf(step.change, value);
        return withField(
          item,
          step.field,
          step.when === null ? changed : choice(fieldMeets(step.when, item, lexicon), changed, value),
          lexicon,
        );
      };
      return forItems('changed', step.of, site, change);
    }
    case 'addField':
      return forItems('changed', step.of, site, (item) => {
        const sum = arithmetic(
          fieldOf(item, step.field, lexicon),
          '+',
          fieldOf(item, step.field === 'first' ? 'second' : 'first', lexicon),
        );
        return withField(item, step.field, sum, lexicon);
      });
    case 'keepRecords':
      return perPart('kept', site, (item, add) => [when(fieldMeets(step.when, item, lexicon), add(item))]);
    case 'relabel':
      return perPart('relabelled', site, (item, add) => {
        const label = labelOf(item, lexicon);
        const { from: before, to } = step;
        const is = compare(label, '==', word(before, lexicon));
        return [
          add(
            recordOf(
              choice(is, word(to, lexicon), label),
              fieldOf(item, 'first', lexicon),
              fieldOf(item, 'second', lexicon),
              lexicon,
            ),
          ),
        ];
      });
    case 'firstOfLabel':
      return firstOnly(site, (item) => labelOf(item, lexicon));
    case 'values':
      return perEntry('changed', site, (_, number, put) => [put(changeOf(step.change, number))]);
    case 'keepEntries':
      return perEntry('kept', site, (_, number, put) => [
        when(conditionOf(step.condition, number), put(number)),
      ]);
    case 'dropEntry':
      return perEntry('rest', site, (key, number, put) => [
        when(compare(key, '!=', word(step.label, lexicon)), put(number)),
      ]);
    case 'addToEntry': {
      const copied = perEntry('added', site, (_, number, put) => [put(number)]);
      const entry = entryOf(copied.result, word(step.label, lexicon), zero);
      const sum = arithmetic(entry, '+', int(step.amount));
      return {
        result: copied.result,
        statements: [...copied.statements, setEntry(copied.result, word(step.label, lexicon), sum)],
      };
    }
    case 'replaceWord':
      return perPart('replaced', site, (part, add) => [
        add(choice(compare(part, '==', word(step.from, lexicon)), word(step.to, lexicon), part)),
      ]);
    case 'dropWord':
      return perPart('kept', site, (part, add) => [
        when(compare(part, '!=', word(step.label, lexicon)), add(part)),
      ]);
    case 'distinctWords':
      return firstOnly(site, (part) => part);
    case 'skipItems':
      return named('rest', { kind: 'slice', of: variable(from), from: int(step.count), to: null }, site);
    case 'reverseItems': {
      const at = names.next('index');
      const size = names.next('size');
      const result = names.next('backward');
      const index = arithmetic(arithmetic(variable(size), '-', one), '-', variable(at));
      return {
        result,
        statements: [
          { kind: 'let', name: result, value: emptyList },
          { kind: 'let', name: size, value: lengthOf(from) },
          {
            kind: 'forRange',
            name: at,
            from: zero,
            to: variable(size),
            body: [adding(result)({ kind: 'element', of: variable(from), index })],
          },
        ],
      };
    }
  }
}

function reshaping(step: ShapeStep, site: Site): Stated {
  const { from, names, lexicon } = site;
  switch (step.kind) {
    case 'summary':
      return summedUp(step, site);
    case 'numbersToRecords':
      return perPlaced('records', site, (number, position) =>
        recordOf(sorted(step, number, lexicon), number, position, lexicon),
      );
    case 'numbersToWords':
      return perPart('words', site, (number, add) => [add(sorted(step, number, lexicon))]);
    case 'numbersToTally': {
      const result = names.next('sums');
      const number = names.next('value');
      const put = (label: Label): Statement => {
        const key = word(label, lexicon);
        return setEntry(result, key, arithmetic(entryOf(result, key, null), '+', variable(number)));
      };
      const entries = [step.met, step.unmet].map((label) => ({ key: spelling(label, lexicon), value: zero }));
      return {
        result,
        statements: [
          { kind: 'let', name: result, value: { kind: 'map', entries } },
          {
            kind: 'forEach',
            name: number,
            list: variable(from),
            body: [
              {
                kind: 'if',
                branches: [
                  { condition: conditionOf(step.condition, variable(number)), body: [put(step.met)] },
                ],
                otherwise: [put(step.unmet)],
              },
            ],
          },
        ],
      };
    }
    case 'combine': {
      const value = (item: Expression) => combined(step.how, item, lexicon);
      return step.of === 'record'
        ? named('value', value(variable(from)), site)
        : perPart('numbers', site, (item, add) => [add(value(item))]);
    }
    case 'recordsToTally':
      return recordsToTally(step, site);
    case 'recordsToWords':
      return perPart('words', site, (item, add) => [add(labelOf(item, lexicon))]);
    case 'tallyToNumbers':
      return numbersOfTally(site);
    case 'tallyToWords':
      return perKey('words', site, emptyList, (key, result) => [
        when(conditionOf(step.condition, entryOf(from, key, null)), adding(result)(key)),
      ]);
    case 'tallyToRecords':
      return perPlaced('records', site, (key, position) =>
        recordOf(key, entryOf(from, key, null), position, lexicon),
      );
    case 'entry':
      return named('found', entryOf(from, word(step.label, lexicon), zero), site);
    case 'wordsToTally':
      return occurrences(site);
    case 'wordsToNumbers': {
      const table = names.next('table');
      const entries = step.table.map(([label, value]) => ({
        key: spelling(label, lexicon),
        value: int(value),
      }));
      return after(
        [{ kind: 'let', name: table, value: { kind: 'map', entries } }],
        perPart('numbers', site, (part, add) => [add(entryOf(table, part, int(step.otherwise)))]),
      );
    }
    case 'wordsToRecords': {
      const counts = occurrences(site);
      return after(
        counts.statements,
        perPlaced('records', site, (part, position) =>
          recordOf(part, position, entryOf(counts.result, part, null), lexicon),
        ),
      );
    }
    case 'countWord':
      return counting(site, (part) => compare(part, '==', word(step.label, lexicon)));
  }
}

function calling({ way, function: at }: CallStep, site: Site): Stated {
  const { from, shape, names, lexicon } = site;
  const made = (value: Expression) => call(lexicon.functions[at] as string, value);
  switch (way) {
    case 'pass':
      return named('result', made(variable(from)), site);
    case 'each':
      return perPart('results', site, (part, add) => [add(made(part))]);
    case 'append': {
      const both: Expression = { kind: 'joined', left: variable(from), right: made(variable(from)) };
      return named('longer', both, site);
    }
    case 'offset': {
      const amount = names.next('amount');
      const sum = (value: Expression) => arithmetic(value, '+', variable(amount));
      const statement: Statement = { kind: 'let', name: amount, value: made(variable(from)) };
      if (shape === 'tally')
        return after(
          [statement],
          perEntry('raised', site, (_, number, put) => [put(sum(number))]),
        );
      const raised = (part: Expression) =>
        shape === 'numbers'
          ? sum(part)
          : withField(part, 'first', sum(fieldOf(part, 'first', lexicon)), lexicon);
      return after(
        [statement],
        perPart('raised', site, (part, add) => [add(raised(part))]),
      );
    }
  }
}

function recordsToTally({ how, field }: Extract<ShapeStep, { kind: 'recordsToTally' }>, site: Site): Stated {
  const { from, names, lexicon } = site;
  const result = names.next(how === 'count' ? 'counts' : how === 'sum' ? 'sums' : 'largest');
  const item = variable(names.next('record'));
  const key = labelOf(item, lexicon);
  const value = how === 'count' ? one : fieldOf(item, field, lexicon);
  const body: Statement =
    how === 'largest'
      ? {
          kind: 'if',
          branches: [
            {
              condition: { kind: 'has', map: variable(result), key },
              body: [
                setEntry(result, key, {
                  kind: 'extreme',
                  operator: 'max',
                  left: entryOf(result, key, null),
                  right: value,
                }),
              ],
            },
          ],
          otherwise: [setEntry(result, key, value)],
        }
      : setEntry(result, key, arithmetic(entryOf(result, key, zero), '+', value));
  return {
    result,
    statements: [
      { kind: 'let', name: result, value: emptyMap },
      { kind: 'forEach', name: nameOf(item), list: variable(from), body: [body] },
    ],
  };
}

function numbersOfTally(site: Site): Stated {
  return perKey('numbers', site, emptyList, (key, result) => [adding(result)(entryOf(site.from, key, null))]);
}

function summedUp({ of, result }: Extract<ShapeStep, { kind: 'summary' }>, site: Site): Stated {
  if (of === 'numbers') return summary(result, site);
  const numbers =
    of === 'tally'
      ? numbersOfTally(site)
      : perPart('numbers', site, (item, add) => [add(fieldOf(item, of, site.lexicon))]);
  return after(numbers.statements, summary(result, { ...site, from: numbers.result, shape: 'numbers' }));
}

function summary(result: Extract<ShapeStep, { kind: 'summary' }>['result'], site: Site): Stated {
  if (result.kind === 'count') return counting(site, (number) => conditionOf(result.condition, number));
  const { from, names } = site;
  const name = names.next(result.kind);
  const number = variable(names.next('value'));
  const start: Statement = { kind: 'let', name, value: zero };
  if (result.kind === 'sum') {
    const value = arithmetic(variable(name), '+', number);
    return { result: name, statements: [start, forEachIn(from, number, { kind: 'assign', name, value })] };
  }
  const first: Expression = { kind: 'element', of: variable(from), index: zero };
  const value: Expression = { kind: 'extreme', operator: 'max', left: variable(name), right: number };
  return {
    result: name,
    statements: [
      start,
      when(compare(lengthOf(from), '>', zero), { kind: 'assign', name, value: first }),
      forEachIn(from, number, { kind: 'assign', name, value }),
    ],
  };
}

function counting(site: Site, counts: (part: Expression) => Expression): Stated {
  const name = site.names.next('count');
  const part = variable(site.names.next(partName(site.shape)));
  const more: Statement = { kind: 'assign', name, value: arithmetic(variable(name), '+', one) };
  return {
    result: name,
    statements: [{ kind: 'let', name, value: zero }, forEachIn(site.from, part, when(counts(part), more))],
  };
}

/** How often each word occurs. */
function occurrences(site: Site): Stated {
  const result = site.names.next('counts');
  const part = variable(site.names.next('word'));
  return {
    result,
    statements: [
      { kind: 'let', name: result, value: emptyMap },
      forEachIn(site.from, part, setEntry(result, part, arithmetic(entryOf(result, part, zero), '+', one))),
    ],
  };
}

/** Only the first part with each key. */
function firstOnly(site: Site, key: (part: Expression) => Expression): Stated {
  const seen = site.names.next('seen');
  const part = perPart('different', site, (one, add) => [
    {
      kind: 'if',
      branches: [
        {
          condition: { kind: 'not', operand: { kind: 'has', map: variable(seen), key: key(one) } },
          body: [setEntry(seen, key(one), { kind: 'bool', value: true }), add(one)],
        },
      ],
      otherwise: [],
    },
  ]);
  return after([{ kind: 'let', name: seen, value: emptyMap }], part);
}
