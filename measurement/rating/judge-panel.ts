import { judgePanelMin } from '../constants.ts';

export interface PanelCandidate {
  readonly id: number;
  readonly name: string;
  readonly modelFamily: string;
}

/** Who reads a model's answers, or why nobody does. */
export type JudgePanel =
  | { readonly judges: readonly PanelCandidate[]; readonly skipped: null }
  | { readonly judges: readonly never[]; readonly skipped: string };

/**
 * All judges of other families of models than the judged one, at least `judgePanelMin` of them. Candidates are of
 * different families.
 */
export function judgePanel(candidates: readonly PanelCandidate[], modelFamily: string | null): JudgePanel {
  if (candidates.length === 0) return skipped('no judges are configured');
  if (modelFamily === null) {
    return skipped(
      'the family does not say what family of models it is of, and no judge may read its own: register it again with --model-family',
    );
  }
  const judges = candidates.filter((candidate) => candidate.modelFamily !== modelFamily);
  if (judges.length >= judgePanelMin) return { judges, skipped: null };
  const are =
    judges.length === 1 ? 'judge of another family of models is' : 'judges of other families of models are';
  return skipped(`only ${judges.length} ${are} configured, and ${judgePanelMin} are needed`);
}

function skipped(reason: string): JudgePanel {
  return { judges: [], skipped: reason };
}
