/** An expedition as a planning model: every step is one party's, and each route is a chain of places of its own. */
import type { RandomStream } from '../../random.ts';
import type { Atom, Model, Step } from '../model/model.ts';
import { SkeletonBuilder } from '../worlds/skeleton.ts';
import type { Entry, Expedition } from './drawing.ts';

export interface ExpeditionWorld {
  /** Under the names of its roles. */
  readonly model: Model;
  /** For each party the object that it is, and the places of its route from its start. */
  readonly parties: readonly number[];
  readonly routes: readonly (readonly number[])[];
  readonly passes: readonly number[];
  /** Places beside the routes: other ways of the same length, and ways that lead nowhere. */
  readonly asides: readonly (readonly [party: number, place: number])[];
}

const schemas = { walk: 0, enter: 1, trip: 2, obtain: 3 } as const;
const predicates = { at: 0, path: 1, plain: 2, guarded: 3, alarmed: 4, issued: 5, valid: 6 } as const;

export function atFact(world: ExpeditionWorld, { party, at }: Entry): Atom {
  return [predicates.at, world.parties[party]!, world.routes[party]![at]!];
}

export function asideFact(world: ExpeditionWorld, [party, place]: readonly [number, number]): Atom {
  return [predicates.at, world.parties[party]!, place];
}

export function validFact(world: ExpeditionWorld, pass: number): Atom {
  return [predicates.valid, world.passes[pass]!];
}

export function drawExpeditionWorld(expedition: Expedition, random: RandomStream): ExpeditionWorld {
  const { lengths, roles, issues } = expedition;
  const builder = new SkeletonBuilder();
  const party = builder.type('party');
  const place = builder.type('place');
  const pass = builder.type('pass');
  const at = builder.predicate('at', party, place);
  const path = builder.predicate('path', place, place);
  const plain = builder.predicate('plain', place);
  const guarded = builder.predicate('guarded', place, pass);
  const alarmed = builder.predicate('alarmed', place, pass);
  const issued = builder.predicate('issued', pass, place);
  const valid = builder.predicate('valid', pass);
  const moves = { adds: [[at, 2, 1]], deletes: [[at, 2, 0]] };
  const ready = [
    [at, 2, 0],
    [path, 0, 1],
  ];
  builder.action('walk', [place, place, party], { ...moves, needs: [...ready, [plain, 1]] });
  builder.action('enter', [place, place, party, pass], {
    ...moves,
    needs: [...ready, [guarded, 1, 3], [valid, 3]],
  });
  builder.action('trip', [place, place, party, pass], {
    ...moves,
    needs: [...ready, [alarmed, 1, 3]],
    deletes: [...moves.deletes, [valid, 3]],
  });
  builder.action('obtain', [pass, place, party], {
    needs: [
      [at, 2, 1],
      [issued, 0, 1],
    ],
    adds: [[valid, 0]],
  });

  const parties = builder.objects(party, lengths.length);
  const passes = builder.objects(pass, issues.length);
  const routes = lengths.map((length) => builder.objects(place, length + 1));
  const asides: (readonly [number, number])[] = [];
  for (const [number, route] of routes.entries()) {
    builder.holds(at, parties[number]!, route[0]!);
    for (const [index, stop] of route.entries()) {
      const role = roles[number]![index]!;
      if (index > 0) builder.holds(path, route[index - 1]!, stop);
      if (role === null) builder.holds(plain, stop);
      else builder.holds(role.kind === 'guarded' ? guarded : alarmed, stop, passes[role.pass]!);
    }
    // A second way around a place at which nothing happens.
    const idle = route
      .keys()
      .filter(
        (index) =>
          index > 0 &&
          index < route.length - 1 &&
          roles[number]![index] === null &&
          !issues.some((issue) => issue.party === number && issue.at === index),
      );
    const choices = [...idle];
    if (choices.length > 0 && random.chance(0.5)) {
      const [around] = builder.objects(place, 1) as [number];
      const index = random.pick(choices);
      builder.holds(plain, around);
      builder.holds(path, route[index - 1]!, around);
      builder.holds(path, around, route[index + 1]!);
      asides.push([number, around], [number, route[index]!]);
    }
    if (random.chance(0.5)) {
      const [nowhere] = builder.objects(place, 1) as [number];
      builder.holds(plain, nowhere);
      builder.holds(path, random.pick(route.slice(0, -1)), nowhere);
      asides.push([number, nowhere]);
    }
  }
  for (const [number, issue] of issues.entries())
    builder.holds(issued, passes[number]!, routes[issue.party]![issue.at]!);
  const goals = routes.map((route, number) => [at, parties[number]!, route.at(-1)!]);
  return { model: { ...builder.model(), goals }, parties, routes, passes, asides };
}

/** The timetable as a plan: every pass is obtained as soon as its party is where it is issued. */
export function timetablePlan(expedition: Expedition, world: ExpeditionWorld): Step[] {
  const { timetable, roles, issues } = expedition;
  const obtained = ({ party, at }: Entry): Step[] =>
    issues.flatMap((issue, pass) =>
      issue.party === party && issue.at === at
        ? [
            {
              action: schemas.obtain,
              objects: [world.passes[pass]!, world.routes[party]![at]!, world.parties[party]!],
            },
          ]
        : [],
    );
  return [
    ...world.parties.flatMap((_, party) => obtained({ party, at: 0 })),
    ...timetable.flatMap((entry) => {
      const { party, at } = entry;
      const role = roles[party]![at]!;
      const moved = [world.routes[party]![at - 1]!, world.routes[party]![at]!, world.parties[party]!];
      const step =
        role === null
          ? { action: schemas.walk, objects: moved }
          : {
              action: role.kind === 'guarded' ? schemas.enter : schemas.trip,
              objects: [...moved, world.passes[role.pass]!],
            };
      return [step, ...obtained(entry)];
    }),
  ];
}
