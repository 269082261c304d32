/** Foreign domains: how each speaks of numbers, records and words, and the names that its rules have. */
import type { Nouns } from './terms.ts';

export interface Realm {
  readonly id: string;
  /** Where the rules hold: `the customs house`. */
  readonly place: string;
  readonly nouns: Nouns;
  /** What a rule makes of a number: its mooring `levy`. */
  readonly change: string;
  /** What a rule makes of words, and of words into numbers: the mooring `seal`, the mooring `tariff`. */
  readonly notation: string;
  readonly table: string;
  /** The names of such rules. */
  readonly ruleNames: readonly string[];
  /** Adjectives for numbers of a class. */
  readonly classNames: readonly string[];
  readonly words: readonly string[];
  readonly labelFields: readonly string[];
  readonly numberFields: readonly string[];
  /** What functions do, in words that say nothing of it. */
  readonly verbs: readonly string[];
}

export const realms: readonly Realm[] = [
  {
    id: 'customs',
    place: 'the customs house',
    nouns: { number: 'toll', record: 'vessel', map: 'register', word: 'flag' },
    change: 'levy',
    notation: 'seal',
    table: 'tariff',
    ruleNames: words(
      'mooring market bridge cargo lantern pilot salt winter night harvest anchor tide wharf ferry gate lock',
    ),
    classNames: words(
      'bonded exempt dutiable perishable smuggled franked rated listed cleared pledged contested overdue',
    ),
    words: words('Lisbon Bergen Odessa Dakar Naples Havana Sydney Oslo'),
    labelFields: words('port home'),
    numberFields: words('hold crew draught berths'),
    verbs: words('inspect assess clear admit detain declare escort dispatch appraise enlist patrol furnish'),
  },
  {
    id: 'survey',
    place: 'the land survey',
    nouns: { number: 'reading', record: 'plot', map: 'chart', word: 'soil' },
    change: 'measure',
    notation: 'legend',
    table: 'grading',
    ruleNames: words(
      'ridge valley meadow hollow terrace ditch hedge causeway thicket moor quarry spring paddock copse bank ford',
    ),
    classNames: words(
      'steep boggy fenced wooded fallow coastal sunken sloping barren stony shaded drained lush',
    ),
    words: words('chalk clay loam peat gravel sand silt marl'),
    labelFields: words('ground layer'),
    numberFields: words('depth slope width rise'),
    verbs: words('pace sketch level stake fathom record trace peg outline sight adjust traverse'),
  },
  {
    id: 'relay',
    place: 'the relay network',
    nouns: { number: 'signal', record: 'frame', map: 'log', word: 'node' },
    change: 'code',
    notation: 'alias',
    table: 'key',
    ruleNames: words(
      'beacon header echo carrier burst parity drift trunk socket cable mast pulse gateway mirror shadow tunnel',
    ),
    classNames: words(
      'urgent masked flagged latched queued primed buffered garbled relayed stale dormant idle',
    ),
    words: words('hub spur apex delta comet ember flint grove'),
    labelFields: words('origin source'),
    numberFields: words('load delay weight reach'),
    verbs: words('forward unpack route decode settle poll confirm probe merge refresh align handle'),
  },
  {
    id: 'carillon',
    place: 'the bell tower',
    nouns: { number: 'tone', record: 'bell', map: 'score', word: 'metal' },
    change: 'pitch',
    notation: 'cipher',
    table: 'scale',
    ruleNames: words(
      'fugue rondo minuet gavotte chorale canon sonata nocturne prelude ballad anthem waltz lullaby march hymn carol',
    ),
    classNames: words('sharp muted tolling muffled bright mellow shrill hollow festive solemn tuned cracked'),
    words: words('bronze copper nickel brass silver pewter iron tin'),
    labelFields: words('alloy make'),
    numberFields: words('height swing beats girth'),
    verbs: words('strike rehearse tune arrange chime perform damp practise voice compose recite conduct'),
  },
  {
    id: 'apothecary',
    place: 'the apothecary',
    nouns: { number: 'dose', record: 'vial', map: 'cabinet', word: 'herb' },
    change: 'strength',
    notation: 'shorthand',
    table: 'recipe',
    ruleNames: words(
      'brine lye tallow resin vitriol alum borax natron potash camphor myrrh lanolin beeswax sulphur ash pitch',
    ),
    classNames: words('tart acrid inert volatile cloudy frothy caustic bland sticky pungent bitter stable'),
    words: words('sage thyme fennel nettle yarrow mallow sorrel clover'),
    labelFields: words('plant base'),
    numberFields: words('grains drops heat age'),
    verbs: words('steep brew dilute grind distil blend strain simmer infuse dissolve temper decant'),
  },
];

function words(text: string): string[] {
  return text.split(' ');
}
