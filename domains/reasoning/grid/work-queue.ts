/** Numbers below a bound that wait in the order in which they came, each at most once; it never allocates. */
export class WorkQueue {
  readonly #ring: Int32Array;
  readonly #waiting: Uint8Array;
  #first = 0;
  #count = 0;

  constructor(bound: number) {
    this.#ring = new Int32Array(bound);
    this.#waiting = new Uint8Array(bound);
  }

  push(number: number): void {
    if (this.#waiting[number] === 1) return;
    this.#waiting[number] = 1;
    const end = this.#first + this.#count++;
    this.#ring[end < this.#ring.length ? end : end - this.#ring.length] = number;
  }

  /** The one that has waited longest, or -1. */
  take(): number {
    if (this.#count === 0) return -1;
    const number = this.#ring[this.#first] as number;
    this.#waiting[number] = 0;
    this.#count--;
    if (++this.#first === this.#ring.length) this.#first = 0;
    return number;
  }

  clear(): void {
    while (this.take() >= 0);
  }
}
