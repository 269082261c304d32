/** A question that was answered before, with its worked solution. */
export interface Example {
  readonly question: string;
  readonly solution: string;
}

const closing = 'END OF NOTEBOOK';
const beginning = /^--- Example \d+ .*---$/;
const ending = /^--- End of example \d+ ---$/;

/** Takes apart a prompt that may begin with a notebook: its whole examples, and the question that it ends with. */
export function readNotebook(prompt: string): {
  readonly examples: readonly Example[];
  readonly question: string;
} {
  const lines = prompt.split(/\r?\n/);
  const end = lines.lastIndexOf(closing);
  const examples: Example[] = [];
  let start = -1;
  for (const [at, line] of lines.slice(0, Math.max(0, end)).entries()) {
    if (beginning.test(line)) start = at;
    else if (start >= 0 && ending.test(line)) {
      examples.push(readExample(lines.slice(start, at)));
      start = -1;
    }
  }
  return { examples, question: lines.slice(end + 1).join('\n') };
}

/** Parts that are missing are empty. */
function readExample(lines: readonly string[]): Example {
  const question = lines.indexOf('Question:');
  const answer = lines.findIndex((line) => line.startsWith('Your answer: '));
  const solution = lines.indexOf('Worked solution:');
  return {
    question: question < 0 ? '' : lines.slice(question + 1, Math.max(0, answer)).join('\n'),
    solution: solution < 0 ? '' : lines.slice(solution + 1).join('\n'),
  };
}
