import { describe, expect, it } from 'vitest';
import { parseRatings } from '../../cli/ratings-input.ts';
import { writeCsv } from '../../measurement/rating/csv.ts';
import { simulateRatings } from '../measurement/rating/simulated-ratings.ts';
import { runCli } from './run.ts';

const ratings = simulateRatings({
  seed: 'cli',
  responses: 30,
  difficulties: [-0.3, 0.3],
  humans: [-0.5, 0.5],
  judges: [0.2],
  thresholds: [-1, 1],
});
const heads = ['response', 'criterion', 'rater', 'kind', 'occasion', 'score', 'heldOut', 'length'] as const;
const csv = writeCsv([heads, ...ratings.map((rating) => heads.map((head) => String(rating[head])))]);

function refusal(input: string): string {
  try {
    parseRatings(input);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('it was taken');
}

describe('etude measure agree', () => {
  it('prints tables for the example in its help', async () => {
    const help = await runCli(['measure', 'agree', '--help']);
    const example = /\$ printf '(.*)' \| etude measure agree\n/.exec(help.stdout)![1]!;
    const { code, stdout, stderr } = await runCli(['measure', 'agree'], {
      input: example.replaceAll('\\n', '\n'),
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('llm does not count: only 2 held-out responses');
    expect(stdout).toContain('Fair averages by ann, bob');
    expect(stdout).not.toMatch(/NaN|undefined|null/);
  });

  it('says the same of CSV and of JSON, in one line of JSON', async () => {
    const outputs = await Promise.all(
      [csv, JSON.stringify({ ratings, scoreMax: 2 })].map((input) =>
        runCli(['measure', 'agree', '--json'], { input }),
      ),
    );
    expect(outputs[0]).toEqual(outputs[1]);
    expect(outputs[0]!.stdout.trim().split('\n')).toHaveLength(1);
    const report = JSON.parse(outputs[0]!.stdout);
    expect(Object.keys(report)).toEqual(
      'ratings responses heldOut panel panelByCriterion on raters facets gate fair'.split(' '),
    );
    expect(report.facets.raters[2]).toMatchObject({ rater: 'judge 0', kind: 'judge', ratings: 60 });
  });

  it('names the line of a CSV file, or the field of JSON, and what is wrong', async () => {
    const head = 'response,criterion,rater,kind,score';
    const good = 'r1,wit,ann,human,2';
    expect(refusal(`${head}\n${good}\nr2,wit,ann,person,2`)).toBe(
      'line 3: kind "person": it must be human or judge',
    );
    expect(refusal(`${head}\n${good}\nr2,wit,ann,human,2.5`)).toMatch(
      /^line 3: score "2.5": it must be a whole number/,
    );
    expect(refusal(`${head}\n${good}\nr2,wit,,human,2`)).toBe('line 3: rater is empty');
    expect(refusal(`${head}\n${good}\nr2,wit,ann,human`)).toContain(
      'line 3: it has 4 cells, but there are 5 heads',
    );
    expect(refusal(`${head}\n${good}\n${good}`)).toContain('line 3: ann has rated r1 on wit before');
    expect(refusal(`${head},heldOut\n${good},maybe`)).toBe(
      'line 2: heldOut "maybe": it must be true or false',
    );
    expect(refusal(`${head},mood\n${good},3`)).toContain('line 1: the column "mood" is unknown');
    expect(refusal('a,b\n1,2')).toContain('line 1: there is no column response');
    expect(refusal(`${head}\n${good}\n"r2`)).toContain('this is not CSV');
    const twice = { ratings: [ratings[0], { ...ratings[0], kind: 'judge', occasion: 2 }] };
    expect(refusal(JSON.stringify(twice))).toBe(
      'ratings[1]: human 0 is human in one place and a judge in another',
    );
    expect(refusal('{"ratings":[{"response":"a"}]}')).toContain('ratings[0].criterion');
    const apart = `${head}\n${good}\nr2,wit,bob,human,1`;
    const { code, stderr } = await runCli(['measure', 'agree'], { input: apart });
    expect(code).toBe(1);
    expect(stderr).toContain('nothing links the raters {ann} and {bob}');
  });
});
