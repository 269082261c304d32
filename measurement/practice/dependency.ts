import type { Dependency } from '../../schema/practice-state.ts';

/** Skill to the skills that it builds on. */
export type Prerequisites = Readonly<Record<string, readonly string[]>>;

/**
 * How much practice lay between mastering a prerequisite and mastering what builds on it, an entry an edge.
 * `masteredAt` is the session's practice in tokens when each skill was first found mastered (null: not yet), `now`
 * the practice so far. Mastery is looked for once a round, so a figure is exact to a block's tokens.
 */
export function traversedDependencies(
  prerequisites: Prerequisites,
  masteredAt: Readonly<Record<string, number | null>>,
  now: number,
): Dependency[] {
  return Object.keys(prerequisites)
    .sort()
    .flatMap((dependent) =>
      [...prerequisites[dependent]!].sort().map((prerequisite) => ({
        prerequisite,
        dependent,
        ...traversal(masteredAt[prerequisite] ?? null, masteredAt[dependent] ?? null, now),
      })),
    );
}

function traversal(
  from: number | null,
  to: number | null,
  now: number,
): Pick<Dependency, 'status' | 'tokens'> {
  if (to !== null && (from === null || to <= from)) return { status: 'known', tokens: null };
  if (from === null) return { status: 'unmastered', tokens: null };
  if (to === null) return { status: 'open', tokens: now - from };
  return { status: 'traversed', tokens: to - from };
}
