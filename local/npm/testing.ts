/**
 * For the tests of an app: a Gatehouse of their own, users who are signed in, the codes that were sent, a clock that moves.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as v from 'valibot';
import { createApi } from '../cli/api.ts';
import { root } from '../root.ts';
import { millisecondsIn } from './durations.ts';
import { createUsers } from './test-users.ts';

/** Where a stack is, and what is in it from the start. It can be handed to other processes as JSON. */
export interface GatehouseFacts {
  /** The address to set as the endpoint of clients. */
  readonly endpoint: string;
  readonly region: string;
  /** The issuer of the demo pool's tokens. */
  readonly issuer: string;
  readonly userPoolId: string;
  readonly clientId: string;
  readonly identityPoolId: string;
  /** Where a browser signs in to the demo pool. */
  readonly signInUrl: string;
  /** A user of the demo pool, and the password. */
  readonly username: string;
  readonly password: string;
  /** An app client for machines, with a secret. */
  readonly machineClientId: string;
  readonly machineClientSecret: string;
  /** The access key for signed operations. */
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Where all messages are. */
  readonly mailboxUrl: string;
  readonly controlUrl: string;
  readonly controlToken: string;
  /** The endpoint over HTTPS, and the file of the certificate to trust for it, where that was wanted. */
  readonly httpsEndpoint?: string | undefined;
  readonly certificateAuthority?: string | undefined;
}

/** A message that was sent. */
export interface GatehouseMessage {
  readonly to: string;
  readonly channel: 'EMAIL' | 'SMS';
  readonly subject?: string | undefined;
  readonly body: string;
  /** The code or temporary password in it. */
  readonly code?: string | undefined;
  /** ISO 8601. */
  readonly sentAt: string;
}

/** What to make of a user. */
export interface NewTestUser {
  /** One that nobody has, unless given: an e-mail address where the pool signs in with these. */
  readonly username?: string;
  readonly password?: string;
  /** Besides `email` and `email_verified`, which the user has in any case. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** Groups that are not there are made. */
  readonly groups?: readonly string[];
  /** True gives an authenticator app, which is then asked for at each sign-in. The pool has to have MFA. */
  readonly mfa?: boolean;
  /** Those of the demo, unless given. */
  readonly userPoolId?: string;
  readonly clientId?: string;
}

/** A user who is signed in. */
export interface TestUser {
  readonly username: string;
  readonly password: string;
  readonly sub: string;
  readonly email: string;
  readonly accessToken: string;
  readonly idToken: string;
  readonly refreshToken: string;
  /** The code that the authenticator app shows now. Where `mfa` was not wanted, it throws. */
  readonly totp: () => Promise<string>;
}

/** A pool with an app client. */
export interface TestPool {
  readonly userPoolId: string;
  readonly clientId: string;
  readonly issuer: string;
}

/** A running stack. */
export interface Gatehouse extends GatehouseFacts {
  /** What `connectGatehouse` needs in another process. */
  readonly facts: GatehouseFacts;
  /** Variables by which AWS SDKs and the AWS CLI find it. */
  readonly env: Readonly<Record<string, string>>;
  /** Any operation of the API, signed. Throws an Error with the name of its exception. */
  readonly call: (operation: string, request: object) => Promise<Readonly<Record<string, unknown>>>;
  /** The messages to an address or number, newest last. */
  readonly messagesFor: (to: string) => Promise<readonly GatehouseMessage[]>;
  /**
   * The newest code to an address or number that was not given before. Waits for it, five seconds unless told otherwise, and
   * then throws.
   */
  readonly codeFor: (to: string, options?: { readonly timeoutMs?: number }) => Promise<string>;
  /** Moves the clock of the whole stack, as in `moveClock('2 h')`: ms, s, min, h, d. Gives the time there. */
  readonly moveClock: (by: string | number) => Promise<Date>;
  /** Keeps what is in the table, and the clock. Gives what `restore` needs. */
  readonly snapshot: () => Promise<string>;
  /** Puts all of it back. Messages stay where they are. */
  readonly restore: (snapshot: string) => Promise<void>;
  /** Makes a user who is signed in. */
  readonly user: (wanted?: NewTestUser) => Promise<TestUser>;
  /** Makes a pool with an app client. Members are those of CreateUserPool and CreateUserPoolClient. */
  readonly pool: (wanted?: { readonly pool?: object; readonly client?: object }) => Promise<TestPool>;
}

/** How to start a stack. */
export interface StartOptions {
  /** False keeps what is there in the folder `data`. */
  readonly memory?: boolean;
  readonly data?: string;
  /** A free one, unless given. */
  readonly port?: number;
  readonly https?: boolean;
  /** Shows what the functions log. */
  readonly verbose?: boolean;
  /** Settings, in addition to those of this process. */
  readonly env?: Readonly<Record<string, string>>;
}

const Facts = v.looseObject({
  endpoint: v.string(),
  region: v.string(),
  issuer: v.string(),
  userPoolId: v.string(),
  clientId: v.string(),
  identityPoolId: v.string(),
  signInUrl: v.string(),
  username: v.string(),
  password: v.string(),
  machineClientId: v.string(),
  machineClientSecret: v.string(),
  accessKeyId: v.string(),
  secretAccessKey: v.string(),
  mailboxUrl: v.string(),
  controlUrl: v.string(),
  controlToken: v.string(),
  httpsEndpoint: v.optional(v.string()),
  certificateAuthority: v.optional(v.string()),
}) satisfies v.GenericSchema<unknown, GatehouseFacts>;

