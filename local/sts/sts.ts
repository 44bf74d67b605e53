import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import {
  type LocalSession,
  newSessionKeyId,
  readSessionToken,
  secretOfSession,
  toSessionToken,
} from '#shared/domain/access-keys/local-session.ts';
import type { RoleSession } from '#shared/gateways/sts.ts';
import { type LocalService, startService } from '../serving/service.ts';
import { assertSigned, Refusal } from '../signature.ts';
import { type ProviderFiles, tellOpenIdProvider, tellSamlProvider } from './iam.ts';
import { assertTrusted } from './local-roles.ts';
import { assumeByProfile } from './own-profile.ts';
import { element, refusal, result } from './query-protocol.ts';
import { readWebIdentity, type WebIdentity } from './web-identity.ts';

interface Settings {
  readonly port: number;
  /** Path of 32 bytes that make session tokens. */
  readonly keyFile: string;
  /** The issuers whose tokens it takes, as if they were registered in IAM. */
  readonly issuers: readonly string[];
  readonly accountId: string;
  /** The providers of IAM. */
  readonly providers: ProviderFiles;
  /** Path of a file with roles, which may say whom they trust. It need not be there. */
  readonly rolesFile: string;
  readonly region: string;
  /** The developer's own AWS profile that assumes the roles; without it, the keys are good on this machine alone. */
  readonly profile: string | undefined;
}

const namespace = 'https://sts.amazonaws.com/doc/2011-06-15/';

// Two parts of what a real ARN of a session has are all that anybody reads: the role and the session.
const assumedRole = ({ role, sessionName }: Pick<LocalSession, 'role' | 'sessionName'>): string =>
  `${role.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/')}/${sessionName}`;

/**
 * A small STS. AssumeRoleWithWebIdentity takes what the real one takes, and gives a session of any role that trusts
 * whoever asks: keys whose session token says who has which role. GetCallerIdentity tells it to whoever signs with them.
 * Of IAM, it has GetOpenIDConnectProvider and GetSAMLProvider.
 */
export const startSts = (settings: Settings): Promise<LocalService> => {
  const { port, keyFile, issuers, accountId, region, providers, rolesFile, profile } = settings;
  const key = readFileSync(keyFile);

  // Everything is in the session token, so that nothing has to be stored.
  const localSession = ({ roleArn: role, seconds, methods: _, ...identity }: WebIdentity): RoleSession => {
    const accessKeyId = newSessionKeyId();
    const expiresAt = Date.now() + seconds * 1000;
    const sessionToken = toSessionToken(key, { accessKeyId, role, expiresAt, ...identity });
    return { accessKeyId, secretAccessKey: secretOfSession(key, accessKeyId), sessionToken, expiresAt };
  };

  const assume = async ({ headers }: IncomingMessage, asked: URLSearchParams): Promise<string> => {
    if (headers.authorization !== undefined || headers['x-amz-security-token'] !== undefined) {
      throw new Refusal(403, 'InvalidClientTokenId', 'The security token included in the request is invalid.');
    }
    const asks = await readWebIdentity(asked, issuers);
    assertTrusted(rolesFile, asks);
    const { roleArn: role, sessionName } = asks;
    const session = profile === undefined ? localSession(asks) : await assumeByProfile(profile, region, asks);
    const credentials = [
      element('AccessKeyId', session.accessKeyId),
      element('SecretAccessKey', session.secretAccessKey),
      element('SessionToken', session.sessionToken),
      element('Expiration', new Date(session.expiresAt).toISOString()),
    ];
    const user = `${element('Arn', assumedRole({ role, sessionName }))}${element('AssumedRoleId', `AROALOCAL:${sessionName}`)}`;
    return result(
      namespace,
      'AssumeRoleWithWebIdentity',
      [
        `<Credentials>${credentials.join('')}</Credentials>`,
        `<AssumedRoleUser>${user}</AssumedRoleUser>`,
        element('SubjectFromWebIdentityToken', asks.subject),
        element('Audience', asks.audience),
        element('Provider', asks.issuer),
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
      namespace,
      'GetCallerIdentity',
      [
        element('Arn', assumedRole(session)),
        element('UserId', `AROALOCAL:${session.sessionName}`),
        element('Account', session.role.split(':')[4] ?? accountId),
      ].join(''),
    );
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
        return tellOpenIdProvider(providers, asked.get('OpenIDConnectProviderArn') ?? '');
      case 'GetSAMLProvider':
        return tellSamlProvider(providers, asked.get('SAMLProviderArn') ?? '');
      default:
        throw new Refusal(400, 'InvalidAction', 'The STS of this stack has no such action.');
    }
  };

  return startService({
    port,
    contentType: 'text/xml',
    answer,
    refuse: (refused) => refusal(namespace, refused),
  });
};
