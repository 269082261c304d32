/** Tests names against a pattern in which each `*` stands for any characters or none, in time linear in the name. */
export function patternTest(pattern: string): (name: string) => boolean {
  const [first = '', ...parts] = pattern.split('*');
  const last = parts.pop();
  if (last === undefined) return (name) => name === pattern;
  return (name) => {
    const end = name.length - last.length;
    if (end < first.length || !name.startsWith(first) || !name.endsWith(last)) return false;
    let from = first.length;
    for (const part of parts) {
      // The earliest place leaves the most room for what comes after it.
      const found = name.indexOf(part, from);
      if (found < 0 || found + part.length > end) return false;
      from = found + part.length;
    }
    return true;
  };
}
