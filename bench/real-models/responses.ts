import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { CalibrationResponse, CalibrationSkill } from '../../measurement/calibration/shapes.ts';
import { meanOf } from '../../measurement/numeric/statistics.ts';

/** One task at one level: its items, and every model's completions of each in that order, null where it was not asked. */
const cellSchema = z.strictObject({
  category: z.string(),
  task: z.string(),
  level: z.string(),
  items: z.array(z.string()),
  scores: z.record(z.string(), z.array(z.array(z.number().min(0).max(1)).min(1).nullable())),
});

/** What one model did on one item: the mean score of its completions, 0 to 1. */
export interface ItemScore {
  readonly skill: string;
  readonly instance: string;
  readonly score: number;
}

/** Real models' responses: a skill is a task at a level, a group is a task at its two levels. */
export interface RealResponses {
  readonly skills: readonly CalibrationSkill[];
  /** By model, its scores on all items that it was put to: its bank. */
  readonly models: ReadonlyMap<string, readonly ItemScore[]>;
}

const file = new URL('../../test/fixtures/llm-responses/cells.jsonl', import.meta.url);

/** Reads the responses of the tasks that `keep` says. */
export function readResponses(keep: (task: string) => boolean = () => true): RealResponses {
  const cells = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => cellSchema.parse(JSON.parse(line)))
    .filter(({ task }) => keep(task));
  const models = new Map<string, ItemScore[]>();
  for (const { task, level, items, scores } of cells) {
    for (const [model, completions] of Object.entries(scores)) {
      const bank = models.get(model) ?? [];
      models.set(model, bank);
      items.forEach((instance, index) => {
        const own = completions[index];
        if (own) bank.push({ skill: skillOf(task, level), instance, score: meanOf(own) });
      });
    }
  }
  const skills = cells.map(({ task, level }) => ({
    id: skillOf(task, level),
    parameters: {},
    interactions: [],
    chance: 0,
    group: task,
  }));
  return { skills, models: new Map([...models].sort(([left], [right]) => (left < right ? -1 : 1))) };
}

function skillOf(task: string, level: string): string {
  return `${task}/${level}`;
}

/** The responses of the models that `keep` says, as a calibration reads them. */
export function calibrationResponses(
  { models }: RealResponses,
  keep: (model: string) => boolean,
): CalibrationResponse[] {
  return [...models].flatMap(([model, bank]) =>
    keep(model) ? bank.map((own) => ({ ...own, model, features: {} })) : [],
  );
}
