/** Worked examples that settle a rule which is not said. */
import { InstanceRejected } from '../../contract.ts';
import type { RandomStream } from '../../random.ts';
import { type Label, labelCount } from '../composition/plan.ts';
import { type Change, type Condition, changed, meets } from '../synthesis/operations.ts';
import { type ChangeExample, type ClassExample, settlesChange, settlesClass } from './forms.ts';
import type { RuleContent } from './rules.ts';

/** Words in which all come up that a notation or a table speaks of, and what becomes of each. */
export interface WordExamples {
  readonly kind: 'notation' | 'table';
  readonly before: readonly Label[];
  readonly after: readonly number[];
}

export type RuleExamples =
  | { readonly kind: 'change'; readonly examples: readonly ChangeExample[] }
  | { readonly kind: 'class'; readonly examples: readonly ClassExample[] }
  | WordExamples;

const numberMin = -9;
const numberMax = 20;
const changesMin = 3;
/** Of a class so many that belong to it and so many that do not, at least. */
const sideMin = 2;
/** How far beyond the edge of a class its examples may lie. */
const reach = 9;
const drawsMax = 60;
/** Examples beyond this would be tiresome to read. */
const examplesMax = 8;
const notationWords = 4;

export function drawExamples(content: RuleContent, random: RandomStream): RuleExamples {
  switch (content.kind) {
    case 'change':
      return { kind: 'change', examples: changeExamples(content.change, random) };
    case 'class':
      return { kind: 'class', examples: classExamples(content.condition, random) };
    case 'notation': {
      const { from, to } = content;
      const others = labels.filter((label) => label !== from);
      const before = random.shuffle([from, ...random.sample(others, notationWords - 1)]);
      return { kind: 'notation', before, after: before.map((label) => (label === from ? to : label)) };
    }
    case 'table': {
      const numbers = new Map(content.table);
      const before = random.shuffle(labels);
      return {
        kind: 'table',
        before,
        after: before.map((label) => numbers.get(label) ?? content.otherwise),
      };
    }
  }
}

const labels: readonly Label[] = Array.from({ length: labelCount }, (_, label) => label);

function changeExamples(change: Change, random: RandomStream): ChangeExample[] {
  const examples = new Map<number, number>();
  for (let draw = 0; draw < drawsMax; draw++) {
    const number = random.int(numberMin, numberMax);
    examples.set(number, changed(change, number));
    if (examples.size > examplesMax) break;
    if (examples.size >= changesMin && settlesChange([...examples])) return [...examples];
  }
  throw new InstanceRejected('examples do not settle a change');
}

/** Among them the numbers on both sides of the edge, if there is one. */
function classExamples(condition: Condition, random: RandomStream): ClassExample[] {
  for (let draw = 0; draw < drawsMax; draw++) {
    const examples = growExamples(condition, random);
    if (examples !== null) return random.shuffle(examples);
  }
  throw new InstanceRejected('examples do not settle a class');
}

/** Null when there would be too many. */
function growExamples(condition: Condition, random: RandomStream): ClassExample[] | null {
  const { test, amount } = condition;
  const edge = test === 'divisible' ? [amount] : [amount, amount + (test === 'above' ? 1 : -1)];
  const examples = new Map(edge.map((number) => [number, meets(condition, number)]));
  const side = (belongs: boolean) => [...examples.values()].filter((value) => value === belongs).length;
  while (examples.size < examplesMax) {
    const number = random.int(Math.min(numberMin, amount - reach), Math.max(numberMax, amount + reach));
    const belongs = meets(condition, number);
    if (side(belongs) <= side(!belongs)) examples.set(number, belongs);
    const enough = side(true) >= sideMin && side(false) >= sideMin;
    if (enough && settlesClass([...examples])) return [...examples];
  }
  return null;
}
