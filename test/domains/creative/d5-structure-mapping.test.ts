import { describe, expect, it } from 'vitest';
import { mappings } from '../../../agents/creative/mappings.ts';
import { Budget } from '../../../agents/solver.ts';
import { corners, randomVector } from '../../../domains/check/vectors.ts';
import type { Parameters, Skill } from '../../../domains/contract.ts';
import { structureMapping } from '../../../domains/creative/d5-structure-mapping.ts';
import type { Circle } from '../../../domains/creative/mapping/analogy.ts';
import { canonicalBrief, rolesOf } from '../../../domains/creative/mapping/canonical.ts';
import { isUnusual, noveltyOf } from '../../../domains/creative/novelty.ts';
import { RandomStream } from '../../../domains/random.ts';
import { generateTask, gradeText, referenceText, type Task } from '../../../domains/task.ts';

type Reference = ReturnType<typeof structureMapping.generate>['reference'];
type Answer = ReturnType<typeof structureMapping.answer>;

const skill = structureMapping as Skill;

function taskAt(parameters: Parameters, seed: string): Task & { readonly reference: Reference } {
  return generateTask('creative', skill, parameters, seed) as Task & { readonly reference: Reference };
}

function drawnParameters(seed: number): Parameters {
  return randomVector(skill, new RandomStream(`mapping ${seed}`));
}

interface Exported {
  readonly first: ExportedCircle;
  readonly second: ExportedCircle;
  readonly carriedOver: { readonly aboutPeople: number; readonly aboutStatements: number };
  readonly conditions: readonly { readonly kind: string; readonly about: readonly string[] }[];
  readonly strategies: readonly { readonly fingerprint: string; readonly weight: number }[];
}

interface ExportedCircle {
  readonly people: readonly { readonly name: string; readonly trait: string }[];
  readonly verbs: readonly string[];
  readonly statements: readonly {
    readonly id: string;
    readonly verb: string;
    readonly from: string;
    readonly to: string;
  }[];
}

/** The strategy of a valid analogy, or null; by names alone, as the export gives them. */
function strategyIn({ first, second, carriedOver, conditions }: Exported, answer: Answer): string | null {
  const images = new Map<string, string | undefined>();
  const ends = (name: string) => answer.partners[name] ?? images.get(name);
  for (const { id, verb, from, to } of first.statements) {
    const turned = verb === 'leads to' ? verb : answer.verbs[verb];
    const image = second.statements.find(
      (other) => other.verb === turned && other.from === ends(from) && other.to === ends(to),
    );
    images.set(id, image?.id);
  }
  const carried = first.statements.filter(({ id }) => images.get(id) !== undefined);
  const above = carried.filter(({ verb }) => verb === 'leads to').length;
  if (above < carriedOver.aboutStatements || carried.length - above < carriedOver.aboutPeople) return null;
  const traits = new Map(second.people.map(({ name, trait }) => [name, trait]));
  const says = (verb: string, from: string, to: string) =>
    second.statements.some(
      (other) =>
        other.verb === verb && other.from === answer.partners[from] && other.to === answer.partners[to],
    );
  const traitOf = (name: string) => traits.get(answer.partners[name]!);
  const met = conditions.every(({ kind, about }) => {
    const [a, b, c, d] = about as [string, string, string, string];
    const partner = answer.partners[a];
    switch (kind) {
      case 'notPartner':
        return partner !== b;
      case 'eitherPartner':
        return partner === b || partner === c;
      case 'oneOf':
        return partner === b || answer.partners[c] === d;
      case 'trait':
        return traitOf(a) === b;
      case 'notTrait':
        return traitOf(a) !== b;
      case 'alike':
        return traitOf(a) === traitOf(b);
      case 'unlike':
        return traitOf(a) !== traitOf(b);
      case 'notVerb':
        return answer.verbs[a] !== b;
      case 'kept':
        return images.get(a) !== undefined;
      case 'linked':
        return says(a, b, c);
      case 'notLinked':
        return !says(a, b, c);
      default:
        throw new RangeError(kind);
    }
  });
  if (!met) return null;
  const count = (circle: ExportedCircle, verb: string) =>
    circle.statements.filter((statement) => statement.verb === verb).length;
  const turns = first.verbs
    .map((verb) => [count(first, verb), count(second, answer.verbs[verb]!)] as const)
    .sort(([left], [right]) => left - right);
  const kept = first.people.filter(({ name, trait }) => traitOf(name) === trait).length;
  return `${turns.map(([from, to]) => `${from}>${to}`).join(' ')}, ${kept} kept`;
}

