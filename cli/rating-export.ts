import { randomBytes } from 'node:crypto';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Command } from 'commander';
import { requireCompleted } from '../client/evaluations.ts';
import { requireFamily } from '../client/families.ts';
import { criteriaNamed, type Export, exportSheets } from '../client/rating-export.ts';
import type { LeftOut } from '../client/rating-responses.ts';
import { findDomain } from '../domains/catalogue.ts';
import { judgeGate } from '../measurement/constants.ts';
import type { Criterion } from '../measurement/rating/criteria.ts';
import type { SheetRater } from '../measurement/rating/sheet-plan.ts';
import type { Sheet } from '../measurement/rating/sheets.ts';
import type { Db } from '../schema/database.ts';
import { withDatabase } from './context.ts';
import { counted } from './formats.ts';
import { orUsageError, printJson, printText, say, UsageError, wholeNumberFrom } from './output.ts';
import { ratersReadme, readmeFile } from './rating-readme.ts';

const domainId = 'creative';

const example = `
Examples:
  $ etude rating export --raters ann,bob,cem --out sheets
  $ etude rating export --raters ann,bob,cem --judges llm=llama --skills D1,D4 --anchors 40 --per-rater 90 --out sheets
  $ etude rating export --raters ann,bob,cem --rubric --family tiny-lm --out sheets

Each rater gets RATER-1.csv and, if there are anchors, RATER-2.csv with these alone, to be rated again some weeks later.
Sheets name no family, checkpoint or model, and are shuffled for each rater. README.md is for the raters; give them
nothing else. What leads back from the sheets stays in the database, for \`etude rating import\`.

Anchors and held-out responses are rated by everybody, other ones by --overlap raters each. A judge counts only with
${judgeGate.heldOutMin} held-out responses or more, and with anchors enough to see that it has not drifted (about 40).`;

interface Options {
  readonly raters: string;
  readonly judges?: string;
  readonly out: string;
  readonly family?: readonly string[];
  readonly evaluation?: readonly string[];
  readonly skills?: string;
  readonly criteria: string;
  readonly rubric?: true;
  readonly perRater: number;
  readonly overlap: number;
  readonly anchors: number;
  readonly heldOut: number;
  readonly seed?: string;
  readonly json?: true;
}

export function ratingExportCommand(): Command {
  return new Command('export')
    .description(`make blind rating sheets of stored answers of the domain ${domainId}`)
    .requiredOption('--raters <names>', 'people who rate, like ann,bob,cem')
    .option(
      '--judges <names>',
      'models that rate too, like llm or, so that it gets nothing of its own family of models, llm=FAMILY',
    )
    .requiredOption('--out <folder>', 'folder for the sheets, empty or new')
    .option('--family <name...>', 'answers of these families; of all without it')
    .option('--evaluation <id...>', 'answers of these evaluations')
    .option('--skills <ids>', 'answers to tasks of these skills, like D1,D4')
    .option('--criteria <names>', 'what is rated', 'quality,novelty')
    .option('--rubric', 'what is rated: the yes-or-no questions that judges answer about the same answers')
    .option('--per-rater <n>', "responses on a rater's first sheet", wholeNumberFrom(1), 60)
    .option('--overlap <n>', 'raters of a response that not everybody rates', wholeNumberFrom(1), 2)
    .option('--anchors <n>', 'responses that everybody rates, and rates again later', wholeNumberFrom(0), 10)
    .option(
      '--held-out <n>',
      'responses that everybody rates, and that nobody tunes a judge on',
      wholeNumberFrom(0),
      judgeGate.heldOutMin,
    )
    .option('--seed <seed>', 'what sheets are drawn by, not to be told to raters; at random without it')
    .option('--json', 'as JSON')
    .addHelpText('after', example)
    .action(run);
}

async function run(options: Options): Promise<void> {
  const raters = ratersOf(options);
  const criteria = options.rubric ? null : orUsageError(() => criteriaNamed(listed(options.criteria)));
  const skills = orUsageError(() => skillsFor(options));
  await requireEmpty(options.out);
  const exported = await withDatabase(async ({ db }) => {
    const selection = { domain: domainId, skills, ...(await narrowed(db, options)) };
    const { perRater, overlap, anchors, heldOut } = options;
    const seed = options.seed ?? randomBytes(16).toString('hex');
    const names = criteria?.map(({ name }) => name) ?? null;
    const order = { selection, criteria: names, raters, perRater, overlap, anchors, heldOut, seed };
    return await exportSheets(db, order, (sheets) => writeSheets(options.out, sheets, criteria));
  });
  await tell(options, exported);
}

