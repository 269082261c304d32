import { takeLock } from '../../engine/lock.ts';

// `lock-script.ts PATH` holds a lock until it is killed.
const lock = takeLock(process.argv[2]!);
console.log(lock ? 'taken' : 'refused');
setInterval(() => lock, 1_000);
