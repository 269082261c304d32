import { defineConfig } from 'vitest/config';

const limitMs = 60_000;

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    // Workers load native code of the Temporal SDK, which threads cannot share.
    pool: 'forks',
    // Without it, one core stays free, which is half of a small machine.
    maxWorkers: '100%',
    // What is printed is compared as text, wherever the tests run.
    env: { NO_COLOR: '1' },
    testTimeout: limitMs,
    hookTimeout: limitMs,
    teardownTimeout: limitMs,
    reporters: ['default', './test/support/tally-reporter.ts'],
  },
});
