import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ChangeVerdict,
  changeBetween,
  type DomainPair,
  detectableDifference,
  holmAdjusted,
} from '../../../measurement/change/change.ts';
import { createDraws } from '../../../measurement/numeric/draws.ts';
import { type PairPlan, simulatedPairs } from '../simulated-change.ts';

const sameScale = { runSd: null, linkSd: 0 };
const theta = fc.double({ min: -4, max: 4, noNaN: true });
const sd = fc.double({ min: 0.05, max: 1, noNaN: true });
const side = fc.record({ theta, sd });
const pairs = fc
  .array(fc.record({ before: side, after: side }), { minLength: 1, maxLength: 5 })
  .map((sides) => sides.map((own, index): DomainPair => ({ domain: `domain-${index}`, ...own })));

/** Share of simulated pairs for which `holds` of the verdicts. */
function share(plan: PairPlan, count: number, holds: (verdicts: readonly ChangeVerdict[]) => boolean) {
  let held = 0;
  for (const pair of simulatedPairs(plan, count, createDraws('change', JSON.stringify(plan)))) {
    if (holds(changeBetween(pair, sameScale).map(({ verdict }) => verdict))) held++;
  }
  return held / count;
}

const alarm = (verdict: ChangeVerdict) => verdict === 'regression' || verdict === 'improvement';

describe("Holm's adjustment", () => {
  it('is the closure of Bonferroni: the largest adjusted p of all sets of hypotheses that hold this one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 6 }),
        (p) => {
          const adjusted = holmAdjusted(p);
          p.forEach((_, index) => {
            let largest = 0;
            for (let set = 1; set < 1 << p.length; set++) {
              if ((set & (1 << index)) === 0) continue;
              const members = p.filter((_, other) => set & (1 << other));
              largest = Math.max(largest, Math.min(1, members.length * Math.min(...members)));
            }
            expect(adjusted[index]).toBeCloseTo(largest, 12);
          });
        },
      ),
    );
  });
});

describe('a change between two checkpoints', () => {
  it('mirrors when the two are exchanged', () => {
    const mirrored = { regression: 'improvement', improvement: 'regression' } as Record<string, string>;
    fc.assert(
      fc.property(pairs, (forth) => {
        const back = forth.map(({ domain, before, after }) => ({ domain, before: after, after: before }));
        const other = changeBetween(back, sameScale);
        changeBetween(forth, sameScale).forEach((own, index) => {
          const { difference, z, verdict, ...rest } = other[index]!;
          expect({ ...own, verdict: mirrored[own.verdict] ?? own.verdict }).toEqual({
            ...rest,
            difference: 0 - difference,
            z: 0 - z,
            verdict,
          });
        });
      }),
    );
  });

  it('alarms in at most 5 % of 2,000 pairs that are the same in four domains', () => {
    for (const sdOfSide of [0.3, 0.12]) {
      const alarms = share({ domains: 4, sd: sdOfSide, change: 0 }, 2_000, (all) => all.some(alarm));
      expect(alarms, `SD ${sdOfSide}`).toBeLessThanOrEqual(0.05);
    }
  });

  it('finds a drop of 1.5 logits at SD .30, and of 0.5 at SD .085, in one of four domains with power .8', () => {
    const found = (all: readonly ChangeVerdict[]) => all[0] === 'regression';
    expect(share({ domains: 4, sd: 0.3, change: -1.5 }, 4_000, found)).toBeGreaterThanOrEqual(0.8);
    expect(share({ domains: 4, sd: 0.085, change: -0.5 }, 4_000, found)).toBeGreaterThanOrEqual(0.8);
  });

  it('finds what it calls detectable with power .8, whatever the SD and the number of domains', () => {
    for (const domains of [1, 2, 4]) {
      for (const sdOfSide of [0.085, 0.2, 0.5]) {
        const change = detectableDifference(2 * sdOfSide ** 2, domains);
        // The prior shrinks a difference by sd²/4, which no verdict is told of.
        const planted = change / (1 - (sdOfSide / 2) ** 2);
        const power = share(
          { domains, sd: sdOfSide, change: planted },
          4_000,
          ([first]) => first === 'improvement',
        );
        // The SD of a shrunken difference is below the posterior's, so that the power lies a little above.
        expect(power).toBeGreaterThanOrEqual(0.797);
        expect(power).toBeLessThanOrEqual(0.825);
      }
    }
  });

  it('calls checkpoints equivalent that differ by half a logit in at most 5 % of all cases', () => {
    const equivalent = share(
      { domains: 1, sd: 0.12, change: 0.51 },
      4_000,
      ([first]) => first === 'equivalent',
    );
    expect(equivalent).toBeLessThanOrEqual(0.052);
    const alike = share({ domains: 1, sd: 0.085, change: 0 }, 4_000, ([first]) => first === 'equivalent');
    expect(alike).toBeGreaterThan(0.98);
  });

  it('counts the link and both runs beside the posterior variances', () => {
    const pair = [{ domain: 'only', before: { theta: 0, sd: 0.3 }, after: { theta: -1, sd: 0.4 } }];
    const [own] = changeBetween(pair, { runSd: 0.2, linkSd: 0.1 });
    expect(own?.variance).toBeCloseTo(0.09 + 0.16 + 0.01 + 2 * 0.04, 12);
    expect(own?.z).toBeCloseTo(-1 / Math.sqrt(0.34), 12);
    expect(changeBetween(pair, { runSd: null, linkSd: 0.1 })).toEqual(
      changeBetween(pair, { runSd: 0, linkSd: 0.1 }),
    );
    expect(() => changeBetween([{ ...pair[0]!, after: { theta: Number.NaN, sd: 1 } }], sameScale)).toThrow(
      RangeError,
    );
  });
});
