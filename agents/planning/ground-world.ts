/** A world of names made ready for search: facts are letters, states are texts of the letters that hold, in order. */
import { boundText, type Words, type World, type WorldAction } from './planning-prompt.ts';

export interface GroundStep {
  readonly words: Words;
  readonly action: WorldAction;
  readonly needs: string;
  readonly forbids: string;
  readonly adds: string;
  readonly deletes: string;
}

export interface GroundWorld {
  readonly steps: readonly GroundStep[];
  readonly start: string;
  readonly goals: string;
  /** The fact of a letter. */
  factOf(letter: string): Words;
}

/**
 * Every action with every choice of things that the facts allow which never change. An action that needs what does
 * not hold at the start and no kind of action makes true is left out.
 */
export function groundWorld(world: World): GroundWorld {
  const letters = new Map<string, string>();
  const letterOf = (fact: string): string => {
    const letter = letters.get(fact) ?? String.fromCharCode(40 + letters.size);
    letters.set(fact, letter);
    return letter;
  };
  const start = new Set(world.start.map((words) => words.join(' ')));
  const added = new Set(world.actions.flatMap(({ adds }) => adds.map(([name]) => name)));
  const ended = new Set(world.actions.flatMap(({ deletes }) => deletes.map(([name]) => name)));
  const changes = (words: Words) => added.has(words[0]) || ended.has(words[0]);
  const steps = world.actions.flatMap((action) =>
    choices(action, (words, names, wanted) => {
      if (wanted ? added.has(words[0]) : changes(words)) return true;
      return start.has(boundText(words, names)) === wanted;
    }).map((names): GroundStep => {
      const text = (list: readonly Words[]) =>
        list
          .filter(changes)
          .map((words) => letterOf(boundText(words, names)))
          .join('');
      return {
        words: [action.name, ...action.letters.map((letter) => names.get(letter) as string)],
        action,
        needs: text(action.needs),
        forbids: text(action.forbids),
        adds: text(action.adds),
        deletes: text(action.deletes),
      };
    }),
  );
  const known = (list: readonly Words[]) => list.map((words) => letterOf(words.join(' ')));
  const goals = known(world.goals).join('');
  const initial = known(
    world.start.filter((words) => changes(words) || goals.includes(letterOf(words.join(' ')))),
  );
  const facts = new Map([...letters].map(([fact, letter]) => [letter, fact.split(' ')]));
  return { steps, start: initial.sort().join(''), goals, factOf: (letter) => facts.get(letter) ?? [] };
}

/** The state after a step. */
export function after({ adds, deletes }: GroundStep, state: string): string {
  const kept = [...state].filter((letter) => !deletes.includes(letter) && !adds.includes(letter));
  return [...kept, ...adds].sort().join('');
}

export function canBeDone({ needs, forbids }: GroundStep, state: string): boolean {
  for (const letter of needs) if (!state.includes(letter)) return false;
  for (const letter of forbids) if (state.includes(letter)) return false;
  return true;
}

/**
 * Things for the letters of an action, one letter after another, as long as `possible` says so of what it needs
 * (`wanted`) and what must not be.
 */
function choices(
  { letters, candidates, needs, forbids }: WorldAction,
  possible: (words: Words, names: ReadonlyMap<string, string>, wanted: boolean) => boolean,
): ReadonlyMap<string, string>[] {
  let lists: Map<string, string>[] = [new Map()];
  for (const [place, letter] of letters.entries()) {
    const bound = new Set(letters.slice(0, place + 1));
    const complete = (words: Words) =>
      words.slice(1).includes(letter) && words.slice(1).every((other) => bound.has(other));
    const conditions = [
      ...needs.filter(complete).map((words) => ({ words, wanted: true })),
      ...forbids.filter(complete).map((words) => ({ words, wanted: false })),
    ];
    lists = lists.flatMap((list) =>
      candidates[place]!.map((name) => new Map(list).set(letter, name)).filter((longer) =>
        conditions.every(({ words, wanted }) => possible(words, longer, wanted)),
      ),
    );
  }
  return lists;
}
