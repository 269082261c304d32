/** Words for the roles of each family, in several scenes. Every word is one run of small letters. */
import type { FamilyName } from './worlds.ts';

export interface Lexicon {
  /** The facet: `everyday`, or the scene. */
  readonly skin: string;
  /** By role: the noun, names for its objects, and how these are spoken of where not by the bare name. */
  readonly types: Readonly<
    Record<string, readonly [noun: string, names: readonly string[], spokenOf?: string]>
  >;
  /** By role: the word of answers, and a sentence with `is` once. */
  readonly predicates: Readonly<Record<string, readonly [word: string, phrase: string]>>;
  readonly actions: Readonly<Record<string, string>>;
}

const sites = words(`
  mill bakery market quarry harbour station orchard brewery chapel bridgehouse tannery smithy dairy vineyard
  lighthouse sawmill school hospital library museum stadium airfield`);
const goods = words(`
  barrel basket blanket bottle carpet chair cupboard drum guitar ladder lantern mirror pillow ribbon saddle
  statue suitcase teapot trunk umbrella wardrobe`);
const rooms = words(`
  attic cellar kitchen pantry parlour study nursery laundry gallery chapel armoury bedroom bathroom hallway
  workshop balcony courtyard conservatory scullery vestibule`);
const metals = words(`
  iron copper silver golden brass tin steel bronze nickel zinc lead pewter platinum cobalt titanium chrome`);
const colours = words(`
  red green blue yellow purple orange brown white black grey pink turquoise crimson ivory violet scarlet olive
  beige maroon indigo`);
const gods = words(`
  juno mars vesta ceres pallas hebe iris flora metis eunomia psyche thetis fortuna lutetia thalia themis`);
const plants = words(`
  ash beech cedar elm fir hazel holly larch maple oak pine poplar rowan spruce willow yew alder birch juniper
  linden`);
const stuffs = words(`
  clay flax wool resin chalk amber coal tar wax linen glue paper felt rope varnish glass paste dye soap
  plaster`);
const compounds = words(`
  arbane beltol cidran dorphine eltrax fermol gantrin heptol isolane jadrine keltol lumane mirtrin nortane
  ostrol phentrax quintol rindane sartol terlane`);

