import { execFileSync } from 'node:child_process';
import { afterAll, describe, expect, it } from 'vitest';
import { answerMessages } from '../../../agents/agent.ts';
import { digestInChild, digestWith } from '../../../cli/digest-child.ts';
import { findDomain } from '../../../domains/catalogue.ts';
import { checkLimits } from '../../../domains/check/batching.ts';
import { instanceDigests } from '../../../domains/check/outside-gates.ts';
import { perturbedAnswers } from '../../../domains/check/perturbation.ts';
import { checkSkill } from '../../../domains/check/skill.ts';
import { canonicalJson } from '../../../domains/json.ts';
import { RandomStream } from '../../../domains/random.ts';
import { generateTask } from '../../../domains/task.ts';
import { createSandbox } from '../../../sandbox/sandbox.ts';

const usualInstances = 200;
/** Where each of an instance's many answers is a program that is run. */
const runInstances = 100;
/** Tests that run beside others are given time: how fast instances are made is what gate G7 measures. */
const phaseMsMax = 300_000;
/** Far more search than any instance needs: the gate asks whether the prompt says enough, not how hard it is. */
const nodesMax = 1_000_000;
const version = execFileSync('node', ['--version'], { encoding: 'utf8' }).trim();
const [major = 0, minor = 0] = version.slice(1).split('.').map(Number);
const runsTypeScript = major > 22 || (major === 22 && minor >= 18);

/** What every skill of a domain must pass. A file for each domain, so that they run at the same time. */
export function passesTheGates(domain: string): void {
  const sandbox = createSandbox(checkLimits);
  afterAll(() => sandbox.close());

  describe.each(findDomain(domain).skills.map((skill) => ({ name: `${domain}/${skill.id}`, skill })))(
    '$name',
    ({ skill }) => {
      const instances = skill.execution === undefined ? usualInstances : runInstances;

      it(`passes the gates on ${instances} instances`, async () => {
        const results = await checkSkill(domain, skill, {
          instances,
          phaseMsMax,
          digestElsewhere: digestInChild,
          run: sandbox.run,
          answerPrompt: (content) => answerMessages([{ role: 'user', content }], 'guided', nodesMax).text,
        });
        expect(results.filter(({ status }) => status === 'failed')).toEqual([]);
      }, 900_000);

      it.skipIf(!runsTypeScript)(
        `gives the same bytes under Node ${version} on PATH`,
        async () => {
          const request = { domain, skill: skill.id, seed: 'versions', instances: 100 };
          expect(await digestWith('node', request)).toEqual(instanceDigests({ ...request, skill }, 100));
        },
        120_000,
      );

      it('perturbs into distinct answers, none of them the right one', () => {
        const { reference } = generateTask(domain, skill, {}, 'perturbed');
        const right = canonicalJson(skill.answer(reference));
        const keys = perturbedAnswers(skill, reference, 20, new RandomStream('p')).map(canonicalJson);
        expect(keys).toHaveLength(20);
        expect(new Set([...keys, right]).size).toBe(21);
        expect(canonicalJson(skill.answer(reference))).toBe(right);
      });
    },
  );
}
