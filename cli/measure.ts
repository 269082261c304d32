import { Command } from 'commander';
import { agreeCommand } from './measure-agree.ts';
import { changeStatistic } from './measure-change.ts';
import { efficiencyStatistic } from './measure-efficiency.ts';
import { fitStatistic } from './measure-fit.ts';
import { linkStatistic } from './measure-link.ts';
import { scoreStatistic } from './measure-score.ts';
import { statisticCommand } from './measure-statistic.ts';

/** `etude measure …`: the statistics on anybody's data, without an engine. */
export function measureCommand(): Command {
  return new Command('measure')
    .description("our statistics for other people's data: JSON on standard input, JSON on standard output")
    .addCommand(statisticCommand(scoreStatistic))
    .addCommand(statisticCommand(fitStatistic))
    .addCommand(statisticCommand(linkStatistic))
    .addCommand(statisticCommand(efficiencyStatistic))
    .addCommand(statisticCommand(changeStatistic))
    .addCommand(agreeCommand());
}
