import type { RandomStream } from '../../random.ts';
import type { Inspection, Lane, Literal, Network } from './network.ts';

/** How a network is to come out; what is not whole is rounded at random. */
export interface NetworkShape {
  readonly unknowns: number;
  /** Lanes that every way to the goal takes at least, but for short cuts. */
  readonly legs: number;
  /** Mean number of lanes that leave a place. */
  readonly branching: number;
  readonly traps: number;
  /** Mean cost of an inspection, at least 1. */
  readonly inspectionCost: number;
  /** Chance that a switch can be inspected only behind the lanes that it opens. */
  readonly hidden: number;
}

const laneCostMax = 9;
const extraTriesPerLane = 12;
/** Chances that decide what a network looks like; none of them is a parameter. */
const chances = {
  secondInspection: 0.35,
  /** A switch beyond one a crossing opens short cuts only. */
  shortCutOnly: 0.4,
  /** The lane for a switch that is off leaves from another place than the lane for it on. */
  apart: 0.25,
  lateral: 0.8,
  secondExit: 0.4,
} as const;

/**
 * A network in layers: the start's, one a leg, the goal. Between two layers that are a crossing all lanes depend on
 * a switch: one is open while it is on, another while it is off. Traps are cheap to enter, and only lanes that some
 * setting closes lead on from them. Whether there is a plan is not settled here.
 */
export function drawNetwork(shape: NetworkShape, random: RandomStream): Network {
  const draft = new Draft(shape, random);
  draft.addCrossings();
  draft.addTraps();
  draft.addExtraLanes();
  draft.addInspections();
  return draft.network();
}

class Draft {
  readonly #shape: NetworkShape;
  readonly #random: RandomStream;
  /** For each crossing, the switches that its lanes depend on. */
  readonly #factsAt: number[][];
  /** For each switch, the last layer from which it is still of use. */
  readonly #usedFrom: number[];
  readonly #layers: number[][] = [];
  readonly #layerOf: number[] = [];
  readonly #goal: number;
  #trapPlaces = 0;
  readonly #lanes = new Map<string, Lane>();
  readonly #inspections = new Map<string, Inspection>();

