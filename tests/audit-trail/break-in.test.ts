import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import { expect, it } from 'vitest';
import { linesOf } from '#local/audit-trail/trail-lines.ts';
import { keyOf, poolOf, userOf } from '#shared/domain/audit-trail/trail-filter.ts';
import type { TrailRecord } from '#shared/domain/audit-trail/trail-record.ts';
import { recordsOf } from '#tests/support/audit-trail.ts';
import { makePool, makeUser, password } from '#tests/support/pools.ts';
import { stack } from '#tests/support/stack.ts';

// Every address of this network is this machine's.
const home = '127.0.0.2';
const office = '127.0.0.3';
const stranger = '127.0.0.4';

const headersOf = (operation: string) => ({
  'content-type': 'application/x-amz-json-1.1',
  'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
});

const post = (localAddress: string, headers: Readonly<Record<string, string>>, body: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const outgoing = request(
      stack().endpoint,
      { method: 'POST', localAddress, family: 4, headers, agent: false },
      (incoming) => text(incoming).then(resolve, reject),
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });

const call = (
  address: string,
  agent: string,
  operation: string,
  members: object | string,
  more: Readonly<Record<string, string>> = {},
): Promise<string> =>
  post(
    address,
    { ...headersOf(operation), 'user-agent': agent, ...more },
    typeof members === 'string' ? members : JSON.stringify(members),
  );

const attack = (
  operation: string,
  members: object | string,
  more?: Readonly<Record<string, string>>,
): Promise<string> => call(stranger, 'curl/8.5.0', operation, members, more);

const ofAdministrator = async (
  address: string,
  operation: string,
  members: object,
  { secretAccessKey = stack().secretAccessKey, agent = 'aws-cli/2.31.0' } = {},
): Promise<string> => {
  const { accessKeyId, endpoint, region } = stack();
  const { protocol, hostname, host } = new URL(endpoint);
  const signer = new SignatureV4({
    service: 'cognito-idp',
    region,
    credentials: { accessKeyId, secretAccessKey },
    sha256: Sha256,
  });
  const body = JSON.stringify(members);
  const toSign = { host, ...headersOf(operation) };
  const { headers } = await signer.sign({
    method: 'POST',
    protocol,
    hostname,
    path: '/',
    query: {},
    headers: toSign,
    body,
  });
  return post(address, { ...headers, 'user-agent': agent }, body);
};

