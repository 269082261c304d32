import type { RandomStream } from '../../random.ts';
import { capitalised, drawVocabulary, pluralOf, withArticle } from '../../skins.ts';
import { gridPuzzles } from '../b5-grid-puzzles.ts';
import type { Clue } from '../grid/clues.ts';
import { redundantClues } from '../grid/composition.ts';
import { explain } from '../grid/explanation.ts';
import { cluesOf, type Grid, type Puzzle } from '../grid/puzzle.ts';
import { isOnlyPlacement } from '../grid/uniqueness.ts';
import { reservedWords } from '../grid/wording.ts';
import { aliasSentence, type Chain, drawChains, meanHops } from './aliases.ts';
import { type Dispersal, type DrawnCase, hopsMax } from './dispersal.ts';
import { clueClause, described, type Scene } from './grid-wording.ts';
import { aroundReport, charactersPerToken, composeReport, type Piece } from './report.ts';

/** A grid puzzle in a report that speaks of a second row of the same kind as well. */
export interface GridCase {
  readonly kind: 'grid';
  /** The row asked about; its statements are the clues as they are printed, in the report's order. */
  readonly puzzle: Puzzle;
  /** The second row: places of the same items, and what the report says of it. */
  readonly other: { readonly places: readonly number[]; readonly clues: readonly Clue[] };
  /** For each named person of the row asked about, the description and the names. */
  readonly aliases: readonly Chain[];
}

interface CluePiece extends Piece {
  readonly clue: Clue | null;
}

const shape = {
  positions: 4,
  categories: 4,
  relational: 0.5,
  indirect: 0.2,
  slack: 0,
  distractors: 0,
} as const;
const rows = ['north', 'south'] as const;
type Row = (typeof rows)[number];
/** People of each row who have names. */
const namedCount = 4;
/** At most so many of the foreign statements explain names. */
const namingShareMax = 0.25;

export function drawGridCase(dispersal: Dispersal, random: RandomStream): DrawnCase<GridCase> {
  const inner = gridPuzzles.generate(shape, random.substream('inner'));
  const puzzle = inner.reference;
  const [asked, elsewhere] = random.substream('rows').shuffle(rows) as [Row, Row];
  const naming = random.substream('naming');
  const clues = cluesOf(puzzle);
  const mentioned = [...new Set(clues.flatMap((clue) => clue.items))];
  const { names } = drawVocabulary(naming, {
    names: 2 * namedCount * hopsMax,
    reserved: new Set([
      ...reservedWords,
      ...puzzle.categories.flatMap(({ name, values }) => [name, ...values].map((word) => word.toLowerCase())),
    ]),
  });
  const chains = drawChains(2 * namedCount, dispersal.hops, names, naming);
  const ownRow = new NamedRow(
    puzzle,
    asked,
    naming.sample(mentioned, namedCount),
    chains.slice(0, namedCount),
  );
  const own = [...clues.map((clue) => ownRow.cluePiece(clue, true)), ...ownRow.namings(true)];
  const foreign = random.substream('foreign');
  const items = puzzle.places.length;
  const otherRow = new NamedRow(
    puzzle,
    elsewhere,
    foreign.sample([...Array(items).keys()], namedCount),
    chains.slice(namedCount),
  );
  const count = foreign.round((own.length * (1 - dispersal.relevant)) / dispersal.relevant);
  const namings = otherRow.namings(false);
  const taken = namings.slice(0, Math.min(namings.length, Math.floor(namingShareMax * count)));
  const places = puzzle.categories.flatMap(() => foreign.shuffle([...Array(puzzle.positions).keys()]));
  const otherClues = redundantClues([], count - taken.length, places, puzzle.positions, shape, foreign);
  const pieces = [...own, ...taken, ...otherClues.map((clue) => otherRow.cluePiece(clue, false))];
  const frame = framed(puzzle, asked);
  const characters = dispersal.tokens * charactersPerToken - frame('').length;
  const report = composeReport(pieces, characters, dispersal.paraphrase, random);
  const body = frame(report.text);
  const statements = report.order.flatMap(({ own: isOwn, clue }) =>
    isOwn && clue !== null
      ? [
          {
            text: capitalised(
              `${clueClause(
                clue,
                clue.items.map((item) => described(item, puzzle)),
                puzzle,
                false,
              )}.`,
            ),
            clue,
          },
        ]
      : [],
  );
  return {
    skin: inner.skin,
    body,
    answerExample: inner.answerExample,
    features: {
      tokens: body.length / charactersPerToken,
      relevant: own.length / pieces.length,
      hops: meanHops(chains.slice(0, namedCount)),
      paraphrase: report.reworded / pieces.length,
    },
    canonical: inner.canonical,
    reference: {
      kind: 'grid',
      puzzle: { ...puzzle, statements },
      other: { places, clues: otherClues },
      aliases: ownRow.aliases(),
    },
  };
}

