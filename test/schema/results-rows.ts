import type { NewEfficiency } from '../../schema/efficiencies.ts';

/** A row of the series with nothing estimated; the keys say whose it is. */
export function efficiencyRow(
  keys: { family_id: number; checkpoint_id: number; evaluation_id: number; protocol_id: number },
  grounds: Partial<NewEfficiency> = {},
): NewEfficiency {
  return {
    ...keys,
    domain: 'reasoning',
    kind: 'training',
    scale: 'reasoning@1',
    grader_version: 1,
    baseline_id: null,
    performance: 0.5,
    performance_lo: 0.4,
    performance_hi: 0.6,
    accuracy_n: 8,
    attempts: 24,
    flags: '[]',
    curve_digest: 'a',
    ...grounds,
  };
}
