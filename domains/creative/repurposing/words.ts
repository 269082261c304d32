import type { RandomStream } from '../../random.ts';
import { confusable, nonceWords } from '../../skins.ts';
import type { World } from './world.ts';

/** Everyday properties, each with two ways to raise it. */
const everydayRules: readonly (readonly [property: string, first: string, second: string])[] = [
  ['hardness', 'temper', 'anneal'],
  ['warmth', 'heat', 'toast'],
  ['sharpness', 'whet', 'chisel'],
  ['shine', 'polish', 'varnish'],
  ['wetness', 'soak', 'sprinkle'],
  ['length', 'stretch', 'unroll'],
  ['weight', 'ballast', 'burden'],
  ['stiffness', 'starch', 'brace'],
  ['roughness', 'scratch', 'sandblast'],
  ['saltiness', 'brine', 'pickle'],
  ['fragrance', 'perfume', 'smoke'],
  ['roundness', 'bend', 'tumble'],
  ['tightness', 'clamp', 'lace'],
  ['softness', 'knead', 'fluff'],
];

/** Nouns of things that one can hold, in the scene of each skin. */
const thingWords: Readonly<Record<string, readonly string[]>> = {
  everyday: words(`
    apple basket blanket bottle bracelet candle carpet chair curtain guitar hammer kettle ladder lantern mirror
    napkin pencil pillow puppet ribbon saucer teapot umbrella wallet bucket cushion thimble notebook`),
  harbour: words(`
    anchor barrel buoy cable compass crate flagpole gangplank harpoon hawser hook hourglass lifebelt mast net
    oar paddle pulley raft rope rudder sail sextant shackle spyglass tarpaulin tiller winch`),
  laboratory: words(`
    balance beaker burner centrifuge clamp crucible cuvette dropper electrode filter flask forceps funnel
    goggles lens magnet microscope mortar pestle pipette prism scalpel sieve spatula stirrer syringe tripod vial`),
};

/** The prompt's own words and those of the rules, that no nonce word may look like. */
const reserved = new Set([
  ...everydayRules.flat(),
  ...words('process material property tool thing level steps goal assembly strategy least most gone usual'),
]);

/**
 * Names for all that a world consists of. `novelty` is the share of the processes whose main effect is on a property
 * with a made-up name, and that have one themselves; the words for things are of another draw.
 */
export function named(
  world: Omit<World, 'stepsMax' | 'skin'>,
  novelty: number,
  random: RandomStream,
): { readonly world: Omit<World, 'stepsMax'>; readonly novelty: number } {
  const { properties, things, processes } = world;
  const nonce = nonceWords(random, reserved);
  const main = processes.map(({ changes }) => changes[0]?.property as number);
  const novel = novelProperties(properties.length, main, novelty, random);
  const missing = processes.filter(({ usual }) => usual !== null).length;
  const skin = random.pick(['nonce', ...Object.keys(thingWords)]);
  const rules = random.shuffle(everydayRules);
  const ruleOf = properties.map((_, index) => rules[index] as (typeof rules)[number]);
  const propertyNames = properties.map((_, index) => (novel.has(index) ? nonce() : ruleOf[index]?.[0]) ?? '');
  const verbs = random.chance(0.5) ? ([1, 2] as const) : ([2, 1] as const);
  const used = new Set<number>();
  const processNames = main.map((property) => {
    const verb = verbs[used.has(property) ? 1 : 0];
    used.add(property);
    return (novel.has(property) ? nonce() : ruleOf[property]?.[verb]) ?? '';
  });
  const taken = [...propertyNames, ...processNames];
  const count = things.length + missing;
  const nouns = (thingWords[skin] ?? []).filter((word) => !taken.some((other) => confusable(word, other)));
  const thingNames =
    nouns.length < count ? Array.from({ length: count }, nonce) : random.sample(nouns, count);
  return {
    novelty: main.filter((property) => novel.has(property)).length / main.length,
    world: {
      ...world,
      skin: nouns.length < count ? 'nonce' : skin,
      properties: propertyNames,
      things: things.map((thing, index) => ({ ...thing, name: thingNames[index] as string })),
      processes: processes.map((process, index) => ({
        ...process,
        name: processNames[index] as string,
        usual: process.usual && { ...process.usual, name: thingNames.pop() as string },
      })),
    },
  };
}

/** Properties with made-up names: so many that about the share wanted of the processes raises one of them. */
function novelProperties(
  count: number,
  main: readonly number[],
  novelty: number,
  random: RandomStream,
): ReadonlySet<number> {
  const novel = new Set<number>();
  let left = random.round(novelty * main.length);
  for (const property of random.shuffle([...new Set(main)])) {
    const raising = main.filter((other) => other === property).length;
    if (raising > left) continue;
    novel.add(property);
    left -= raising;
  }
  for (let property = 0; property < count; property++) {
    if (!main.includes(property) && random.chance(novelty)) novel.add(property);
  }
  return novel;
}

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}
