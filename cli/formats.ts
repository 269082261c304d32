import ms from 'ms';
import { formatNumber } from './output.ts';

/** `5 minutes`. */
export function durationText(durationMs: number): string {
  return ms(durationMs, { long: true });
}

/** `1,536`: whole numbers that people compare by length. */
export function countText(count: number): string {
  return count.toLocaleString('en-US');
}

/** `8 checkpoints`, `1 checkpoint`. */
export function counted(count: number, noun: string): string {
  return `${countText(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** Compute in three digits: `640`, `6.4e+14`. */
export function computeText(value: number): string {
  return Math.abs(value) >= 1e5 ? value.toExponential(2).replace(/\.?0+e/, 'e') : formatNumber(value);
}

/** An ability in logits with its standard deviation. */
export function abilityText(ability: { readonly theta: number; readonly sd: number } | null): string {
  return ability === null ? '–' : `${ability.theta.toFixed(2)} ± ${ability.sd.toFixed(2)}`;
}

/** Written without blanks inside the brackets, so that a narrow column breaks before them. */
export function intervalText(
  { value, lo, hi }: { value: number; lo: number; hi: number },
  beside = '',
): string {
  return `${value.toFixed(2)}${beside} [${lo.toFixed(2)},${hi.toFixed(2)}]`;
}

/** `[2.1,5]`; a dash for a bound that lies beyond what was measured. */
export function openBounds(
  { lo, hi }: { readonly lo: number | null; readonly hi: number | null },
  text: (value: number) => string,
): string {
  return `[${lo === null ? '–' : text(lo)},${hi === null ? '–' : text(hi)}]`;
}

/** One `name  value` a line, values in one column; what is null shows as a dash. */
export function fieldsText(fields: Readonly<Record<string, string | number | null>>): string {
  const width = Math.max(...Object.keys(fields).map((name) => name.length));
  return Object.entries(fields)
    .map(([name, value]) => `${name.padEnd(width)}  ${value ?? '–'}`)
    .join('\n');
}

/** The text as one word of a POSIX shell. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
