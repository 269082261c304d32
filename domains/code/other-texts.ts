/** Different programs beside the right one, up to a count. */
export class OtherTexts {
  readonly #right: string;
  readonly #countMax: number;
  readonly #texts = new Set<string>();

  constructor(right: string, countMax: number) {
    [this.#right, this.#countMax] = [right, countMax];
  }

  get isFull(): boolean {
    return this.#texts.size >= this.#countMax;
  }

  /** Passes over the right one, one that is there, and what comes when there are enough. */
  put(text: string): void {
    if (text !== this.#right && !this.isFull) this.#texts.add(text);
  }

  all(): string[] {
    return [...this.#texts];
  }
}
