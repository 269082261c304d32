/** State of a family's tracker, and what its messages do to it. Plain code: knows nothing of Temporal. */

export interface TrackerInput {
  readonly slug: string;
  /** Null until the first registration has gone through. */
  readonly tracking: { readonly everyMs: number; readonly state: TrackingState } | null;
}

export type TrackingState = 'active' | 'paused' | 'stopped';

export interface PollResult {
  readonly found: number;
  readonly started: number;
  /** Why the registry could not be read; null when it was. */
  readonly error: string | null;
}

export interface TrackerView {
  readonly slug: string;
  readonly state: TrackingState;
  readonly everyMs: number;
  readonly pollsDone: number;
  readonly lastPoll: PollResult | null;
}

export class FamilyTracker {
  readonly slug: string;
  #tracking: { everyMs: number; state: TrackingState } | null;
  #registrationsTried = 0;
  #pollsAsked = 0;
  #pollsDone = 0;
  #lastPoll: PollResult | null = null;

  constructor(input: TrackerInput) {
    this.slug = input.slug;
    this.#tracking = input.tracking === null ? null : { ...input.tracking };
  }

  get registered(): boolean {
    return this.#tracking !== null;
  }

  /** True once the first registration went through or failed: the workflow waits for that. */
  get decided(): boolean {
    return this.registered || this.#registrationsTried > 0;
  }

  get state(): TrackingState {
    return this.#tracking?.state ?? 'stopped';
  }

  get everyMs(): number {
    return this.#tracking?.everyMs ?? 0;
  }

  get pollWanted(): boolean {
    return this.#pollsAsked > this.#pollsDone;
  }

  register(everyMs: number): void {
    this.#tracking = { everyMs, state: 'active' };
    this.poke();
  }

  registrationTried(): void {
    this.#registrationsTried++;
  }

  configure(everyMs: number): void {
    if (this.#tracking) this.#tracking.everyMs = everyMs;
    this.poke();
  }

  set(state: TrackingState): void {
    if (this.#tracking) this.#tracking.state = state;
    if (state === 'active') this.poke();
  }

  /** Asks for a poll. What was asked for before stays asked for. */
  poke(): void {
    this.#pollsAsked = Math.max(this.#pollsAsked, this.#pollsDone + 1);
  }

  /**
   * Asks for a poll and returns the count of finished polls that answers it. A poll that was running when it was
   * asked for may have missed what the caller saw: it does not count.
   */
  pokeAfterRunning(running: boolean): number {
    const ticket = this.#pollsDone + (running ? 2 : 1);
    this.#pollsAsked = Math.max(this.#pollsAsked, ticket);
    return ticket;
  }

  polled(result: PollResult): void {
    this.#pollsDone++;
    this.#lastPoll = result;
  }

  answered(ticket: number): boolean {
    return this.#pollsDone >= ticket;
  }

  view(): TrackerView {
    return {
      slug: this.slug,
      state: this.state,
      everyMs: this.everyMs,
      pollsDone: this.#pollsDone,
      lastPoll: this.#lastPoll,
    };
  }

  /** What the next run of the workflow starts from. */
  carry(): TrackerInput {
    return { slug: this.slug, tracking: this.#tracking };
  }
}
