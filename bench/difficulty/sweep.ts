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
  /** The agent that shows the parameter most, of those that solve some of the tasks and not all. */
  readonly strongest: AgentEffect;
  /** One-sided p that the agents' success falls: that of the strongest, times the agents looked at (Bonferroni). */
  readonly pFalling: number;
}

export interface AgentEffect {
  /** The agent whose success is looked at: its strategy and its budget of search nodes. */
  readonly agent: string;
  /** Whether it solves some of the tasks and not all: otherwise no slope can be seen. */
  readonly tells: boolean;
  /** Mean score at the lowest and at the highest third of the range. */
  readonly scoreLow: number;
  readonly scoreHigh: number;
  /** Logistic slope of solving a task whole, category 4, over the parameter's share of its range. */
  readonly slope: Slope;
}

const levels = 11;
/** Search nodes that an agent may be given. */
const budgetMin = 10;
const budgetMax = 100_000;
/** Halvings of the range, on a log scale, that find the budget to within a tenth. */
const halvings = 7;
const strategies = ['blind', 'guided'] as const;
/** Shares of the sweep that agents are to solve: what a parameter costs may show in the easy tasks or in the hard ones. */
const solvedShares = [0.25, 0.5, 0.75];
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
  const agents = await Promise.all(strategies.map((strategy) => fittingAgents(skill, strategy, pilot, run)));
  const effects = await Promise.all(agents.flat().map((agent) => agentEffect(skill, swept, agent, run)));
  const telling = effects.filter(({ tells }) => tells);
  const strongest = (telling.length > 0 ? telling : effects).reduce((best, each) =>
    each.slope.pFalling < best.slope.pFalling ? each : best,
  );
  return {
    skill: skillName({ domain, skill }),
    parameter,
    kind,
    monotone,
    spearman: featureCorrelation(swept, parameter),
    tasks,
    strongest,
    pFalling: Math.min(1, strongest.slope.pFalling * effects.length),
  };
}

async function agentEffect(
  skill: Skill,
  swept: readonly SweptTask[],
  agent: Agent,
  run: RunTrial,
): Promise<AgentEffect> {
  const scores = await Promise.all(swept.map(({ task }) => scoreOf(skill, task, agent, run)));
  const solved = scores.map((score) => (score === 1 ? 1 : 0));
  const within = (from: number, to: number) =>
    meanOf(scores.filter((_, index) => swept[index]!.share >= from && swept[index]!.share <= to));
  return {
    agent: `${agent.strategy}-${agent.nodes}`,
    tells: new Set(solved).size > 1,
    scoreLow: within(0, 1 / 3),
    scoreHigh: within(2 / 3, 1),
    slope: logisticSlope(
      swept.map(({ share }) => share),
      solved,
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

/**
 * The agents of a strategy whose budgets solve nearest to each of the wanted shares of these tasks: one that solves
 * all or nothing shows no slope. More nodes solve more, so the range is halved; of the budgets met on the way the
 * nearest is taken.
 */
async function fittingAgents(
  skill: Skill,
  strategy: Strategy,
  pilot: readonly SweptTask[],
  run: RunTrial,
): Promise<Agent[]> {
  const solvedBy = new Map<number, number>();
  const nodesFor = async (share: number) => {
    let [low, high] = [budgetMin, budgetMax];
    let fitting = { nodes: low, distance: Number.POSITIVE_INFINITY };
    for (let halving = 0; halving < halvings; halving++) {
      const nodes = Math.round(Math.sqrt(low * high));
      const solved = solvedBy.get(nodes) ?? (await shareSolved(skill, pilot, { strategy, nodes }, run));
      solvedBy.set(nodes, solved);
      const distance = Math.abs(solved - share);
      if (distance < fitting.distance) fitting = { nodes, distance };
      if (solved < share) low = nodes;
      else high = nodes;
    }
    return fitting.nodes;
  };
  const budgets = new Set<number>();
  for (const share of solvedShares) budgets.add(await nodesFor(share));
  return [...budgets].map((nodes) => ({ strategy, nodes }));
}

async function shareSolved(
  skill: Skill,
  tasks: readonly SweptTask[],
  agent: Agent,
  run: RunTrial,
): Promise<number> {
  const scores = await Promise.all(tasks.map(({ task }) => scoreOf(skill, task, agent, run)));
  return meanOf(scores.map((score) => (score === 1 ? 1 : 0)));
}

async function scoreOf(skill: Skill, task: Task, { strategy, nodes }: Agent, run: RunTrial): Promise<number> {
  const { text } = answerMessages([{ role: 'user', content: task.prompt }], strategy, nodes);
  return (await gradeWith(run, skill, task.reference, text)).score;
}
