import { canonicalForm } from '../../canonical.ts';
import type { Workshop } from './workshop.ts';

/** The workshop without names and in no order. */
export function canonicalWorkshop({ machines, jobs, setups, precedences }: Workshop): string {
  const kindElement = (kind: number) => jobs.length + kind;
  const relations = canonicalForm([
    ...jobs.map(({ duration, deadline, kind }, job) => ({
      kind: `job ${duration} ${deadline}`,
      members: [
        ['is', job],
        ['of', kindElement(kind)],
      ] as const,
    })),
    ...precedences.map(([before, after]) => ({
      kind: 'order',
      members: [
        ['before', before],
        ['after', after],
      ] as const,
    })),
    ...setups.flatMap((row, from) =>
      row.flatMap((hours, to) =>
        from === to
          ? []
          : [
              {
                kind: `setup ${hours}`,
                members: [
                  ['from', kindElement(from)],
                  ['to', kindElement(to)],
                ] as const,
              },
            ],
      ),
    ),
  ]);
  return `${machines} machines;${relations}`;
}
