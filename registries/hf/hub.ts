import { z } from 'zod';
import { HttpError } from '../../http/failure.ts';
import { RegistryError, type RegistryOptions } from '../contract.ts';
import { openRegistryHttp, type RegistryHttp } from '../http.ts';
import { linkedPages } from '../linked-pages.ts';
import { paced } from './pacing.ts';

const commitId = z.string().regex(/^[0-9a-f]{40,64}$/);
const ref = z.looseObject({
  name: z.string().min(1).max(500),
  ref: z.string().max(500),
  targetCommit: commitId,
});
const refsSchema = z.looseObject({ branches: z.array(ref), tags: z.array(ref) });
const revisionSchema = z.looseObject({ sha: commitId });
const commitSchema = z.looseObject({
  id: commitId,
  title: z.string(),
  date: z.iso.datetime({ offset: true }),
});
const fileSchema = z.looseObject({
  type: z.string(),
  path: z.string().min(1),
  /** Of git. */
  oid: z.string().regex(/^[0-9a-f]{40,64}$/),
  size: z.number().int().nonnegative(),
  lfs: z.looseObject({ oid: z.string().regex(/^[0-9a-f]{64}$/) }).nullish(),
});

export type Ref = z.infer<typeof ref>;
export type Commit = z.infer<typeof commitSchema>;
export type HubFile = z.infer<typeof fileSchema>;

/** One model repository of a Hugging Face Hub. All throw `RegistryError`, RegistryNotFound for what is not there. */
export interface Hub {
  /** What messages call it. */
  readonly name: string;
  /** Its URL, by which what it said of a commit is told from what another said. */
  readonly place: string;
  refs(signal: AbortSignal): Promise<{ readonly branches: readonly Ref[]; readonly tags: readonly Ref[] }>;
  /** The commit that a branch, a tag or a commit's own id stands for. */
  commitOf(revision: string, signal: AbortSignal): Promise<string>;
  /** A commit and all before it, newest first. */
  history(commit: string, signal: AbortSignal): Promise<readonly Commit[]>;
  /** When a commit was made, ISO 8601. */
  dateOf(commit: string, signal: AbortSignal): Promise<string>;
  files(commit: string, signal: AbortSignal): Promise<readonly HubFile[]>;
  /** A small file's text, or null where it is not there or is kept on another host. */
  text(commit: string, path: string, signal: AbortSignal): Promise<string | null>;
  close(): Promise<void>;
}

/** Nothing is asked yet. */
export function openHub(model: string, options: RegistryOptions): Hub {
  const name = `The registry hf:${model}`;
  const http: RegistryHttp = paced(openRegistryHttp({ ...options, name }));
  const base = options.huggingFaceEndpoint.replace(/\/+$/, '');
  const api = (path: string) => new URL(`${base}/api/models/${model}/${path}`);

  async function entriesOf<Entry extends z.ZodType>(
    first: URL,
    entry: Entry,
    signal: AbortSignal,
  ): Promise<readonly z.infer<Entry>[]> {
    const entries: z.infer<Entry>[] = [];
    for await (const page of linkedPages(http, { name, first, page: z.array(entry), signal })) {
      entries.push(...page);
    }
    return entries;
  }

  async function text(commit: string, path: string, signal: AbortSignal): Promise<string | null> {
    const file = path.split('/').map(encodeURIComponent).join('/');
    // The second is where the Hub itself sends who asks it for a small file of a public repository.
    const places = [
      `${model}/resolve/${commit}/${file}`,
      `api/resolve-cache/models/${model}/${commit}/${file}`,
    ];
    for (const place of places) {
      try {
        return await (await http.answer(new URL(`${base}/${place}`), { signal })).text();
      } catch (error) {
        if (isNotFound(error)) return null;
        if (!isRedirect(error)) throw error;
      }
    }
    return null;
  }

  async function dateOf(commit: string, signal: AbortSignal): Promise<string> {
    const page = z.array(commitSchema).min(1);
    return (await http.json(api(`commits/${commit}`), page, { signal })).body[0]!.date;
  }

  return {
    name,
    place: `${base}/${model}`,
    refs: async (signal) => (await http.json(api('refs'), refsSchema, { signal })).body,
    commitOf: async (revision, signal) => {
      const url = api(`revision/${encodeURIComponent(revision)}`);
      return (await http.json(url, revisionSchema, { signal })).body.sha;
    },
    history: (commit, signal) => entriesOf(api(`commits/${commit}`), commitSchema, signal),
    dateOf,
    files: async (commit, signal) => {
      const entries = await entriesOf(api(`tree/${commit}?recursive=true`), fileSchema, signal);
      return entries.filter(({ type }) => type === 'file');
    },
    text,
    close: http.close,
  };
}

export function isNotFound(error: unknown): boolean {
  return error instanceof RegistryError && error.code === 'RegistryNotFound';
}

function isRedirect(error: unknown): boolean {
  return (
    error instanceof RegistryError && error.cause instanceof HttpError && error.cause.code === 'Redirected'
  );
}
