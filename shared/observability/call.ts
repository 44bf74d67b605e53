/**
 * The call that runs: whoever finds something out about it notes it here, and once it has ended, one record of it goes to
 * everybody who wants to know.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

/** How an answer refuses: an exception of the API, or an error of OAuth. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
}

/** Settings in the store, such as a pool or a client: their type, their key, and the document. */
export interface Settings {
  readonly type: string;
  readonly key: string;
  readonly data: object;
}

/** Settings that a call changed. Without `before` they are new, or were not read; without `after` they are removed. */
export interface Change extends Omit<Settings, 'data'> {
  readonly before?: object | undefined;
  readonly after?: object | undefined;
}

/** What threat protection thought of a call. */
export interface NotedRisk {
  readonly operation: 'SignIn' | 'SignUp' | 'PasswordChange';
  /** Absent where nothing was risky, and where an address was refused. */
  readonly level?: string | undefined;
  readonly isCompromised: boolean;
  readonly isBlocked: boolean;
}

/** What may be found out about a call while it runs. */
interface Notes {
  /** The user pool and the app client that it is about, where they exist. */
  poolId?: string;
  clientId?: string;
  identityPoolId?: string;
  /** The user whom it is about, whether or not anything proves that the caller is that user. */
  sub?: string;
  /** The access key that signed it, or pretends to: the refusal says so then. */
  accessKeyId?: string;
  /** The members of the request, once they are checked. */
  request?: object;
  /** The members of the answer. They hold secrets. */
  response?: object;
  refusal?: Refusal;
  /** What somebody tries to do, of what has metrics of its own. */
  attempt?: 'SignUp' | 'SignIn' | 'TokenRefresh' | 'Federation';
  identityProvider?: string;
  /** True once everything that a sign-in takes is proved. */
  isSignedIn?: boolean;
  risk?: NotedRisk;
  /** The category of the call where that of its function is another one. */
  category?: string;
  /** True for the first call of its user in this month that counts. */
  isNewlyActive?: boolean;
}

/** What was called: by its name in the API, and the key of its function. */
export interface Called {
  readonly name: string;
  readonly key: string;
  /** `page` is what people see. The others that are no operations are `endpoint`. */
  readonly api: 'cognito-idp' | 'cognito-identity' | 'endpoint' | 'page';
}

/** The request as HTTP has it. It holds secrets. */
export interface CallRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly sourceIp: string;
  readonly requestId: string;
}

/** A call that has ended: what was called, what was noted about it, and what came of it. */
export interface EndedCall extends Readonly<Notes> {
  readonly called: Called;
  readonly http: CallRequest;
  /** Epoch milliseconds; under a moved clock, by that. */
  readonly startedAt: number;
  readonly durationMs: number;
  /** `failed` is a fault of our own, which has the code that is told. */
  readonly outcome: 'succeeded' | 'refused' | 'failed';
  readonly statusCode: number;
  readonly changes: readonly Change[];
}

interface Running extends Notes {
  readonly changes: Change[];
  readonly read: Map<string, Settings>;
}

const running = new AsyncLocalStorage<Running>();

/** Runs the work of a call, which gets what is noted meanwhile. */
export const inCall = <T>(work: (notes: Notes & Pick<Running, 'changes'>) => Promise<T>): Promise<T> => {
  const notes: Running = { changes: [], read: new Map() };
  return running.run(notes, () => work(notes));
};

/** Notes what was found out. What was noted first stays, as a call may look at other pools and users later. */
export const noteOnCall = (found: Notes): void => {
  const notes = running.getStore();
  if (notes) Object.assign(notes, { ...found, ...notes });
};

/** What was noted of the call so far; undefined outside of calls. */
export const notesOfCall = (): Readonly<Notes> | undefined => running.getStore();

/** Notes how the answer refuses. The last refusal counts, as it is the one that is told. */
export const noteRefusal = (code: string, message: string): void => {
  const notes = running.getStore();
  if (notes) notes.refusal = { code, message };
};

/** Notes settings as they were read: a change then says what they were before. */
export const noteRead = (settings: Settings): void => {
  running.getStore()?.read.set(settings.key, settings);
};

/** Notes that settings were written, or removed where `written` has no data. */
export const noteWritten = (written: Pick<Settings, 'key'> & Partial<Settings>): void => {
  const notes = running.getStore();
  const before = notes?.read.get(written.key);
  const type = written.type ?? before?.type;
  // What is removed without having been read is no setting, or was none that the call knew of.
  if (!notes || type === undefined) return;
  notes.changes.push({ type, key: written.key, before: before?.data, after: written.data });
  if (written.data) notes.read.set(written.key, { type, key: written.key, data: written.data });
};
