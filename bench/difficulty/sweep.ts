import { answerMessages } from '../../agents/agent.ts';
import type { Strategy } from '../../agents/solver.ts';
import { skillName } from '../../domains/catalogue.ts';
import { spearman } from '../../domains/check/statistics.ts';
import { sweptVector } from '../../domains/check/vectors.ts';
import type { Domain, Skill } from '../../domains/contract.ts';
import type { RunTrial } from '../../domains/execution.ts';
import { seedAt } from '../../domains/random.ts';
import { generateTask, gradeWith, type Task } from '../../domains/task.ts';
import { meanOf } from '../../measurement/numeric/statistics.ts';
import { logisticSlope, type Slope } from './logistic-slope.ts';

/** What one parameter does, swept alone over its range with the others at their defaults. */
export interface ParameterEffect {
  readonly skill: string;
  readonly parameter: string;
  readonly kind: 'search' | 'language';
  readonly monotone: boolean;
  /** Rank correlation of the parameter's levels with the means of the feature that it is realised as. */
  readonly spearman: number;
  readonly tasks: number;
  /** Of the strategies the one that shows the parameter most. */
  readonly strongest: StrategyEffect;
  /** One-sided p that the agents' success falls: that of the strongest, times the strategies looked at (Bonferroni). */
  readonly pFalling: number;
}

export interface StrategyEffect {
  /** The agent whose success is looked at: of all budgets the one that solves nearest to half of the sweep. */
  readonly agent: string;
  /** Mean score at the lowest and at the highest third of the range. */
  readonly scoreLow: number;
  readonly scoreHigh: number;
  /** Logistic slope of solving a task whole over the parameter's share of its range. */
  readonly slope: Slope;
}

const levels = 11;
const budgets = [10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000];
const strategies = ['blind', 'guided'] as const;
/** Tasks that the agent is chosen by; those it is judged on are others. */
const pilotTasks = 40;

interface SweptTask {
  /** Place in the range, 0 to 1, along the parameter's own scale. */
  readonly share: number;
  readonly task: Task;
}

/** Sweeps one parameter over `tasks` tasks, spread evenly over its range. `run` tries answers that are programs. */
export async function parameterEffect(
  domain: Domain,
  skill: Skill,
  parameter: string,
  tasks: number,
  seed: string,
  run: RunTrial,
): Promise<ParameterEffect> {
  const { kind, monotone } = skill.parameters[parameter]!;
  const sweep = (name: string, count: number): SweptTask[] =>
    Array.from({ length: count }, (_, index) => {
      const share = (index % levels) / (levels - 1);
      const path = seedAt(seed, name, domain.id, skill.id, parameter, index);
      return { share, task: generateTask(domain.id, skill, sweptVector(skill, parameter, share), path) };
    });
  const swept = sweep('sweep', tasks);
  const pilot = sweep('pilot', pilotTasks);
  const effects = await Promise.all(
    strategies.map(async (strategy) =>
      strategyEffect(skill, swept, await fittingAgent(skill, strategy, pilot, run), run),
    ),
  );
  const strongest = effects.reduce((best, each) => (each.slope.pFalling < best.slope.pFalling ? each : best));
  return {
    skill: skillName({ domain, skill }),
    parameter,
    kind,
    monotone,
    spearman: featureCorrelation(swept, parameter),
    tasks,
    strongest,
    pFalling: Math.min(1, strongest.slope.pFalling * strategies.length),
  };
}

async function strategyEffect(
  skill: Skill,
  swept: readonly SweptTask[],
  agent: Agent,
  run: RunTrial,
): Promise<StrategyEffect> {
  const scores = await Promise.all(swept.map(({ task }) => scoreOf(skill, task, agent, run)));
  const within = (from: number, to: number) =>
    meanOf(scores.filter((_, index) => swept[index]!.share >= from && swept[index]!.share <= to));
  return {
    agent: `${agent.strategy}-${agent.nodes}`,
    scoreLow: within(0, 1 / 3),
    scoreHigh: within(2 / 3, 1),
    slope: logisticSlope(
      swept.map(({ share }) => share),
      scores.map((score) => (score === 1 ? 1 : 0)),
    ),
  };
}

/** Means over a level: a whole number rounded at random follows its parameter in expectation only. */
function featureCorrelation(swept: readonly SweptTask[], parameter: string): number {
  const byShare = Map.groupBy(swept, ({ share }) => share);
  const shares = [...byShare.keys()].sort((left, right) => left - right);
  return spearman(
    shares,
    shares.map((share) => meanOf(byShare.get(share)!.map(({ task }) => task.features[parameter]!))),
  );
}

interface Agent {
  readonly strategy: Strategy;
  readonly nodes: number;
}

/** The budget that solves nearest to half of these tasks: one that solves all or nothing shows no slope. */
async function fittingAgent(
  skill: Skill,
  strategy: Strategy,
  pilot: readonly SweptTask[],
  run: RunTrial,
): Promise<Agent> {
  const distances = await Promise.all(
    budgets.map(async (nodes) => {
      const scores = await Promise.all(
        pilot.map(({ task }) => scoreOf(skill, task, { strategy, nodes }, run)),
      );
      return Math.abs(meanOf(scores.map((score) => (score === 1 ? 1 : 0))) - 0.5);
    }),
  );
  return { strategy, nodes: budgets[distances.indexOf(Math.min(...distances))]! };
}

async function scoreOf(skill: Skill, task: Task, { strategy, nodes }: Agent, run: RunTrial): Promise<number> {
  const { text } = answerMessages([{ role: 'user', content: task.prompt }], strategy, nodes);
  return (await gradeWith(run, skill, task.reference, text)).score;
}
