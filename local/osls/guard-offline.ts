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
  /** Says that the request was answered without hapi, which would allow other origins to ask. */
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

// serverless-offline makes two servers and gives access to neither, so they are reached by their common prototype.
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

/** Refuses other sites' pages, before anything of a body is read, unless the edge passes their requests on. */
const refuseForeignPages =
  (originSecret: string): Step =>
  ({ raw: { req, res } }, h) => {
    const given = req.headers['x-origin-secret'];
    const isFromEdge = typeof given === 'string' && isSame(given, originSecret);
    const refusal = isFromEdge ? undefined : refusalOfForeignPage(req);
    if (!refusal) return h.continue;
    // The rest of the body is not waited for.
    res.writeHead(refusal.status, { ...refusal.headers, connection: 'close' }).end(refusal.body);
    return h.abandon;
  };

/** Refuses requests that no part of this stack has signed. */
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
 * Throws unless the guard came before every server of serverless-offline: one for the HTTP API, and one that takes
 * invocations. `guarded` says, for each guarded server, whether it takes invocations.
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
 * Has the servers of serverless-offline refuse requests of other sites' pages, and invocations that no part of this
 * stack has signed: by those, anybody who finds the port could make an access key. Gives a function to call once they
 * have started, which throws where not all of them are guarded. Throws a plain Error without secrets.
 */
export const guardOffline = ({ originSecret, credentials }: Secrets): (() => void) => {
  if (!originSecret || !credentials.secretAccessKey) throw new Error('The functions have no secrets.');
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
