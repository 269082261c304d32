/**
 * Why a text is no JSON: `truncated` when it may still become JSON by growing (it is empty, or an object that is
 * never closed), `malformed` when it cannot.
 */
export type JsonFault = 'truncated' | 'malformed';

type ParsedJson = { readonly value: unknown } | { readonly fault: JsonFault };

/**
 * Parses JSON as Python's `json.dump` writes it: a bare NaN, Infinity or -Infinity outside of strings reads as
 * null. Everything else is as strict as `JSON.parse`.
 */
export function parseTolerantJson(text: string): ParsedJson {
  const strict = tryParse(text);
  if (strict !== null) return strict;
  const { repaired, closed } = walk(text);
  const start = text.trimStart();
  const mayGrow = start === '' || (start.startsWith('{') && !closed);
  return tryParse(repaired) ?? { fault: mayGrow ? 'truncated' : 'malformed' };
}

function tryParse(text: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return null;
  }
}

/** Matches no more than one token at a time: a pattern for whole strings overflows the stack on long ones. */
const token = /\\.|"|-?\b(?:NaN|Infinity)\b|[{}[\]]/gs;

/** The text with null for each bare number outside of strings, and whether every bracket and string is closed. */
function walk(text: string): { readonly repaired: string; readonly closed: boolean } {
  let inString = false;
  let depth = 0;
  const repaired = text.replaceAll(token, (found) => {
    if (found === '"') inString = !inString;
    if (inString || found === '"' || found.startsWith('\\')) return found;
    if (found === '{' || found === '[') depth++;
    else if (found === '}' || found === ']') depth--;
    else return 'null';
    return found;
  });
  return { repaired, closed: !inString && depth <= 0 };
}
