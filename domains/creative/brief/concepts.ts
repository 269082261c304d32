/** Something that a brief combines with something else: what it does, what it is there for, what everybody says of it. */
export interface Concept {
  /** Singular, with a plain article. */
  readonly noun: string;
  /** Verb phrases that complete "the lighthouse". */
  readonly traits: readonly [string, string, string];
  /** Completes "its work is to". */
  readonly work: string;
  /** Words that a text about it would use first. */
  readonly usual: readonly [string, string, string];
}

const concept = (
  noun: string,
  traits: Concept['traits'],
  work: string,
  usual: Concept['usual'],
): Concept => ({ noun, traits, work, usual });

/**
 * Concepts in groups, and groups in kinds. Two concepts are as far from each other as the narrowest of these that holds
 * both: 0 steps within a group, 1 within a kind, 2 beyond.
 */
export const kinds: readonly (readonly (readonly Concept[])[])[] = [
  [
    [
      concept(
        'lighthouse',
        ['shows a light to whoever is far off', 'stands alone at the edge', 'warns of what cannot be seen'],
        'keep others away from harm',
        ['sea', 'ship', 'lamp'],
      ),
      concept(
        'greenhouse',
        [
          'lets light in and keeps cold out',
          'makes seasons longer',
          'shelters what is too tender for outside',
        ],
        'let weak things grow before their time',
        ['plant', 'glass', 'garden'],
      ),
      concept(
        'library',
        ['lends out what it will want back', 'keeps everything in a known place', 'asks people to be quiet'],
        'let many people use what none of them owns',
        ['book', 'shelf', 'read'],
      ),
      concept(
        'bridge',
        ['joins two sides', 'bears what passes over it', 'stays where it is while everybody moves on'],
        'bring people to where they could not go',
        ['river', 'cross', 'water'],
      ),
    ],
    [
      concept(
        'compass',
        ['points the same way wherever it is', 'trembles before it settles', 'fits into a hand'],
        'tell lost people which way to turn',
        ['north', 'needle', 'direction'],
      ),
      concept(
        'kettle',
        ['heats what is inside it', 'sings when it is ready', 'switches itself off'],
        'make ready what people share in a break',
        ['tea', 'steam', 'boil'],
      ),
      concept(
        'loom',
        [
          'turns single threads into cloth',
          'needs the same motion again and again',
          'shows each mistake for ever',
        ],
        'make one strong thing out of many weak ones',
        ['weave', 'yarn', 'fabric'],
      ),
      concept(
        'sieve',
        ['lets small things through', 'holds back what is too large', 'works best when it is shaken'],
        'part what belongs together from what does not',
        ['flour', 'holes', 'filter'],
      ),
    ],
    [
      concept(
        'ferry',
        [
          'goes back and forth all day',
          'waits until enough people have come',
          'carries strangers side by side',
        ],
        'take whoever comes to the other side',
        ['boat', 'water', 'captain'],
      ),
      concept(
        'lift',
        ['rises and sinks between floors', 'closes its doors before it moves', 'makes strangers stand close'],
        'spare people a climb',
        ['button', 'floor', 'stairs'],
      ),
      concept(
        'sledge',
        ['slides without a motor', 'must be pulled up before it can go down', 'leaves two lines behind it'],
        'turn a slope into speed',
        ['snow', 'hill', 'winter'],
      ),
      concept(
        'night train',
        ['moves on while people sleep', 'stops where hardly anybody gets out', 'arrives at dawn'],
        'make a long way seem short',
        ['rail', 'station', 'sleeper'],
      ),
    ],
  ],
  [
    [
      concept(
        'swarm of bees',
        ['decides without a leader', 'dances to say where something is', 'defends what it has gathered'],
        'gather a little from each of many places',
        ['honey', 'hive', 'flower'],
      ),
      concept(
        'hermit crab',
        ['lives in what others have left', 'moves house when it has grown', 'hides at the first alarm'],
        'find room that fits for a while',
        ['shell', 'beach', 'sea'],
      ),
      concept(
        'spider',
        ['catches what comes by itself', 'feels every tremble of its threads', 'builds anew each night'],
        'turn waiting into a living',
        ['web', 'fly', 'legs'],
      ),
      concept(
        'wild goose',
        ['takes turns at the front', 'leaves before the cold comes', 'calls out to those behind'],
        'reach a far place together',
        ['bird', 'south', 'wing'],
      ),
    ],
    [
      concept(
        'glacier',
        ['moves too slowly to be seen', 'carries stones for a thousand years', 'keeps what fell into it'],
        'shape a valley without haste',
        ['ice', 'cold', 'mountain'],
      ),
      concept(
        'fog',
        ['hides what is near', 'muffles every sound', 'lifts when nobody expects it'],
        'make known places strange',
        ['grey', 'mist', 'cloud'],
      ),
      concept(
        'tide',
        ['comes back twice a day', 'brings things that nobody ordered', 'wipes out what was written'],
        'give and take by the clock',
        ['sea', 'moon', 'beach'],
      ),
      concept(
        'volcano',
        ['sleeps for longer than people remember', 'warns with small tremors', 'makes new ground'],
        'let out what has been held back',
        ['lava', 'fire', 'erupt'],
      ),
    ],
    [
      concept(
        'climbing rose',
        ['leans on what others have built', 'opens a little more each morning', 'holds on with its thorns'],
        'make a bare wall worth a visit',
        ['flower', 'garden', 'red'],
      ),
      concept(
        'seed',
        ['waits for the right moment', 'holds a plan for something larger', 'travels without knowing where'],
        'start again somewhere else',
        ['plant', 'soil', 'grow'],
      ),
      concept(
        'mushroom',
        ['appears overnight', 'lives from what has fallen', 'is joined to its kin below the ground'],
        'make something new out of what is over',
        ['forest', 'cap', 'soil'],
      ),
      concept(
        'oak tree',
        ['adds a ring each year', 'bends to no fashion', 'feeds those who live in it'],
        'stand for longer than its planters',
        ['acorn', 'wood', 'leaf'],
      ),
    ],
  ],
  [
    [
      concept(
        'recipe',
        ['lists what is needed', 'says what comes first', 'can be handed on and changed'],
        'let a stranger repeat what once came out well',
        ['cook', 'eat', 'kitchen'],
      ),
      concept(
        'lullaby',
        ['says the same thing again and again', 'grows softer towards its end', 'is made for one listener'],
        'bring somebody to rest',
        ['song', 'sleep', 'baby'],
      ),
      concept(
        'apology',
        ['names what went wrong', 'asks for nothing back', 'comes too late or just in time'],
        'mend what words have broken',
        ['sorry', 'forgive', 'fault'],
      ),
      concept(
        'obituary',
        ['tells a whole life in a column', 'names those who are left', 'leaves out the worst'],
        'keep what is over from being forgotten',
        ['dead', 'life', 'born'],
      ),
    ],
    [
      concept(
        'auction',
        ['goes to whoever offers most', 'ends with a knock', 'makes people want what others want'],
        'find out what something is worth to a crowd',
        ['bid', 'money', 'sell'],
      ),
      concept(
        'choir rehearsal',
        [
          'stops whenever one voice is off',
          'puts small parts together at last',
          'begins with nonsense sounds',
        ],
        'make many breathe as one',
        ['sing', 'song', 'voice'],
      ),
      concept(
        'relay race',
        ['hands something on at full speed', 'is lost at the changes', 'lets nobody do it all'],
        'get one thing home by many hands',
        ['run', 'baton', 'team'],
      ),
      concept(
        'surprise party',
        ['is planned in secret', 'needs everybody to keep still', 'is over once it is known'],
        'let somebody find out how many think of them',
        ['guest', 'gift', 'cake'],
      ),
    ],
    [
      concept(
        'lost property office',
        ['asks for proof', 'keeps things in the order of their loss', 'gives up after a year'],
        'bring together what has been parted by accident',
        ['umbrella', 'found', 'owner'],
      ),
      concept(
        'weather forecast',
        ['speaks of tomorrow', 'admits how sure it is', 'is blamed for what it only foresees'],
        'let people dress for what has not happened',
        ['rain', 'sun', 'cloud'],
      ),
      concept(
        'night watch',
        ['walks the same round every hour', 'notices what has changed', 'says aloud that all is well'],
        'let others sleep without fear',
        ['guard', 'dark', 'sleep'],
      ),
      concept(
        'translation',
        ['says it again for others', 'loses something on the way', 'serves two masters'],
        'let people meet who share no words',
        ['language', 'speak', 'foreign'],
      ),
    ],
  ],
];

