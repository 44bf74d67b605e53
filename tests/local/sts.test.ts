import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { givenSettings } from '#local/given-settings.ts';
import type { LocalService } from '#local/serving/service.ts';
import { startSts } from '#local/sts/sts.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'gatehouse-sts-'));
const fileOf = (name: string): string => path.join(directory, name);
const role = 'arn:aws:iam::111122223333:role/shop-user';
const assumed: { readonly asked: URLSearchParams; readonly headers: IncomingHttpHeaders }[] = [];

let aws: Server;
let sts: LocalService;
let token: (claims?: object) => Promise<string>;

const addressOf = (server: Server): string => {
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('The server has no port.');
  return `http://127.0.0.1:${address.port}`;
};

const credentialsXml =
  '<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>' +
  '<AccessKeyId>ASIAREAL</AccessKeyId><SecretAccessKey>real-secret</SecretAccessKey><SessionToken>real-token</SessionToken>' +
  `<Expiration>${new Date(Date.now() + 3_600_000).toISOString()}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;

const deniedXml =
  '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>AccessDenied</Code>' +
  '<Message>You may not assume it</Message></Error></ErrorResponse>';

/** Stands for AWS: it has the issuer's documents and the real STS. */
const startAws = async (): Promise<Server> => {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k', alg: 'RS256', use: 'sig' };
  const server = createServer(async (request, response) => {
    const { url, headers } = request;
    const origin = addressOf(server);
    if (url?.endsWith('/openid-configuration'))
      return response.end(JSON.stringify({ issuer: `${origin}/identity`, jwks_uri: `${origin}/keys` }));
    if (url === '/keys') return response.end(JSON.stringify({ keys: [jwk] }));
    const asked = new URLSearchParams(await text(request));
    assumed.push({ asked, headers });
    const isDenied = asked.get('RoleArn') !== role;
    return response
      .writeHead(isDenied ? 403 : 200, { 'content-type': 'text/xml' })
      .end(isDenied ? deniedXml : credentialsXml);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  token = (claims = {}) =>
    new SignJWT({ sub: 'us-east-1:ada', aud: 'us-east-1:00000000-0000-0000-0000-000000000000', ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: 'k' })
      .setIssuer(`${addressOf(server)}/identity`)
      .setIssuedAt()
      .setExpirationTime('10 minutes')
      .sign(privateKey);
  return server;
};

const assume = async (more: Readonly<Record<string, string>> = {}): Promise<string> => {
  const body = new URLSearchParams({
    Action: 'AssumeRoleWithWebIdentity',
    RoleArn: role,
    RoleSessionName: 'CognitoIdentityCredentials',
    WebIdentityToken: await token(),
    ...more,
  });
  return (await fetch(sts.url, { method: 'POST', body })).text();
};

const textIn = (answer: string, name: string): string | undefined =>
  new RegExp(`<${name}>([^<]*)</${name}>`).exec(answer)?.[1];

describe('the STS of a laptop, with a profile of the developer', () => {
  beforeAll(async () => {
    aws = await startAws();
    writeFileSync(fileOf('sts.key'), randomBytes(32));
    writeFileSync(
      fileOf('credentials'),
      '[shop]\naws_access_key_id = AKIADEVELOPER\naws_secret_access_key = a-secret-of-the-developer\n',
    );
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', fileOf('credentials'));
    vi.stubEnv('AWS_CONFIG_FILE', fileOf('no-config'));
    vi.stubEnv('AWS_ENDPOINT_URL_STS', addressOf(aws));
    const { GATEHOUSE_STS_PROFILE: profile } = givenSettings({ lambda: 1 }, { GATEHOUSE_STS_PROFILE: 'shop' });
    sts = await startSts({
      port: 0,
      keyFile: fileOf('sts.key'),
      issuers: [`${addressOf(aws)}/identity`],
      accountId: '111122223333',
      region: 'eu-west-3',
      providers: { openIdProviders: fileOf('none.json'), samlProviders: fileOf('none.json') },
      rolesFile: fileOf('roles.json'),
      profile,
    });
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await sts.stop();
    aws.close();
    rmSync(directory, { recursive: true });
  });

  it('gives keys of AWS, which the profile got for the role with its tags and its policy', async () => {
    const tags = { 'https://aws.amazon.com/tags': { principal_tags: { team: ['sales'] }, transitive_tag_keys: [] } };
    const Policy = '{"Version":"2012-10-17","Statement":[]}';

    const answer = await assume({ WebIdentityToken: await token(tags), Policy, DurationSeconds: '7200' });

    expect(textIn(answer, 'AccessKeyId')).toBe('ASIAREAL');
    expect(textIn(answer, 'SecretAccessKey')).toBe('real-secret');
    expect(textIn(answer, 'SessionToken')).toBe('real-token');
    expect(textIn(answer, 'SubjectFromWebIdentityToken')).toBe('us-east-1:ada');
    const { asked, headers } = assumed.at(-1) ?? { asked: new URLSearchParams(), headers: {} };
    expect(Object.fromEntries(asked)).toMatchObject({
      Action: 'AssumeRole',
      RoleArn: role,
      RoleSessionName: 'CognitoIdentityCredentials',
      DurationSeconds: '3600',
      Policy,
      'Tags.member.1.Key': 'team',
      'Tags.member.1.Value': 'sales',
    });
    expect(headers.authorization).toMatch(/Credential=AKIADEVELOPER\/\d{8}\/eu-west-3\/sts\//);
  });

  it('asks AWS for nobody whose token is no good, and whom the role does not trust', async () => {
    const before = assumed.length;
    expect(textIn(await assume({ WebIdentityToken: `${await token()}x` }), 'Code')).toBe('InvalidIdentityToken');
    const trust = { Statement: { Effect: 'Allow', Principal: { Federated: 'x' }, Action: 'sts:*' } };
    writeFileSync(fileOf('roles.json'), JSON.stringify({ [role]: { trust } }));
    expect(textIn(await assume(), 'Code')).toBe('AccessDenied');
    rmSync(fileOf('roles.json'));
    expect(assumed).toHaveLength(before);
  });

  it('says what AWS says where the profile may not', async () => {
    const answer = await assume({ RoleArn: 'arn:aws:iam::111122223333:role/other' });
    expect(textIn(answer, 'Code')).toBe('AccessDenied');
    expect(textIn(answer, 'Message')).toBe('You may not assume it');
  });
});
