import { describe, expect, it } from 'vitest';
import { answerMessages } from '../../../agents/agent.ts';
import { repurposings } from '../../../agents/creative/repurposings.ts';
import { randomVector } from '../../../domains/check/vectors.ts';
import type { Parameters, Skill } from '../../../domains/contract.ts';
import { repurposing } from '../../../domains/creative/d4-repurposing.ts';
import { canonicalWorld } from '../../../domains/creative/repurposing/canonical.ts';
import { numberingOf } from '../../../domains/creative/repurposing/strategy.ts';
import { RandomStream } from '../../../domains/random.ts';
import { generateTask, gradeText, type Task } from '../../../domains/task.ts';

type Situation = ReturnType<typeof repurposing.generate>['reference'];
type Assembly = ReturnType<typeof repurposing.answer>;

const skill = repurposing as Skill;
const tiny = { steps: 1, goals: 2, decoys: 0, distance: 1 };

function taskAt(parameters: Parameters, seed: string): Task {
  return generateTask('creative', skill, parameters, seed);
}

function drawnTask(seed: number): Task {
  return taskAt(randomVector(skill, new RandomStream(`repurposing ${seed}`)), `drawn ${seed}`);
}

interface Exported {
  readonly things: readonly { readonly name: string; readonly levels: Record<string, number> }[];
  readonly processes: readonly {
    readonly name: string;
    readonly tool: readonly [string, string, number][];
    readonly material: readonly [string, string, number][];
    readonly changes: readonly [string, number][];
    readonly toolIsGone: boolean;
  }[];
  readonly goals: readonly [string, string, number][];
  readonly jobs: readonly string[];
  readonly strategies: readonly {
    readonly product: string;
    readonly tools: readonly (string | null)[];
    readonly count: number;
  }[];
}

type State = Map<string, Record<string, number>>;

/** Levels of all things left after the steps, from the export alone; null when a step cannot be taken. */
function played({ things, processes }: Exported, { steps }: Assembly): State | null {
  const state: State = new Map(things.map(({ name, levels }) => [name, { ...levels }]));
  for (const step of steps) {
    const rule = processes.find(({ name }) => name === step.process);
    const [material, tool] = [state.get(step.material), state.get(step.tool)];
    if (!rule || !material || !tool || material === tool) return null;
    if (!fits(tool, rule.tool) || !fits(material, rule.material)) return null;
    for (const [property, by] of rule.changes) {
      material[property] = Math.max(0, Math.min(9, (material[property] ?? 0) + by));
    }
    if (rule.toolIsGone) state.delete(step.tool);
  }
  return state;
}

function fits(levels: Record<string, number>, conditions: readonly [string, string, number][]): boolean {
  return conditions.every(([property, sense, level]) =>
    sense === 'least' ? (levels[property] ?? 0) >= level : (levels[property] ?? 0) <= level,
  );
}

/** Whether an assembly reaches the goal, and how many of the pool follow commoner strategies. */
function opinion(exported: Exported, assembly: Assembly): 'invalid' | 'common' | 'unusual' {
  const state = played(exported, assembly);
  const kindOf = (wanted: string | null) =>
    wanted === null ? '-' : JSON.stringify(exported.things.find(({ name }) => name === wanted)?.levels);
  const product = exported.things.find(({ name }) => {
    const levels = state?.get(name);
    return levels !== undefined && fits(levels, exported.goals);
  })?.name;
  if (product === undefined) return 'invalid';
  const tools = exported.jobs.map(
    (job) =>
      assembly.steps.findLast(({ process, material }) => process === job && material === product)?.tool ??
      null,
  );
  const own = [product, ...tools].map(kindOf).join();
  const count =
    exported.strategies.find((strategy) => [strategy.product, ...strategy.tools].map(kindOf).join() === own)
      ?.count ?? 0;
  const all = exported.strategies.reduce((sum, strategy) => sum + strategy.count, 0);
  const commoner = exported.strategies.reduce(
    (sum, strategy) => sum + (strategy.count > count ? strategy.count : 0),
    0,
  );
  return commoner >= all / 2 ? 'unusual' : 'common';
}

function exportOf(situation: Situation): Exported {
  return JSON.parse(repurposing.oracle(situation).constraints as string) as Exported;
}

/** Every assembly of so many steps about things that there are. */
function* assemblies({ things, processes }: Exported, length: number): Generator<Assembly> {
  if (length === 0) {
    yield { steps: [] };
    return;
  }
  for (const { steps } of assemblies({ things, processes } as Exported, length - 1)) {
    for (const { name: process } of processes)
      for (const { name: material } of things)
        for (const { name: tool } of things) {
          if (material !== tool) yield { steps: [...steps, { process, material, tool }] };
        }
  }
}

