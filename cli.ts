import { Command, CommanderError } from 'commander';
import manifest from './package.json' with { type: 'json' };

/** A command that is loaded only when it is named: modules cost up to half a second each. */
interface Listed {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

const commands: readonly Listed[] = [
  {
    name: 'demo',
    summary: 'run the whole stack in a temporary folder on sample families, and print what it measured',
    load: async () => (await import('./cli/demo.ts')).demoCommand(),
  },
  {
    name: 'up',
    summary: 'start the engine and a worker, until Ctrl-C',
    load: async () => (await import('./cli/up.ts')).upCommand(),
  },
  {
    name: 'doctor',
    summary: 'say what the engine needs, what is missing and what to do',
    load: async () => (await import('./cli/doctor.ts')).doctorCommand(),
  },
  {
    name: 'family',
    summary: 'register model families and steer how they are followed',
    load: async () => (await import('./cli/family.ts')).familyCommand(),
  },
  {
    name: 'evaluate',
    summary: 'evaluate checkpoints now, and take up again what failed',
    load: async () => (await import('./cli/evaluate.ts')).evaluateCommand(),
  },
  {
    name: 'status',
    summary: 'show what runs, what is done, what failed and why',
    load: async () => (await import('./cli/status.ts')).statusCommand(),
  },
  {
    name: 'trend',
    summary: "show a family's performance and Practice Efficiency by checkpoint",
    load: async () => (await import('./cli/trend.ts')).trendCommand(),
  },
  {
    name: 'compare',
    summary: 'say what changed from one checkpoint to another; exit code 3 on a regression',
    load: async () => (await import('./cli/compare.ts')).compareCommand(),
  },
  {
    name: 'contrast',
    summary: 'put two families or regimes side by side: PE, milestones, peaks, by domain and difficulty',
    load: async () => (await import('./cli/contrast.ts')).contrastCommand(),
  },
  {
    name: 'curve',
    summary: 'show how a checkpoint learned in its practice, and what held it back',
    load: async () => (await import('./cli/curve.ts')).curveCommand(),
  },
  {
    name: 'baseline',
    summary: 'set, list and show the reference curves that PE is normalised to',
    load: async () => (await import('./cli/baseline.ts')).baselineCommand(),
  },
  {
    name: 'evaluation',
    summary: 'show one evaluation, or reveal the secret that its tasks came from',
    load: async () => (await import('./cli/evaluation.ts')).evaluationCommand(),
  },
  {
    name: 'domain',
    summary: 'list, show and check the task families',
    load: async () => (await import('./cli/catalogue.ts')).completeDomainCommand(),
  },
  {
    name: 'task',
    summary: 'generate tasks and grade answers to them, without any server',
    load: async () => (await import('./cli/catalogue.ts')).completeTaskCommand(),
  },
  {
    name: 'calibrate',
    summary: 'put tasks to a pool of models and fit the difficulty scale of a domain to their grades',
    load: async () => (await import('./cli/calibrate.ts')).calibrateCommand(),
  },
  {
    name: 'scale',
    summary: 'list, show and compare the difficulty scales, and watch their anchors',
    load: async () => (await import('./cli/scale.ts')).scaleCommand(),
  },
  {
    name: 'measure',
    summary: "our statistics for other people's data: JSON on stdin, JSON on stdout",
    load: async () => (await import('./cli/measure.ts')).measureCommand(),
  },
  {
    name: 'rating',
    summary: 'put stored answers before raters blindly, take their scores, and say how they agree',
    load: async () => (await import('./cli/rating.ts')).ratingCommand(),
  },
  {
    name: 'judge',
    summary: 'configure the models that read what no program can check',
    load: async () => (await import('./cli/judge.ts')).judgeCommand(),
  },
  {
    name: 'worker',
    summary: 'run another worker on the running engine',
    load: async () => (await import('./cli/worker.ts')).workerCommand(),
  },
  {
    name: 'webhook',
    summary: 'take webhooks of registries, so that new checkpoints are found at once',
    load: async () => (await import('./cli/webhook.ts')).webhookCommand(),
  },
  {
    name: 'agent',
    summary: 'serve the reference agents like a model',
    load: async () => (await import('./cli/agent.ts')).agentCommand(),
  },
];

const footer = `
Data goes to stdout, talk to stderr; commands that print data take --json.
Exit codes: 0 ok, 1 usage, 2 evaluation failed, 3 PE regression, 4 server unreachable.`;

async function main(args: readonly string[]): Promise<void> {
  endQuietlyWithoutReader(process.stdout);
  endQuietlyWithoutReader(process.stderr);
  try {
    const program = await programFor(args);
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode;
      return;
    }
    process.exitCode = (await import('./cli/errors.ts')).reportError(error, process.env);
  }
}

/** The program with the one command loaded that the arguments name; of the others `--help` needs the summary. */
async function programFor(args: readonly string[]): Promise<Command> {
  const operands = args.filter((argument) => !argument.startsWith('-'));
  const wanted = operands[0] === 'help' ? operands[1] : operands[0];
  const program = new Command('etude')
    .description(manifest.description)
    .version(manifest.version)
    .addHelpText('after', footer);
  for (const { name, summary, load } of commands) {
    const command = name === wanted ? await load() : new Command(name);
    program.addCommand(command.summary(summary));
  }
  settle(program);
  return program;
}

/** Commander hands its settings on to commands that it makes itself, and not to added ones. */
function settle(command: Command): void {
  command.exitOverride().configureOutput({
    outputError: (text, write) => write(text.replace(/^error: /, 'etude: ').replace(/\n(?=\()/, ' ')),
  });
  for (const child of command.commands) settle(child);
}

/** A reader that has gone, as in `etude … | head`, is no error. */
function endQuietlyWithoutReader(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

await main(process.argv.slice(2));
