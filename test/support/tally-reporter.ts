import type { SerializedError } from 'vitest';
import type { Reporter, TestModule } from 'vitest/node';

/** Ends a run with the line `N passed, N failed, N skipped`, which a machine can read. */
export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    const tally = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    for (const module of modules) {
      const failedBefore = tally.failed;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        // A test that never came to run, because a hook before it failed, has not passed.
        tally[state === 'pending' ? 'skipped' : state] += 1;
      }
      // A file or a hook that fails by itself must show, though no test of it failed.
      if (module.state() === 'failed' && tally.failed === failedBefore) tally.failed += 1;
    }
    process.stdout.write(`${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped\n`);
  }
}
