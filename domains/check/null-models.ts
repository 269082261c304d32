import { answerText } from '../answer.ts';
import type { RunTrial } from '../execution.ts';
import { RandomStream } from '../random.ts';
import { answerFormOf, gradeWith, type Task } from '../task.ts';
import { type CheckedSkill, type CounterExample, counterExampleOf, judged, type StreamGate } from './gate.ts';

const shown = 200;
/** With fewer instances, rare hits make a mean so uncertain that it is judged by what it surely exceeds. */
const instancesToTell = 1_000;
/** Standard errors that such a mean may lie above the bound by chance. */
const luck = 2;

interface Tally {
  readonly sum: number;
  readonly squares: number;
  readonly instances: number;
}

/** G3: a null model knows how an answer looks and nothing of the question. */
export function nullModelGate({ skill, seed }: CheckedSkill, run: RunTrial): StreamGate {
  const scores = new Map<string, Tally>();
  let instances = 0;
  let malformed: CounterExample | null = null;
  return {
    async observe({ task, corner }) {
      if (corner !== null) return;
      instances++;
      const grades = nullAnswers(skill, seed, task).map(async ([model, text]) => {
        const grade = await gradeWith(run, skill, task.reference, text);
        return { model, text, ...grade };
      });
      for (const { model, text, score, cause } of await Promise.all(grades)) {
        const { sum, squares, instances } = scores.get(model) ?? { sum: 0, squares: 0, instances: 0 };
        scores.set(model, { sum: sum + score, squares: squares + score ** 2, instances: instances + 1 });
        // A null model that breaks the format scores nothing for the wrong reason.
        if (model !== 'prompt echo' && cause !== 'WRONG' && cause !== null) {
          malformed ??= counterExampleOf(
            task,
            `${model} gives an answer that is ${cause}: ${text.slice(0, shown)}`,
          );
        }
      }
    },
    result() {
      // A constant that few instances offer is too seldom met to have a mean of its own.
      const [best] = [...scores]
        .filter(([, met]) => met.instances * 10 >= instances)
        .map(([model, met]) => ({ model, ...meanAndError(met) }))
        .sort((a, b) => b.mean - a.mean);
      const allowance = instances < instancesToTell ? luck : 0;
      const lacking = scores.has('constant 0') ? '' : '; the skill lists no blind answers';
      return judged('G3', {
        figure: best === undefined ? Number.NaN : Math.max(0, best.mean - allowance * best.error),
        unit: `mean score of the best${allowance === 0 ? '' : `, less ${allowance} standard errors`}`,
        bound: 'at most',
        threshold: 0.05,
        instances,
        sound: malformed === null && lacking === '',
        detail: `best of ${scores.size} null models: ${best?.model ?? 'none'}, ${best?.mean.toFixed(3)}; the skill says its chance is ${skill.chance}${lacking}`,
        counterExample: malformed,
      });
    },
  };
}

function meanAndError({ sum, squares, instances }: Tally): { mean: number; error: number } {
  const mean = sum / instances;
  return { mean, error: Math.sqrt(Math.max(0, squares / instances - mean ** 2) / instances) };
}

function nullAnswers(skill: CheckedSkill['skill'], seed: string, task: Task): [string, string][] {
  const form = answerFormOf(skill);
  const blind = skill.blindAnswers(task.reference).map((answer) => answerText(answer, form));
  const random = new RandomStream(seed).substream('null model', task.seed);
  return [
    ...blind.map((text, index): [string, string] => [`constant ${index}`, text]),
    ['random valid', answerText(skill.guess(task.reference, random), form)],
    ['prompt echo', task.prompt],
    // Hedging: every blind answer in one text, in the hope that one of them is read.
    ['enumerator', blind.join('\n\n') || task.prompt],
  ];
}
