import type { RandomStream } from '../../random.ts';
import { nonceWords, pluralOf } from '../../skins.ts';
import { lexicons } from '../worlds/lexicon.ts';
import type { Resource, Step } from './world.ts';

/** The words of a scene, all in small letters. */
interface Scene {
  readonly skin: string;
  readonly vehicle: string;
  readonly place: string;
  readonly road: string;
  readonly parcel: string;
  /** A place where the tank is filled. */
  readonly pump: string;
  /** What the tank holds units of. */
  readonly fuel: string;
  readonly coin: string;
  readonly pass: string;
  readonly actions: Readonly<Record<Step['kind'], string>>;
  /** What each resource is called in answers. */
  readonly resources: Readonly<Record<Resource, string>>;
}

export interface HaulageWords extends Scene {
  readonly places: readonly string[];
  readonly parcels: readonly string[];
}

const scenes: readonly Scene[] = [
  {
    skin: 'everyday',
    vehicle: 'van',
    place: 'place',
    road: 'road',
    parcel: 'parcel',
    pump: 'pump',
    fuel: 'fuel',
    coin: 'coin',
    pass: 'pass',
    actions: { drive: 'drive', refuel: 'refuel', load: 'load', deliver: 'deliver' },
    resources: { tank: 'tank', coins: 'coins', load: 'space', passes: 'passes' },
  },
  {
    skin: 'asteroids',
    vehicle: 'probe',
    place: 'asteroid',
    road: 'lane',
    parcel: 'sample',
    pump: 'charger',
    fuel: 'charge',
    coin: 'credit',
    pass: 'permit',
    actions: { drive: 'fly', refuel: 'recharge', load: 'collect', deliver: 'deposit' },
    resources: { tank: 'battery', coins: 'credits', load: 'hold', passes: 'permits' },
  },
];

/** The prompts' own words, that no name may look like. */
const reserved = new Set([
  'impossible',
  'needed',
  'because',
  'parcel',
  'start',
  'weight',
  'unit',
  'step',
  'plan',
]);

/** A nonce, everyday or domain vocabulary, a third each. */
export function drawWords(places: number, parcels: number, random: RandomStream): HaulageWords {
  const skin = random.pick(['nonce', 'everyday', 'asteroids'] as const);
  const scene = scenes.find((candidate) => candidate.skin === skin);
  if (scene === undefined) return nonceScene(places, parcels, random);
  const lexicon = lexicons.delivery.find((candidate) => candidate.skin === skin);
  const names = (role: string, count: number) => random.sample(lexicon?.types[role]?.[1] ?? [], count);
  return { ...scene, places: names('place', places), parcels: names('item', parcels) };
}

function nonceScene(places: number, parcels: number, random: RandomStream): HaulageWords {
  const draw = nonceWords(random, reserved);
  const many = (count: number) => Array.from({ length: count }, draw);
  const [coin, pass] = [draw(), draw()];
  return {
    skin: 'nonce',
    vehicle: draw(),
    place: draw(),
    road: draw(),
    parcel: draw(),
    pump: draw(),
    fuel: draw(),
    coin,
    pass,
    actions: { drive: draw(), refuel: draw(), load: draw(), deliver: draw() },
    resources: { tank: draw(), coins: pluralOf(coin), load: draw(), passes: pluralOf(pass) },
    places: many(places),
    parcels: many(parcels),
  };
}

/** A step as it is written in answers: `["drive", "mill", "dairy"]`. */
export function stepWords(step: Step, words: HaulageWords): string[] {
  const place = (at: number) => words.places[at] as string;
  const action = words.actions[step.kind];
  switch (step.kind) {
    case 'drive':
      return [action, place(step.from), place(step.to)];
    case 'refuel':
      return [action, place(step.at)];
    case 'load':
    case 'deliver':
      return [action, words.parcels[step.parcel] as string, place(step.at)];
  }
}

/** The step that these words of an answer name; null when they name none. */
export function readStep(written: readonly string[], words: HaulageWords): Step | null {
  const [action, first = '', second = '', ...rest] = written;
  const places = [first, second].map((name) => words.places.indexOf(name)) as [number, number];
  const parcel = words.parcels.indexOf(first);
  if (rest.length > 0) return null;
  if (action === words.actions.refuel && written.length === 2)
    return places[0] < 0 ? null : { kind: 'refuel', at: places[0] };
  if (written.length !== 3 || places[1] < 0) return null;
  if (action === words.actions.drive)
    return places[0] < 0 ? null : { kind: 'drive', from: places[0], to: places[1] };
  const kind = (['load', 'deliver'] as const).find((candidate) => words.actions[candidate] === action);
  return kind === undefined || parcel < 0 ? null : { kind, parcel, at: places[1] };
}
