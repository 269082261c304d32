import { Refusal } from './failure.ts';

/** The name an endpoint knows a checkpoint by: `{label}`, `{step}` and `{digest}` of the template filled in. */
export function modelName(
  template: string,
  checkpoint: { readonly label: string; readonly step: number | null; readonly digest: string },
): string {
  return template.replaceAll(/\{(label|step|digest)\}/g, (_, field: 'label' | 'step' | 'digest') => {
    const value = checkpoint[field];
    if (value === null) {
      throw new Refusal(
        'InvalidRegistration',
        `the model template names {step}, and checkpoint ${checkpoint.label} has none`,
      );
    }
    return String(value);
  });
}
