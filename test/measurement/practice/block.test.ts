import { describe, expect, it } from 'vitest';
import { scoreAbility } from '../../../measurement/ability/ability.ts';
import { depths } from '../../../measurement/constants.ts';
import { createDraws } from '../../../measurement/numeric/draws.ts';
import { meanOf } from '../../../measurement/numeric/statistics.ts';
import { skillWeightsOf } from '../../../measurement/performance/performance.ts';
import { practiceAxis } from '../../../measurement/practice/axis.ts';
import type { BlockInput } from '../../../measurement/practice/block.ts';
import { planBlock } from '../../../measurement/practice/block.ts';
import { practiceSteps, practiceTokens } from '../../../measurement/practice/rounds.ts';
import { gainBetween } from '../../../measurement/practice/walk-gain.ts';
import { expectedScoreAt } from '../../../measurement/response-model/response.ts';
import { type BlockState, blockStateSchema } from '../../../schema/practice-state.ts';
import { placed, simulatePractice, tokenOffset } from '../simulated-practice.ts';
import { answerTask, sampleMix, sampleScale } from '../simulated-session.ts';

const scale = sampleScale(0.7, 0.8);
const mix = sampleMix(scale);
const prerequisites = { first: [], second: ['first'], third: ['second'] };

function placementOf(thetas: Readonly<Record<string, number>>) {
  const draws = createDraws('block placement');
  const responses = Object.keys(thetas).flatMap((skill) =>
    Array.from({ length: 40 }, () =>
      answerTask(scale, thetas, skill, thetas[skill]! + draws.normal(), draws),
    ),
  );
  return scoreAbility(scale, skillWeightsOf(mix), responses);
}

const strong = placementOf({ first: 5, second: 0, third: -1 });

function inputOf(more: Partial<BlockInput> = {}): BlockInput {
  return {
    scale,
    mix,
    prerequisites,
    regime: 'practice',
    tokenOffset,
    placement: strong,
    placementTokens: [{ skill: 'first', tokens: 700 }],
    blocks: [],
    round: 7,
    final: false,
    ...more,
  };
}

const purposes = ({ tasks }: ReturnType<typeof planBlock>) => tasks.map(({ purpose }) => purpose);

describe('a planned block', () => {
  it('practises the weakest skill that is ready for it and measures two skills in turn', () => {
    const plan = planBlock(inputOf());
    expect(plan.state).toMatchObject({ motive: 'weakest', target: 'second', tokens: 0, x: 0, probe: null });
    expect(plan.state.skills.first).toMatchObject({ mastered: true, masteredAtTokens: 0 });
    expect(plan.tasks.slice(0, 4).every(({ skill }) => skill === 'second')).toBe(true);
    expect(plan.tasks[0]!.difficulty).toBeLessThan(plan.state.skills.second!.theta);
    expect(purposes(plan)).toEqual([...Array(4).fill('practice'), ...Array(2).fill('measurement')]);
    expect(plan.tasks.slice(4).map(({ skill, difficulty }) => [skill, difficulty])).toEqual([
      ['first', null],
      ['second', null],
    ]);
  });

  it('takes all its tasks from the reference mix in regime static', () => {
    const plan = planBlock(inputOf({ regime: 'static' }));
    expect(plan.state).toMatchObject({ motive: 'reference-mix', target: null });
    expect(plan.tasks.every(({ difficulty }) => difficulty === null)).toBe(true);
    expect(new Set(plan.tasks.slice(0, 4).map(({ skill }) => skill)).size).toBe(3);
  });

  it('only measures at the end', () => {
    const plan = planBlock(inputOf({ final: true }));
    expect(plan.state).toMatchObject({ motive: 'final', target: null });
    expect(purposes(plan)).toEqual(['measurement', 'measurement']);
  });

  it('depends on its input alone, and its state survives JSON', () => {
    const { states, rounds } = simulatePractice(
      { scale, mix, depth: depths.quick, thetas: { first: 5, second: 0, third: -1 }, placement: strong },
      () => 0,
      createDraws('block'),
      { regime: 'practice', prerequisites },
    );
    const blocks = rounds.map(({ responses }, round) => ({ round, responses, state: states[round]! }));
    for (const [round, state] of states.entries()) {
      expect(blockStateSchema.parse(JSON.parse(JSON.stringify(state)))).toEqual(state);
      const again = planBlock(
        inputOf({
          blocks: blocks.slice(0, round),
          round,
          final: round === depths.quick.practiceBlocks,
          placementTokens: Object.keys(scale.skills).map((skill) => ({ skill, tokens: 2_500 })),
        }),
      );
      expect(again.state).toEqual(state);
    }
  });
});