/** A concept's place among the kinds. */
export interface Place {
  readonly kind: number;
  readonly group: number;
  readonly member: number;
}

export function conceptAt({ kind, group, member }: Place): Concept {
  return kinds[kind]![group]![member]!;
}

/** 0 within a group, 1 within a kind, 2 beyond. */
export function stepsBetween(one: Place, other: Place): number {
  if (one.kind !== other.kind) return 2;
  return one.group === other.group ? 0 : 1;
}

/** What the text describes, and whether it tells enough of that, which is asked as a question. */
export interface Product {
  /** With its article. */
  readonly name: string;
  readonly question: string;
}

export const products: readonly Product[] = [
  { name: 'a new game', question: 'Could people begin to play the game after reading the text?' },
  { name: 'a new tool', question: 'Does the text say what somebody does with their hands to use the tool?' },
  {
    name: 'a custom of a small town',
    question: 'Does the text say when, or how often, people keep the custom?',
  },
  { name: 'an odd shop', question: 'Does the text say what a customer leaves the shop with?' },
  { name: 'a lesson at a school', question: 'Does the text say what a pupil can do after the lesson?' },
  { name: 'a machine', question: 'Does the text say what goes into the machine and what comes out of it?' },
  { name: 'a service that people pay for', question: 'Does the text say what people pay the service for?' },
  { name: 'a room in a museum', question: 'Does the text say what a visitor does in the room?' },
];
