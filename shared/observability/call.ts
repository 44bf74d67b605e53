/**
 * The call that runs: whoever finds something out about it notes it here. Once it has ended, one record of it is put on
 * the audit trail, in the shape of CloudTrail's.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { channel } from 'node:diagnostics_channel';
import { environment } from '#shared/config/environment.ts';

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
  /** The access key that is named as the one that signed it, and whether that is proved. */
  accessKeyId?: string;
  isSigned?: boolean;
  /** The username of the operator for whom the key that signed was made. */
  operator?: string;
  /** The family of the pages that the browser sees. */
  family?: string;
  /** The language that the pages are shown in, where they are not in English alone. */
  pageLanguage?: string;
  /** Why a mail was not sent, though the caller was told so. */
  unsent?: 'BOUNCE' | 'COMPLAINT';
  /** The members of the request, once they are checked. */
  request?: object;
  /** The members of the answer. They hold secrets. */
  response?: object;
  refusal?: Refusal;
  /** The trigger of the pool that failed, whatever came of it. */
  failedTrigger?: string;
  /** What somebody tries to do, of what has metrics of its own. */
  attempt?: 'SignUp' | 'SignIn' | 'TokenRefresh' | 'Federation';
  identityProvider?: string;
  /** What a page of an app's own does with its transaction. */
  pageAction?: string;
  /** True once everything that a sign-in takes is proved. */
  isSignedIn?: boolean;
  /** True once a user has signed up, whatever a page asks for next. */
  isSignedUp?: boolean;
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
  /** `page` is what people see, `worker` what IAM lets them invoke. The others that are no operations are `endpoint`. */
  readonly api: 'cognito-idp' | 'cognito-identity' | 'endpoint' | 'page' | 'worker';
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
  /** The trigger that was called last. */
  trigger?: string;
  /** The key of the function that was called. */
  readonly key: string | undefined;
  /** Work that is begun and ends with the call. */
  readonly pending: Promise<unknown>[];
  readonly changes: Change[];
  readonly read: Map<string, Settings>;
}

const running = new AsyncLocalStorage<Running>();

/** Runs the work of a call, which gets what is noted meanwhile. */
export const inCall = <T>(work: (notes: Notes & Pick<Running, 'changes'>) => Promise<T>, key?: string): Promise<T> => {
  const notes: Running = { key, pending: [], changes: [], read: new Map() };
  return running.run(notes, async () => {
    const result = await work(notes);
    await Promise.allSettled(notes.pending);
    return result;
  });
};

/** Does work that finds out who calls: nothing that it reads is what the call is about. */
export const besideCall = <T>(work: () => Promise<T>): Promise<T> => {
  const notes = running.getStore();
  if (!notes) return work();
  return running.run({ key: notes.key, pending: notes.pending, changes: [], read: new Map() }, work);
};

/** Has the call wait, once its answer is made, for work that was begun: then the function may be frozen. */
export const endWithCall = (work: Promise<unknown>): void => {
  running.getStore()?.pending.push(work);
};

/** The key of the function that was called; undefined outside of calls. */
export const functionOfCall = (): string | undefined => running.getStore()?.key;

/** Notes what was found out. What was noted first stays, as a call may look at other pools and users later. */
export const noteOnCall = (found: Notes): void => {
  const notes = running.getStore();
  if (!notes) return;
  for (const [name, value] of Object.entries(found)) if (!Object.hasOwn(notes, name)) Reflect.set(notes, name, value);
};

/** What was noted of the call so far; undefined outside of calls. */
export const notesOfCall = (): Readonly<Notes> | undefined => running.getStore();

/** Notes how the answer refuses. The last refusal counts, as it is the one that is told. */
export const noteRefusal = (code: string, message: string): void => {
  const notes = running.getStore();
  if (notes) notes.refusal = { code, message };
};

/** Notes that a trigger of the pool is called. */
export const noteTrigger = (name: string): void => {
  const notes = running.getStore();
  if (notes) notes.trigger = name;
};

