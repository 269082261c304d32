import type { Hyperparameters } from '../../measurement/calibration/state.ts';
import { createDraws } from '../../measurement/numeric/draws.ts';
import {
  askModel,
  type ChooseItem,
  chooseAtRandom,
  chooseInformative,
  chooseMostInformative,
} from './asking.ts';
import { calibrateBank } from './known-bank.ts';
import { type EstimatedBank, estimateBank, type LeftOut, measureLeftOut } from './left-out.ts';
import { calibrationResponses, type RealResponses } from './responses.ts';
import { type Summary, summaryOf } from './summary.ts';

/** A way to choose items, asked several times over. */
export interface PolicyResult {
  readonly policy: string;
  /** One summary a repetition, of all models. */
  readonly repetitions: readonly Summary[];
}

/** Every model left out of the calibration in turn. */
export interface Study {
  readonly rows: readonly LeftOut[];
  /** Wall time of each fit, in the order of the rows. */
  readonly fitSeconds: readonly number[];
  readonly hypers: readonly Hyperparameters[];
  readonly policies: readonly PolicyResult[];
}

const policies: readonly { readonly policy: string; readonly choose: ChooseItem }[] = [
  { policy: 'as placement chooses', choose: chooseInformative },
  { policy: 'at random in the same skills', choose: chooseAtRandom },
  { policy: 'the most telling of all', choose: chooseMostInformative },
];

/** With `repetitions` of each way to choose beside the one that the rows show. */
export function leaveEachOut(
  responses: RealResponses,
  seed: string,
  repetitions: number,
  say: (line: string) => void,
): Study {
  const repeated = policies.map(() => Array.from({ length: repetitions }, (): EstimatedBank[] => []));
  const studied = Array.from(responses.models, ([model, scores]) => {
    const { bank, fit, seconds } = calibrateBank(
      responses.skills,
      calibrationResponses(responses, (other) => other !== model),
    );
    say(`calibrated without ${model} in ${seconds.toFixed(1)} s`);
    const row = measureLeftOut(bank, model, scores, chooseInformative, createDraws(seed, model));
    policies.forEach(({ policy, choose }, index) => {
      repeated[index]!.forEach((rows, repetition) => {
        const draws = createDraws(seed, policy, repetition, model);
        rows.push(estimateBank(askModel(bank, scores, choose, draws), model, scores, draws));
      });
    });
    return { row, seconds, hyper: fit.hyper };
  });
  return {
    rows: studied.map(({ row }) => row),
    fitSeconds: studied.map(({ seconds }) => seconds),
    hypers: studied.map(({ hyper }) => hyper),
    policies: policies.map(({ policy }, index) => ({ policy, repetitions: repeated[index]!.map(summaryOf) })),
  };
}
