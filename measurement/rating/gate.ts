import { judgeGate } from '../constants.ts';
import type { SeverityDrift } from './facets.ts';
import type { PanelAgreement } from './panel.ts';

export type GateReason =
  | 'held-out-few'
  | 'alpha-low'
  | 'alpha-undefined'
  | 'kappa-low'
  | 'kappa-undefined'
  | 'drift-unknown'
  | 'drift-uncertain'
  | 'drift-high';

/** Whether a judge's scores may stand beside those of humans. */
export interface GateVerdict {
  readonly rater: string;
  readonly counts: boolean;
  /** Of its severity; null where it has rated nothing again. Logits. */
  readonly drift: { readonly drift: number; readonly se: number } | null;
  /** Why not; empty where it counts. */
  readonly reasons: readonly GateReason[];
  /** The verdict in words. */
  readonly sentence: string;
}

/**
 * A judge counts only if, on held-out responses, alpha and quadratic weighted kappa against the panel are at least
 * `judgeGate`'s, on enough of them, and if its severity on the anchors that it rated again has moved by less than
 * `driftMax` logits, known to `driftSeMax`. What is not known does not pass. `drift` is null where nothing was rated
 * again.
 */
export function judgeVerdict(
  { rater, responses, alpha, kappa }: Pick<PanelAgreement, 'rater' | 'responses' | 'alpha' | 'kappa'>,
  drift: Pick<SeverityDrift, 'drift' | 'se'> | null,
): GateVerdict {
  const { alphaMin, kappaMin, heldOutMin, driftMax, driftSeMax } = judgeGate;
  const failures: [GateReason, string][] = [];
  if (responses < heldOutMin) {
    const few = `only ${responses} held-out responses have its scores and the panel's, ${heldOutMin} are needed`;
    failures.push(['held-out-few', few]);
  }
  // Without any held-out response nothing else is worth a word about agreement.
  if (responses > 0) {
    if (alpha.value === null)
      failures.push(['alpha-undefined', 'alpha is undefined, since no score differs']);
    else if (alpha.value < alphaMin)
      failures.push(['alpha-low', `alpha ${short(alpha.value)} is below ${short(alphaMin)}`]);
    if (kappa.value === null) failures.push(['kappa-undefined', 'QWK is undefined, since no score differs']);
    else if (kappa.value < kappaMin)
      failures.push(['kappa-low', `QWK ${short(kappa.value)} is below ${short(kappaMin)}`]);
  }
  if (drift === null) {
    failures.push(['drift-unknown', 'its drift is unknown, since it has rated no response again']);
  } else if (Math.abs(drift.drift) >= driftMax) {
    failures.push([
      'drift-high',
      `it has drifted by ${short(drift.drift)} logits, ${short(driftMax)} or more`,
    ]);
  } else if (drift.se > driftSeMax) {
    const known = `its drift is known to ±${short(drift.se)} logits only, ±${short(driftSeMax)} is needed`;
    failures.push(['drift-uncertain', known]);
  }
  const sentence =
    failures.length > 0
      ? `${rater} does not count: ${failures.map(([, text]) => text).join('; ')}.`
      : `${rater} counts: alpha ${short(alpha.value!)} and QWK ${short(kappa.value!)} against the panel on ` +
        `${responses} held-out responses, drift ${short(drift!.drift)} logits.`;
  const told = drift && { drift: drift.drift, se: drift.se };
  return {
    rater,
    counts: failures.length === 0,
    drift: told,
    reasons: failures.map(([reason]) => reason),
    sentence,
  };
}

/** At most three decimals, without the 0 before the point. */
function short(value: number): string {
  return String(Number(value.toFixed(Math.abs(value) < 0.995 ? 3 : 2))).replace(/^(-?)0\./, '$1.');
}
