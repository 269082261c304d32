import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** How far the clock of a sender may be off, and how late a delivery may come. */
export const deliveryAgeMaxMs = 5 * 60_000;

/** Whether two texts are equal, in a time that says nothing of where they differ. */
export function sameText(a: string, b: string): boolean {
  const [first, second] = [a, b].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(first!, second!);
}

export interface SignedDelivery {
  readonly id: string;
  /** Unix time in seconds, as sent. */
  readonly timestamp: string;
  readonly signature: string;
  readonly body: string;
}

/** MLflow's signature: `v1,` and the Base64 of HMAC-SHA256 over `id.timestamp.body`. */
export function signatureOf(
  secret: string,
  { id, timestamp, body }: Omit<SignedDelivery, 'signature'>,
): string {
  return `v1,${createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}

/** Whether a delivery was signed with the secret within the last minutes. */
export function isGenuine(secret: string, delivery: SignedDelivery, nowMs: number): boolean {
  const { id, timestamp, signature } = delivery;
  const isSigned = sameText(signature, signatureOf(secret, delivery));
  const sentMs = /^\d{1,12}$/.test(timestamp) ? Number(timestamp) * 1000 : Number.NaN;
  return isSigned && id !== '' && Math.abs(nowMs - sentMs) <= deliveryAgeMaxMs;
}

/** Ids of deliveries that have been taken, for as long as their signatures would be believed. */
export class Taken {
  readonly #untilMs = new Map<string, number>();

  has(id: string, nowMs: number): boolean {
    return (this.#untilMs.get(id) ?? 0) > nowMs;
  }

  add(id: string, nowMs: number): void {
    for (const [known, untilMs] of this.#untilMs) if (untilMs <= nowMs) this.#untilMs.delete(known);
    // A sender whose clock is ahead is believed for twice as long.
    this.#untilMs.set(id, nowMs + 2 * deliveryAgeMaxMs);
  }
}
