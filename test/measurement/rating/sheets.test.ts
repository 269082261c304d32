import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsv, writeCsv } from '../../../measurement/rating/csv.ts';
import type { Rating } from '../../../measurement/rating/ratings.ts';
import { readSheet } from '../../../measurement/rating/read-sheet.ts';
import type { SheetPlan } from '../../../measurement/rating/sheet-plan.ts';
import { ratingSheets } from '../../../measurement/rating/sheets.ts';

/** Text as models and attackers write it. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom(...'=+-@\t\r\n,;"\'|1aA() \uFF1D') }),
  fc.constantFrom('=HYPERLINK("http://x.example","a")', "@SUM(1+9)*cmd|' /C calc'!A0", '\n=1', ' +1'),
);
const plans: fc.Arbitrary<SheetPlan> = fc
  .record({
    seed: fc.string(),
    texts: fc.array(fc.tuple(text, text), { minLength: 6, maxLength: 14 }),
    criteria: fc.constantFrom(['clarity'], ['=wit', 'clarity, in all', 'a "b"']),
    raters: fc.integer({ min: 2, max: 5 }),
    ratersPerResponse: fc.integer({ min: 1, max: 2 }),
    anchors: fc.integer({ min: 1, max: 3 }),
    heldOut: fc.integer({ min: 0, max: 3 }),
    scoreMax: fc.integer({ min: 1, max: 5 }),
    partial: fc.boolean(),
  })
  .map(({ texts, raters, partial, ...plan }) => ({
    ...plan,
    responses: texts.map(([prompt, response], index) => ({
      id: `model-${index}`,
      prompt,
      text: response,
      ...(partial && index % 2 === 1 ? { criteria: plan.criteria.slice(0, 1) } : {}),
    })),
    raters: Array.from({ length: raters }, (_, index) => ({
      rater: `rater ${index}`,
      kind: index === 0 ? ('judge' as const) : ('human' as const),
    })),
  }));

const base: SheetPlan = {
  seed: 'a',
  responses: Array.from({ length: 30 }, (_, index) => ({
    id: `r${index}`,
    prompt: 'p',
    text: `t${index}\nend`,
  })),
  criteria: ['wit', 'clarity'],
  raters: ['ann', 'bob', 'cem', 'dee'].map((rater) => ({ rater, kind: 'human' })),
  scoreMax: 4,
  ratersPerResponse: 2,
  anchors: 4,
  heldOut: 6,
};

/** The sheet with scores filled in, by row of its table and criterion, saved with this delimiter. */
function filled(csv: string, score: (row: number, criterion: number) => string, delimiter = ','): string {
  const [head, ...rows] = readCsv(csv).map(({ cells }) => cells);
  const table = rows.map((cells, row) => cells.map((cell, at) => (at < 3 ? cell : score(row, at - 3))));
  return [head!, ...table].map((cells) => writeCsv([cells]).replaceAll('","', `"${delimiter}"`)).join('');
}

const sorted = (ratings: readonly Rating[]) => ratings.map((rating) => JSON.stringify(rating)).sort();

