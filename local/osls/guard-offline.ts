import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import { refusalOfForeignPage } from '../own-pages.ts';
import { assertSigned, type Credentials, Refusal } from '../signature.ts';

interface Answer {
  code(status: number): Answer;
  header(name: string, value: string): Answer;
  takeover(): Answer;
}

interface Toolkit {
  /** Says that the request was answered past hapi, which would give other origins leave to ask. */
  readonly abandon: symbol;
  readonly continue: symbol;
  response(body: unknown): Answer;
}

interface HapiRequest {
  readonly raw: { readonly req: IncomingMessage; readonly res: ServerResponse };
  readonly payload: unknown;
}

type Step = (request: HapiRequest, h: Toolkit) => Answer | symbol | Promise<Answer | symbol>;

interface HapiServer {
  ext(point: 'onRequest' | 'onPreHandler', step: Step): void;
  match(method: string, path: string): { readonly path: string } | null;
  start(): Promise<void>;
}

// serverless-offline makes two servers, of which it lets nobody see either: they are reached by what they have in common.
const serverPrototype = (): HapiServer => {
  const load = createRequire(path.resolve('node_modules/serverless-offline/package.json'));
  const { Server }: { Server: new () => HapiServer } = load('@hapi/hapi');
  return Object.getPrototypeOf(new Server());
};

const takesInvocations = (server: HapiServer): boolean =>
  server.match('post', '/2015-03-31/functions/any/invocations')?.path.endsWith('{functionName}/invocations') ?? false;

const isSame = (given: string, wanted: string): boolean => {
  const [one, other] = [Buffer.from(given), Buffer.from(wanted)];
  return one.length === other.length && timingSafeEqual(one, other);
};

/** Refuses pages of elsewhere, before anything is read of what they send, unless the edge hands their requests on. */
const refuseForeignPages =
  (originSecret: string): Step =>
  ({ raw: { req, res } }, h) => {
    const given = req.headers['x-origin-secret'];
    const isFromEdge = typeof given === 'string' && isSame(given, originSecret);
    const refusal = isFromEdge ? undefined : refusalOfForeignPage(req);
    if (!refusal) return h.continue;
    // What is left of the body is not waited for.
    res.writeHead(refusal.status, { ...refusal.headers, connection: 'close' }).end(refusal.body);
    return h.abandon;
  };

/** Refuses what is not signed by a part of this stack. */
const refuseUnsigned =
  (credentials: Credentials): Step =>
  async ({ raw: { req }, payload }, h) => {
    const body = Buffer.isBuffer(payload) ? payload : Buffer.alloc(0);
    try {
      await assertSigned(req, new URL(`http://localhost${req.url}`), { service: 'lambda', credentials, body });
      return h.continue;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { status, code, message } = error;
      return h.response({ message }).code(status).header('x-amzn-errortype', code).takeover();
    }
  };

/**
 * Throws where the guard did not come before every server of serverless-offline: one for the HTTP API, and one that
 * takes invocations. `guarded` says of each that it came before whether it takes them.
 */
export const assertGuarded = (guarded: readonly boolean[]): void => {
  if (guarded.length === 2 && guarded.filter(Boolean).length === 1) return;
  throw new Error(
    'serverless-offline starts its servers in another way: local/osls/guard-offline.ts guards them, and has to be looked at.',
  );
};

interface Secrets {
  readonly originSecret: string;
  readonly credentials: Credentials;
}

/**
 * Has the servers of serverless-offline refuse what pages of elsewhere send, and invocations that no part of this stack
 * has signed: those would let anybody who finds the port make an access key. What it gives is to be called when they
 * have started, and throws where not all of them are guarded. Throws a plain Error without secrets.
 */
export const guardOffline = ({ originSecret, credentials }: Secrets): (() => void) => {
  if (!originSecret || !credentials.secretAccessKey) throw new Error('The functions have no secrets: use npm start.');
  const servers = serverPrototype();
  const guarded: boolean[] = [];
  const { start } = servers;
  servers.start = function startGuarded(this: HapiServer) {
    this.ext('onRequest', refuseForeignPages(originSecret));
    const isForInvocations = takesInvocations(this);
    if (isForInvocations) this.ext('onPreHandler', refuseUnsigned(credentials));
    guarded.push(isForInvocations);
    return start.call(this);
  };
  return () => assertGuarded(guarded);
};
