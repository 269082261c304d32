import { Command } from 'commander';
import { domainCommand } from '../../cli/domain.ts';
import { reportError } from '../../cli/errors.ts';
import { taskCommand } from '../../cli/task.ts';

/** The commands that need no server, as a process of its own. Difficulty is the sum of the features here. */
const program = new Command('etude')
  .addCommand(
    taskCommand({
      difficultyOf: (_domain, _skill, features) =>
        Object.values(features).reduce((sum, value) => sum + value, 0),
    }),
  )
  .addCommand(domainCommand({}));
try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = reportError(error, {});
}
