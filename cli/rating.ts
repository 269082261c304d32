import { Command } from 'commander';
import { ratingExportCommand } from './rating-export.ts';
import { ratingImportCommand } from './rating-import.ts';
import { ratingReportCommand } from './rating-report.ts';

/** `etude rating …`: what people and judges say of stored answers. */
export function ratingCommand(): Command {
  return new Command('rating')
    .description('put stored answers before raters blindly, take their scores, and say how they agree')
    .addCommand(ratingExportCommand())
    .addCommand(ratingImportCommand())
    .addCommand(ratingReportCommand());
}
