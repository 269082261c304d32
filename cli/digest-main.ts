import { digestsOf } from './digest-child.ts';

// Started by `digestWith` as a process of its own, so that nothing but the seed can reach the bytes.
process.stdout.write(JSON.stringify(digestsOf(process.argv[2] ?? '')));