describe('blind sheets', () => {
  it('come back as the ratings that were filled in, whatever the texts are', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const { sheets, key } = ratingSheets(plan);
        expect(ratingSheets(plan)).toEqual({ sheets, key });
        sheets.forEach(({ csv, rater, occasion }, number) => {
          const scoreOf = (row: number, criterion: number) =>
            (7 * row + 3 * criterion + number) % (plan.scoreMax + 1);
          const { ratings, problems } = readSheet(
            key,
            filled(csv, (row, at) => String(scoreOf(row, at))),
          );
          expect(problems).toEqual([]);
          const expected = key.sheets[number]!.rows.flatMap(({ response }, row) =>
            (plan.responses.find(({ id }) => id === response)!.criteria ?? plan.criteria).map(
              (criterion, at): Rating => {
                const { heldOut, length } = key.responses.find((each) => each.response === response)!;
                const kind = rater === 'rater 0' ? 'judge' : 'human';
                return {
                  ...{ response, criterion, rater, kind, occasion, score: scoreOf(row, at) },
                  ...{ heldOut, length: length === 0 ? null : length },
                };
              },
            ),
          );
          expect(sorted(ratings)).toEqual(sorted(expected));
        });
      }),
      { seed: 3, numRuns: 60 },
    );
  });

  it('have no cell that a spreadsheet would run, and keep every text otherwise as it is', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        for (const { csv } of ratingSheets(plan).sheets) {
          for (const { cells } of readCsv(csv)) {
            for (const cell of cells)
              expect(cell).not.toMatch(/^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]|^\s+[=+\-@]/);
            if (cells[0] === 'id') continue;
            const plain = (written: string) => written.replace(/^'/, '');
            expect(plan.responses.map((response) => plain(response.text))).toContain(plain(cells[2]!));
          }
        }
      }),
      { seed: 4, numRuns: 60 },
    );
  });

  it('show no rater who wrote what, what others have, and what is an anchor, and link every two raters', () => {
    const { sheets, key } = ratingSheets(base);
    expect(sheets.map(({ rater, occasion }) => `${rater} ${occasion}`)).toEqual(
      base.raters.flatMap(({ rater }) => [`${rater} 1`, `${rater} 2`]),
    );
    const ids = key.sheets.flatMap(({ rows }) => rows.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z]{10}$/);
    for (const { csv } of sheets) expect(csv).not.toMatch(/"r\d+"|anchor|held|human/);
    const shared = key.responses
      .filter(({ anchor, heldOut }) => anchor || heldOut)
      .map(({ response }) => response);
    expect(shared).toHaveLength(base.anchors + base.heldOut);
    const firsts = key.sheets.filter(({ occasion }) => occasion === 1);
    const orders = firsts.map(({ rows }) =>
      rows.map(({ response }) => response).filter((each) => shared.includes(each)),
    );
    for (const order of orders) expect([...order].sort()).toEqual([...shared].sort());
    expect(new Set(orders.map((order) => order.join())).size).toBe(base.raters.length);
    const loads = firsts.map(({ rows }) => rows.length);
    expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1);
    expect(loads.reduce((sum, load) => sum + load, 0)).toBe(10 * 4 + 20 * 2);
    for (const { rows } of key.sheets.filter(({ occasion }) => occasion === 2)) expect(rows).toHaveLength(4);
  });

  it('give no judge what its own family wrote, and refuse plans that link nothing or contradict themselves', () => {
    const raters = [...base.raters, { rater: 'own', kind: 'judge' as const, family: 'x' }];
    const responses = base.responses.map((response, index) =>
      index % 2 ? { ...response, family: 'x' } : response,
    );
    const { key } = ratingSheets({ ...base, raters, responses });
    const own = key.sheets
      .find(({ rater }) => rater === 'own')!
      .rows.map(({ response }) => Number(response.slice(1)));
    expect(own.length).toBeGreaterThan(0);
    expect(own.every((number) => number % 2 === 0)).toBe(true);
    const alone = { ...base, ratersPerResponse: 1, anchors: 0, heldOut: 0 };
    expect(() => ratingSheets(alone)).toThrow('nothing links the raters {');
    expect(() => ratingSheets({ ...base, anchors: 31 })).toThrow(
      'anchors must be a whole number from 0 to 30',
    );
    expect(() => ratingSheets({ ...base, criteria: ['wit', 'wit'] })).toThrow('criterion wit is named twice');
  });

  it('say of a filled sheet which line has which mistake', () => {
    const { sheets, key } = ratingSheets(base);
    const good = filled(sheets[0]!.csv, () => '2,0', ';');
    expect(readSheet(key, `\uFEFF${good}`).problems).toEqual([]);
    const ids = key.sheets[0]!.rows.map(({ id }) => id);
    const other = key.sheets[2]!.rows[0]!.id;
    const row = (id: string, ...scores: readonly string[]) => `"${id}","p","t","${scores.join('","')}"`;
    const bad = [
      '"id","prompt","text","wit (0-4)","clarity (0-4)"',
      row(ids[0]!, '1', '5'),
      row(ids[1]!, '', '1.5'),
      row(ids[0]!, '1', '1'),
      row('qqqq', '1', '1'),
      row(other, '1', '1'),
      ...ids.slice(2, -1).map((id) => row(id, '0', '4')),
    ].join('\n');
    const { ratings, problems } = readSheet(key, bad);
    expect(problems.map(({ kind, line }) => `${line} ${kind}`)).toEqual([
      '2 range',
      '3 missing',
      '3 range',
      '4 duplicate',
      '5 unknown',
      '6 foreign',
      `${ids.length + 3} missing`,
    ]);
    expect(problems[0]!.message).toBe(`${ids[0]}, clarity: "5" is not a whole number from 0 to 4`);
    expect(problems[3]!.message).toBe(`the id ${ids[0]} stands on line 2 too`);
    expect(problems.at(-1)!.message).toContain(ids.at(-1)!);
    expect(ratings).toHaveLength(1 + 2 * (ids.length - 3));
    expect(readSheet(key, 'id,wit (0-4)\n').problems.map(({ message }) => message)).toContain(
      'there is no clarity (0-4) in the heads',
    );
    expect(() => readSheet(key, 'id,"a')).toThrow('this is not CSV');
  });
});
