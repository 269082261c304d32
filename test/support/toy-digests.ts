import { instanceDigests } from '../../domains/check/outside-gates.ts';
import { toySkill } from './toy-skill.ts';

/** The other process of gate G1 for the toy skill. With `pid` its bytes depend on the process, as they never may. */
const [seed = '', instances = '0', defect = ''] = process.argv.slice(2);
const skill =
  defect === 'pid'
    ? {
        ...toySkill,
        generate: (...given: Parameters<typeof toySkill.generate>) => ({
          ...toySkill.generate(...given),
          skin: `process ${process.pid}`,
        }),
      }
    : toySkill;
process.stdout.write(JSON.stringify(instanceDigests({ domain: 'toy', skill, seed }, Number(instances))));
