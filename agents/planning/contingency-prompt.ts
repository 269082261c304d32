import { endsWithQuestion } from '../last-question.ts';
import { sectionLines } from '../reading.ts';

export type State = 'on' | 'off';

export interface Lane {
  readonly to: string;
  readonly cost: number;
  readonly when: { readonly fact: string; readonly state: State } | null;
}

export interface Sight {
  readonly fact: string;
  readonly cost: number;
}

export interface Site {
  readonly lanes: readonly Lane[];
  readonly sights: readonly Sight[];
}

export interface Puzzle {
  readonly start: string;
  readonly goal: string;
  readonly facts: readonly string[];
  readonly sites: ReadonlyMap<string, Site>;
  readonly stepsMax: number;
}

const lastSentence = /^If no plan is certain to arrive, answer \{"impossible": /;
const tripLine = /^You are (?:at|in) (\S+)'s .+ and want to reach (\S+)'s /gm;
const switchesLine = /^(?:A switch, (\S+), opens|\d+ switches, (.+), open) /gm;
const mapLine = /^- (\S+): ([^;]+)(?:; inspect (.+))?\.$/;
const laneText = /to (\S+) \((\d+)(?:, only if (\S+) is (on|off))?\)/g;
const sightText = /(\S+) \((\d+)\)/g;
const capText = /with at most (\d+) steps/g;

/** The puzzle that the prompt ends with; null when it is of another kind. */
export function readContingency(prompt: string): Puzzle | null {
  if (!endsWithQuestion(prompt, lastSentence)) return null;
  const trip = [...prompt.matchAll(tripLine)].at(-1);
  const switches = [...prompt.matchAll(switchesLine)].at(-1);
  const cap = [...prompt.matchAll(capText)].at(-1);
  if (!trip || !switches || !cap) return null;
  const sites = new Map(
    sectionLines(prompt, 'Map:').flatMap((line) => {
      const [, name, lanes, sights] = mapLine.exec(line) ?? [];
      return name ? [[name, readSite(lanes ?? '', sights ?? '')] as const] : [];
    }),
  );
  return {
    start: trip[1] as string,
    goal: trip[2] as string,
    facts: (switches[1] ?? (switches[2] as string)).split(/, | and /),
    sites,
    stepsMax: Number(cap[1]),
  };
}

function readSite(lanes: string, sights: string): Site {
  return {
    lanes: [...lanes.matchAll(laneText)].map(([, to, cost, fact, state]) => ({
      to: to as string,
      cost: Number(cost),
      when: fact ? { fact, state: state as State } : null,
    })),
    sights: [...sights.matchAll(sightText)].map(([, fact, cost]) => ({
      fact: fact as string,
      cost: Number(cost),
    })),
  };
}
