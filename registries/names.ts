/** What the name of a revision or of a model says of how far its training had come. */
export interface NamedProgress {
  readonly step?: number;
  /** Tokens seen, as far as the name rounds them. */
  readonly tokens?: number;
}

/** `step1000`, `step-001000`, `checkpoint-300`, `global_step300`, `iter_0000300`, `ckpt-step-90`. */
const stepPattern =
  /(?:^|[^a-z])(?:global[-_]?)?(?:step|checkpoint|ckpt|iter|iteration)[-_]?(\d{1,12})(?![0-9.])/i;
/** `tokens4B`, `tokens294B`, `2BT`, `1.5T-tokens`. */
const tokensPattern =
  /(?:^|[^a-z0-9.])(?:tokens[-_]?(\d+(?:\.\d+)?)([KMBT])|(\d+(?:\.\d+)?)([KMBT])(?:T|[-_]?tokens))(?![a-z0-9])/i;
/** Later stages begin to count anew: what they count is not how far training has come. */
const laterStage = /(?:^|[^a-z])stage[-_]?(?:[2-9]|[1-9]\d+)(?!\d)/i;

const tokensOf: Readonly<Record<string, number>> = { K: 1e3, M: 1e6, B: 1e9, T: 1e12 };

/** Reads step and tokens from a name such as `stage1-step140000-tokens294B`; of a later stage, nothing. */
export function progressIn(name: string): NamedProgress {
  if (laterStage.test(name)) return {};
  const step = stepPattern.exec(name)?.[1];
  const [, firstAmount, firstUnit, secondAmount, secondUnit] = tokensPattern.exec(name) ?? [];
  const [amount, unit] = [firstAmount ?? secondAmount, (firstUnit ?? secondUnit)?.toUpperCase()];
  const tokens = amount === undefined ? undefined : Math.round(Number(amount) * (tokensOf[unit ?? ''] ?? 1));
  return {
    ...(step === undefined ? {} : { step: Number(step) }),
    ...(tokens === undefined ? {} : { tokens }),
  };
}
