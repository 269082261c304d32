import { type Scale, type Suite, scaleSchema, suiteName, suiteSchema } from '../schema/scale.ts';
import code1 from './scales/code-1.json' with { type: 'json' };
import code2 from './scales/code-2.json' with { type: 'json' };
import code3 from './scales/code-3.json' with { type: 'json' };
import creative1 from './scales/creative-1.json' with { type: 'json' };
import planning1 from './scales/planning-1.json' with { type: 'json' };
import reasoning1 from './scales/reasoning-1.json' with { type: 'json' };
import reasoning2 from './scales/reasoning-2.json' with { type: 'json' };
import reasoning3 from './scales/reasoning-3.json' with { type: 'json' };
import core1 from './suites/core-1.json' with { type: 'json' };
import core2 from './suites/core-2.json' with { type: 'json' };
import core3 from './suites/core-3.json' with { type: 'json' };
import core4 from './suites/core-4.json' with { type: 'json' };
import core5 from './suites/core-5.json' with { type: 'json' };

/** The scales and suites that this release ships, frozen by version: a change is a new file. */
const scales: readonly Scale[] = [
  reasoning1,
  reasoning2,
  reasoning3,
  planning1,
  code1,
  code2,
  code3,
  creative1,
].map((content) => scaleSchema.parse(content));
const suites: readonly Suite[] = [core1, core2, core3, core4, core5].map((content) =>
  suiteSchema.parse(content),
);

/** Every version of every scale, in the order of publication. */
export function publishedScales(): readonly Scale[] {
  return scales;
}

export function publishedSuites(): readonly Suite[] {
  return suites;
}

export function publishedScale(domain: string, version: number): Scale | undefined {
  return scales.find((scale) => scale.domain === domain && scale.version === version);
}

/** The newest scale of a domain. */
export function currentScale(domain: string): Scale | undefined {
  return scales.filter((scale) => scale.domain === domain).sort((a, b) => b.version - a.version)[0];
}

/** The suite of a name like `core@1`. */
export function publishedSuite(nameAtVersion: string): Suite | undefined {
  return suites.find((suite) => suiteName(suite) === nameAtVersion);
}
