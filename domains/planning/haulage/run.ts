import { type Limits, parcelStatus, type Situation, type Step, type World } from './world.ts';

/** What became of a plan. */
export interface Outcome {
  /** Index from 0 of the first step that cannot be taken; null when all can. */
  readonly failedStep: number | null;
  /** Where things stand after the last step that could be taken. */
  readonly situation: Situation;
}

/** Takes the steps one after another until one cannot be taken; null stands for words that name no step. */
export function runPlan(
  world: World,
  start: Situation,
  limits: Limits,
  steps: readonly (Step | null)[],
): Outcome {
  const run = new Run(world, start, limits);
  for (const [index, step] of steps.entries())
    if (step === null || !run.take(step)) return { failedStep: index, situation: run.situation() };
  return { failedStep: null, situation: run.situation() };
}

export function deliveredCount({ parcels }: Situation): number {
  return parcels.filter((status) => status === parcelStatus.delivered).length;
}

/** A situation that steps change; what is left of coins, passes and room is kept beside it. */
export class Run {
  readonly #world: World;
  readonly #tank: number;
  readonly #parcels: number[];
  #at: number;
  #fuel: number;
  #coins: number;
  #passes: number;
  #room: number;

  constructor(world: World, start: Situation, limits: Limits) {
    this.#world = world;
    this.#tank = limits.tank;
    this.#parcels = [...start.parcels];
    this.#at = start.at;
    this.#fuel = start.fuel;
    this.#coins = limits.coins;
    this.#passes = limits.passes;
    this.#room = limits.load;
    for (const [parcel, { weight }] of world.parcels.entries())
      if (start.parcels[parcel] === parcelStatus.aboard) this.#room -= weight;
  }

  get coins(): number {
    return this.#coins;
  }

  get passes(): number {
    return this.#passes;
  }

  /** Weight that still fits aboard. */
  get room(): number {
    return this.#room;
  }

  situation(): Situation {
    return { at: this.#at, fuel: this.#fuel, parcels: [...this.#parcels] };
  }

  /** Takes a step; false, with nothing changed, when it cannot be taken. */
  take(step: Step): boolean {
    switch (step.kind) {
      case 'drive':
        return this.#drive(step.from, step.to);
      case 'refuel':
        return this.#refuel(step.at);
      case 'load':
        return this.#load(step.parcel, step.at);
      case 'deliver':
        return this.#deliver(step.parcel, step.at);
    }
  }

  #drive(from: number, to: number): boolean {
    const road = this.#world.roads.find(({ ends }) => ends.includes(from) && ends.includes(to));
    if (road === undefined || from === to || this.#at !== from) return false;
    if (road.fuel > this.#fuel || road.toll > this.#coins || road.passes > this.#passes) return false;
    this.#at = to;
    this.#fuel -= road.fuel;
    this.#coins -= road.toll;
    this.#passes -= road.passes;
    return true;
  }

  #refuel(at: number): boolean {
    const price = this.#world.prices[at] ?? null;
    if (price === null || this.#at !== at || price > this.#coins) return false;
    this.#fuel = this.#tank;
    this.#coins -= price;
    return true;
  }

  #load(index: number, at: number): boolean {
    const { from, weight } = this.#world.parcels[index]!;
    if (this.#parcels[index] !== parcelStatus.waiting || this.#at !== at || from !== at) return false;
    if (weight > this.#room) return false;
    this.#room -= weight;
    this.#parcels[index] = parcelStatus.aboard;
    return true;
  }

  #deliver(index: number, at: number): boolean {
    const { to, weight } = this.#world.parcels[index]!;
    if (this.#parcels[index] !== parcelStatus.aboard || this.#at !== at || to !== at) return false;
    this.#room += weight;
    this.#parcels[index] = parcelStatus.delivered;
    return true;
  }
}
