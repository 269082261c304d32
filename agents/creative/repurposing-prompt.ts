import { endsWithQuestion } from '../last-question.ts';
import { sectionLines } from '../reading.ts';

export interface Condition {
  readonly property: string;
  readonly least: boolean;
  readonly level: number;
}

export type Levels = ReadonlyMap<string, number>;

export interface Process {
  readonly name: string;
  readonly tool: readonly Condition[];
  readonly material: readonly Condition[];
  readonly changes: readonly (readonly [property: string, by: number])[];
  readonly gone: boolean;
  /** It has a usual tool, which is missing. */
  readonly job: boolean;
}

export interface RepurposingPrompt {
  readonly things: readonly (readonly [name: string, levels: Levels])[];
  readonly processes: readonly Process[];
  readonly goals: readonly Condition[];
  readonly stepsMax: number;
}

const lastSentence = /^Which assembly reaches the goal with an unusual strategy\?$/;
const rule =
  /^- (\S+)\. Tool: (.+?)(; it is gone afterwards)?\. Material: (.+?)\. Effect on the material: (.+?)\.( The usual tool, .+)?$/;

/** The things and rules that the prompt ends with; null when it is of another kind. */
export function readRepurposingPrompt(prompt: string): RepurposingPrompt | null {
  if (!endsWithQuestion(prompt, lastSentence)) return null;
  const stepsMax = Number([...prompt.matchAll(/list of at most (\d+) steps\./g)].at(-1)?.[1]);
  const things = sectionLines(prompt, 'Things and their levels at the start:').flatMap((line) => {
    const [, name, levels] = /^- (\S+): (.+)$/.exec(line) ?? [];
    if (name === undefined) return [];
    const pairs = [...(levels ?? '').matchAll(/(\S+) (\d)/g)];
    return [[name, new Map(pairs.map(([, property, level]) => [property!, Number(level)]))] as const];
  });
  const processes = sectionLines(prompt, 'Processes:').flatMap((line): Process[] => {
    const [, name, tool, gone, material, effect, usual] = rule.exec(line) ?? [];
    if (name === undefined) return [];
    const changes = [...(effect ?? '').matchAll(/(\S+) (rises|falls) by (\d)/g)];
    return [
      {
        name,
        tool: conditionsIn(tool ?? ''),
        material: conditionsIn(material ?? ''),
        changes: changes.map(([, property, way, by]) => [
          property!,
          way === 'rises' ? Number(by) : -Number(by),
        ]),
        gone: gone !== undefined,
        job: usual !== undefined,
      },
    ];
  });
  const heading = 'Goal: at the end there is one thing, whichever it is, that meets all of these conditions:';
  const goals = sectionLines(prompt, heading).flatMap(conditionsIn);
  return things.length === 0 || processes.length === 0 ? null : { things, processes, goals, stepsMax };
}

function conditionsIn(text: string): Condition[] {
  return [...text.matchAll(/(\S+) at (least|most) (\d)/g)].map(([, property, sense, level]) => ({
    property: property!,
    least: sense === 'least',
    level: Number(level),
  }));
}
