/** What is known so far: facts about the stack, and from earlier answers of the same leg. */
export type Facts = Readonly<Record<string, unknown>>;

/** What every step can have. In text, `{{name}}` is replaced by a fact; alone, it stands for a fact of any type. */
interface Told {
  /** Facts to take from the answer, by their path in it: `{ pool: 'UserPool.Id' }`. */
  readonly keep?: Readonly<Record<string, string>>;
  /** Facts to read from the answer as text, headers before the body: the first group of each pattern. */
  readonly reads?: Readonly<Record<string, RegExp>>;
  /** Facts to make from others before the request. `at` is its time, in epoch milliseconds. */
  readonly make?: (facts: Facts, at: number) => Facts | Promise<Facts>;
  /** Seconds that pass before the step. */
  readonly after?: number;
  /** Who gets a message. Its content is compared, too, and its code becomes the fact `code`. */
  readonly mail?: string;
  /** True where lists are in the order of random ids. */
  readonly unordered?: true;
  /** True where the answer has an address that nobody has. */
  readonly pretends?: true;
  /** Members that differ each time, by their paths in the answer: such as a worker's progress. */
  readonly leaves?: readonly string[];
  /** Repeated until a member has the value: for the work of workers. */
  readonly until?: readonly [path: string, value: unknown];
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * Changes the answer's body into what is compared, such as opened instead of sealed. It also becomes the fact
   * `opened`.
   */
  readonly opens?: (body: unknown, facts: Facts) => Promise<unknown>;
}

interface CallTold extends Told {
  /** The exception of the answer. Without it, the request succeeds. */
  readonly refused?: string;
  /**
   * Facts of an access key other than the stack's: `limited` has `limited.accessKeyId` and `limited.secretAccessKey`, and
   * `limited.sessionToken` where it is of a session.
   */
  readonly key?: string;
}

/** A request to an operation. */
export interface Call extends CallTold {
  readonly kind: 'call';
  readonly name: string;
  /** Its key: those of identity pools have `Identity` before their names. */
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

/** An invocation of a worker, as IAM allows it to owners of an account. Nothing of it is compared. */
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
  /**
   * `machine` where workers take part, as nobody moves their clock. Otherwise each step comes a second after the one
   * before.
   */
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

/** A request that names no operation, or does so in a way that the API does not accept. */
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

/** The fields of a form. Facts are filled in. */
type Fields = Readonly<Record<string, string>>;

// What `{{fact}}` stands for needs no escapes: ids, codes and tokens.
const encoded = (fields: Fields): string =>
  String(new URLSearchParams(fields)).replaceAll('%7B%7B', '{{').replaceAll('%7D%7D', '}}');

/** A request of a browser: a redirect by default. */
export const get = (name: string, path: string, query: Fields, told: Parameters<typeof http>[1] = {}): Step =>
  http(name, { url: `{{endpoint}}${path}?${encoded(query)}`, status: 302, ...told });

/** A form that is posted. */
export const post = (name: string, path: string, fields: Fields, told: Parameters<typeof http>[1] = {}): Step =>
  http(name, {
    method: 'POST',
    url: `{{endpoint}}${path}`,
    body: encoded(fields),
    ...told,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...told.headers },
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

/** The value with its facts filled in. Throws a plain Error that names an unknown fact. */
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
  const members = Object.entries(value).map(([name, member]) => [String(fill(name, facts)), fill(member, facts)]);
  return Object.fromEntries(members);
};

/** The member at a path such as `Users.0.Username`; undefined where there is none. */
export const memberAt = (value: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((found, name) => (found === undefined ? found : Object(found)[name]), value);
