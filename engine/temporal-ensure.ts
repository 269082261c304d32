import { sayTo } from './progress.ts';
import { programCache } from './repository.ts';
import { resolveTemporal } from './temporal-resolver.ts';

/** `node temporal-ensure.ts`: gets the Temporal server if it is not there, so that what follows finds it. */
try {
  await resolveTemporal({ cacheDirectory: programCache(), say: sayTo(process.stderr) });
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