/** Whether the answer is the one placement of its row that all clues of both rows allow. */
export function isOnlyPlacementOfRow({ puzzle, other }: GridCase, answer: Grid): boolean {
  const { categories, positions } = puzzle;
  if (Object.keys(answer).length !== categories.length) return false;
  const places: number[] = [];
  for (const { name, values } of categories) {
    const row = Object.hasOwn(answer, name) ? (answer[name] as string[]) : [];
    if (row.length !== positions) return false;
    places.push(...values.map((value) => row.indexOf(value)));
  }
  const shifted = other.clues.map((clue) => ({
    ...clue,
    items: clue.items.map((item) => item + other.places.length),
  }));
  return (
    !places.includes(-1) &&
    isOnlyPlacement([...places, ...other.places], [...cluesOf(puzzle), ...shifted], positions, places.length)
  );
}

/** What the report says of the row, names resolved, then the deduction from it. */
export function explainGrid({ puzzle, aliases }: GridCase): string {
  const known = aliases.filter((chain) => chain.length > 1).map((chain) => chain.join(' = '));
  return [
    ...(known.length === 0
      ? []
      : [`Names for one and the same ${puzzle.who}, gathered first: ${known.join('; ')}.`]),
    `What the report says of the row asked about:`,
    ...puzzle.statements.map(({ text }, index) => `${index + 1}. ${text}`),
    explain(puzzle),
  ].join('\n');
}

/** One row's people, some of whom have names that stand for their descriptions. */
class NamedRow {
  readonly #scene: Scene;
  readonly #row: Row;
  readonly #chains: ReadonlyMap<number, Chain>;

  constructor(scene: Scene, row: Row, items: readonly number[], chains: readonly Chain[]) {
    this.#scene = scene;
    this.#row = row;
    this.#chains = new Map(items.map((item, index) => [item, chains[index] as Chain]));
  }

  /** Says which row it is about unless a name tells. */
  cluePiece(clue: Clue, own: boolean): CluePiece {
    const names = clue.items.map((item) => this.#chains.get(item)?.at(-1));
    const people = clue.items.map((item, index) => names[index] ?? described(item, this.#scene));
    const named = names.some((name) => name !== undefined);
    return {
      own,
      labelled: false,
      clue,
      write: (reworded) => {
        const clause = clueClause(clue, people, this.#scene, reworded);
        return named ? `${capitalised(clause)}.` : `In the ${this.#row} row, ${clause}.`;
      },
    };
  }

  namings(own: boolean): CluePiece[] {
    return [...this.#chains].flatMap(([item, chain]) =>
      chain.map((name, index) => {
        const description = described(item, this.#scene);
        const first = (reworded: boolean) =>
          reworded
            ? `In the ${this.#row} row, ${name} is the name of ${description}.`
            : `In the ${this.#row} row, ${description} is called ${name}.`;
        const write = (reworded: boolean) =>
          index === 0 ? first(reworded) : aliasSentence(chain[index - 1] as string, name, reworded);
        return { own, labelled: false, clue: null, write };
      }),
    );
  }

  aliases(): Chain[] {
    return [...this.#chains].map(([item, chain]) => [described(item, this.#scene), ...chain]);
  }
}

function framed(puzzle: Puzzle, asked: Row): (report: string) => string {
  const { positions, who, place, preposition, categories } = puzzle;
  return (report) =>
    aroundReport(
      [
        `The report below describes, among much else, two rows of ${pluralOf(place)}: the north row and the south row. Each has ${positions} ${pluralOf(place)}, numbered 1 to ${positions} from left to right, with one ${who} ${preposition} each. In each row, each ${who} has exactly one value of every attribute below, and no two have the same; the rows do not depend on each other.`,
        `${capitalised(withArticle(who))} can go by several names, which the report explains. A sentence that uses a name and does not say which row it is about is about the row of the ${who} who has that name. "Next to" and "neighbours" mean ${preposition} neighbouring ${pluralOf(place)}, and "between" does not mean directly between. Two descriptions or names in one sentence may stand for the same ${who} unless the sentence rules it out.`,
        '',
        'Attributes:',
        ...categories.map(({ name, values }) => `- ${name}: ${values.join(', ')}`),
      ],
      report,
      [
        `From the report, work out which values go with which ${place} of the ${asked} row. For each attribute, list the values of the ${asked} row in order from ${place} 1 to ${place} ${positions}.`,
      ],
    );
}
