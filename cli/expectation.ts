import type { Work } from '../measurement/expectation.ts';
import type { JudgingWork } from '../measurement/judged-expectation.ts';
import type { Expectation, ExpectedWork } from '../schema/expectations.ts';
import { counted, countText, durationText } from './formats.ts';

/**
 * `74 tasks, 230,000 prompt and 37,000 completion tokens, 6 minutes (by 592 earlier answers of the family); up to 18 calls
 * to 3 judges, 13,000 prompt and 9,000 completion tokens`.
 */
export function expectedText({ work, judging, basis }: ExpectedWork): string {
  return `${workText(work)} (${basisText(basis)})${judging === null ? '' : judgingText(judging)}`;
}

/** What closed evaluations took, and how far off the expectation was: spent over expected. */
export function outcomeText({ expected, spent }: Pick<Expectation, 'expected' | 'spent'>): string {
  const tokens = (work: Work) => work.promptTokens + work.completionTokens;
  const ratio = (of: (work: Work) => number) =>
    of(expected) > 0 ? (of(spent) / of(expected)).toFixed(2) : '–';
  const again = spent.requests - spent.tasks;
  const repeats = again > 0 ? `, ${counted(again, 'request')} sent again` : '';
  return `${workText(spent)}${repeats}; of what was expected: tasks × ${ratio((work) => work.tasks)}, tokens × ${ratio(tokens)}, time × ${ratio((work) => work.minutes)}`;
}

/** The sums over several evaluations. */
export function together(expectations: readonly Expectation[]): Pick<Expectation, 'expected' | 'spent'> {
  const sums = (works: readonly Work[]): Work => ({
    tasks: sum(works.map(({ tasks }) => tasks)),
    promptTokens: sum(works.map(({ promptTokens }) => promptTokens)),
    completionTokens: sum(works.map(({ completionTokens }) => completionTokens)),
    minutes: sum(works.map(({ minutes }) => minutes)),
  });
  const spent = expectations.map((each) => each.spent);
  return {
    expected: sums(expectations.map((each) => each.expected)),
    spent: { ...sums(spent), requests: sum(spent.map(({ requests }) => requests)) },
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function workText({ tasks, minutes, ...tokens }: Work): string {
  return `${counted(tasks, 'task')}, ${tokensText(tokens)}, ${durationText(minutes * 60_000)}`;
}

/** The judges' tokens are not those of the model, which a budget bounds. */
function judgingText({ judges, calls, ...tokens }: JudgingWork): string {
  return `; up to ${counted(calls, 'call')} to ${counted(judges, 'judge')}, ${tokensText(tokens)}`;
}

function tokensText({ promptTokens, completionTokens }: Pick<Work, 'promptTokens' | 'completionTokens'>) {
  return `${roundedText(promptTokens)} prompt and ${roundedText(completionTokens)} completion tokens`;
}

/** In two digits: an expectation is no better than that. */
function roundedText(tokens: number): string {
  return countText(Number(tokens.toPrecision(2)));
}

function basisText({ from, answers }: ExpectedWork['basis']): string {
  if (from === 'sizes') return 'by the sizes of its prompts and assumed answers, since there is no history';
  return `by ${counted(answers, 'earlier answer')} of the ${from}`;
}
