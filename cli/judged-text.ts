import type { JudgedResult } from '../client/judged.ts';
import type { JudgedPlan } from '../client/judges.ts';
import { type ListedSkill, skillName } from '../domains/catalogue.ts';
import { counted } from './formats.ts';

/** `creative/D7 is skipped: no judges are configured`. */
export function judgedPlanText({ skill, tasks, judges, skipped }: JudgedPlan): string {
  if (skipped !== null) return `${skill} is skipped: ${skipped}`;
  return `${skill}: ${counted(tasks, 'answer')} of each evaluation, read by ${judges.join(', ')}`;
}

/** `creative D7: panel share 0.42, SE 0.14, …`. */
export function judgedResultText(domain: string, result: JudgedResult): string {
  const { judges, skipped, skills, answers, whole, read, share, se, calibrated } = result;
  if (skipped !== null) return `${domain}: nothing is judged, since ${skipped}`;
  const what = `${domain}/${skills.join(', ')}`;
  if (share === null) return `${what}: no verdicts yet by ${judges.join(', ')}`;
  const unread = whole > read ? `, ${whole - read} of them unread by a full panel` : '';
  const trust = calibrated ? '' : '; not calibrated by people yet';
  return (
    `${what}: panel share ${share.toFixed(2)}, SE ${se!.toFixed(2)} ` +
    `(${counted(answers, 'answer')}, ${whole} met all conditions${unread}; read by ${judges.join(', ')})${trust}`
  );
}

/** A skill that only judges can grade is not admitted without them. */
export function judgesNeededText(listed: ListedSkill): string {
  return `${skillName(listed)} needs judges (\`etude judge add\`): while none are configured it is skipped in evaluations`;
}
