import { counted, pluralOf, type Vocabulary, withArticle } from '../../skins.ts';
import {
  type Board,
  cellAt,
  columnOf,
  directions,
  gridOf,
  kindOf,
  type Part,
  rowOf,
  side,
  symbols,
} from './board.ts';
import type { Brief } from './draw.ts';
import type { Property } from './properties.ts';

/** What slides, and the three kinds of parts, singular nouns. */
export interface Words {
  readonly token: string;
  readonly kinds: readonly string[];
}

/** Words of the prompt that no noun of an instance may be. */
export const reserved: ReadonlySet<string> = new Set(
  `arrow arrows begin board budget cell cells column columns count counts design designs edge empty ends enter floor
  given goal level levels list moves number other parts place placed plain prompt properties property pushes reach
  rests right share shares shortest slide slides solution solutions solved stand start stays stops strategy symbol
  traps unusual valid whole`.split(/\s+/),
);

export function wordsOf({ classes }: Vocabulary): Words {
  const [token, ...kinds] = classes.map(({ singular }) => singular) as [string, ...string[]];
  return { token, kinds };
}

/** The board as the prompt shows it: numbers of columns above, numbers of rows on the left. */
export function mapLines(board: Board, parts: readonly Part[] = []): string[] {
  const grid = gridOf(board, parts);
  const symbolAt = (cell: number) =>
    cell === board.start ? 'S' : cell === board.goal ? 'G' : symbols.charAt(grid[cell] as number);
  const numbers = Array.from({ length: side }, (_, index) => index + 1);
  return [
    `  ${numbers.join('')}`,
    ...numbers.map((row) => `${row} ${numbers.map((column) => symbolAt(cellAt(row, column))).join('')}`),
  ];
}

export function placeOf(cell: number): string {
  return `row ${rowOf(cell)}, column ${columnOf(cell)}`;
}

/** A sentence for the property: one of a closed set of patterns, which a reader can rely on. */
export function propertySentence({ kind, value, part = 0 }: Property, { token, kinds }: Words): string {
  const noun = kinds[part] as string;
  const are = value === 1 ? 'is' : 'are';
  switch (kind) {
    case 'moves':
      return `The goal can be reached, and a shortest solution has at least ${counted(value, 'move')}.`;
    case 'parts':
      return `Exactly ${counted(value, 'part')} ${are} placed.`;
    case 'atLeast':
      return `At least ${counted(value, noun)} ${are} placed.`;
    case 'atMost':
      return value === 0 ? `No ${noun} is placed.` : `At most ${counted(value, noun)} ${are} placed.`;
    case 'border':
      return `At least ${counted(value, 'placed part')} ${are} in row 1, row ${side}, column 1 or column ${side}.`;
    case 'inner':
      return `At least ${counted(value, 'placed part')} ${are} neither in row 1 or ${side} nor in column 1 or ${side}.`;
    case 'apart':
      return 'No two placed parts are on cells that share a side.';
    case 'unique':
      return 'There is only one shortest solution.';
    case 'first':
      return `Every shortest solution begins with a move ${directions[value]}.`;
    case 'last':
      return `Every shortest solution ends with a move ${directions[value]}.`;
    case 'unused':
      return `No shortest solution contains a move ${directions[value]}.`;
    case 'pads':
      return `In every shortest solution the ${token} comes to rest on at least ${counted(value, kinds[1] as string)}.`;
    case 'visits':
      return `In every shortest solution the ${token} comes to rest on the cell at ${placeOf(value)}.`;
    case 'reaches':
      return `The cell at ${placeOf(value)} is a resting cell.`;
    case 'avoids':
      return `The cell at ${placeOf(value)} is not a resting cell.`;
    case 'returns':
      return `The ${token} can leave S and later come to rest on S again.`;
    case 'restsLeast':
      return `There ${are} at least ${counted(value, 'resting cell')}.`;
    case 'restsMost':
      return `There ${are} at most ${counted(value, 'resting cell')}.`;
    case 'traps':
      return `There ${are} at least ${counted(value, 'trap')}.`;
    case 'noTraps':
      return 'There is no trap.';
    case 'needed':
      return 'Every placed part is needed: whichever one of them is taken away while the others stay, the goal can then not be reached, or the number of moves of a shortest solution changes.';
  }
}

/** Everything the model is told. */
export function bodyOf({ board, budget, properties }: Brief, words: Words): string {
  const { token, kinds } = words;
  const [block, pad, oneWay] = kinds as [string, string, string];
  return [
    `Design a level of a sliding game. It is played on a board of ${side} rows, numbered from top to bottom, and ${side} columns, numbered from left to right. The ${token} stands on the start S and is to get to the goal G.`,
    '',
    'Rules of play:',
    `- A move pushes the ${token} up, right, down or left. It slides on that way, cell after cell, until something stops it, and comes to rest. The next move starts where it rests.`,
    '- Plain floor (.) does not stop it, and S is plain floor too. It stops before the edge of the board.',
    `- It stops before ${withArticle(block)} (#): nothing enters that cell.`,
    `- It stops on ${withArticle(pad)} (o) as soon as it enters that cell. From there it can be moved on in any direction.`,
    `- It enters the cell of ${withArticle(oneWay)} (^, >, v or <) only when it slides the way that the arrow points (^ up, > right, v down, < left), and then slides on as over plain floor. When it comes any other way, it stops before it, as before ${withArticle(block)}. If it comes to rest on ${withArticle(oneWay)}, because the next cell stops it, it can be moved on in any direction.`,
    '- It stops on G as soon as it enters that cell. The level is then solved, and no more moves are made.',
    `- A push that does not make the ${token} leave its cell is not a move.`,
    '',
    'The board:',
    ...mapLines(board),
    '',
    `You place parts on it: at most ${budget}, of the kinds ${block} (#), ${pad} (o) and ${oneWay} (^, >, v or <) in any mix. Each is placed on a cell that is shown as plain floor, no two on one cell. Every # that is shown stays, and does not count as a placed part.`,
    '',
    `A solution is a list of moves that takes the ${token} from S to G. A shortest solution is one with the fewest moves; there may be several. A resting cell is a cell on which the ${token} can be at rest after some list of moves from S; S counts as one, and so does G if it can be reached. A trap is a resting cell other than G from which G can no longer be reached. While G cannot be reached at all, a level has only properties that speak of nothing but where parts are placed and of what kind.`,
    '',
    'The level must have these properties:',
    ...properties.map((property, index) => `${index + 1}. ${propertySentence(property, words)}`),
    '',
    `How a design is graded: It is valid if its parts are placed as said and the level has all these properties. Two valid designs follow the same strategy if they place equally many ${pluralOf(block)}, equally many ${pluralOf(pad)} and equally many ${pluralOf(oneWay)} (wherever they stand and their arrows point) and their shortest solutions have equally many moves. Up to 200 other valid designs were found by random changes of one part after another. Your strategy is unusual if at least half of those designs follow strategies that are each more frequent among them than yours; a strategy that none of them follows always is. A valid design counts fully if its strategy is unusual, and three quarters if not. One that lacks properties counts at most half, by the share of them that it has beyond the share that blindly made designs have. Parts that are not placed as said count nothing.`,
    '',
    'Which parts do you place where, so that the level has all the properties and your strategy is unusual? Give one JSON object with the list "parts", each part as [symbol, row, column].',
  ].join('\n');
}

export function partText({ cell, code }: Part, { kinds }: Words): string {
  return `the ${kinds[kindOf(code)]} ${symbols.charAt(code)} at ${placeOf(cell)}`;
}
