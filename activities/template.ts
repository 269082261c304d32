import { Refusal } from './failure.ts';

/**
 * A template with its placeholders, like `{label}`, filled in by the values of those names; other braces stay. Refuses
 * a placeholder whose value is null with what `missing` says of it.
 */
export function filledTemplate(
  template: string,
  values: Readonly<Record<string, string | null>>,
  missing: (placeholder: string) => string,
): string {
  return template.replaceAll(/\{([a-z]+)\}/g, (placeholder, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : placeholder;
    if (value === null || value === undefined) {
      throw new Refusal('InvalidRegistration', missing(placeholder));
    }
    return value;
  });
}
