import { spawn } from 'node:child_process';
import { watchParent } from '../../engine/parent.ts';

// `parent-script.ts parent` starts a child, which says its pid and ends when its parent has died.
if (process.argv[2] === 'parent') {
  spawn(process.execPath, [import.meta.filename, 'child'], { stdio: 'inherit' });
  setInterval(() => undefined, 1_000);
} else {
  watchParent(() => process.exit(0), 50);
  console.log(process.pid);
  setInterval(() => undefined, 1_000);
}
