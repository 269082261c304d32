import type { RandomStream } from '../../random.ts';
import { drawVocabulary, withArticle } from '../../skins.ts';
import {
  type Concept,
  conceptAt,
  kinds,
  type Place,
  type Product,
  products,
  stepsBetween,
} from './concepts.ts';

/** What a text is to combine. Plain JSON. */
export interface Brief {
  readonly concepts: readonly Concept[];
  /** Where they stand among the kinds, without their names. */
  readonly places: readonly Place[];
  readonly product: Product;
}

const stepsMax = 2;

/**
 * Two or three concepts that are so far from each other on average, 0 to 1. A third of the briefs has invented names for
 * them, so that what is known of lighthouses helps no one there.
 */
export function drawBrief(
  distance: number,
  random: RandomStream,
): { brief: Brief; realised: number; skin: string } {
  const places = [drawPlace(random)];
  for (let others = random.int(1, 2); others > 0; others--) {
    places.push(placeAt(random.round(distance * stepsMax), places, random));
  }
  const vocabulary = drawVocabulary(random.substream('words'), { classes: places.length });
  const invented = vocabulary.skin === 'nonce';
  const concepts = places.map((place, index) => {
    const concept = conceptAt(place);
    return invented ? { ...concept, noun: vocabulary.classes[index]!.singular } : concept;
  });
  const pairs = places.flatMap((place, index) =>
    places.slice(0, index).map((other) => stepsBetween(place, other)),
  );
  return {
    brief: { concepts, places, product: random.pick(products) },
    realised: pairs.reduce((sum, steps) => sum + steps, 0) / (pairs.length * stepsMax),
    skin: invented ? 'nonce' : 'everyday',
  };
}

/** `a lighthouse and a recipe`, each with its article. */
export function namesOf({ concepts }: Brief): string[] {
  return concepts.map(({ noun }) => withArticle(noun));
}

function drawPlace(random: RandomStream): Place {
  const kind = random.int(0, kinds.length - 1);
  const group = random.int(0, kinds[kind]!.length - 1);
  return { kind, group, member: random.int(0, kinds[kind]![group]!.length - 1) };
}

/** Another place, so many steps from the first of these. */
function placeAt(steps: number, places: readonly Place[], random: RandomStream): Place {
  for (;;) {
    const place = drawPlace(random);
    const taken = places.some(
      ({ kind, group, member }) => kind === place.kind && group === place.group && member === place.member,
    );
    if (!taken && stepsBetween(place, places[0]!) === steps) return place;
  }
}
