const formatLine = /^Think as long as you need\./;

/**
 * True when the question that the prompt ends with has this last sentence. What stands before it may be worked
 * examples of any kind, which another solver must not take for the question.
 */
export function endsWithQuestion(prompt: string, lastSentence: RegExp): boolean {
  const lines = prompt.split(/\r?\n/);
  const format = lines.findLastIndex((line) => formatLine.test(line));
  const question = (format < 0 ? lines : lines.slice(0, format)).filter((line) => line.trim() !== '');
  return lastSentence.test(question.at(-1) ?? '');
}
