import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import * as v from 'valibot';
import {
  type LocalSession,
  newSessionKeyId,
  readSessionToken,
  secretOfSession,
  toSessionToken,
} from '#shared/domain/access-keys/local-session.ts';
import { closeServer } from '../close-server.ts';
import { refusalOfForeignPage } from '../own-pages.ts';
import { usualLimits } from '../serving/limits.ts';
import { createWholeServer } from '../serving/server.ts';
import { assertSigned, Refusal } from '../signature.ts';
import { readWebIdentity } from './web-identity.ts';

interface Settings {
  readonly port: number;
  /** Path of 32 bytes that make session tokens. */
  readonly keyFile: string;
  /** The issuers whose tokens it takes, as if they were registered in IAM. */
  readonly issuers: readonly string[];
  readonly accountId: string;
  /** Path of a file with the OpenID providers of IAM: lists of audiences by ARN. It need not be there. */
  readonly providersFile: string;
}

export interface Sts {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

const Providers = v.record(v.string(), v.array(v.string()));

const escaped = (text: string): string => text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);

const element = (name: string, value: string | number): string => `<${name}>${escaped(String(value))}</${name}>`;

const namespace = 'https://sts.amazonaws.com/doc/2011-06-15/';

const result = (action: string, members: string): string =>
  `<${action}Response xmlns="${namespace}"><${action}Result>${members}</${action}Result><ResponseMetadata>${element('RequestId', randomUUID())}</ResponseMetadata></${action}Response>`;

const refusal = ({ code, message }: Refusal): string =>
  `<ErrorResponse xmlns="${namespace}"><Error><Type>Sender</Type>${element('Code', code)}${element('Message', message)}</Error>${element('RequestId', randomUUID())}</ErrorResponse>`;

// Two parts of what a real ARN of a session has are all that anybody reads: the role and the session.
const assumedRole = ({ role, sessionName }: Pick<LocalSession, 'role' | 'sessionName'>): string =>
  `${role.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/')}/${sessionName}`;

/**
 * A small STS. AssumeRoleWithWebIdentity takes what the real one takes, and gives a session of any role: keys whose
 * session token says who has which role. GetCallerIdentity tells it to whoever signs with them. Of IAM, it has
 * GetOpenIDConnectProvider.
 */
export const startSts = ({ port, keyFile, issuers, accountId, providersFile }: Settings): Promise<Sts> => {
  const key = readFileSync(keyFile);

  const assume = async ({ headers }: IncomingMessage, asked: URLSearchParams): Promise<string> => {
    if (headers.authorization !== undefined || headers['x-amz-security-token'] !== undefined) {
      throw new Refusal(403, 'InvalidClientTokenId', 'The security token included in the request is invalid.');
    }
    const { roleArn: role, seconds, ...identity } = await readWebIdentity(asked, issuers);
    const accessKeyId = newSessionKeyId();
    const expiresAt = Date.now() + seconds * 1000;
    const session: LocalSession = { accessKeyId, role, expiresAt, ...identity };
    const credentials = [
      element('AccessKeyId', accessKeyId),
      element('SecretAccessKey', secretOfSession(key, accessKeyId)),
      element('SessionToken', toSessionToken(key, session)),
      element('Expiration', new Date(expiresAt).toISOString()),
    ];
    const user = `${element('Arn', assumedRole(session))}${element('AssumedRoleId', `AROALOCAL:${identity.sessionName}`)}`;
    return result(
      'AssumeRoleWithWebIdentity',
      [
        `<Credentials>${credentials.join('')}</Credentials>`,
        `<AssumedRoleUser>${user}</AssumedRoleUser>`,
        element('SubjectFromWebIdentityToken', identity.subject),
        element('Audience', identity.audience),
        element('Provider', identity.issuer),
      ].join(''),
    );
  };

  const tellCaller = async (request: IncomingMessage, url: URL, body: Buffer): Promise<string> => {
    const session = readSessionToken(key, String(request.headers['x-amz-security-token'] ?? ''), Date.now());
    if (!session) throw new Refusal(403, 'ExpiredToken', 'The security token included in the request is expired');
    const { accessKeyId } = session;
    const credentials = { accessKeyId, secretAccessKey: secretOfSession(key, accessKeyId) };
    await assertSigned(request, url, { credentials, service: 'sts', body });
    return result(
      'GetCallerIdentity',
      [
        element('Arn', assumedRole(session)),
        element('UserId', `AROALOCAL:${session.sessionName}`),
        element('Account', session.role.split(':')[4] ?? accountId),
      ].join(''),
    );
  };

  const tellProvider = (arn: string): string => {
    const file: unknown = existsSync(providersFile) ? JSON.parse(readFileSync(providersFile, 'utf8')) : {};
    const { success, output } = v.safeParse(Providers, file);
    const audiences = success && Object.hasOwn(output, arn) ? output[arn] : undefined;
    if (!audiences) throw new Refusal(404, 'NoSuchEntity', `OpenIDConnect Provider not found for arn ${arn}`);
    const members = audiences.map((audience) => element('member', audience)).join('');
    return result('GetOpenIDConnectProvider', `<ClientIDList>${members}</ClientIDList>`);
  };

  const answer = async (request: IncomingMessage, body: Buffer): Promise<string> => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host ?? 'localhost'}`);
    const asked = new URLSearchParams(body.toString());
    switch (asked.get('Action')) {
      case 'AssumeRoleWithWebIdentity':
        return assume(request, asked);
      case 'GetCallerIdentity':
        return tellCaller(request, url, body);
      case 'GetOpenIDConnectProvider':
        return tellProvider(asked.get('OpenIDConnectProviderArn') ?? '');
      default:
        throw new Refusal(400, 'InvalidAction', 'The STS of this stack has no such action.');
    }
  };

  const server = createWholeServer(
    (request, response, body) => {
      const send = (status: number, text: string): void => {
        response.setTimeout(usualLimits.idleMs, () => response.destroy());
        response.writeHead(status, { 'content-type': 'text/xml', 'content-length': Buffer.byteLength(text) }).end(text);
      };
      answer(request, body).then(
        (text) => send(200, text),
        (error: unknown) => {
          const refused = error instanceof Refusal ? error : new Refusal(500, 'InternalFailure', 'It failed.');
          send(refused.status, refusal(refused));
        },
      );
    },
    usualLimits,
    refusalOfForeignPage,
  );
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      const own = typeof address === 'object' && address !== null ? address.port : port;
      resolve({ url: `http://127.0.0.1:${own}`, stop: () => closeServer(server) });
    });
  });
};
