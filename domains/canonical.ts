/** One thing that an instance says, e.g. a rule: its kind, and the elements it speaks of, each in a role. */
export interface Relation {
  readonly kind: string;
  /** Their order means nothing: what sets members apart is their roles. */
  readonly members: readonly (readonly [role: string, element: number])[];
}

/** Enough for all ties that occur but heaps of like parts; beyond it like elements stay unseparated. */
const branchesMax = 48;

/**
 * A text that is equal for isomorphic structures: the numbers of the elements, the order of the relations and
 * the order of members leave it as it is. Colour refinement (Weisfeiler-Leman) tells elements apart by what is
 * said of them; those it cannot tell apart are singled out one at a time, and of all ways to do so the ones with
 * the least fingerprint go on. When every element has a colour of its own the text gives the structure back, so
 * it differs for structures that are not isomorphic. Where that takes too many branches the search stops at a
 * point that depends on the structure alone: the text is then still equal for isomorphs, and differs for all
 * that colour refinement tells apart.
 */
export function canonicalForm(relations: readonly Relation[]): string {
  const structure = new Structure(relations);
  let colourings = [structure.refined(structure.plain())];
  for (let branches = 0; ; ) {
    const ties = colourings.map(smallestTie);
    branches += ties.reduce((sum, tie) => sum + tie.length, 0);
    if (ties.every((tie) => tie.length === 0) || branches > branchesMax) break;
    const tried = colourings.flatMap((colours, index) =>
      (ties[index] as number[]).map((element) => structure.refined(singledOut(colours, element))),
    );
    const prints = tried.map((colours) => structure.fingerprint(colours));
    const least = Math.min(...prints);
    colourings = tried.filter((_, index) => prints[index] === least);
  }
  return colourings
    .map((colours) => structure.text(colours))
    .reduce((least, text) => (text < least ? text : least));
}

/** A colour, a 32-bit integer, for each element. Two elements that get one colour by chance merely stay tied. */
type Colours = Int32Array;

/** The relations as flat lists: place k says that relation `relation[k]` has `element[k]` in role `role[k]`. */
class Structure {
  readonly #relations: readonly Relation[];
  readonly #numbers = new Map<number, number>();
  readonly #kind: Int32Array;
  readonly #relation: number[] = [];
  readonly #role: number[] = [];
  readonly #element: number[] = [];

  constructor(relations: readonly Relation[]) {
    this.#relations = relations;
    this.#kind = Int32Array.from(relations, ({ kind }) => hashOf(kind));
    for (const [index, { members }] of relations.entries()) {
      for (const [role, element] of members) {
        if (!this.#numbers.has(element)) this.#numbers.set(element, this.#numbers.size);
        this.#relation.push(index);
        this.#role.push(hashOf(role));
        this.#element.push(this.#numbers.get(element) as number);
      }
    }
  }

  plain(): Colours {
    return new Int32Array(this.#numbers.size);
  }

  /** Colours that tell apart whatever these do, until another round would tell no more apart. */
  refined(colours: Colours): Colours {
    let current = colours;
    for (let count = new Set(current).size; count < current.length; ) {
      const next = this.#round(current);
      const nextCount = new Set(next).size;
      if (nextCount <= count) break;
      [current, count] = [next, nextCount];
    }
    return current;
  }

  /** A number that isomorphic coloured structures share. */
  fingerprint(colours: Colours): number {
    return this.#relationColours(colours).reduce((sum, colour) => (sum + colour) | 0, 0);
  }

  /** What is said, with ranks for elements; sorted, so that the order in which it was said is lost. */
  text(colours: Colours): string {
    const ranks = ranksOf(colours);
    return this.#relations
      .map(({ kind, members }) => {
        const parts = members.map(([role, element]) => {
          const colour = colours[this.#numbers.get(element) as number] as number;
          return `${role} ${ranks.get(colour)}`;
        });
        return `${kind}(${parts.sort().join(',')})`;
      })
      .sort()
      .join(';');
  }

  #round(colours: Colours): Colours {
    const relationColours = this.#relationColours(colours);
    const sums = new Int32Array(colours.length);
    for (let at = 0; at < this.#element.length; at++) {
      const element = this.#element[at] as number;
      const colour = relationColours[this.#relation[at] as number] as number;
      sums[element] = (sums[element] as number) + mixed(this.#role[at] as number, colour);
    }
    return sums.map((sum, element) => mixed(colours[element] as number, sum));
  }

  #relationColours(colours: Colours): Int32Array {
    const sums = new Int32Array(this.#kind.length);
    for (let at = 0; at < this.#element.length; at++) {
      const relation = this.#relation[at] as number;
      const colour = colours[this.#element[at] as number] as number;
      sums[relation] = (sums[relation] as number) + mixed(this.#role[at] as number, colour);
    }
    return sums.map((sum, relation) => mixed(this.#kind[relation] as number, sum));
  }
}

/** The elements of one colour of the smallest group with more than one, by number of elements, then colour. */
function smallestTie(colours: Colours): number[] {
  const groups = new Map<number, number[]>();
  for (const [element, colour] of colours.entries()) {
    const group = groups.get(colour);
    if (group === undefined) groups.set(colour, [element]);
    else group.push(element);
  }
  let smallest: readonly [colour: number, group: number[]] | null = null;
  for (const [colour, group] of groups) {
    if (group.length === 1) continue;
    const order = smallest === null ? -1 : group.length - smallest[1].length || colour - smallest[0];
    if (order < 0) smallest = [colour, group];
  }
  return smallest?.[1] ?? [];
}

function singledOut(colours: Colours, element: number): Colours {
  return colours.map((colour, index) => (index === element ? mixed(colour, 1) : colour));
}

/** For each colour, how many elements have a smaller one. */
function ranksOf(colours: Colours): ReadonlyMap<number, number> {
  const ranks = new Map<number, number>();
  for (const [rank, colour] of colours.toSorted().entries()) if (!ranks.has(colour)) ranks.set(colour, rank);
  return ranks;
}

/** FNV-1a over UTF-16 units. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash | 0;
}

/** A 32-bit hash of two integers, with the finalising steps of MurmurHash3. */
function mixed(left: number, right: number): number {
  let hash = (Math.imul(left, 0x9e3779b1) + right) | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
