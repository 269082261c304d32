import { type Condition, type Profile, traitsOf } from './conditions.ts';

/** The number that a condition bounds, kept up to date while words come into a set and leave it. */
export interface Tally {
  /** Called before the set changes: the word comes in (`by` 1) or leaves (-1). */
  change(word: number, by: number): void;
  /** How far the number is from what the condition allows. */
  missed(): number;
  /** Adds to the cost of each word what would be missed with it in the set; what all words share may be left out. */
  charge(costs: Int32Array): void;
}

/** A tally for a condition other than a ban; `members` has a 1 for every word of the set. */
export function tallyOf(profile: Profile, condition: Condition, members: Uint8Array): Tally {
  const { least, most } = condition;
  const miss = (number: number) => (number < least ? least - number : number > most ? number - most : 0);
  switch (condition.kind) {
    case 'count':
      return countTally(traitsOf(profile, condition.trait), miss);
    case 'letters':
      return lettersTally(profile.texts, miss);
    case 'different':
      return differentTally(profile.keys[condition.key], miss);
    case 'tied':
      return tiedTally(profile.tied, members, miss);
    case 'banned':
      throw new RangeError('banned words never come into a set');
  }
}

function countTally(has: Uint8Array, miss: (number: number) => number): Tally {
  const carriers = Uint8Array.from([...has.keys()].filter((word) => has[word] === 1));
  let number = 0;
  return {
    change(word, by) {
      number += by * (has[word] as number);
    },
    missed: () => miss(number),
    charge(costs) {
      const more = miss(number + 1) - miss(number);
      if (more === 0) return;
      for (const word of carriers) costs[word] = (costs[word] as number) + more;
    },
  };
}

function lettersTally(texts: readonly string[], miss: (number: number) => number): Tally {
  const lengths = Uint8Array.from(texts, (text) => text.length);
  const longest = Math.max(...lengths);
  const charges = new Int32Array(longest + 1);
  let sum = 0;
  return {
    change(word, by) {
      sum += by * (lengths[word] as number);
    },
    missed: () => miss(sum),
    charge(costs) {
      for (let length = 0; length <= longest; length++) charges[length] = miss(sum + length);
      for (let word = 0; word < lengths.length; word++)
        costs[word] = (costs[word] as number) + (charges[lengths[word] as number] as number);
    },
  };
}

function differentTally(keys: readonly (string | number)[], miss: (number: number) => number): Tally {
  const groups = [...new Set(keys)];
  const groupOf = Uint8Array.from(keys, (key) => groups.indexOf(key));
  const sizes = new Uint8Array(groups.length);
  let different = 0;
  return {
    change(word, by) {
      const group = groupOf[word] as number;
      const before = sizes[group] as number;
      sizes[group] = before + by;
      if (before === 0) different++;
      else if (before + by === 0) different--;
    },
    missed: () => miss(different),
    charge(costs) {
      const more = miss(different + 1) - miss(different);
      if (more === 0) return;
      for (let word = 0; word < groupOf.length; word++)
        if (sizes[groupOf[word] as number] === 0) costs[word] = (costs[word] as number) + more;
    },
  };
}

function tiedTally(
  tied: readonly (readonly number[])[],
  members: Uint8Array,
  miss: (number: number) => number,
): Tally {
  /** For each word how many of the set it is tied to. */
  const degrees = new Uint8Array(tied.length);
  let number = 0;
  const change = (word: number, by: number) => {
    if ((degrees[word] as number) > 0) number += by;
    for (const other of tied[word] as readonly number[]) {
      const before = degrees[other] as number;
      degrees[other] = before + by;
      if (members[other] === 1 && (before === 0 || before + by === 0)) number += by;
    }
  };
  return {
    change,
    missed: () => miss(number),
    charge(costs) {
      const base = miss(number);
      for (let word = 0; word < tied.length; word++) {
        if (degrees[word] === 0) continue;
        let more = 1;
        for (const other of tied[word] as readonly number[])
          if (members[other] === 1 && degrees[other] === 0) more++;
        costs[word] = (costs[word] as number) + miss(number + more) - base;
      }
    },
  };
}