async function narrowed(db: Db, { family, evaluation }: Options) {
  for (const name of family ?? []) await requireFamily(db, name);
  const found = await Promise.all(
    (evaluation ?? []).map((id) => requireCompleted(db, id, 'its answers can be rated')),
  );
  return {
    ...(family === undefined ? {} : { families: family }),
    ...(evaluation === undefined ? {} : { evaluationIds: found.map(({ evaluationId }) => evaluationId) }),
  };
}

/** Raters' names are names of files too, and are told apart where these know no capitals. */
const nameForm = /^[a-z0-9][a-z0-9._-]{0,62}$/i;

function ratersOf({ raters, judges }: Options): SheetRater[] {
  const people = listed(raters).map((rater): SheetRater => ({ rater, kind: 'human' }));
  const models = listed(judges ?? '').map((text): SheetRater => {
    const [rater = '', family] = text.split('=');
    return { rater, kind: 'judge', ...(family === undefined ? {} : { family }) };
  });
  const all = [...people, ...models];
  for (const { rater } of all) {
    if (!nameForm.test(rater)) {
      throw new UsageError(
        `${JSON.stringify(rater)} is no name of a rater: take letters, digits, ".", "_" and "-", as in ann or judge-2`,
      );
    }
    if (all.filter((other) => other.rater.toLowerCase() === rater.toLowerCase()).length > 1) {
      throw new UsageError(`two raters are named ${rater}: give each another name`);
    }
  }
  return all;
}

function listed(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** The skills whose answers are meant. Throws a RangeError for one that the domain lacks or that has no rubric. */
function skillsFor({ skills, rubric }: Options): string[] {
  const { skills: all } = findDomain(domainId);
  const usable = (rubric ? all.filter(({ judging }) => judging !== undefined) : all).map(({ id }) => id);
  const wanted = skills === undefined ? usable : listed(skills);
  const unknown = wanted.find((id) => !usable.includes(id)) ?? '';
  if (wanted.length > 0 && unknown === '') return wanted;
  const what = rubric ? 'skill with a rubric' : 'skill';
  throw new RangeError(`domain ${domainId} has no ${what} ${unknown}; it has ${usable.join(', ') || 'none'}`);
}

/** A sheet that somebody has filled in must not be written over. */
async function requireEmpty(folder: string): Promise<void> {
  const present = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw new UsageError(`${folder} cannot be used (${error.code}): name an empty or new folder`, {
      cause: error,
    });
  });
  if (present.length > 0) throw new UsageError(`${folder} is not empty: name an empty or new folder`);
}

async function writeSheets(
  folder: string,
  sheets: readonly Sheet[],
  criteria: readonly Criterion[] | null,
): Promise<void> {
  const files = sheets.map((sheet) => [fileOf(sheet), sheet.csv] as const);
  try {
    await mkdir(folder, { recursive: true });
    for (const [name, text] of [[readmeFile, ratersReadme(criteria)] as const, ...files]) {
      await writeFile(path.join(folder, name), text, { flag: 'wx' });
    }
  } catch (error) {
    throw new UsageError(`the sheets cannot be written: ${(error as Error).message}`, { cause: error });
  }
}

function fileOf({ rater, occasion }: Sheet): string {
  return `${rater}-${occasion}.csv`;
}

const reasons: Readonly<Record<LeftOut, string>> = {
  unreadable: 'could not be read',
  'not-judged': 'no judge reads, since a program finds them wanting',
  'names-its-model': 'name their family, checkpoint or model',
  'too-long': 'do not fit into a cell',
  'given-before': 'were given to one of these raters before',
};

async function tell({ out, json }: Options, { sheets, ...exported }: Export): Promise<void> {
  const files = sheets.map((sheet) => path.join(out, fileOf(sheet)));
  if (json) return printJson({ ...exported, files });
  const { responses, anchors, heldOut, leftOut } = exported;
  const left = Object.entries(leftOut) as [LeftOut, number][];
  for (const [reason, count] of left) say(`left out: ${counted(count, 'answer')} that ${reasons[reason]}`);
  await printText(files.join('\n'));
  say(
    `${counted(responses, 'response')}, ${counted(anchors, 'anchor')} and ${heldOut} held out among them; ` +
      `give each rater the own file and ${path.join(out, readmeFile)}`,
  );
  say(`then: ./etude rating import ${path.join(out, '*-1.csv')}`);
}