function* orders<T>(items: readonly T[]): Generator<T[]> {
  if (items.length === 0) yield [];
  for (const [at, item] of items.entries())
    for (const rest of orders(items.toSpliced(at, 1))) yield [item, ...rest];
}

function* allAnswers({ words: { names, verbs } }: Reference): Generator<Answer> {
  const paired = (from: readonly string[], to: readonly string[]) =>
    Object.fromEntries(from.map((name, index) => [name, to[index]!]));
  for (const partners of orders(names[1]!))
    for (const become of orders(verbs[1]!))
      yield { partners: paired(names[0]!, partners), verbs: paired(verbs[0]!, become) };
}

describe('the strategies of a structure mapping', () => {
  it('are those of all valid analogies, by brute force over the export, and grading agrees on each', () => {
    for (let seed = 0; seed < 24; seed++) {
      const drawn = drawnParameters(seed);
      const { reference } = taskAt({ ...drawn, elements: 4 + (seed % 3) / 2 }, `brute ${seed}`);
      const exported = JSON.parse(structureMapping.oracle(reference).constraints!) as Exported;
      const weights = new Map<string, number>();
      for (const answer of allAnswers(reference)) {
        const strategy = strategyIn(exported, answer);
        const category = structureMapping.category(reference, answer);
        if (strategy === null) {
          expect(category).toBeLessThan(3);
          continue;
        }
        const unusual = isUnusual(reference.pool, strategy);
        expect(category).toBe(unusual ? 4 : 3);
        expect(structureMapping.verify(reference, answer)).toBe(unusual);
        expect(structureMapping.aspects!(reference, answer)).toEqual({
          quality: 1,
          novelty: noveltyOf(reference.pool, strategy),
        });
        const kept = Number(/(\d+) kept/.exec(strategy)![1]);
        weights.set(strategy, (weights.get(strategy) ?? 0) + 2 ** kept);
      }
      expect(Object.fromEntries(weights)).toEqual(reference.pool);
      expect(exported.strategies.length).toBe(weights.size);
    }
  }, 30_000);
});

describe('an answer to a structure mapping', () => {
  it('earns no more than half where it is not valid, and nothing where it is empty', () => {
    for (let seed = 0; seed < 100; seed++) {
      const { reference } = taskAt(drawnParameters(seed), `partly ${seed}`);
      const right = structureMapping.answer(reference);
      expect(gradeText(skill, reference, referenceText(skill, reference)).score).toBe(1);
      const grade = (answer: Answer) => {
        const category = structureMapping.category(reference, answer);
        expect(structureMapping.verify(reference, answer)).toBe(category === 4);
        if (category < 3) expect(structureMapping.aspects!(reference, answer).novelty).toBe(0);
        return category;
      };
      expect(grade({ partners: {}, verbs: {} })).toBe(0);
      expect(grade({ ...right, verbs: {} })).toBeLessThanOrEqual(2);
      expect(grade({ ...right, partners: { ...right.partners, nobody: 'else' } })).toBe(2);
      const [first, second] = Object.keys(right.partners) as [string, string];
      expect(
        grade({ ...right, partners: { ...right.partners, [first]: right.partners[second]! } }),
      ).toBeLessThanOrEqual(2);
      expect(grade({ partners: right.verbs, verbs: right.partners })).toBe(0);
    }
  });

  it('may be hostile: it is refused or worth nothing, at once', () => {
    const { reference } = taskAt({ elements: 10, depth: 4, constraints: 12 }, 'hostile');
    const right = JSON.stringify(structureMapping.answer(reference).partners);
    const many = JSON.stringify(
      Object.fromEntries(Array.from({ length: 9_999 }, (_, key) => [`${key}`, 'x'])),
    );
    const start = performance.now();
    for (const answer of [
      `{"partners": ${many}, "verbs": ${many}}`,
      `{"partners": {"__proto__": "x", "constructor": "toString"}, "verbs": {"hasOwnProperty": "__proto__"}}`,
      `{"partners": {"__proto__": ${right}}, "verbs": {}}`,
      `{"partners": [], "verbs": []}`,
      `{"partners": {"a": {"b": "c"}}, "verbs": null}`,
      `{"partners": {"${'x'.repeat(99_999)}": "y"}, "verbs": {}}`,
    ])
      expect(gradeText(skill, reference, `FINAL ANSWER\n\`\`\`json\n${answer}\n\`\`\``).score).toBe(0);
    expect(performance.now() - start).toBeLessThan(300);
  });
});

