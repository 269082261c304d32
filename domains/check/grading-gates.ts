import type { Category } from '../contract.ts';
import type { RunTrial } from '../execution.ts';
import { canonicalJson } from '../json.ts';
import { RandomStream } from '../random.ts';
import { gradeWith, referenceText, type Task } from '../task.ts';
import { type CheckedSkill, type CounterExample, counterExampleOf, judged, type StreamGate } from './gate.ts';
import { perturbedAnswers } from './perturbation.ts';

/** Perturbed answers that every instance is graded on. */
const perturbedPerInstance = 20;
const shown = 200;

/** G2: the text that gives the reference answer scores 1, schema and extractor included. */
export function referenceGate({ skill }: CheckedSkill, run: RunTrial): StreamGate {
  let instances = 0;
  let whole = 0;
  let counterExample: CounterExample | null = null;
  return {
    async observe({ task }) {
      instances++;
      const grade = await gradeWith(run, skill, task.reference, referenceText(skill, task.reference));
      if (grade.score === 1) whole++;
      else {
        counterExample ??= counterExampleOf(
          task,
          `the reference answer scores ${grade.score} (${grade.cause ?? 'no cause'})`,
        );
      }
    },
    result: () =>
      judged('G2', {
        figure: whole / instances,
        unit: 'share that scores 1',
        bound: 'at least',
        threshold: 1,
        instances,
        counterExample,
      }),
  };
}

/**
 * G4 and G5 look at the same answers: the right one, perturbed ones, a guess and the blind ones. G4 counts
 * perturbed answers that score 1 although the independent checker does not confirm them; G5 counts answers of
 * any kind on which the grader and the checker disagree, and draws dropped for such a disagreement.
 */
export function answerGates(
  checked: CheckedSkill,
  run: RunTrial,
): { perturbed: StreamGate; checkers: StreamGate } {
  const { skill } = checked;
  const judgedAnswers = new WeakMap<Task, Promise<Judged>>();
  const judge = (task: Task): Promise<Judged> => {
    const known = judgedAnswers.get(task);
    if (known !== undefined) return known;
    const found = judgeAnswers(checked, task, run);
    judgedAnswers.set(task, found);
    return found;
  };
  return { perturbed: perturbedGate(judge), checkers: checkersGate(skill.id, judge) };
}

interface Opinion {
  readonly answer: unknown;
  readonly category: Category;
  readonly confirmed: boolean;
}

interface Judged {
  /** Perturbed answers tried, those that break the schema included. */
  readonly perturbedTried: number;
  readonly perturbed: readonly Opinion[];
  readonly others: readonly Opinion[];
}

async function judgeAnswers({ skill, seed }: CheckedSkill, task: Task, run: RunTrial): Promise<Judged> {
  const { reference } = task;
  const random = new RandomStream(seed).substream('answers', task.seed);
  const perturbed = perturbedAnswers(skill, reference, perturbedPerInstance, random);
  const others = [
    skill.answer(reference),
    skill.guess(reference, random.substream('other guess')),
    ...skill.blindAnswers(reference),
  ];
  const opinions = async (answers: readonly unknown[]): Promise<Opinion[]> => {
    const wellFormed = answers.flatMap((answer) => {
      const parsed = skill.answerSchema.safeParse(JSON.parse(JSON.stringify(answer)));
      return parsed.success ? [parsed.data] : [];
    });
    return Promise.all(
      wellFormed.map(async (answer) => {
        const trial = skill.execution?.trial(reference, answer);
        const result = trial === undefined ? undefined : await run(trial);
        const category = skill.category(reference, answer, result);
        return { answer, category, confirmed: skill.verify(reference, answer, result) };
      }),
    );
  };
  const [judgedPerturbed, judgedOthers] = await Promise.all([opinions(perturbed), opinions(others)]);
  return { perturbedTried: perturbed.length, perturbed: judgedPerturbed, others: judgedOthers };
}

function perturbedGate(judge: (task: Task) => Promise<Judged>): StreamGate {
  let instances = 0;
  let tried = 0;
  let wellFormed = 0;
  let undeserved = 0;
  let short: CounterExample | null = null;
  let counterExample: CounterExample | null = null;
  return {
    async observe({ task }) {
      instances++;
      const { perturbedTried, perturbed } = await judge(task);
      tried += perturbedTried;
      wellFormed += perturbed.length;
      if (perturbedTried < perturbedPerInstance) {
        short ??= counterExampleOf(task, `only ${perturbedTried} different answers could be made`);
      }
      for (const { answer, category, confirmed } of perturbed) {
        if (category < 4 || confirmed) continue;
        undeserved++;
        counterExample ??= counterExampleOf(task, `scores 1 unproven: ${excerpt(answer)}`);
      }
    },
    result: () =>
      judged('G4', {
        figure: undeserved,
        unit: `of ${tried} answers`,
        bound: 'at most',
        threshold: 0,
        instances,
        sound: short === null,
        detail: `${Math.round((100 * wellFormed) / Math.max(1, tried))} % keep the schema`,
        counterExample: counterExample ?? short,
      }),
  };
}

function checkersGate(skillId: string, judge: (task: Task) => Promise<Judged>): StreamGate {
  let instances = 0;
  let answers = 0;
  let disagreements = 0;
  let counterExample: CounterExample | null = null;
  return {
    async observe({ task }) {
      instances++;
      if (task.disagreements > 0) {
        disagreements += task.disagreements;
        counterExample ??= counterExampleOf(task, `${skillId} dropped ${task.disagreements} draws over it`);
      }
      const { perturbed, others } = await judge(task);
      for (const { answer, category, confirmed } of [...others, ...perturbed]) {
        answers++;
        if ((category === 4) === confirmed) continue;
        disagreements++;
        counterExample ??= counterExampleOf(
          task,
          `category ${category}, checker says ${confirmed ? 'right' : 'wrong'}: ${excerpt(answer)}`,
        );
      }
    },
    result: () =>
      judged('G5', {
        figure: disagreements,
        unit: `of ${answers} answers`,
        bound: 'at most',
        threshold: 0,
        instances,
        counterExample,
      }),
  };
}

function excerpt(answer: unknown): string {
  return canonicalJson(answer).slice(0, shown);
}