  constructor(shape: NetworkShape, random: RandomStream) {
    this.#shape = shape;
    this.#random = random;
    const { unknowns, legs } = shape;
    this.#factsAt = Array.from({ length: legs }, () => []);
    this.#usedFrom = Array.from({ length: unknowns }, () => legs - 1);
    this.#spreadFacts();
    for (let layer = 0; layer < legs; layer++) {
      const width = Math.max(layer === 0 ? 1 : 2, this.#facts(layer).length);
      this.#layers.push(Array.from({ length: width }, () => this.#newPlace(layer)));
    }
    this.#goal = this.#newPlace(legs);
    this.#layers.push([this.#goal]);
  }

  addCrossings(): void {
    const { legs } = this.#shape;
    for (let layer = 0; layer < legs - 1; layer++) this.#addCrossing(layer);
    for (const place of this.#layer(legs - 1)) this.#add(place, this.#goal, null);
  }

  /** A trap is a pair of places: one is entered freely, the other has the way on. */
  addTraps(): void {
    const { traps, legs, unknowns } = this.#shape;
    for (let trap = 0; trap < traps; trap++) {
      const layer = this.#random.int(0, legs - 1);
      const [mouth, inside] = [this.#newPlace(layer), this.#newPlace(layer)];
      this.#trapPlaces += 2;
      this.#add(this.#random.pick(this.#layer(layer)), mouth, null, this.#random.int(1, 2));
      this.#add(mouth, inside, null, this.#random.int(1, 2));
      this.#add(inside, mouth, null, this.#random.int(1, 2));
      const exits = unknowns > 1 && this.#random.chance(chances.secondExit) ? 2 : 1;
      for (const fact of this.#random.sample([...Array(unknowns).keys()], exits)) {
        const onto = this.#layer(Math.min(legs, layer + this.#random.int(1, 2)));
        this.#add(inside, this.#random.pick(onto), { fact, on: this.#random.chance(0.5) });
      }
    }
  }

  /** Lanes back and sideways: more ways on would make shorter trips rather than more choice. */
  addExtraLanes(): void {
    const inner = this.#layers.slice(0, -1).flat();
    const wanted = this.#random.round(this.#shape.branching * (inner.length + this.#trapPlaces));
    for (let tries = extraTriesPerLane * wanted; tries > 0 && this.#lanes.size < wanted; tries--) {
      const [from, to] = [this.#random.pick(inner), this.#random.pick(inner)];
      const forward = (this.#layerOf[to] as number) > (this.#layerOf[from] as number);
      if (from !== to && !forward) this.#add(from, to, null);
    }
  }

  addInspections(): void {
    const { legs, hidden } = this.#shape;
    for (const [fact, last] of this.#usedFrom.entries()) {
      const count = this.#random.chance(chances.secondInspection) ? 2 : 1;
      const late = last < legs - 1 && this.#random.chance(hidden);
      for (let point = 0; point < count; point++) {
        const layer = late ? this.#random.int(last + 1, legs - 1) : this.#random.int(0, last);
        const at = this.#random.pick(this.#layer(layer));
        this.#inspections.set(`${at} ${fact}`, { at, fact, cost: this.#inspectionCost() });
      }
    }
  }

  /** Places get their numbers at random, so that they tell nothing. */
  network(): Network {
    const places = this.#layerOf.length;
    const numbers = this.#random.shuffle([...Array(places).keys()]);
    const numberOf = (place: number) => numbers[place] as number;
    const lanes = [...this.#lanes.values()].map((lane) => ({
      ...lane,
      from: numberOf(lane.from),
      to: numberOf(lane.to),
    }));
    const inspections = [...this.#inspections.values()].map((item) => ({ ...item, at: numberOf(item.at) }));
    return {
      places,
      start: numberOf(0),
      goal: numberOf(this.#goal),
      facts: this.#shape.unknowns,
      lanes: lanes.sort((left, right) => left.from - right.from || left.to - right.to),
      inspections: inspections.sort((left, right) => left.at - right.at || left.fact - right.fact),
    };
  }

  /** One switch a crossing first, while there are any; what is left goes to any crossing or to short cuts alone. */
  #spreadFacts(): void {
    const crossings = this.#random.shuffle([...Array(this.#shape.legs - 1).keys()]);
    for (let fact = 0; fact < this.#shape.unknowns; fact++) {
      const shortCut =
        fact >= crossings.length && this.#shape.traps > 0 && this.#random.chance(chances.shortCutOnly);
      if (shortCut) continue;
      const crossing = crossings[fact] ?? this.#random.pick(crossings);
      this.#factsAt[crossing]?.push(fact);
      this.#usedFrom[fact] = crossing;
    }
  }

  #addCrossing(layer: number): void {
    const here = this.#random.shuffle(this.#layer(layer));
    const next = this.#layer(layer + 1);
    const facts = this.#facts(layer);
    for (const [index, fact] of facts.entries()) {
      const from = here[index] as number;
      const other = here[(index + 1) % here.length] as number;
      const [on, off] = this.#random.sample(next, 2) as [number, number];
      this.#add(from, on, { fact, on: true });
      this.#add(this.#random.chance(chances.apart) ? other : from, off, { fact, on: false });
    }
    if (facts.length === 0) for (const place of here) this.#add(place, this.#random.pick(next), null);
    for (const [index, place] of here.entries()) {
      const beside = here[(index + 1) % here.length] as number;
      const stranded = facts.length > 0 && index >= facts.length;
      if (beside !== place && (stranded || this.#random.chance(chances.lateral))) {
        this.#add(place, beside, null);
      }
    }
  }

  #inspectionCost(): number {
    const mean = this.#shape.inspectionCost;
    const spread = Math.min(mean - 1, mean / 2);
    return this.#random.round(mean + spread * (2 * this.#random.unit() - 1));
  }

  /** The first lane between two places stays. */
  #add(from: number, to: number, gate: Literal | null, cost = this.#random.int(1, laneCostMax)): void {
    const key = `${from} ${to}`;
    if (!this.#lanes.has(key)) this.#lanes.set(key, { from, to, cost, gate });
  }

  #newPlace(layer: number): number {
    return this.#layerOf.push(layer) - 1;
  }

  #layer(layer: number): readonly number[] {
    return this.#layers[layer] as number[];
  }

  #facts(layer: number): readonly number[] {
    return this.#factsAt[layer] as number[];
  }
}