const Message = v.object({
  to: v.string(),
  channel: v.picklist(['EMAIL', 'SMS']),
  subject: v.optional(v.string()),
  body: v.string(),
  code: v.optional(v.string()),
  sentAt: v.string(),
}) satisfies v.GenericSchema<unknown, GatehouseMessage>;

const Time = v.object({ time: v.number() });
const Taken = v.object({ id: v.string() });
const AnyObject = v.record(v.string(), v.unknown());

const tries = { everyMs: 20, forMs: 5000 } as const;

/** The stack that these facts are of, which another process has started. */
export const connectGatehouse = (facts: GatehouseFacts): Gatehouse => {
  const { endpoint, region, accessKeyId, secretAccessKey, mailboxUrl, controlUrl, controlToken } = facts;
  const api = createApi({ endpoint, region, accessKey: { accessKeyId, secretAccessKey } });

  const control = async <Schema extends v.GenericSchema>(
    method: 'GET' | 'POST',
    where: string,
    schema: Schema,
    body?: object,
  ): Promise<v.InferOutput<Schema>> => {
    const answer = await fetch(`${controlUrl}${where}`, {
      method,
      headers: { authorization: `Bearer ${controlToken}` },
      ...(body && { body: JSON.stringify(body) }),
    });
    const said = await answer.text();
    if (!answer.ok) throw new Error(said);
    return v.parse(schema, JSON.parse(said));
  };

  const messagesFor = async (to: string): Promise<readonly GatehouseMessage[]> =>
    v.parse(v.array(Message), await (await fetch(`${mailboxUrl}/messages?to=${encodeURIComponent(to)}`)).json());

  // How many messages to whom were there when a code was last given.
  const seen = new Map<string, number>();
  const codeFor: Gatehouse['codeFor'] = async (to, { timeoutMs = tries.forMs } = {}) => {
    for (const late = Date.now() + timeoutMs; ; await pause(tries.everyMs)) {
      const messages = await messagesFor(to);
      const code = messages.slice(seen.get(to) ?? 0).findLast((message) => message.code !== undefined)?.code;
      if (code !== undefined) {
        seen.set(to, messages.length);
        return code;
      }
      if (Date.now() > late) throw new Error(`No code that was not read before has come to ${to}.`);
    }
  };

  const timeThere = async (): Promise<number> => (await control('GET', '/clock', Time)).time;
  const { user, pool } = createUsers(api, facts, timeThere);
  return {
    ...facts,
    facts,
    env: {
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: endpoint,
      AWS_ENDPOINT_URL_COGNITO_IDENTITY: endpoint,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
    },
    call: (operation, request) => api.cognito(operation, request, AnyObject),
    messagesFor,
    codeFor,
    moveClock: async (by) =>
      new Date((await control('POST', '/clock', Time, { milliseconds: millisecondsIn(by) })).time),
    snapshot: async () => (await control('POST', '/snapshots', Taken)).id,
    restore: async (snapshot) => {
      await control('POST', `/snapshots/${snapshot}/restore`, AnyObject);
    },
    user,
    pool,
  };
};

const argumentsOf = (
  { memory = true, port = 0, https = false, verbose = false }: StartOptions,
  data: string,
): string[] => [
  'start',
  '--json',
  '--testing',
  ...['--port', String(port), '--data', data],
  ...(memory ? ['--memory'] : []),
  ...(https ? ['--https'] : []),
  ...(verbose ? ['--verbose'] : []),
];

/** Starts a stack, which ends with this process at the latest. Throws what it said where it does not start. */
export const startGatehouse = async (
  options: StartOptions = {},
): Promise<Gatehouse & { readonly stop: () => Promise<void> }> => {
  const ownFolder = options.data === undefined ? mkdtempSync(path.join(tmpdir(), 'gatehouse-')) : undefined;
  const clear = (): void => {
    if (ownFolder !== undefined) rmSync(ownFolder, { recursive: true, force: true });
  };
  process.once('exit', clear);
  const program = `${root}bin/gatehouse-pools.js`;
  const child = spawn(process.execPath, [program, ...argumentsOf(options, options.data ?? ownFolder ?? '')], {
    // It ends when the channel to this process does.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, ...options.env },
  });
  let said = '';
  let complained = '';
  const ready = new Promise<void>((resolve) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk;
      if (said.endsWith('\n')) resolve();
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      complained = `${complained}${chunk}`.slice(-4000);
      if (options.verbose) process.stderr.write(chunk);
    });
    child.once('exit', () => resolve());
  });
  await ready;
  if (!said.endsWith('\n')) {
    clear();
    throw new Error(complained.trim() || 'Gatehouse did not start.');
  }
  // Whoever forgets to stop it can end all the same.
  child.unref();
  child.channel?.unref();
  for (const stream of [child.stdout, child.stderr])
    if (stream && 'unref' in stream) Reflect.apply(Object(stream).unref, stream, []);
  const facts = v.parse(Facts, JSON.parse(said));
  return {
    ...connectGatehouse(facts),
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, 'exit');
        child.ref();
        child.kill('SIGTERM');
        await ended;
      }
      process.removeListener('exit', clear);
      clear();
    },
  };
};