export const lexicons: Readonly<Record<FamilyName, readonly Lexicon[]>> = {
  delivery: [
    {
      skin: 'everyday',
      types: {
        carrier: ['vehicle', words('van lorry tractor minibus')],
        place: ['place', sites],
        item: ['parcel', goods],
      },
      predicates: {
        at: ['at', '{0} is at {1}'],
        lies: ['waiting', '{0} is waiting at {1}'],
        inside: ['inside', '{0} is inside {1}'],
        road: ['joined', '{0} is joined by road to {1}'],
        bridge: ['bridged', '{0} is bridged to {1}'],
        empty: ['empty', '{0} is empty'],
      },
      actions: { move: 'drive', load: 'load', unload: 'unload', cross: 'cross' },
    },
    {
      skin: 'asteroids',
      types: {
        carrier: ['probe', words('scout ranger rover pathfinder')],
        place: ['asteroid', gods],
        item: ['sample', compounds],
      },
      predicates: {
        at: ['docked', '{0} is docked at {1}'],
        lies: ['cached', '{0} is cached on {1}'],
        inside: ['aboard', '{0} is aboard {1}'],
        road: ['linked', '{0} is linked by a lane to {1}'],
        bridge: ['tethered', '{0} is tethered to {1}'],
        empty: ['vacant', '{0} is vacant'],
      },
      actions: { move: 'fly', load: 'collect', unload: 'deposit', cross: 'swing' },
    },
  ],
  vault: [
    {
      skin: 'everyday',
      types: {
        walker: ['visitor', words('ada bruno carla dmitri')],
        room: ['room', rooms, 'the {0}'],
        door: ['door', colours, 'the {0} door'],
        key: ['key', metals, 'the {0} key'],
      },
      predicates: {
        at: ['in', '{0} is in the {1}'],
        leads: ['way', 'the {0} door is a way from the {1} to the {2}'],
        open: ['open', 'the {0} door is open'],
        fits: ['made', 'the {0} key is made for the {1} door'],
        lies: ['lying', 'the {0} key is lying in the {1}'],
        held: ['held', 'the {0} key is held by {1}'],
        free: ['unladen', '{0} is unladen'],
      },
      actions: { walk: 'walk', unlock: 'unlock', take: 'take', drop: 'drop' },
    },
    {
      skin: 'waterways',
      types: {
        walker: ['boat', words('heron gull otter pelican')],
        room: ['basin', gods],
        door: ['sluice', plants],
        key: ['crank', metals],
      },
      predicates: {
        at: ['afloat', '{0} is afloat in {1}'],
        leads: ['between', '{0} is between {1} and {2}, from the first to the second'],
        open: ['raised', '{0} is raised'],
        fits: ['made', '{0} is made for {1}'],
        lies: ['kept', '{0} is kept at {1}'],
        held: ['carried', '{0} is carried by {1}'],
        free: ['unburdened', '{0} is unburdened'],
      },
      actions: { walk: 'sail', unlock: 'raise', take: 'fetch', drop: 'leave' },
    },
  ],
  switchboard: [
    {
      skin: 'everyday',
      types: { device: ['lamp', colours] },
      predicates: {
        on: ['lit', '{0} is lit'],
        off: ['dark', '{0} is dark'],
        wired: ['wired', '{0} is wired to {1} and against {2}'],
        loose: ['dimmable', '{0} is dimmable'],
        plain: ['plain', '{0} is plain'],
      },
      actions: { start: 'light', stop: 'dim', engage: 'spark', release: 'quench' },
    },
    {
      skin: 'waterworks',
      types: { device: ['valve', gods] },
      predicates: {
        on: ['open', '{0} is open'],
        off: ['shut', '{0} is shut'],
        wired: ['fed', '{0} is fed by {1} and blocked by {2}'],
        loose: ['sprung', '{0} is sprung'],
        plain: ['manual', '{0} is manual'],
      },
      actions: { start: 'turn', stop: 'close', engage: 'pump', release: 'drain' },
    },
  ],
  stacking: [
    {
      skin: 'everyday',
      types: {
        hand: ['helper', words('ada bruno carla dmitri')],
        block: ['box', colours, 'the {0} box'],
        tool: [
          'tool',
          words('hammer chisel mallet spanner ruler saw spade wrench rake broom brush drill file trowel'),
          'the {0}',
        ],
      },
      predicates: {
        free: ['idle', '{0} is idle'],
        held: ['held', 'the {0} box is held by {1}'],
        on: ['atop', 'the {0} box is atop the {1} box'],
        grounded: ['grounded', 'the {0} box is on the ground'],
        clear: ['uncovered', 'the {0} box is uncovered'],
        sound: ['sound', 'the {0} box is sound'],
        light: ['light', 'the {0} box is light'],
        wielded: ['wielded', 'the {0} is wielded by {1}'],
        stored: ['stored', 'the {0} is stored away'],
      },
      actions: {
        lift: 'lift',
        lower: 'lower',
        unstack: 'unstack',
        stack: 'stack',
        slam: 'slam',
        fetch: 'fetch',
        store: 'store',
      },
    },
    {
      skin: 'containers',
      types: {
        hand: ['crane', gods],
        block: ['container', plants],
        tool: ['gripper', metals],
      },
      predicates: {
        free: ['ready', '{0} is ready'],
        held: ['hoisted', '{0} is hoisted by {1}'],
        on: ['upon', '{0} is standing upon {1}'],
        grounded: ['ashore', '{0} is ashore'],
        clear: ['accessible', '{0} is accessible'],
        sound: ['intact', '{0} is intact'],
        light: ['light', '{0} is light'],
        wielded: ['mounted', '{0} is mounted on {1}'],
        stored: ['racked', '{0} is racked'],
      },
      actions: {
        lift: 'hoist',
        lower: 'land',
        unstack: 'pluck',
        stack: 'pile',
        slam: 'thump',
        fetch: 'mount',
        store: 'dismount',
      },
    },
  ],
  workshop: [
    {
      skin: 'everyday',
      types: { material: ['material', stuffs], machine: ['oven', words('cooker stove kiln furnace')] },
      predicates: {
        ready: ['ready', '{0} is ready'],
        hot: ['hot', '{0} is hot'],
        joins: ['mixable', '{0} is mixable with {1} into {2}'],
        turns: ['workable', '{0} is workable into {1}'],
        soluble: ['separable', '{0} is separable'],
      },
      actions: { join: 'bake', part: 'separate', reshape: 'work', heat: 'heat', cool: 'cool' },
    },
    {
      skin: 'chemistry',
      types: { material: ['compound', compounds], machine: ['reactor', gods] },
      predicates: {
        ready: ['stocked', '{0} is stocked'],
        hot: ['charged', '{0} is charged'],
        joins: ['reactive', '{0} is reactive with {1}, giving {2}'],
        turns: ['unstable', '{0} is unstable towards {1}'],
        soluble: ['cleavable', '{0} is cleavable'],
      },
      actions: { join: 'fuse', part: 'cleave', reshape: 'convert', heat: 'charge', cool: 'discharge' },
    },
  ],
};

/** Adjectives for side effects, and verbs for what brings them about on their own. */
export const flagWords: readonly string[] = words(`
  dusty damp dented painted polished scratched labelled stained frosty scented waxed tilted marked faded
  blessed insured inspected photographed wrapped numbered`);

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}
