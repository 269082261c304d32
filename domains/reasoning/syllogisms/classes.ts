import type { RandomStream } from '../../random.ts';
import { drawVocabulary } from '../../skins.ts';
import { everydayClasses } from './beliefs.ts';
import { type Candidate, conflicts } from './statements.ts';

/** The plural nouns that stand for the terms, and the skin they come from. */
interface Naming {
  readonly skin: string;
  readonly classes: readonly string[];
  /** True when everyday knowledge says how the classes relate. */
  readonly believed: boolean;
}

const exchanges = 60;

/**
 * Draws a noun for each term. A wish for belief conflict needs classes that people hold beliefs about, so it
 * brings the everyday skin; without one every skin may come, and everyday nouns are then placed so that what
 * follows is also believed, as far as that can be.
 */
export function drawNaming(
  terms: number,
  candidates: readonly Candidate[],
  conflictShare: number,
  random: RandomStream,
): Naming {
  if (conflictShare === 0) {
    const vocabulary = drawVocabulary(random, { classes: terms });
    if (vocabulary.skin !== 'everyday') {
      const classes = vocabulary.classes.map((noun) => noun.plural);
      return { skin: vocabulary.skin, classes, believed: false };
    }
  }
  const settled = candidates.filter(({ truth, span }) => truth === 'yes' && span > 0);
  return {
    skin: 'everyday',
    classes: placeClasses(terms, settled, conflictShare, random),
    believed: true,
  };
}

/** Hill climbing: put another noun on a term, or exchange two, while the share of conflicts comes no less near. */
function placeClasses(
  terms: number,
  settled: readonly Candidate[],
  share: number,
  random: RandomStream,
): string[] {
  let nouns = random.shuffle(everydayClasses);
  const missBy = (order: readonly string[]): number => {
    const found = settled.filter((candidate) => conflicts(candidate, order)).length;
    return Math.abs(found - share * settled.length);
  };
  let miss = missBy(nouns);
  for (let exchange = 0; exchange < exchanges && miss >= 0.5; exchange++) {
    const other = [...nouns];
    const from = random.int(0, terms - 1);
    const to = random.int(0, nouns.length - 1);
    [other[from], other[to]] = [other[to] as string, other[from] as string];
    const otherMiss = missBy(other);
    if (otherMiss <= miss) [nouns, miss] = [other, otherMiss];
  }
  return nouns.slice(0, terms);
}
