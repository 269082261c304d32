/** A small interpreter of the PDDL that tasks export, written from the language alone: an oracle for tests. */
type Expression = string | Expression[];

export interface PddlTask {
  readonly objects: ReadonlyMap<string, string>;
  readonly init: ReadonlySet<string>;
  readonly goal: readonly Expression[];
  readonly actions: ReadonlyMap<
    string,
    { parameters: [name: string, type: string][]; precondition: Expression[]; effect: Expression[] }
  >;
}

function parse(text: string): Expression {
  const tokens = text.match(/[()]|[^\s()]+/g) ?? [];
  const open: Expression[][] = [[]];
  for (const token of tokens) {
    if (token === '(') open.push([]);
    else if (token === ')') {
      const done = open.pop()!;
      open.at(-1)!.push(done);
    } else open.at(-1)!.push(token);
  }
  if (open.length !== 1) throw new Error('unbalanced');
  return open[0]![0]!;
}

function section(list: Expression, name: string): Expression[] {
  return (list as Expression[])
    .find((item): item is Expression[] => Array.isArray(item) && item[0] === name)!
    .slice(1);
}

/** `a b - t c - u` as pairs. */
function typed(list: readonly Expression[]): [string, string][] {
  const pairs: [string, string][] = [];
  let names: string[] = [];
  for (let at = 0; at < list.length; at++) {
    if (list[at] === '-') {
      pairs.push(...names.map((name): [string, string] => [name, list[at + 1] as string]));
      names = [];
      at++;
    } else names.push(list[at] as string);
  }
  if (names.length > 0) throw new Error(`without a type: ${names}`);
  return pairs;
}

export function readPddl(domain: string, problem: string): PddlTask {
  const parsed = parse(domain) as Expression[];
  const task = parse(problem);
  const actions = parsed
    .filter((item): item is Expression[] => Array.isArray(item) && item[0] === ':action')
    .map((item) => {
      const field = (name: string) => item[item.indexOf(name) + 1] as Expression[];
      return [
        item[1] as string,
        {
          parameters: typed(field(':parameters')),
          precondition: field(':precondition').slice(1),
          effect: field(':effect').slice(1),
        },
      ] as const;
    });
  return {
    objects: new Map(typed(section(task, ':objects'))),
    init: new Set(section(task, ':init').map((fact) => (fact as string[]).join(' '))),
    goal: (section(task, ':goal')[0] as Expression[]).slice(1),
    actions: new Map(actions),
  };
}

/** The state after the plan, or the number of its first line, from 1, that cannot be carried out. */
export function runPddl(task: PddlTask, plan: string): ReadonlySet<string> | number {
  const state = new Set(task.init);
  for (const [index, line] of plan.split('\n').filter(Boolean).entries()) {
    const [name, ...objects] = parse(line) as string[];
    const action = task.actions.get(name!);
    if (action === undefined || action.parameters.length !== objects.length) return index + 1;
    if (!action.parameters.every(([, type], at) => task.objects.get(objects[at]!) === type)) return index + 1;
    const bound = new Map(action.parameters.map(([variable], at) => [variable, objects[at]!]));
    const text = (fact: Expression) => (fact as string[]).map((word) => bound.get(word) ?? word).join(' ');
    const isNot = (literal: Expression) => literal[0] === 'not';
    const meets = (literal: Expression) =>
      isNot(literal) ? !state.has(text(literal[1]!)) : state.has(text(literal));
    if (!action.precondition.every(meets)) return index + 1;
    for (const literal of action.effect.filter(isNot)) state.delete(text(literal[1]!));
    for (const literal of action.effect) if (!isNot(literal)) state.add(text(literal));
  }
  return state;
}

export function goalHolds(task: PddlTask, state: ReadonlySet<string>): boolean {
  return task.goal.every((fact) => state.has((fact as string[]).join(' ')));
}

/** The fact of a prompt as the export writes it. */
export function pddlFact([predicate, ...objects]: readonly string[]): string {
  return [`p-${predicate}`, ...objects.map((name) => `o-${name}`)].join(' ');
}
