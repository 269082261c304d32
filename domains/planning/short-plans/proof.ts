/**
 * The independent proofs of what is best: that no plan is so short, and that an obstacle is one. They share no code
 * with what draws and grades tasks: actions are instantiated here, and facts and states are texts.
 */
import type { ActionSchema, Atom, Model } from '../model/model.ts';

interface TextAction {
  readonly needs: readonly string[];
  readonly forbids: readonly string[];
  readonly adds: readonly string[];
  readonly deletes: readonly string[];
  readonly objects: readonly number[];
}

/** In a state, a letter that all hold. */
const always = '!';

/**
 * True when no plan has `steps` steps or fewer, by going through all states layer by layer. A state is the text of
 * its facts, one letter each, in order. Facts of `aside` are left out of everything, which can only make plans
 * shorter. No other fact of the start or the goals that can change speaks of the objects `alike`, so that those
 * without any are interchangeable: of them only the first is touched.
 */
export function noPlanWithin(
  model: Model,
  steps: number,
  aside: readonly Atom[],
  alike: readonly number[],
): boolean {
  const dropped = new Set(aside.map((fact) => fact.join()));
  const letters = new Map<string, string>();
  const lettersOf = (facts: readonly string[]): string => {
    let text = '';
    for (const fact of facts) {
      if (dropped.has(fact)) continue;
      const letter = letters.get(fact) ?? String.fromCharCode(always.charCodeAt(0) + 1 + letters.size);
      letters.set(fact, letter);
      text += letter;
    }
    return text;
  };
  const actions = textActions(model)
    .map(({ needs, forbids, adds, deletes, objects }) => ({
      needs: lettersOf(needs),
      forbids: lettersOf(forbids),
      adds: ordered(lettersOf(adds).split('')),
      deletes: lettersOf(deletes),
      alike: objects.map((object) => alike.indexOf(object)).filter((place) => place >= 0),
    }))
    .filter(({ adds, deletes }) => adds !== '' || deletes !== '');
  const own = alike.map((object) =>
    [...letters].flatMap(([fact, letter]) =>
      fact.split(',').slice(1).includes(String(object)) ? [letter] : [],
    ),
  );
  const isFresh = (state: string, place: number) => !own[place]!.some((letter) => state.includes(letter));
  const isFirstFresh = (state: string, place: number) => {
    for (let before = 0; before < place; before++) if (isFresh(state, before)) return false;
    return true;
  };
  const byNeed = Map.groupBy(actions, rarestNeed(actions));
  const goals = lettersOf(model.goals.map((goal) => goal.join()));
  const start = ordered(lettersOf(model.init.map((fact) => fact.join())).split(''));
  const seen = new Set([start]);
  for (let layer = [start], step = 0; layer.length > 0; step++) {
    if (layer.some((state) => includesAll(state, goals))) return false;
    if (step === steps) return true;
    const next: string[] = [];
    for (const state of layer) {
      for (const letter of always + state) {
        for (const { needs, forbids, adds, deletes, alike: touched } of byNeed.get(letter) ?? []) {
          if (!includesAll(state, needs) || includesAny(state, forbids)) continue;
          if (touched.some((place) => isFresh(state, place) && !isFirstFresh(state, place))) continue;
          const after = merged(state, adds, deletes);
          if (seen.has(after)) continue;
          seen.add(after);
          next.push(after);
        }
      }
    }
    layer = next;
  }
  return true;
}

/**
 * True when the facts, texts such as `3,0,5`, can never become true and one of them is a goal: see `obstacle.ts` for
 * what an obstacle is.
 */
export function provesImpossible(model: Model, facts: ReadonlySet<string>): boolean {
  const start = new Set(model.init.map((fact) => fact.join()));
  const added = new Set(model.actions.flatMap(({ adds }) => adds.map(([predicate]) => String(predicate))));
  const neverMet = (need: string) => !start.has(need) && !added.has(need.split(',', 1)[0]!);
  return (
    model.goals.some((goal) => facts.has(goal.join())) &&
    [...facts].every((fact) => !start.has(fact)) &&
    textActions(model).every(
      ({ needs, adds }) =>
        !adds.some((fact) => facts.has(fact)) || needs.some((need) => facts.has(need) || neverMet(need)),
    )
  );
}

/** All actions whose needs on facts that no action touches are met; those needs are left out. */
function textActions(model: Model): TextAction[] {
  const touched = new Set(
    model.actions.flatMap(({ adds, deletes }) => [...adds, ...deletes].map(([predicate]) => predicate)),
  );
  const start = new Set(model.init.map((fact) => fact.join()));
  const actions: TextAction[] = [];
  for (const schema of model.actions) {
    for (const objects of choices(model, schema, (atom, chosen) =>
      touched.has(atom[0]) ? null : start.has(factText(atom, chosen)),
    )) {
      const facts = (atoms: readonly Atom[]) =>
        atoms.filter(([predicate]) => touched.has(predicate)).map((atom) => factText(atom, objects));
      actions.push({
        needs: facts(schema.needs),
        forbids: facts(schema.forbids),
        adds: facts(schema.adds),
        deletes: facts(schema.deletes),
        objects,
      });
    }
  }
  return actions;
}

/** Lists of objects for the parameters, grown one by one; `truth` says what is settled of a fact, or null. */
function choices(
  model: Model,
  { parameters, needs, forbids }: ActionSchema,
  truth: (atom: Atom, objects: readonly number[]) => boolean | null,
): number[][] {
  let lists: number[][] = [[]];
  for (const [place, type] of parameters.entries()) {
    const complete = (atom: Atom) => Math.max(...atom.slice(1)) === place;
    const [wanted, unwanted] = [needs.filter(complete), forbids.filter(complete)];
    const grown: number[][] = [];
    for (const list of lists) {
      for (const [object, { type: own }] of model.objects.entries()) {
        if (own !== type) continue;
        const longer = [...list, object];
        if (wanted.some((atom) => truth(atom, longer) === false)) continue;
        if (unwanted.some((atom) => truth(atom, longer) === true)) continue;
        grown.push(longer);
      }
    }
    lists = grown;
  }
  return lists;
}

function factText([predicate, ...places]: Atom, objects: readonly number[]): string {
  return [predicate, ...places.map((place) => objects[place])].join();
}

/** Of an action's needs the one that fewest actions have, so that few are looked at in vain. */
function rarestNeed(
  actions: readonly { readonly needs: string }[],
): (action: { readonly needs: string }) => string {
  const counts = new Map<string, number>();
  for (const { needs } of actions) for (const need of needs) counts.set(need, (counts.get(need) ?? 0) + 1);
  return ({ needs }) => {
    let rarest = always;
    for (const need of needs) if (rarest === always || counts.get(need)! < counts.get(rarest)!) rarest = need;
    return rarest;
  };
}

function ordered(letters: readonly string[]): string {
  return letters.toSorted().join('');
}

/** The state without `deletes` and with `adds`; the state and `adds` are in order. */
function merged(state: string, adds: string, deletes: string): string {
  let text = '';
  let next = 0;
  for (const letter of state) {
    while (next < adds.length && adds[next]! < letter) text += adds[next++];
    if (adds[next] === letter) next++;
    else if (deletes.includes(letter)) continue;
    text += letter;
  }
  return text + adds.slice(next);
}

function includesAll(state: string, letters: string): boolean {
  for (const letter of letters) if (!state.includes(letter)) return false;
  return true;
}

function includesAny(state: string, letters: string): boolean {
  for (const letter of letters) if (state.includes(letter)) return true;
  return false;
}
