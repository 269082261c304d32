import { startEngine } from '../../engine/engine.ts';
import { startTemporaryEngine } from '../../engine/temporary.ts';

// Has an engine until it is told to end or is killed: `owner-script.ts state|temporary FOLDER`.
const [, , kind, folder = ''] = process.argv;
const options = { durability: 'fast', say: (line: string) => console.error(line) } as const;
const engine =
  kind === 'temporary'
    ? await startTemporaryEngine(options, folder)
    : await startEngine({ ...options, stateDirectory: folder });
process.once('SIGTERM', () => engine.stop().then(() => process.exit(0)));
console.log(JSON.stringify(engine));
setInterval(() => undefined, 1_000);