describe('an instance of structure mapping', () => {
  it('is reached at every corner, with a small reference, realised values and a solution that ends in the answer', () => {
    for (const [corner, parameters] of corners(skill, 'corners').entries()) {
      const { reference, features, disagreements } = taskAt(parameters, `corner ${corner}`);
      expect(disagreements).toBe(0);
      for (const [name, value] of Object.entries(features)) expect(value).toBeCloseTo(parameters[name]!);
      expect(JSON.stringify(reference).length).toBeLessThan(10_000);
      const last = structureMapping.solution(reference).split('\n').at(-1)!;
      const { partners, verbs } = structureMapping.answer(reference);
      for (const [name, partner] of Object.entries(partners)) expect(last).toContain(`${name}–${partner}`);
      for (const [verb, become] of Object.entries(verbs))
        expect(last).toContain(`"${verb}" becomes "${become}"`);
    }
  });

  it('has one canonical form in whatever order people, traits and conditions stand, and another when changed', () => {
    for (let seed = 0; seed < 40; seed++) {
      const random = new RandomStream(`isomorphs ${seed}`);
      const { brief } = taskAt(drawnParameters(seed), `isomorphs ${seed}`).reference;
      const form = canonicalBrief(brief);
      const size = brief.first.traits.length;
      const people = random.shuffle([...brief.first.traits.keys()]);
      const others = random.shuffle([...brief.first.traits.keys()]);
      const trait = random.shuffle([0, 1, 2]);
      const verb = random.shuffle([0, 1, 2]);
      const otherVerb = random.shuffle([0, 1, 2]);
      const renumbered = (circle: Circle, who: readonly number[], what: readonly number[]): Circle => ({
        traits: Array.from({ length: size }, (_, index) => trait[circle.traits[who.indexOf(index)]!]!),
        statements: circle.statements.map((statement) =>
          statement.verb === null
            ? statement
            : { verb: what[statement.verb]!, from: who[statement.from]!, to: who[statement.to]! },
        ),
      });
      const statement = [...brief.first.statements.keys()];
      const numbers = { person: people, partner: others, trait, verb, otherVerb, statement };
      const conditions = brief.conditions.map(({ kind, about }) => {
        const renamed = about.map((index, at) => numbers[rolesOf[kind][at]!][index]!);
        if (kind === 'oneOf') return { kind, about: [...renamed.slice(2), ...renamed.slice(0, 2)] };
        return { kind, about: kind === 'alike' || kind === 'unlike' ? renamed.toReversed() : renamed };
      });
      const isomorph = {
        ...brief,
        first: renumbered(brief.first, people, verb),
        second: renumbered(brief.second, others, otherVerb),
        conditions: random.shuffle(conditions),
      };
      expect(canonicalBrief(isomorph)).toBe(form);
      expect(canonicalBrief({ ...brief, carried: brief.carried - 1 })).not.toBe(form);
      for (const at of conditions.keys())
        expect(canonicalBrief({ ...brief, conditions: brief.conditions.toSpliced(at, 1) })).not.toBe(form);
    }
  });
});

describe('the agent for structure mappings', () => {
  it('finds an unusual strategy, blind only a valid one, and worked solutions make it as good as guided', () => {
    const score = { guided: 0, blind: 0, learner: 0 };
    const tasks = Array.from({ length: 20 }, (_, seed) => taskAt({ elements: 7 }, `agent ${seed}`));
    const { prompt: question, reference } = tasks[0]!;
    const solution = structureMapping.solution(reference);
    for (const { prompt, reference } of tasks) {
      for (const strategy of ['guided', 'blind', 'learner'] as const) {
        const techniques =
          strategy === 'learner' ? new Set(mappings.techniquesIn({ question, solution })) : undefined;
        const answer = mappings.solve(prompt, strategy, new Budget(20_000), techniques) as Answer;
        score[strategy] += structureMapping.category(reference, answer);
      }
    }
    expect(score.guided).toBe(4 * tasks.length);
    expect(score.learner).toBe(4 * tasks.length);
    expect(score.blind).toBeLessThan(4 * tasks.length);
  });
});
