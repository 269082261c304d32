import { execFile } from 'node:child_process';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { findSkill } from '../domains/catalogue.ts';
import { type DigestElsewhere, instanceDigests } from '../domains/check/outside-gates.ts';

const requestSchema = z.object({
  domain: z.string(),
  skill: z.string(),
  seed: z.string(),
  instances: z.number().int(),
});
const digestsSchema = z.array(z.string());
const digestsBytesMax = 64 * 1024 * 1024;
const childMsMax = 10 * 60_000;

/** Digests of a listed skill's instances, made by a Node process of its own: the other process of gate G1. */
export const digestInChild: DigestElsewhere = (request) => digestWith(process.execPath, request);

/** The same, made by the Node at `executable`, which must run TypeScript: 22.18 or newer. */
export async function digestWith(
  executable: string,
  request: z.infer<typeof requestSchema>,
): Promise<readonly string[]> {
  const script = fileURLToPath(new URL(`./digest-main${extname(import.meta.url)}`, import.meta.url));
  const { stdout } = await promisify(execFile)(executable, [script, JSON.stringify(request)], {
    maxBuffer: digestsBytesMax,
    timeout: childMsMax,
  });
  return digestsSchema.parse(JSON.parse(stdout));
}

/** What the child does. */
export function digestsOf(requestText: string): string[] {
  const { domain, skill, seed, instances } = requestSchema.parse(JSON.parse(requestText));
  return instanceDigests({ domain, skill: findSkill(`${domain}/${skill}`).skill, seed }, instances);
}
