import type { Invention, Key } from './invention.ts';
import { room } from './piles.ts';

/** The strategy of a valid program as a fingerprint; null for a program that is not valid. Numbers on a plain stack. */
export function strategyByHand(
  { keys, pairs, modulus, lengthMax }: Invention,
  names: readonly string[],
): string | null {
  if (names.length === 0 || names.length > lengthMax) return null;
  const program: Key[] = [];
  for (const name of names) {
    const key = keys.find((other) => other.name === name);
    if (key === undefined || key.broken) return null;
    program.push(key);
  }
  const works = (steps: readonly Key[]) =>
    pairs.every(({ start, target }) => `${run(steps, start, modulus)}` === `${target}`);
  if (!works(program)) return null;
  for (let cut = 1; cut <= program.length; cut++)
    for (let at = 0; at + cut <= program.length; at++) if (works(program.toSpliced(at, cut))) return null;
  const codes = new Set(program.map(({ kind, builtIn }) => (builtIn === 0 ? kind : kind + builtIn)));
  return Array.from(codes).sort().join(' ');
}

/** The pile that the keys make; null when one of them cannot be pressed. */
function run(steps: readonly Key[], start: readonly number[], modulus: number): number[] | null {
  const stack = [...start];
  const round = (value: number) => {
    let rounded = value;
    while (rounded < 0) rounded += modulus;
    while (rounded >= modulus) rounded -= modulus;
    return rounded;
  };
  for (const { kind, builtIn } of steps) {
    const c = stack.at(-1);
    const b = stack.at(-2);
    const a = stack.at(-3);
    if (kind === 'push') stack.push(builtIn);
    else if (c === undefined) return null;
    else if (kind === 'drop') stack.pop();
    else if (kind === 'dup') stack.push(c);
    else if (kind === 'plus') stack.splice(-1, 1, round(c + builtIn));
    else if (kind === 'times') stack.splice(-1, 1, round(c * builtIn));
    else if (kind === 'rest') stack.splice(-1, 1, c % builtIn);
    else if (kind === 'neg') stack.splice(-1, 1, round(modulus - c));
    else if (kind === 'flip') stack.splice(-1, 1, modulus - 1 - c);
    else if (kind === 'half') stack.splice(-1, 1, (c - (c % 2)) / 2);
    else if (b === undefined) return null;
    else if (kind === 'over') stack.push(b);
    else if (kind === 'tuck') stack.splice(-2, 0, c);
    else if (kind === 'swap') stack.splice(-2, 2, c, b);
    else if (kind === 'sort') stack.splice(-2, 2, b < c ? b : c, b < c ? c : b);
    else if (kind === 'lift') stack.splice(-2, 2, round(b + c), c);
    else if (kind === 'spread') stack.splice(-2, 2, b, round(c - b));
    else if (kind === 'nip') stack.splice(-2, 1);
    else if (kind === 'add') stack.splice(-2, 2, round(b + c));
    else if (kind === 'sub') stack.splice(-2, 2, round(b - c));
    else if (kind === 'mul') stack.splice(-2, 2, round(b * c));
    else if (kind === 'max') stack.splice(-2, 2, b < c ? c : b);
    else if (kind === 'min') stack.splice(-2, 2, b < c ? b : c);
    else if (kind === 'gap') stack.splice(-2, 2, b < c ? c - b : b - c);
    else if (a === undefined) return null;
    else if (kind === 'rot') stack.splice(-3, 3, b, c, a);
    else stack.splice(-3, 3, c, a, b);
    if (stack.length > room) return null;
  }
  return stack;
}
