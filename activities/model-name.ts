import { filledTemplate } from './template.ts';

export interface NamedCheckpoint {
  readonly label: string;
  readonly step: number | null;
  readonly digest: string;
}

/** The name an endpoint knows a checkpoint by: `{label}`, `{step}` and `{digest}` of the template filled in. */
export function modelName(template: string, { label, step, digest }: NamedCheckpoint): string {
  const values = { label, digest, step: step === null ? null : String(step) };
  return filledTemplate(
    template,
    values,
    (placeholder) => `the model template names ${placeholder}, and checkpoint ${label} has none`,
  );
}
