import type { Condition } from './conditions.ts';
import type { Situation } from './situation.ts';
import { unlikeness as unlikenessOf } from './situation.ts';

/**
 * The situation by words and labels. `most` is null where a condition has no upper bound; `pool` says how many
 * random valid sets have each unlikeness.
 */
export function constraintSet(situation: Situation): string {
  const { lexicon, size, conditions, target, pool, best } = situation;
  const { words, classOf, classes, ties } = lexicon;
  const labelOf = (index: number) => classes[index]?.label as string;
  return JSON.stringify({
    lexicon: words.map((word, index) => ({ word, class: labelOf(classOf[index] as number) })),
    ties: ties.map(([left, right]) => [words[left], words[right]]),
    size,
    conditions: conditions.map(exported),
    distance:
      'steps in the tree of classes: from a word to its class, from class a.b.c to class a.b, from class a to the root',
    criterion:
      'all conditions met and sum of the distances of all pairs >= target; letters without regard to case',
    target,
    reference: { words: best.map((word) => words[word]), unlikeness: unlikenessOf(situation, best) },
    pool,
  });

  function exported(condition: Condition): object {
    const { least } = condition;
    const most = condition.most === Number.MAX_SAFE_INTEGER ? null : condition.most;
    switch (condition.kind) {
      case 'banned':
        return { kind: 'banned', classes: condition.classes.map(labelOf), least, most };
      case 'count': {
        const { trait } = condition;
        const exportedTrait = trait.by === 'class' ? { by: 'class', class: labelOf(trait.class) } : trait;
        return { kind: 'count', trait: exportedTrait, least, most };
      }
      default:
        return condition.kind === 'different'
          ? { kind: 'different', key: condition.key, least, most }
          : { kind: condition.kind, least, most };
    }
  }
}