it('lets a reader of the trail alone tell the story of a break-in', async () => {
  const pool = await makePool(
    { Policies: { PasswordPolicy: { MinimumLength: 12 } }, DeletionProtection: 'ACTIVE' },
    {
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 },
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
    },
  );
  const { poolId, clientId } = pool;
  const ada = await makeUser(pool);
  const wrongPasswords = [
    'Summer-2026-!',
    'Password-123!',
    'Welcome-2026!',
    'Qwerty-12345!',
    'Letmein-2026!',
    'Dragon-12345!',
  ];

  // Ada signs in at home and is signed in again later. The stranger has got hold of the first of her refresh tokens.
  const AuthParameters = { USERNAME: ada.username, PASSWORD: password };
  const signIn = { AuthFlow: 'USER_PASSWORD_AUTH', ClientId: clientId, AuthParameters };
  const tokens = JSON.parse(await call(home, 'shop/3.2', 'InitiateAuth', signIn)).AuthenticationResult;
  const stolen: string = tokens.RefreshToken;
  await call(home, 'shop/3.2', 'GetTokensFromRefreshToken', { ClientId: clientId, RefreshToken: stolen });

  // At one moment, as a lockout begins with a second.
  const guessedAt = { 'x-gatehouse-clock': String(Date.now()) };
  for (const guess of wrongPasswords) {
    const guessed = { ...signIn, AuthParameters: { USERNAME: ada.username, PASSWORD: guess } };
    await attack('InitiateAuth', guessed, guessedAt);
  }
  await attack('ForgotPassword', { ClientId: clientId, Username: ada.username });
  const reset = { ClientId: clientId, Username: ada.username, ConfirmationCode: '135790', Password: 'Mine-now-2026-!' };
  await attack('ConfirmForgotPassword', reset);
  await attack('GetTokensFromRefreshToken', { ClientId: clientId, RefreshToken: stolen });
  await attack('InitiateAuth', `{"ClientId": "${clientId}", "AuthParameters": {"PASSWORD": "Mine-now`);
  await attack('DumpAllUsers', { UserPoolId: poolId });
  const guessed = { secretAccessKey: 'a guess of forty characters and no more.', agent: 'curl/8.5.0' };
  await ofAdministrator(stranger, 'UpdateUserPool', { UserPoolId: poolId, Policies: {} }, guessed);

  // Then the key itself is stolen: it protected the pool from the office, and weakens it from elsewhere.
  const withLength = (MinimumLength: number, DeletionProtection: string) => ({
    UserPoolId: poolId,
    Policies: { PasswordPolicy: { MinimumLength } },
    DeletionProtection,
  });
  await ofAdministrator(office, 'UpdateUserPool', withLength(14, 'ACTIVE'));
  await ofAdministrator(stranger, 'UpdateUserPool', withLength(6, 'INACTIVE'));
  const mine = { UserPoolId: poolId, Username: ada.username, Password: 'Mine-now-2026-!', Permanent: true };
  await ofAdministrator(stranger, 'AdminSetUserPassword', mine);

  // From here on, only the trail is read. Other tests leave records of the same address, at pools of their own.
  const isOurs = (record: TrailRecord): boolean =>
    poolOf(record) === poolId || record.requestParameters?.clientId === clientId || record.userAgent === 'curl/8.5.0';
  const isThere = ({ sourceIPAddress }: TrailRecord): boolean => [home, office, stranger].includes(sourceIPAddress);
  const trail = await recordsOf(stack().trailFile, (record) => isOurs(record) && isThere(record), 17);
  const { accessKeyId } = stack();
  const told = trail.map((record) => [
    record.sourceIPAddress,
    record.eventName,
    record.errorCode ?? 'done',
    userOf(record) === ada.sub ? 'ada' : userOf(record),
    keyOf(record) === accessKeyId ? record.userIdentity.type : keyOf(record),
  ]);
  const wrong = [stranger, 'InitiateAuth', 'NotAuthorizedException', 'ada', undefined];
  expect(told).toEqual([
    [home, 'InitiateAuth', 'done', 'ada', undefined],
    [home, 'GetTokensFromRefreshToken', 'done', 'ada', undefined],
    ...wrongPasswords.map(() => wrong),
    [stranger, 'ForgotPassword', 'done', 'ada', undefined],
    [stranger, 'ConfirmForgotPassword', 'CodeMismatchException', 'ada', undefined],
    [stranger, 'GetTokensFromRefreshToken', 'RefreshTokenReuseException', 'ada', undefined],
    [stranger, 'InitiateAuth', 'SerializationException', undefined, undefined],
    [stranger, 'DumpAllUsers', 'UnknownOperationException', undefined, undefined],
    [stranger, 'UpdateUserPool', 'InvalidSignatureException', undefined, 'Unknown'],
    [office, 'UpdateUserPool', 'done', undefined, 'IAMUser'],
    [stranger, 'UpdateUserPool', 'done', undefined, 'IAMUser'],
    [stranger, 'AdminSetUserPassword', 'done', 'ada', 'IAMUser'],
  ]);

  // When: in the order in which it happened. With what: the agent that says so.
  const times = trail.map(({ eventTime }) => Date.parse(eventTime));
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(trail.filter(({ userAgent }) => userAgent === 'curl/8.5.0')).toHaveLength(12);
  // From the sixth guess on, the account was locked.
  const messages = trail
    .filter(({ eventName }) => eventName === 'InitiateAuth')
    .map(({ errorMessage }) => errorMessage);
  expect(messages.slice(1, 6)).toEqual(Array(5).fill('Incorrect username or password.'));
  expect(messages[6]).toBe('Password attempts exceeded');

  // What the stolen key changed, from what to what, as people read it.
  const weakened = trail.findLast(({ eventName }) => eventName === 'UpdateUserPool');
  expect(weakened && linesOf(weakened)).toContain(
    [
      `    changed: UserPool ${poolId}`,
      '      settings.deletionProtection: ACTIVE → INACTIVE',
      '      settings.policies.passwordPolicy.minimumLength: 14 → 6',
    ].join('\n'),
  );
  // Nothing on the trail helps whoever comes next.
  const bytes = JSON.stringify(trail);
  for (const secret of [...wrongPasswords, 'Mine-now', password, stolen, '135790', ada.username, ada.email]) {
    expect(bytes).not.toContain(secret);
  }
});
