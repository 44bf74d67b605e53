/** What is known so far: of the stack, and what earlier answers of the same leg gave. */
export type Facts = Readonly<Record<string, unknown>>;

/** What can be said of every step. Text holds facts as `{{name}}`; alone, it stands for a fact of any kind. */
interface Told {
  /** Facts that the answer gives, by their path in it: `{ pool: 'UserPool.Id' }`. */
  readonly keep?: Readonly<Record<string, string>>;
  /** Facts that are made of others before the request; `at` is its time, in epoch milliseconds. */
  readonly make?: (facts: Facts, at: number) => Facts | Promise<Facts>;
  /** Seconds that pass before it. */
  readonly after?: number;
  /** Who gets a message; what is in it is compared, too, and its code is the fact `code`. */
  readonly mail?: string;
  /** True where lists stand in an order of random ids. */
  readonly unordered?: true;
  /** True where an address is told that nobody has. */
  readonly pretends?: true;
  /** Members that are another each time, by their paths in the answer: how far a worker got. */
  readonly leaves?: readonly string[];
  /** Asked again until a member has the value: for what workers do. */
  readonly until?: readonly [path: string, value: unknown];
  readonly headers?: Readonly<Record<string, string>>;
  /** Makes of the answer's body what is compared: what is sealed, opened. It is the fact `opened`, too. */
  readonly opens?: (body: unknown, facts: Facts) => Promise<unknown>;
}

interface CallTold extends Told {
  /** The exception that it answers; it succeeds without. */
  readonly refused?: string;
  /** Facts of another access key than the stack's: `limited` has `limited.accessKeyId` and `limited.secretAccessKey`. */
  readonly key?: string;
}

/** A request to an operation. */
export interface Call extends CallTold {
  readonly kind: 'call';
  readonly name: string;
  readonly operation: string;
  readonly isSigned: boolean;
  readonly request: object;
}

/** Any other request. */
export interface Http extends Told {
  readonly kind: 'http';
  readonly name: string;
  readonly method: string;
  readonly url: string;
  readonly body?: string;
  readonly status: number;
}

/** An invocation of a worker, as IAM lets owners of an account do; nothing of it is compared. */
export interface Invocation extends Told {
  readonly kind: 'worker';
  readonly name: string;
  readonly worker: string;
  readonly payload: object;
}

export type Step = Call | Http | Invocation;

/** A part of the journey, with facts of its own. */
export interface Leg {
  readonly name: string;
  /** `machine` where workers take part, whose clock nobody moves; else each step comes a second after the one before. */
  readonly clock: 'journey' | 'machine';
  readonly steps: readonly Step[];
}

/** A request as apps send it, unsigned. */
export const app = (operation: string, name: string, request: object, told: CallTold = {}): Step => ({
  kind: 'call',
  operation,
  name,
  request,
  isSigned: false,
  ...told,
});

/** A request as administrators send it, signed. */
export const admin = (operation: string, name: string, request: object, told: CallTold = {}): Step => ({
  kind: 'call',
  operation,
  name,
  request,
  isSigned: true,
  ...told,
});

/** A request that names no operation, or not as the API wants it. */
export const http = (
  name: string,
  {
    method = 'GET',
    url,
    body,
    status = 200,
    ...told
  }: Told & Partial<Pick<Http, 'method' | 'url' | 'body' | 'status'>>,
): Step => ({
  kind: 'http',
  name,
  method,
  url: url ?? '{{endpoint}}/',
  status,
  ...(body !== undefined && { body }),
  ...told,
});

export const worker = (name: string, called: string, payload: object, told: Told = {}): Step => ({
  kind: 'worker',
  name,
  worker: called,
  payload,
  ...told,
});

const whole = /^\{\{([\w.-]+)\}\}$/;
const within = /\{\{([\w.-]+)\}\}/g;

/** The value with facts in place. Throws a plain Error that names a fact which is not known. */
export const fill = (value: unknown, facts: Facts): unknown => {
  const fact = (name: string): unknown => {
    if (facts[name] === undefined) throw new Error(`{{${name}}} is not known.`);
    return facts[name];
  };
  if (typeof value === 'string') {
    const [, alone] = whole.exec(value) ?? [];
    return alone === undefined ? value.replace(within, (_, name: string) => String(fact(name))) : fact(alone);
  }
  if (Array.isArray(value)) return value.map((item) => fill(item, facts));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, fill(member, facts)]));
};

/** The member at a path such as `Users.0.Username`; undefined where there is none. */
export const memberAt = (value: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((found, name) => (found === undefined ? found : Object(found)[name]), value);
