/** Takes the text of a program apart, so that JavaScript and Python look alike from here on. */
export type Language = 'javascript' | 'python';

export interface Token {
  readonly kind: 'number' | 'string' | 'name' | 'sign';
  readonly text: string;
  /** Of the text, counted from 1. */
  readonly line: number;
}

type Read = Omit<Token, 'line'>;

const pattern =
  /\s*(?:(\d+)|("(?:[^"\\]|\\.)*")|([A-Za-z_]\w*)|(\.\.\.|===|!==|=>|\/\/|&&|\|\||\?\?|\+\+|[-+*/%<>=!]=|[-+*/%<>=!?:.,;()[\]{}]))/y;

/** Words of Python and signs of JavaScript that the other language writes in another way. */
const alike: Readonly<Record<string, string>> = {
  and: '&&',
  or: '||',
  not: '!',
  '===': '==',
  '!==': '!=',
  True: 'true',
  False: 'false',
};

/** The tokens; Python's layout becomes braces and semicolons. Null for a text that is of no such form. */
export function tokensOf(text: string, language: Language): Token[] | null {
  const tokens: Token[] = [];
  const margins = [0];
  for (const [index, line] of text.split('\n').entries()) {
    const trimmed = line.trim();
    if (
      trimmed === '' ||
      (language === 'javascript' && trimmed.startsWith('//')) ||
      trimmed.startsWith('"""')
    )
      continue;
    const read = lineTokens(trimmed)?.map((token) => ({ ...token, line: index + 1 }));
    if (read === undefined) return null;
    const added = (text: string) => ({ ...sign(text), line: index + 1 });
    if (language === 'python') {
      const margin = line.length - line.trimStart().length;
      if (margin > margins.at(-1)!) margins.push(margin);
      while (margin < margins.at(-1)!) {
        margins.pop();
        tokens.push(added('}'));
      }
      const opens = read.at(-1)?.text === ':';
      tokens.push(...(opens ? read.slice(0, -1) : read), added(opens ? '{' : ';'));
    } else tokens.push(...read);
  }
  const line = text.split('\n').length;
  return [...tokens, ...margins.slice(1).map(() => ({ ...sign('}'), line }))];
}

function lineTokens(line: string): Read[] | null {
  const tokens: Read[] = [];
  for (pattern.lastIndex = 0; pattern.lastIndex < line.length; ) {
    const [, number, string, name, other] = pattern.exec(line) ?? [];
    if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (string !== undefined) tokens.push({ kind: 'string', text: JSON.parse(string) as string });
    else if (name !== undefined && alike[name] === undefined) tokens.push({ kind: 'name', text: name });
    else if (name !== undefined || other !== undefined) {
      const text = (name ?? other) as string;
      tokens.push(sign(alike[text] ?? text));
    } else return null;
  }
  return tokens;
}

function sign(text: string): Read {
  return { kind: 'sign', text };
}