/** Notes that the trigger that was called last failed: it threw, was not there, or gave no answer that fits. */
export const noteTriggerFailure = (): void => {
  const notes = running.getStore();
  if (notes?.trigger !== undefined) notes.failedTrigger = notes.trigger;
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

/** Where a process that runs the functions itself takes the records. On AWS nobody does, and they are lines of the log. */
export const auditChannel = 'gatehouse:audit-trail';

/** Where a process that runs the functions itself takes what is counted. On AWS nobody does. */
export const metricsChannel = 'gatehouse:metrics';

/** What a record says that depends on what was called. */
export interface AuditDetails {
  readonly eventVersion: '1.10' | '1.08';
  readonly eventType: 'AwsApiCall' | 'AwsServiceEvent';
  readonly eventName: string;
  readonly readOnly: boolean;
  readonly requestParameters: object | null;
  readonly responseElements: object | null;
  readonly additionalEventData?: object;
  /** What the caller was told, without what is hidden; by default, what the refusal says. */
  readonly errorMessage?: string;
}

/** A record of the trail. Where CloudTrail has the same member, it means the same. */
export interface AuditRecord extends AuditDetails {
  readonly userIdentity: Readonly<Record<string, string>>;
  readonly eventTime: string;
  readonly eventSource: string;
  readonly awsRegion: string;
  readonly sourceIPAddress: string;
  readonly userAgent: string;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly requestID: string;
  readonly eventID: string;
  readonly managementEvent: true;
  readonly recipientAccountId: string;
  readonly eventCategory: 'Management';
  readonly serviceEventDetails?: object;
}

const longestText = 512;
const longestMessage = 1024;

const cut = (text: string, longest = longestText): string =>
  text.length > longest ? `${text.slice(0, longest)}…` : text;

// Who is refused learns which value was wrong. The trail says where it was, as the value may be a code or a token.
const withoutValues = (message: string): string =>
  message.replace(/Value '[\s\S]*?' at '(?=[\s\S]{0,1000}?' failed to satisfy constraint)/g, "Value at '");

// A key that signed is a user, as it is in AccessDeniedException. One that nothing proves is only told.
const identityOf = (
  { called, accessKeyId, isSigned, operator }: EndedCall,
  type: AuditDetails['eventType'],
  accountId: string,
) => {
  if (type === 'AwsServiceEvent') return { accountId };
  // IAM admitted somebody, and Lambda does not tell whom.
  if (called.api === 'worker') return { type: 'Unknown', accountId };
  if (accessKeyId === undefined) return { type: 'Unknown', principalId: 'Anonymous' };
  if (!isSigned) return { type: 'Unknown', accountId, accessKeyId };
  if (operator !== undefined) {
    const arn = `arn:aws:sts::${accountId}:assumed-role/operator/${operator}`;
    const principalId = `${accessKeyId}:${operator}`;
    return { type: 'AssumedRole', principalId, arn, accountId, accessKeyId, userName: operator };
  }
  const arn = `arn:aws:iam::${accountId}:user/${accessKeyId}`;
  return { type: 'IAMUser', principalId: accessKeyId, arn, accountId, accessKeyId, userName: accessKeyId };
};

const toRecord = (call: EndedCall, { eventVersion, errorMessage, ...details }: AuditDetails): AuditRecord => {
  const { region, accountId } = environment();
  const { called, http, refusal, startedAt } = call;
  const { eventType, eventName, readOnly, requestParameters, responseElements, additionalEventData } = details;
  return {
    eventVersion,
    userIdentity: identityOf(call, eventType, accountId),
    eventTime: `${new Date(startedAt).toISOString().slice(0, 19)}Z`,
    eventSource: `${called.api === 'cognito-identity' ? called.api : 'cognito-idp'}.amazonaws.com`,
    eventName,
    awsRegion: region,
    sourceIPAddress: http.sourceIp,
    userAgent: cut(http.headers['user-agent'] ?? ''),
    ...(refusal && {
      errorCode: refusal.code,
      errorMessage: cut(withoutValues(errorMessage ?? refusal.message), longestMessage),
    }),
    requestParameters,
    responseElements,
    ...(additionalEventData && { additionalEventData }),
    requestID: http.requestId,
    eventID: randomUUID(),
    readOnly,
    eventType,
    managementEvent: true,
    recipientAccountId: accountId,
    ...(eventType === 'AwsServiceEvent' && { serviceEventDetails: { serviceAccountId: accountId } }),
    eventCategory: 'Management',
  };
};

const records = channel(auditChannel);

/** Puts the record of a call on the trail. */
export const audit = (call: EndedCall, details: AuditDetails): void => {
  const line = `${JSON.stringify(toRecord(call, details))}\n`;
  if (records.hasSubscribers) records.publish(line);
  else process.stdout.write(line);
};