describe('the rounds of practice', () => {
  const response = { skill: 'first', difficulty: 0, score: 1, tokens: 1_000 } as const;
  const rounds = [
    {
      responses: [
        { ...response, purpose: 'practice' as const },
        { ...response, purpose: 'measurement' as const },
      ],
    },
    { responses: [{ ...response, purpose: 'practice' as const }] },
  ];

  it('stand at the practice done before them, measurement not counted', () => {
    expect(practiceTokens(rounds)).toEqual([0, 1_000, 2_000]);
    const steps = practiceSteps(rounds, tokenOffset, () => true);
    expect(steps.map(({ x }) => x)).toEqual([0, Math.log10(1.5)]);
    expect(practiceAxis(2_000, tokenOffset)).toBeCloseTo(Math.log10(2), 12);
    expect(() => practiceAxis(-1, tokenOffset)).toThrow(RangeError);
  });
});

describe('a session that stands still', () => {
  /** Rounds of one ability whose scores are what is expected of it, so that nothing hangs on draws. */
  const still = (probeAtEnd: boolean) => {
    const thetas = { first: 0.5, second: 0, third: -1 };
    const placement = placementOf(thetas);
    const { state } = planBlock(inputOf({ placement }));
    const probe = { skill: 'first', neighbour: 'second', varianceDrop: 0.1, cost: 4_000, round: 19 };
    const expected = (skill: keyof typeof thetas, purpose: 'practice' | 'measurement') => ({
      skill,
      purpose,
      difficulty: thetas[skill],
      score: expectedScoreAt(scale.skills[skill]!, 0, 0),
      tokens: 1_000,
    });
    const skills = ['first', 'second', 'third'] as const;
    const blocks = Array.from({ length: 13 }, (_, index) => ({
      round: 7 + index,
      state: { ...state, ...(probeAtEnd && index === 12 ? { probe } : {}) } satisfies BlockState,
      responses: [
        ...Array.from({ length: 4 }, () => expected('first', 'practice')),
        ...Array.from({ length: 12 }, (_, task) => expected(skills[task % 3]!, 'measurement')),
      ],
    }));
    return inputOf({ placement, blocks, round: 20 });
  };

  it('probes the neighbour of what it practised, at its most informative difficulty', () => {
    const { state, tasks } = planBlock(still(false));
    expect(state.trend.verdict).toBe('plateau');
    expect(state).toMatchObject({ motive: 'plateau-probe', target: 'second' });
    expect(state.probe).toMatchObject({ skill: 'first', neighbour: 'second', round: 20 });
    expect(state.probe!.cost).toBeCloseTo(4 * 1_000, 6);
    // As hard as the skill is able, where practice would have been far easier.
    expect(Math.abs(tasks[0]!.difficulty! - state.skills.second!.theta)).toBeLessThan(0.3);
  });

  it('goes back to practice after a probe, and records whether the neighbour bounds the gap', () => {
    const { state } = planBlock(still(true));
    expect(state).toMatchObject({ motive: 'weakest', target: 'first', probe: null });
    expect(state.gapMap).toEqual([
      {
        skill: 'first',
        neighbour: 'second',
        varianceDrop: 0.1,
        cost: 4_000,
        round: 19,
        bounds: true,
        theta: state.skills.second!.theta,
        sd: state.skills.second!.sd,
      },
    ]);
  });
});

describe('a model that learns nothing', () => {
  it('shows no drop in either regime, though practice dwells on its weakest skill', () => {
    const gains = { practice: [] as number[], static: [] as number[] };
    for (let seed = 0; seed < 24; seed++) {
      const draws = createDraws('no drop', seed);
      const model = placed(scale, mix, depths.quick, draws.normal(), draws);
      for (const regime of ['practice', 'static'] as const) {
        const { path } = simulatePractice(model, () => 0, draws, { regime, prerequisites });
        gains[regime].push(gainBetween(path.walk, 0, path.points.length - 1).mean);
      }
    }
    for (const own of Object.values(gains)) {
      const mean = meanOf(own);
      const error = Math.sqrt(meanOf(own.map((gain) => (gain - mean) ** 2)) / own.length);
      // The bench holds it to .1; so few seeds are only sure to two of their standard errors.
      expect(mean).toBeGreaterThan(-0.1 - 2 * error);
      expect(mean).toBeLessThan(0.1 + 2 * error);
    }
  });
});
