import { deepStrictEqual } from 'node:assert/strict';

/** Counts checks and says which fail; goes on after a failure, since a real server took long to come up. */
export class Checks {
  passed = 0;
  failed = 0;
  readonly #say: (message: string) => void;

  constructor(say: (message: string) => void) {
    this.#say = say;
  }

  /** Whether the work gives what is expected, or throws an error whose code is. */
  async that(what: string, work: () => unknown, expected: unknown): Promise<void> {
    try {
      const found = await Promise.resolve(work()).catch((error: { code?: string }) => {
        if (error.code === undefined) throw error;
        return error.code;
      });
      deepStrictEqual(found, expected);
      this.passed++;
    } catch (error) {
      this.failed++;
      this.#say(`FAILED: ${what}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
