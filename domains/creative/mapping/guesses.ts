import type { RandomStream } from '../../random.ts';
import { type Analogy, type Brief, type Circles, verbCount } from './analogy.ts';

const verbs = Array.from({ length: verbCount }, (_, verb) => verb);

/** Any partners and any verbs. */
export function randomAnalogy({ first }: Circles, random: RandomStream): Analogy {
  return { partners: random.shuffle([...first.traits.keys()]), verbs: random.shuffle(verbs) };
}

/**
 * People as listed: in the same order, backwards, turned by one, and by like traits, each with verbs in the same order,
 * backwards and turned.
 */
export function blindAnalogies({ first, second }: Pick<Brief, 'first' | 'second'>): Analogy[] {
  const people = [...first.traits.keys()];
  const turned = (items: readonly number[]) => [...items.slice(1), items[0]!];
  const orders = [
    people,
    people.toReversed(),
    turned(people),
    turned(people.toReversed()),
    alike({ first, second }),
  ];
  return orders.flatMap((partners) =>
    [verbs, verbs.toReversed(), turned(verbs)].map((become) => ({ partners, verbs: become })),
  );
}

/** The first free one of the same trait for each, and for those without one who is left. */
function alike({ first, second }: Circles): number[] {
  const free = new Set(second.traits.keys());
  const partners = first.traits.map((trait) => {
    const partner = [...free].find((other) => second.traits[other] === trait) ?? -1;
    free.delete(partner);
    return partner;
  });
  const left = [...free];
  return partners.map((partner) => (partner < 0 ? left.shift()! : partner));
}
