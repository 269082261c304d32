import { createHash } from 'node:crypto';
import {
  type RegistryReply,
  type RegistryRequestSeen,
  type RegistryServer,
  startRegistryServer,
} from '../support/registry-server.ts';

/** Files by path: weights are kept by LFS, as the Hub keeps what is large or binary; the rest by git. */
export type HubFiles = Readonly<Record<string, string>>;

interface FakeCommit {
  readonly id: string;
  readonly parent: string | null;
  readonly title: string;
  readonly date: string;
  readonly files: HubFiles;
}

export interface CommitOptions {
  readonly title?: string;
  /** ISO 8601. */
  readonly date?: string;
}

const isKeptByLfs = (path: string) => /\.(?:safetensors|bin|gguf)$/.test(path);
const hash = (algorithm: 'sha1' | 'sha256', text: string) => createHash(algorithm).update(text).digest('hex');
const gitBlob = (text: string) => hash('sha1', `blob ${Buffer.byteLength(text)}\0${text}`);

/** A Hub with one model repository, which answers as huggingface.co does, in small pages. */
export class HubRepository {
  readonly model = 'acme/tiny-lm';
  readonly branches = new Map<string, string>();
  readonly tags = new Map<string, string>();
  /** Paths that are served from elsewhere, as what LFS keeps is, by the address of where. */
  readonly redirects = new Map<string, string>();
  /** Answers in place of the Hub where it answers at all. */
  intercept: (request: RegistryRequestSeen) => RegistryReply | undefined = () => undefined;
  pageLength = 50;
  private readonly commits = new Map<string, FakeCommit>();
  private server: RegistryServer | null = null;

  async open(): Promise<RegistryServer> {
    this.server = await startRegistryServer(
      (request) => this.intercept(request) ?? this.route(decodeURI(request.url.pathname), request.url),
    );
    return this.server;
  }

  /** Makes a commit on a branch, whose files are these and no others. */
  commit(branch: string, files: HubFiles, { title = 'Upload folder', date }: CommitOptions = {}): string {
    const parent = this.branches.get(branch) ?? null;
    const content = { parent, title, date: date ?? new Date().toISOString(), files };
    const id = hash('sha1', JSON.stringify([this.commits.size, content]));
    this.commits.set(id, { id, ...content });
    this.branches.set(branch, id);
    return id;
  }

  /** Paths that have been asked for since the last call. */
  private asked = 0;
  newRequests(): readonly string[] {
    const all = this.server?.requests ?? [];
    const paths = all.slice(this.asked).map(({ url }) => `${url.pathname}${url.search}`);
    this.asked = all.length;
    return paths;
  }

  private route(path: string, url: URL): RegistryReply | undefined {
    if (path === '/api/models/acme/private/refs') {
      return { status: 401, json: { error: 'Invalid username or password.' } };
    }
    const api = `/api/models/${this.model}/`;
    const [kind, ...rest] = path.startsWith(api) ? path.slice(api.length).split('/') : [];
    if (kind === 'refs') return { json: this.refs() };
    if (kind !== undefined) {
      const commit = this.reachable(decodeURIComponent(rest.join('/')));
      if (commit === null) return { status: 404, json: { error: 'Invalid rev id' } };
      if (kind === 'revision') return { json: this.info(commit) };
      if (kind === 'tree') return this.page(treeOf(commit), url);
      if (kind === 'commits') return this.page(this.ancestry(commit).map(commitEntry), url);
    }
    return this.file(path);
  }

  private file(path: string): RegistryReply | undefined {
    const [, form, id, name = ''] =
      /^\/(acme\/tiny-lm\/resolve|api\/resolve-cache\/models\/acme\/tiny-lm)\/([0-9a-f]{40})\/(.+)$/.exec(
        path,
      ) ?? [];
    const text = this.reachable(id ?? '')?.files[name];
    if (text === undefined) return { status: 404, json: { error: 'Entry not found' } };
    const redirect = form?.endsWith('/resolve') ? this.redirects.get(name) : undefined;
    if (redirect !== undefined) return { status: 307, headers: { location: redirect } };
    return { json: JSON.parse(text) as unknown };
  }

  private refs(): unknown {
    const shown = (names: ReadonlyMap<string, string>, kind: string) =>
      [...names].map(([name, targetCommit]) => ({ name, ref: `refs/${kind}/${name}`, targetCommit }));
    return { tags: shown(this.tags, 'tags'), branches: shown(this.branches, 'heads'), converts: [] };
  }

  /** The commit of a name or an id that some branch or tag leads to. */
  private reachable(revision: string): FakeCommit | null {
    const tag = this.tags.get(revision.replace(/^refs\/tags\//, ''));
    const named = this.commits.get(this.branches.get(revision) ?? tag ?? '');
    if (named !== undefined) return named;
    const heads = [...this.branches.values(), ...this.tags.values()].map((id) => this.commits.get(id)!);
    return heads.flatMap((head) => this.ancestry(head)).find(({ id }) => id === revision) ?? null;
  }

  private ancestry(commit: FakeCommit): readonly FakeCommit[] {
    const parent = this.commits.get(commit.parent ?? '');
    return parent === undefined ? [commit] : [commit, ...this.ancestry(parent)];
  }

  private info({ id, date, files }: FakeCommit): unknown {
    return {
      _id: '64a5b1c2d3e4f5a6b7c8d9e0',
      id: this.model,
      modelId: this.model,
      sha: id,
      lastModified: date,
      private: false,
      gated: false,
      disabled: false,
      tags: ['transformers', 'safetensors'],
      downloads: 12,
      likes: 0,
      siblings: Object.keys(files).map((rfilename) => ({ rfilename })),
    };
  }

  private page(entries: readonly unknown[], url: URL): RegistryReply {
    const from = Number(url.searchParams.get('cursor') ?? 0);
    const to = from + this.pageLength;
    const next = new URL(url.pathname + url.search, this.server!.url);
    next.searchParams.set('cursor', String(to));
    const headers: Record<string, string> = to < entries.length ? { link: `<${next.href}>; rel="next"` } : {};
    return { json: entries.slice(from, to), headers };
  }
}

function treeOf({ files }: FakeCommit): readonly unknown[] {
  const folders = new Set(
    Object.keys(files).flatMap((path) => (path.includes('/') ? [path.slice(0, path.lastIndexOf('/'))] : [])),
  );
  return [
    ...[...folders].map((path) => ({ type: 'directory', oid: hash('sha1', path), size: 0, path })),
    ...Object.entries(files).map(([path, text]) => {
      const size = Buffer.byteLength(text);
      if (!isKeptByLfs(path)) return { type: 'file', oid: gitBlob(text), size, path };
      const oid = hash('sha256', text);
      const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize ${size}\n`;
      const lfs = { oid, size, pointerSize: pointer.length };
      return { type: 'file', oid: gitBlob(pointer), size, lfs, xetHash: hash('sha256', `xet ${text}`), path };
    }),
  ];
}

function commitEntry({ id, title, date }: FakeCommit): unknown {
  return { id, title, message: '', authors: [{ user: 'ada', avatar: '/avatars/ada.svg' }], date };
}
