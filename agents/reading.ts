/**
 * The lines of a section: those after the heading line up to the next empty line; none without the heading. Of
 * several such sections the last counts, since a prompt may show earlier questions before its own.
 */
export function sectionLines(prompt: string, heading: string): string[] {
  const lines = prompt.split(/\r?\n/);
  const start = lines.lastIndexOf(heading);
  if (start < 0) return [];
  const end = lines.indexOf('', start);
  return lines.slice(start + 1, end < 0 ? lines.length : end);
}

/** The texts of lines such as `3. Some text`, without their numbers; other lines are left out. */
export function numberedTexts(lines: readonly string[]): string[] {
  return lines.flatMap((line) => {
    const match = /^\d+\. (.*)$/.exec(line);
    return match === null ? [] : [match[1] as string];
  });
}
