import { counted, listed, pluralOf } from '../../skins.ts';
import { isUnusual, type ReferencePool } from '../novelty.ts';
import { directions, gridOf, type Part } from './board.ts';
import type { Brief } from './draw.ts';
import { Level } from './properties.ts';
import { mapLines, partText, placeOf, propertySentence, type Words } from './wording.ts';

/** How a design is found, what it does, and how its strategy stands among the others. */
export function explain(brief: Brief, drawn: readonly Part[], pool: ReferencePool, words: Words): string {
  const { board, properties } = brief;
  const design = [...drawn].sort((a, b) => a.cell - b.cell);
  const level = new Level(board);
  level.look(gridOf(board, design), design);
  const moves = level.length;
  const solution = level.play
    .solution()
    .map(({ direction, end }) => `${directions[direction]} to ${placeOf(end)}`);
  const size = Object.values(pool).reduce((sum, count) => sum + count, 0);
  const own = pool[level.fingerprint()] ?? 0;
  const most = Object.entries(pool).sort(([, a], [, b]) => b - a)[0] as [string, number];
  return [
    'First get enough moves: start from any parts, change one part at a time (its place, its kind, one more or one less), and keep a change as long as the shortest solution does not get shorter. Then go on in the same way for the other properties: keep a change as long as the level has no fewer of them.',
    'Once the level has all properties, do not stop: keep making changes that leave it all of them, note the strategy of each design met on the way, and in the end take a design whose strategy came up seldom.',
    `One such design places ${listed(design.map((part) => partText(part, words)))}:`,
    ...mapLines(board, design),
    `A shortest solution has ${counted(moves, 'move')}: ${solution.join('; ')}.`,
    'The properties, one by one:',
    ...properties.map(
      (property, index) =>
        `${index + 1}. ${propertySentence(property, words)} ${proof(level, property.kind, words)}`,
    ),
    `Its strategy is ${strategyText(level.fingerprint(), words)}. Of ${size} valid designs found by random changes ${own} follow it, while ${most[1]} follow the most frequent one, ${strategyText(most[0], words)}. ${isUnusual(pool, level.fingerprint()) ? 'At least half of the designs follow strategies more frequent than this one, so it is unusual.' : 'It is not unusual.'}`,
  ].join('\n');
}

/** What the level has of what the property asks for. */
function proof({ play, parts, borderParts, counts }: Level, kind: string, words: Words): string {
  switch (kind) {
    case 'moves':
      return `It has ${play.length}.`;
    case 'parts':
    case 'atLeast':
    case 'atMost':
      return `Placed are ${countsText(counts, words)}.`;
    case 'border':
      return `There are ${borderParts}.`;
    case 'inner':
      return `There are ${parts.length - borderParts}.`;
    case 'restsLeast':
    case 'restsMost':
      return `There are ${play.rests}.`;
    case 'traps':
      return `There are ${play.deadEnds()}.`;
    case 'pads':
      return `It does so on ${play.pads} at least.`;
    default:
      return 'This is so.';
  }
}

function strategyText(fingerprint: string, words: Words): string {
  const [counts = '', moves = ''] = fingerprint.split(':');
  return `"${countsText(counts.split('-').map(Number), words)}, ${counted(Number(moves), 'move')}"`;
}

function countsText(counts: Iterable<number>, { kinds }: Words): string {
  const texts = Array.from(counts, (count, kind) => {
    const noun = kinds[kind] as string;
    return count === 0 ? `no ${pluralOf(noun)}` : counted(count, noun);
  });
  return listed(texts);
}
