import type { Formula, Statement } from './formulas.ts';

/** Truth values of the first five people over the 32 worlds of one word: bit w of word p is bit p of w. */
const lowPeople = [0xaaaaaaaa, 0xcccccccc, 0xf0f0f0f0, 0xff00ff00, 0xffff0000] as const;
const wordPeople = lowPeople.length;

/**
 * Every set of truth-tellers that fits all statements, ascending, by trying all 2^people of them, 32 at a time: a
 * truth value is a word whose bit w belongs to world 32 · block + w. Shares nothing with the propagation.
 */
export function everyFit(people: number, statements: readonly Statement[]): number[] {
  const worlds = 1 << people;
  const found: number[] = [];
  for (let block = 0; block * 32 < worlds; block++) {
    let fitting = worlds < 32 ? (1 << worlds) - 1 : -1;
    for (const { speaker, says } of statements) {
      if (fitting === 0) break;
      fitting &= ~(wordOf(says, block) ^ personWord(speaker, block));
    }
    for (; fitting !== 0; fitting &= fitting - 1)
      found.push(32 * block + 31 - Math.clz32(fitting & -fitting));
  }
  return found;
}

function personWord(person: number, block: number): number {
  if (person < wordPeople) return lowPeople[person] as number;
  return (block >> (person - wordPeople)) & 1 ? -1 : 0;
}

function wordOf(formula: Formula, block: number): number {
  if (formula.kind === 'is') {
    const word = personWord(formula.person, block);
    return formula.truthful ? word : ~word;
  }
  if (formula.kind === 'says') return ~(personWord(formula.person, block) ^ wordOf(formula.that, block));
  const left = wordOf(formula.left, block);
  const right = wordOf(formula.right, block);
  if (formula.kind === 'and') return left & right;
  if (formula.kind === 'or') return left | right;
  if (formula.kind === 'if') return ~left | right;
  return formula.kind === 'xor' ? left ^ right : ~(left ^ right);
}
