import { describe, expect, it } from 'vitest';
import { answerMessages } from '../../agents/agent.ts';
import { workedNotebook } from '../../client/worked-notebook.ts';
import { listSkills, skillName } from '../../domains/catalogue.ts';
import { withNotebook } from '../../domains/notebook.ts';
import { generateTask } from '../../domains/task.ts';

const nodesMax = 300;

describe('a notebook of worked examples', () => {
  it.each(listSkills().map((listed) => [skillName(listed), listed] as const))(
    'of %s teaches a learner, and changes nothing for an agent that passes over it',
    (_, { domain, skill }) => {
      const notebook = workedNotebook(domain, skill, 2, 'worked');
      for (let index = 0; index < 3; index++) {
        const { prompt } = generateTask(domain.id, skill, {}, `asked/${index}`);
        const ask = (strategy: 'blind' | 'learner', content: string) =>
          answerMessages([{ role: 'user', content }], strategy, nodesMax).text;
        expect(ask('blind', withNotebook(notebook, prompt))).toBe(ask('blind', prompt));
        expect(ask('learner', withNotebook(notebook, prompt))).toContain('Taken from the notebook: ');
        expect(ask('learner', prompt)).not.toContain('Taken from the notebook: ');
      }
    },
  );
});
