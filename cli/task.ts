import { Command } from 'commander';
import { type DifficultyOf, taskGenerateCommand } from './task-generate.ts';
import { taskGradeCommand } from './task-grade.ts';

/** `etude task …`: tasks and grades without a model, a server or a database. */
export function taskCommand(dependencies: { readonly difficultyOf: DifficultyOf }): Command {
  return new Command('task')
    .description('generate tasks and grade answers to them, without any server')
    .addCommand(taskGenerateCommand(dependencies))
    .addCommand(taskGradeCommand());
}
