/** Words for the roles of an expedition: parties on routes of their own, with passes that open places to all. */
import type { Lexicon } from '../worlds/lexicon.ts';

export const expeditionWords: readonly Lexicon[] = [
  {
    skin: 'everyday',
    types: {
      party: ['guide', words('ada bruno carla dmitri elena farid greta hamza')],
      place: [
        'place',
        words(`
          abbey airport bakery brewery cabin casino castle chapel cinema circus clinic college dairy embassy factory
          farm ferry forge fort fountain garage granary harbour hospital hostel hotel kennel library lighthouse market
          mill monastery museum observatory orchard palace park pier prison quarry refinery reservoir restaurant ruin
          school shipyard smithy stable stadium station studio tannery temple theatre tower tunnel vineyard windmill
          zoo`),
      ],
      pass: ['pass', words('red green blue yellow purple orange brown white')],
    },
    predicates: {
      at: ['at', '{0} is at {1}'],
      path: ['path', 'the path to {1} is open from {0}'],
      plain: ['public', '{0} is public'],
      guarded: ['guarded', '{0} is guarded and opened by the {1} pass'],
      alarmed: ['alarmed', '{0} is alarmed and cancels the {1} pass'],
      issued: ['issued', 'the {0} pass is issued at {1}'],
      valid: ['valid', 'the {0} pass is valid'],
    },
    actions: { walk: 'walk', enter: 'enter', trip: 'cross', obtain: 'stamp' },
  },
  {
    skin: 'spaceflight',
    types: {
      party: ['probe', words('scout ranger rover pathfinder pioneer voyager surveyor mariner')],
      place: [
        'moon',
        words(`
          ariel atlas belinda bianca callisto caliban calypso carme charon cordelia cressida cupid daphnis deimos
          despina dione elara enceladus epimetheus europa ganymede helene himalia hydra hyperion iapetus janus juliet
          larissa leda lysithea metis mimas miranda naiad nereid nix oberon ophelia pandora pasiphae perdita phobos
          phoebe portia prometheus proteus puck rhea rosalind setebos sinope stephano sycorax telesto tethys thalassa
          titan titania triton umbriel`),
      ],
      pass: ['code', words('alpha beta gamma delta epsilon kappa lambda omega')],
    },
    predicates: {
      at: ['orbiting', '{0} is orbiting {1}'],
      path: ['lane', 'a lane to {1} is leaving from {0}'],
      plain: ['unshielded', '{0} is unshielded'],
      guarded: ['shielded', '{0} is shielded and unlocked by code {1}'],
      alarmed: ['jamming', '{0} is jamming code {1}'],
      issued: ['broadcast', 'code {0} is broadcast at {1}'],
      valid: ['active', 'code {0} is active'],
    },
    actions: { walk: 'fly', enter: 'unlock', trip: 'brave', obtain: 'receive' },
  },
];

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}
