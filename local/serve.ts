import type { Tls } from './https/authority.ts';
import type { Credentials } from './signature.ts';

/** What the functions may print: nothing, errors, or everything. */
export type LogLevel = 'silent' | 'errors' | 'all';

/** Where each part listens on 127.0.0.1, except the database. */
export interface Ports {
  readonly edge: number;
  readonly mailbox: number;
  readonly files: number;
  readonly lambda: number;
  /** The edge over HTTPS; undefined where there is none. */
  readonly https?: number | undefined;
}

interface Wanted {
  readonly ports: Pick<Ports, 'edge' | 'lambda' | 'https'>;
  /** What HTTPS needs. */
  readonly tls?: Tls | undefined;
  /** Settings of the functions. */
  readonly env: Readonly<Record<string, string>> & { readonly ORIGIN_SECRETS: string };
  readonly logLevel: LogLevel;
  readonly credentials: Credentials;
  /** The file of the audit trail. */
  readonly trailFile: string;
  /** Where the mailbox is. */
  readonly mailboxUrl: string;
  readonly place: { readonly region: string; readonly accountId: string };
}

/** Running functions, with the edge and the Invoke API in front of them. */
export interface Served {
  /** Resolves when no function runs. */
  readonly settled: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** A way to run the functions. Where they do not start, it throws a plain Error and nothing of them is left. */
export type Serve = (wanted: Wanted) => Promise<Served>;
