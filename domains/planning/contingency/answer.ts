import { z } from 'zod';
import type { Network, Policy } from './network.ts';

/** A plan in the prompt's names. */
export type Plan = readonly PlanStep[];
type PlanStep = { readonly go: string } | { readonly inspect: string; readonly on: Plan; readonly off: Plan };

/** How every switch stands. */
export type Setting = Readonly<Record<string, 'on' | 'off'>>;

/** A plan, or settings in all of which no plan arrives. */
export type ContingencyAnswer = { readonly plan: Plan } | { readonly impossible: readonly Setting[] };

/** The words for a network's parts, by number. */
export interface Names {
  readonly places: readonly string[];
  readonly facts: readonly string[];
}

/** No honest plan has as many steps; beyond it a plan is not looked at. */
const stepsRead = 4_000;

/** Checked without recursion, since a hostile answer may be nested as deeply as its length allows. */
export const answerSchema = z.custom<ContingencyAnswer>(isAnswer);

/** Steps of a plan, all branches counted. */
export function stepsOf(plan: Plan): number {
  let steps = 0;
  const open = [...plan];
  for (let step = open.pop(); step !== undefined; step = open.pop()) {
    steps++;
    if ('inspect' in step) open.push(...step.on, ...step.off);
  }
  return steps;
}

/** A policy in names. */
export function planOf(policy: Policy, names: Names): Plan {
  return policy.map((step) =>
    'go' in step
      ? { go: names.places[step.go] as string }
      : {
          inspect: names.facts[step.inspect] as string,
          on: planOf(step.on, names),
          off: planOf(step.off, names),
        },
  );
}

/** A world in names. */
export function settingOf(world: number, { facts }: Names): Setting {
  return Object.fromEntries(facts.map((fact, index) => [fact, (world >> index) & 1 ? 'on' : 'off']));
}

/** The world that a setting names; null when it leaves out a switch or names another one. */
export function worldOf(setting: Setting, { facts }: Names): number | null {
  if (Object.keys(setting).length !== facts.length) return null;
  if (!facts.every((fact) => Object.hasOwn(setting, fact))) return null;
  return facts.reduce((world, fact, index) => world + (setting[fact] === 'on' ? 2 ** index : 0), 0);
}

/** How each setting is written of a network's worlds. */
export function settingsOf(network: Network, names: Names): Setting[] {
  return Array.from({ length: 2 ** network.facts }, (_, world) => settingOf(world, names));
}

function isAnswer(value: unknown): boolean {
  if (!isObject(value) || Object.keys(value).length !== 1) return false;
  return 'plan' in value ? isPlan(value.plan) : isSettings(value.impossible);
}

function isSettings(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every(
      (setting) =>
        isObject(setting) && Object.values(setting).every((state) => state === 'on' || state === 'off'),
    )
  );
}

function isPlan(value: unknown): boolean {
  const open: unknown[] = [value];
  for (let steps = 0; open.length > 0; ) {
    const list = open.pop();
    if (!Array.isArray(list)) return false;
    steps += list.length;
    if (steps > stepsRead) return false;
    for (const step of list) {
      if (!isObject(step)) return false;
      const keys = Object.keys(step).length;
      if (typeof step.go === 'string' && keys === 1) continue;
      if (typeof step.inspect !== 'string' || keys !== 3) return false;
      open.push(step.on, step.off);
    }
  }
  return true;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
