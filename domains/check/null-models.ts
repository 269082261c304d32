import { answerText } from '../answer.ts';
import { RandomStream } from '../random.ts';
import { gradeText, type Task } from '../task.ts';
import { type CheckedSkill, type CounterExample, counterExampleOf, judged, type StreamGate } from './gate.ts';

const shown = 200;

/** G3: a null model knows how an answer looks and nothing of the question. */
export function nullModelGate({ skill, seed }: CheckedSkill): StreamGate {
  const scores = new Map<string, { sum: number; instances: number }>();
  let instances = 0;
  let malformed: CounterExample | null = null;
  return {
    observe({ task, corner }) {
      if (corner !== null) return;
      instances++;
      for (const [model, text] of nullAnswers(skill, seed, task)) {
        const { score, cause } = gradeText(skill, task.reference, text);
        const { sum, instances } = scores.get(model) ?? { sum: 0, instances: 0 };
        scores.set(model, { sum: sum + score, instances: instances + 1 });
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
      const [best = ['none', Number.NaN] as const] = [...scores]
        .filter(([, met]) => met.instances * 10 >= instances)
        .map(([model, met]) => [model, met.sum / met.instances] as const)
        .sort(([, a], [, b]) => b - a);
      const lacking = scores.has('constant 0') ? '' : '; the skill lists no blind answers';
      return judged('G3', {
        figure: best[1],
        unit: 'mean score of the best',
        bound: 'at most',
        threshold: 0.05,
        instances,
        sound: malformed === null && lacking === '',
        detail: `best of ${scores.size} null models: ${best[0]}; the skill says its chance is ${skill.chance}${lacking}`,
        counterExample: malformed,
      });
    },
  };
}

function nullAnswers(skill: CheckedSkill['skill'], seed: string, task: Task): [string, string][] {
  const blind = skill.blindAnswers(task.reference).map((answer) => answerText(answer));
  const random = new RandomStream(seed).substream('null model', task.seed);
  return [
    ...blind.map((text, index): [string, string] => [`constant ${index}`, text]),
    ['random valid', answerText(skill.guess(task.reference, random))],
    ['prompt echo', task.prompt],
    // Hedging: every blind answer in one text, in the hope that one of them is read.
    ['enumerator', blind.join('\n\n') || task.prompt],
  ];
}
