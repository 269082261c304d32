import { InstanceRejected } from '../../contract.ts';
import type { RandomStream } from '../../random.ts';
import type { Literal, Rule } from './logic.ts';

export interface DraftRule extends Rule {
  readonly body: Literal[];
  /** Place in the derivation, from 0 (uses facts alone) to the depth. */
  readonly place: number;
  /** True when the rule's conditions hold. */
  readonly applies: boolean;
  /** Atoms whose negation may be added without changing what can be derived and without recursion. */
  readonly deniable: readonly number[];
}

interface DraftShape {
  /** Rule applications on the longest path of the shortest proof. */
  readonly depth: number;
  /** Rules beyond the needed ones that conclude an atom of the path. */
  readonly alternatives: number;
  /** Mean number of rules for an atom on a dead end. */
  readonly branching: number;
  /** Rules on the way from a dead end's mouth to what is missing. */
  readonly deadEnds: number;
}

export interface Draft {
  readonly atoms: number;
  readonly goal: number;
  readonly facts: readonly number[];
  /** Atoms that no rule concludes and no fact gives. */
  readonly missing: readonly number[];
  readonly path: readonly number[];
  readonly rules: readonly DraftRule[];
  /** The rules of the shortest proof, in an order of derivation. */
  readonly proof: readonly DraftRule[];
}

const missingAtoms = 3;
const deadWidth = 2;
const lemmaShare = 0.3;
const detourShare = 0.25;
const detoursMax = 4;
const usesPathShare = 0.7;
const drawsMax = 40;

/**
 * Draws the core of an instance. A path of atoms leads from the facts to the goal, one needed rule each, some with
 * a lemma derived from facts. Each path atom has further rules: dead ends, which want an atom of the dead layers,
 * and a few detours, which pass through an atom of their own and want all that the needed rule wants. Dead atoms
 * are concluded only from dead atoms below, down to the missing ones, so none can be derived; so every proof goes
 * through every path atom and its lemma, and each detour taken adds a rule: the needed rules are the shortest proof.
 */
export function drawCore(shape: DraftShape, random: RandomStream): Draft {
  const drawing = new CoreDrawing(shape, random);
  drawing.drawDeadLayers();
  drawing.drawPath();
  return drawing.finished();
}

class CoreDrawing {
  readonly #shape: DraftShape;
  readonly #random: RandomStream;
  readonly #facts: readonly number[];
  readonly #missing: readonly number[];
  readonly #rules: DraftRule[] = [];
  readonly #proof: DraftRule[] = [];
  readonly #path: number[] = [];
  readonly #dead: number[];
  #mouths: readonly number[];
  #atoms = 0;
  #detours = 0;

  constructor(shape: DraftShape, random: RandomStream) {
    this.#shape = shape;
    this.#random = random;
    this.#facts = this.#newAtoms(3 + Math.ceil(shape.depth / 3));
    this.#missing = this.#newAtoms(missingAtoms);
    this.#dead = [...this.#missing];
    this.#mouths = this.#missing;
  }

  /** Layers of atoms that cannot be derived; the last layer is what dead ends begin at. */
  drawDeadLayers(): void {
    for (let layer = 1; layer <= this.#shape.deadEnds; layer++) {
      const below = this.#mouths;
      const deniable = [...this.#dead, ...this.#facts];
      const atoms = this.#newAtoms(deadWidth);
      for (const head of atoms) {
        const count = Math.max(1, this.#random.round(this.#shape.branching));
        for (let rule = 0; rule < count; rule++) {
          const place = this.#random.int(0, this.#shape.depth);
          this.#addDistinct({ head, place, applies: false, deniable }, () => [
            this.#random.pick(below),
            ...this.#factPerhaps(),
          ]);
        }
      }
      this.#dead.push(...atoms);
      this.#mouths = atoms;
    }
  }

  drawPath(): void {
    const { depth, alternatives } = this.#shape;
    const extra = new Set(
      this.#random.sample(
        Array.from({ length: depth }, (_, step) => step),
        alternatives % depth,
      ),
    );
    for (let step = 0; step < depth; step++) {
      const wants = [this.#path.at(-1) ?? this.#random.pick(this.#facts), ...this.#lemmaPerhaps(step)];
      const [head] = this.#newAtoms(1) as [number];
      const frame = { head, place: step, applies: true, deniable: this.#dead };
      this.#proof.push(this.#add(frame, [...wants, ...this.#factPerhaps()]));
      const count = Math.floor(alternatives / depth) + (extra.has(step) ? 1 : 0);
      for (let rule = 0; rule < count; rule++) this.#addAlternative(frame, wants);
      this.#path.push(head);
    }
  }

  finished(): Draft {
    return {
      atoms: this.#atoms,
      goal: this.#path.at(-1) as number,
      facts: this.#facts,
      missing: this.#missing,
      path: this.#path,
      rules: this.#rules,
      proof: this.#proof,
    };
  }

  #addAlternative(frame: Omit<DraftRule, 'body'>, wants: readonly number[]): void {
    if (this.#detours < detoursMax && this.#random.chance(detourShare)) {
      this.#detours++;
      const [between] = this.#newAtoms(1) as [number];
      this.#add({ ...frame, head: between }, [wants[0] as number, ...this.#factPerhaps()]);
      this.#add(frame, [between, ...wants.slice(1)]);
      return;
    }
    this.#addDistinct({ ...frame, applies: false }, () => [
      ...(this.#random.chance(usesPathShare) ? wants.slice(0, 1) : this.#factPerhaps()),
      this.#random.pick(this.#mouths),
    ]);
  }

  /** Draws conditions until no rule for this conclusion has the same. */
  #addDistinct(frame: Omit<DraftRule, 'body'>, drawWants: () => readonly number[]): void {
    const siblings = this.#rules.filter(({ head }) => head === frame.head);
    for (let draw = 0; draw < drawsMax; draw++) {
      const wants = new Set(drawWants());
      const taken = siblings.some(
        ({ body }) => body.length === wants.size && body.every(({ atom }) => wants.has(atom)),
      );
      if (taken) continue;
      this.#add(frame, [...wants]);
      return;
    }
    throw new InstanceRejected('no distinct dead end is left');
  }

  /** An atom derived from facts by one rule, to be wanted by a step that has room for it below. */
  #lemmaPerhaps(step: number): number[] {
    if (step === 0 || !this.#random.chance(lemmaShare)) return [];
    const [head] = this.#newAtoms(1) as [number];
    const frame = { head, place: step - 1, applies: true, deniable: this.#dead };
    this.#proof.push(this.#add(frame, this.#random.sample(this.#facts, this.#random.int(1, 2))));
    return [head];
  }

  #factPerhaps(): number[] {
    return this.#random.chance(0.5) ? [this.#random.pick(this.#facts)] : [];
  }

  #add(frame: Omit<DraftRule, 'body'>, wants: readonly number[]): DraftRule {
    const body = this.#random.shuffle([...new Set(wants)]).map((atom) => ({ atom, negated: false }));
    const rule = { ...frame, body };
    this.#rules.push(rule);
    return rule;
  }

  #newAtoms(count: number): number[] {
    const first = this.#atoms;
    this.#atoms += count;
    return Array.from({ length: count }, (_, index) => first + index);
  }
}
