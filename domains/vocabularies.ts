/** Attributes of the people or things in a scene, e.g. the drink of each: `drinks {}` with `{}` for a value. */
interface BankCategory {
  readonly name: string;
  /** Verb phrase of the third person that completes "the person who". */
  readonly clause: string;
  readonly values: readonly string[];
}

/** The words of one scene. Every word is one run of letters, small but in names, and occurs once in its bank. */
export interface Bank {
  readonly skin: string;
  /** Who is spoken of, singular, and the kind of place that they take in a row. */
  readonly who: string;
  readonly place: string;
  /** Preposition that goes with the place: `in` a house, `at` a berth. */
  readonly preposition: string;
  readonly names: readonly string[];
  /** Nouns for classes, singular, with a regular plural. */
  readonly classes: readonly string[];
  /** Adjectives that complete "Ada is". */
  readonly properties: readonly string[];
  readonly categories: readonly BankCategory[];
}

const names = words(`
  Ada Bruno Carla Dmitri Elena Farid Greta Hamza Ingrid Jonas Keiko Lorenzo Miriam Nadir Olga Pablo Quentin
  Rosa Stefan Tariq Ursula Viktor Wanda Xenia Yusuf Zelda`);

/** Adjectives that fit any scene; banks put their own in front. */
const commonProperties = words(`
  brave calm clever curious gentle honest jolly lively modest patient polite proud quiet rapid
  shy silent sincere stubborn tidy tough wise witty careful cheerful daring eager faithful fearless generous
  graceful humble loyal nervous playful serious sleepy thrifty trusty`);

export const banks: readonly Bank[] = [
  {
    skin: 'everyday',
    who: 'person',
    place: 'house',
    preposition: 'in',
    names,
    classes: words(`
      apple basket blanket bottle bracelet candle carpet chair curtain guitar hammer kettle ladder lantern
      mirror napkin pencil pillow puppet ribbon saucer teapot umbrella wallet`),
    properties: commonProperties,
    categories: [
      category('drink', 'drinks {}', 'tea coffee milk lemonade cocoa cider water juice'),
      category('pet', 'keeps the {}', 'cat parrot rabbit hamster tortoise goldfish pony ferret'),
      category('job', 'works as the {}', 'baker doctor plumber teacher gardener painter lawyer dentist'),
      category('colour', 'has the {} door', 'red green blue yellow purple orange brown white'),
      category('instrument', 'plays the {}', 'violin piano trumpet cello flute banjo harp drums'),
      category('dish', 'cooks {}', 'soup pasta curry pancakes risotto omelettes dumplings goulash'),
      category('sport', 'goes in for {}', 'tennis rowing fencing judo hockey archery cycling skating'),
      category('vehicle', 'drives the {}', 'van jeep scooter tractor limousine motorbike minibus lorry'),
    ],
  },
  {
    skin: 'harbour',
    who: 'captain',
    place: 'berth',
    preposition: 'at',
    names,
    classes: words(`
      anchor barge beacon canoe catamaran cutter crane dinghy frigate galley gondola harpoon kayak lagoon mast
      paddle pontoon raft rudder sailor schooner trawler tugboat yawl`),
    properties: [
      ...words('seaworthy tarred moored salty barnacled leaky stormbound windward'),
      ...commonProperties,
    ],
    categories: [
      category('cargo', 'carries {}', 'timber cotton pepper marble copper barley sugar rubber'),
      category('port', 'comes from {}', 'Lisbon Naples Bergen Odessa Havana Mumbai Dakar Sydney'),
      category('flag', 'flies the {} flag', 'scarlet turquoise violet golden black silver crimson ivory'),
      category('mascot', 'has the {} as mascot', 'gull otter walrus pelican dolphin heron seal puffin'),
      category('tool', 'lends out the {}', 'sextant winch pulley telescope capstan chisel mallet pump'),
      category(
        'hobby',
        'spends evenings on {}',
        'chess knitting poetry whittling origami dominoes singing darts',
      ),
      category('fish', 'likes to catch {}', 'mackerel herring tuna haddock sardines salmon turbot squid'),
      category(
        'shoes',
        'walks about in {}',
        'sandals clogs wellingtons slippers moccasins sneakers brogues espadrilles',
      ),
    ],
  },
  {
    skin: 'laboratory',
    who: 'researcher',
    place: 'bench',
    preposition: 'at',
    names,
    classes: words(`
      beaker burner catalyst centrifuge crystal electrode enzyme filter funnel isotope magnet membrane molecule
      neutron pipette polymer prism proton reactor sensor solvent syringe telegraph vaccine`),
    properties: [
      ...words('magnetic brittle acidic volatile opaque soluble porous sterile elastic radioactive'),
      ...commonProperties,
    ],
    categories: [
      category('metal', 'studies {}', 'nickel cobalt titanium mercury zinc platinum lithium chromium'),
      category('organism', 'breeds the {}', 'yeast newt fruitfly axolotl zebrafish nematode moss snail'),
      category(
        'device',
        'has booked the {}',
        'microscope spectrometer oven laser autoclave balance freezer vortex',
      ),
      category(
        'method',
        'is expert in {}',
        'titration distillation imaging sequencing modelling sampling welding culturing',
      ),
      category('snack', 'snacks on {}', 'almonds crackers grapes cookies olives popcorn raisins yoghurt'),
      category('badge', 'wears the {} badge', 'triangle circle square hexagon spiral star diamond crescent'),
      category(
        'language',
        'writes programs in {}',
        'Fortran Python Haskell Prolog Erlang Kotlin Cobol Julia',
      ),
      category('prize', 'has won the {} prize', 'Curie Darwin Euler Faraday Kepler Pasteur Noether Turing'),
    ],
  },
  {
    skin: 'theatre',
    who: 'actor',
    place: 'dressing room',
    preposition: 'in',
    names,
    classes: words(`
      ballad cabaret costume dancer drama encore fanfare jester juggler king magician melody minstrel opera
      orator pageant poem prompter rehearsal soprano spotlight tenor satire vaudeville`),
    properties: [
      ...words('masked famous applauded rehearsed tragic comical booed powdered'),
      ...commonProperties,
    ],
    categories: [
      category('part', 'plays the {}', 'queen villain butler ghost pirate wizard detective miller'),
      category('hat', 'puts on the {}', 'bonnet turban beret fedora sombrero helmet crown veil'),
      category('prop', 'carries the {} on stage', 'sword dagger fan goblet candelabra cane scroll bell'),
      category('flower', 'is given {}', 'tulips orchids lilies daisies roses peonies violets carnations'),
      category('fabric', 'dresses in {}', 'velvet silk linen leather denim tweed satin corduroy'),
      category('step', 'dances the {}', 'tango foxtrot polka samba mazurka bolero minuet rumba'),
      category('city', 'was born in {}', 'Vienna Cairo Prague Kyoto Lima Geneva Boston Dublin'),
      category('sweet', 'is fond of {}', 'nougat toffee marzipan liquorice fudge caramel sherbet pralines'),
    ],
  },
];

function category(name: string, clause: string, values: string): BankCategory {
  return { name, clause, values: words(values) };
}

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}
