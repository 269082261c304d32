import type { ReferencePool } from '../novelty.ts';
import { codeOf, type Operation } from './operations.ts';
import { impossible, type Pile, pileNumber, stepTable } from './piles.ts';

/** A key of the machine. */
export interface Key extends Operation {
  readonly name: string;
  readonly broken: boolean;
}

/** A machine, what it is to do, and what is known of the valid programs. A program is a list of positions of keys. */
export interface Invention {
  readonly skin: string;
  readonly modulus: number;
  readonly keys: readonly Key[];
  readonly pairs: readonly { readonly start: Pile; readonly target: Pile }[];
  readonly lengthMax: number;
  /** How many valid programs there are. */
  readonly programs: number;
  /** How common each strategy is: its programs, each weighed by how much likelier it comes up than one of full length. */
  readonly pool: ReferencePool;
  /** Of each strategy of the pool one of its shortest programs. */
  readonly examples: Readonly<Record<string, readonly number[]>>;
  /** The largest share of targets, but not all, that a program of one or two keys makes. */
  readonly chance: number;
}

/** What became of a program. */
export interface Trial {
  /** Share of targets made; 0 for a program that is too long, or has a key that is unknown or does not work. */
  readonly share: number;
  readonly valid: boolean;
  /** The strategy, the same for isomorphic machines; empty without a valid program. */
  readonly fingerprint: string;
}

const failed: Trial = { share: 0, valid: false, fingerprint: '' };

/** Carries out the keys of these names. */
export function tryProgram(invention: Invention, names: readonly string[]): Trial {
  if (names.length > invention.lengthMax) return failed;
  const program = names.map((name) => invention.keys.findIndex((key) => key.name === name && !key.broken));
  if (program.includes(-1)) return failed;
  const passed: (readonly number[])[] = [startsOf(invention)];
  for (const key of program) passed.push(pressed(invention, passed.at(-1)!, key));
  const targets = targetsOf(invention);
  const met = passed.at(-1)!.filter((pile, index) => pile === targets[index]).length;
  if (met < targets.length) return { ...failed, share: met / targets.length };
  const valid = !hasIdlePart(invention, program, passed, targets);
  return { share: 1, valid, fingerprint: valid ? fingerprintOf(invention, program) : '' };
}

export function startsOf({ pairs, modulus }: Invention): number[] {
  return pairs.map(({ start }) => pileNumber(start, modulus));
}

export function targetsOf({ pairs, modulus }: Invention): number[] {
  return pairs.map(({ target }) => pileNumber(target, modulus));
}

/** Working keys by their position among all keys. */
export function workingKeys({ keys }: Pick<Invention, 'keys'>): number[] {
  return keys.flatMap(({ broken }, index) => (broken ? [] : [index]));
}

export function fingerprintOf({ keys }: Pick<Invention, 'keys'>, program: readonly number[]): string {
  return [...new Set(program.map((key) => codeOf(keys[key]!)))].sort().join(' ');
}

/** The piles after one more key; `impossible` where it cannot be pressed. */
export function pressed(
  { keys, modulus }: Pick<Invention, 'keys' | 'modulus'>,
  piles: readonly number[],
  key: number,
): number[] {
  const { after } = stepTable(keys[key]!, modulus);
  return piles.map((pile) => (pile === impossible ? impossible : after[pile]!));
}

/** From each moment of the run goes on with every later part of the program. */
function hasIdlePart(
  invention: Invention,
  program: readonly number[],
  passed: readonly (readonly number[])[],
  targets: readonly number[],
): boolean {
  for (let from = 0; from < program.length; from++) {
    for (let to = from + 1; to <= program.length; to++) {
      let piles = passed[from]!;
      for (const key of program.slice(to)) piles = pressed(invention, piles, key);
      if (piles.every((pile, index) => pile === targets[index])) return true;
    }
  }
  return false;
}