describe('the grading of repurposing', () => {
  it('is that of playing every short assembly from the export, and the checker agrees', () => {
    const seen = new Set<string>();
    for (let seed = 0; seed < 6; seed++) {
      const situation = taskAt(tiny, `every ${seed}`).reference as Situation;
      const exported = exportOf(situation);
      for (const length of [1, 2]) {
        for (const assembly of assemblies(exported, length)) {
          const expected = opinion(exported, assembly);
          const category = repurposing.category(situation, assembly);
          const graded = category === 4 ? 'unusual' : category === 3 ? 'common' : 'invalid';
          if (graded !== expected) expect([graded, assembly]).toEqual([expected, assembly]);
          if (repurposing.verify(situation, assembly) !== (category === 4)) expect(assembly).toBeNull();
          seen.add(graded);
        }
      }
    }
    expect(seen).toEqual(new Set(['invalid', 'common', 'unusual']));
  }, 20_000);

  it('says how many steps the shortest assembly takes', () => {
    for (let seed = 0; seed < 6; seed++) {
      const { reference, features } = taskAt({ ...tiny, steps: 2 + (seed % 2) }, `shortest ${seed}`);
      const exported = exportOf(reference as Situation);
      for (let length = 0; length < Math.min(3, features.steps as number); length++) {
        for (const assembly of assemblies(exported, length)) {
          if (opinion(exported, assembly) !== 'invalid') expect(assembly).toBeNull();
        }
      }
    }
  }, 20_000);

  it('gives parts for goals met on the way, and never more than half for what is not valid', () => {
    let parts = 0;
    for (let seed = 0; seed < 60; seed++) {
      const situation = drawnTask(seed).reference as Situation;
      const { steps } = repurposing.answer(situation);
      const grade = (assembly: Assembly) => {
        const category = repurposing.category(situation, assembly);
        expect(repurposing.verify(situation, assembly)).toBe(category === 4);
        expect(category >= 3).toBe(opinion(exportOf(situation), assembly) !== 'invalid');
        return category;
      };
      expect(grade({ steps })).toBe(4);
      expect(grade({ steps: [] })).toBe(0);
      const last = steps.at(-1) as Assembly['steps'][number];
      expect(grade({ steps: [...steps, { ...last, tool: last.material }] })).toBe(2);
      expect(grade({ steps: [...steps, { ...last, tool: 'nothing' }] })).toBe(2);
      const short = { steps: steps.slice(0, -1) };
      expect(grade(short)).toBeLessThanOrEqual(2);
      const aspects = repurposing.aspects?.(situation, short);
      expect(aspects?.novelty).toBe(0);
      if (steps.length > 3 && (aspects?.quality ?? 0) > 0) parts++;
    }
    expect(parts).toBeGreaterThan(20);
  });

  it('bears answers that mean harm', () => {
    const situation = drawnTask(3).reference as Situation;
    const { steps } = repurposing.answer(situation);
    const names = ['__proto__', 'constructor', '', 'toString', '\u0000'];
    for (const name of names) {
      const assembly = { steps: [{ process: name, material: name, tool: name }, ...steps] };
      expect(repurposing.category(situation, assembly)).toBe(0);
      expect(repurposing.verify(situation, assembly)).toBe(false);
    }
    const long = { steps: Array.from({ length: 60 }, (_, index) => steps[index % steps.length]!) };
    expect(repurposing.answerSchema.safeParse(long).success).toBe(true);
    expect(repurposing.category(situation, long)).toBeLessThanOrEqual(2);
    expect(repurposing.verify(situation, long)).toBe(false);
    const longer = { steps: [...long.steps, steps[0]!] };
    expect(repurposing.answerSchema.safeParse(longer).success).toBe(false);
  });
});

describe('a world of repurposing', () => {
  it('has one canonical form and one numbering whatever order it is told in, and another if a level differs', () => {
    for (let seed = 0; seed < 60; seed++) {
      const random = new RandomStream(`isomorphs ${seed}`);
      const situation = drawnTask(seed).reference as Situation;
      const order = random.shuffle([...situation.properties.keys()]);
      const moved = <Item extends { property: number }>(items: readonly Item[]) =>
        random.shuffle(items.map((item) => ({ ...item, property: order.indexOf(item.property) })));
      const vector = <Item extends { levels: readonly number[] }>(item: Item) => ({
        ...item,
        levels: order.map((property) => item.levels[property] as number),
      });
      const things = random.shuffle([...situation.things.keys()]);
      const processes = random.shuffle([...situation.processes.keys()]);
      const isomorph: Situation = {
        ...situation,
        things: things.map((thing) => vector(situation.things[thing]!)),
        processes: processes.map((index) => {
          const process = situation.processes[index]!;
          return {
            ...process,
            tool: moved(process.tool),
            material: moved(process.material),
            changes: moved(process.changes),
            usual: process.usual && vector(process.usual),
          };
        }),
        goals: moved(situation.goals),
      };
      expect(canonicalWorld(isomorph)).toBe(canonicalWorld(situation));
      const { kinds, jobs } = numberingOf(isomorph);
      expect(kinds).toEqual(things.map((thing) => situation.kinds[thing]));
      expect(jobs.map((job) => processes[job])).toEqual(situation.jobs);
      const [first, ...rest] = situation.things;
      const levels = first!.levels.with(0, (first!.levels[0]! + 1) % 10);
      const other = { ...situation, things: [{ ...first!, levels }, ...rest] };
      expect(canonicalWorld(other)).not.toBe(canonicalWorld(situation));
    }
  });
});

describe('the agent', () => {
  it('finds unusual assemblies when guided, and learns from solutions what the blind one lacks', () => {
    const scores = { guided: 0, blind: 0, learner: 0 };
    const count = 40;
    for (let seed = 0; seed < count; seed++) {
      const task = drawnTask(seed);
      const { prompt, reference } = task;
      const solution = skill.solution(reference);
      const notebook = [
        '--- Example 1 ---',
        'Question:',
        prompt,
        'Your answer: {}',
        'Worked solution:',
        solution,
        '--- End of example 1 ---',
        'END OF NOTEBOOK',
        '',
      ].join('\n');
      expect(repurposings.techniquesIn({ question: prompt, solution })).toHaveLength(2);
      for (const strategy of ['guided', 'blind', 'learner'] as const) {
        const content = strategy === 'learner' ? notebook + prompt : prompt;
        const { text } = answerMessages([{ role: 'user', content }], strategy, 5_000);
        scores[strategy] += gradeText(skill, reference, text).score / count;
      }
    }
    expect(scores.guided).toBeGreaterThan(0.95);
    expect(scores.learner).toBeGreaterThan(0.95);
    expect(scores.blind).toBeLessThan(0.6);
  }, 20_000);
});
