import { renameSync, rmSync, writeFileSync } from 'node:fs';
import {
  CognitoIdentityClient,
  GetOpenIdTokenCommand,
  ListIdentityPoolsCommand,
  SetPrincipalTagAttributeMapCommand,
} from '@aws-sdk/client-cognito-identity';
import {
  CognitoIdentityProviderClient,
  ListUserPoolsCommand,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  credentialsOf,
  getId,
  identityAdmin,
  identityClient,
  loginsOf,
  makePoolPair,
  type PoolPair,
  providerOf,
  roleArn,
  saidIn,
  setRoles,
  wrongConfiguration,
} from '#tests/support/identity-pools.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { makePool } from '#tests/support/pools.ts';
import { stack } from '#tests/support/stack.ts';

// Other tests of the stack have sessions meanwhile: no role of theirs is in the file, and it is whole at any moment.
const writeRoles = (roles: Readonly<Record<string, object>>): void => {
  const file = stack().env.LOCAL_ROLES_FILE ?? '';
  const entries = Object.entries(roles).map(([name, role]) => [roleArn(name), role]);
  writeFileSync(`${file}.new`, JSON.stringify(Object.fromEntries(entries)));
  renameSync(`${file}.new`, file);
};

afterAll(() => rmSync(stack().env.LOCAL_ROLES_FILE ?? '', { force: true }));

describe('credentials of an identity, on a laptop', () => {
  let pair: PoolPair;
  let credentials: { accessKeyId: string; secretAccessKey: string; sessionToken: string };

  const userPools = (given = credentials) => {
    const { endpoint, region } = stack();
    return new CognitoIdentityProviderClient({ endpoint, region, credentials: given, maxAttempts: 1 });
  };

  beforeAll(async () => {
    pair = await makePoolPair();
    await setRoles(pair.identityPoolId, undefined, { authenticated: roleArn('reader') });
    const logins = await loginsOf(pair);
    const {
      AccessKeyId = '',
      SecretKey = '',
      SessionToken = '',
    } = (await credentialsOf(await getId(pair.identityPoolId, logins), logins)).credentials;
    credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretKey, sessionToken: SessionToken };
  });

  it('sign what the file of local roles lets their role do, and nothing else', async () => {
    const list = new ListUsersCommand({ UserPoolId: pair.poolId });
    await expect(userPools().send(list)).rejects.toMatchObject({ name: 'AccessDeniedException' });

    writeRoles({ reader: { actions: ['ListUsers', 'cognito-identity:List*'] } });

    expect((await userPools().send(list)).Users).toHaveLength(1);
    await expect(userPools().send(new ListUserPoolsCommand({ MaxResults: 1 }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
    const { endpoint, region } = stack();
    const identityPools = new CognitoIdentityClient({ endpoint, region, credentials, maxAttempts: 1 });
    await expect(identityPools.send(new ListIdentityPoolsCommand({ MaxResults: 1 }))).resolves.toBeDefined();
  });

  it('sign operations of our own, too, for an hour', async () => {
    const { poolId: UserPoolId } = pair;
    writeRoles({ reader: { actions: ['GetUserPool*'], pools: [UserPoolId] } });
    const ask = (operation: string, ahead = 0) => callOwn(operation, { UserPoolId }, { accessKey: credentials, ahead });
    await expect(ask('GetUserPoolSignInSettings')).resolves.toBeDefined();
    await expect(ask('GetUserPoolSignInSettings', 3_000_000)).resolves.toBeDefined();
    await expect(ask('RotateSigningKeys')).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(ask('GetUserPoolSignInSettings', 3_700_000)).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    });
    const { poolId: other } = await makePool();
    await expect(
      callOwn('GetUserPoolSignInSettings', { UserPoolId: other }, { accessKey: credentials }),
    ).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  it('are those of that very session', async () => {
    const list = new ListUserPoolsCommand({ MaxResults: 1 });
    const unknown = { name: 'UnrecognizedClientException' };
    const [said = '', mac = ''] = credentials.sessionToken.split('.');
    const forged = Buffer.from(JSON.stringify({ role: roleArn('admin') })).toString('base64url');
    for (const sessionToken of [`${forged}.${mac}`, `${said}.`, 'x']) {
      await expect(userPools({ ...credentials, sessionToken }).send(list)).rejects.toMatchObject(unknown);
    }
    await expect(userPools({ ...credentials, accessKeyId: 'ASIAAAAAAAAAAAAAAAAA' }).send(list)).rejects.toMatchObject(
      unknown,
    );
    await expect(userPools({ ...credentials, secretAccessKey: 'x'.repeat(40) }).send(list)).rejects.toMatchObject({
      name: 'InvalidSignatureException',
    });
  });
});

describe('the trust of a local role', () => {
  let pair: PoolPair;
  let logins: Record<string, string>;
  let user: string;
  let guest: string;
  const [ofUsers, ofGuests] = ['trusting-users', 'trusting-guests'];

  const setTrustingRoles = ({ identityPoolId }: PoolPair) =>
    setRoles(identityPoolId, undefined, { authenticated: roleArn(ofUsers), unauthenticated: roleArn(ofGuests) });

  const place = (): string => new URL(stack().endpoint).host;

  const federated = (path = 'identity'): string => `arn:aws:iam::000000000000:oidc-provider/${place()}/${path}`;

  const trust = (Condition: object, more: object = {}) => ({
    trust: {
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Principal: { Federated: federated() },
        Action: ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession'],
        Condition,
        ...more,
      },
    },
  });

  const claim = (name: string, path = 'identity'): string => `${place()}/${path}:${name}`;

  const asUser = () => credentialsOf(user, logins);

  const taken = async (role: object): Promise<void> => {
    writeRoles({ [ofUsers]: role });
    expect(saidIn((await asUser()).credentials).role).toBe(roleArn(ofUsers));
  };

  const refused = async (role: object): Promise<void> => {
    writeRoles({ [ofUsers]: role });
    await expect(asUser()).rejects.toMatchObject(wrongConfiguration);
  };

  beforeAll(async () => {
    pair = await makePoolPair();
    logins = await loginsOf(pair);
    [user, guest] = [await getId(pair.identityPoolId, logins), await getId(pair.identityPoolId)];
    await setTrustingRoles(pair);
  });

  it('is of an issuer, for an identity pool', async () => {
    await taken(trust({ StringEquals: { [claim('aud')]: pair.identityPoolId } }));
    await refused(trust({ StringEquals: { [claim('aud')]: 'us-east-1:00000000-0000-0000-0000-000000000000' } }));
    await refused(trust({}, { Principal: { Federated: 'cognito-identity.amazonaws.com' } }));
    await refused(trust({}, { Principal: { Federated: federated('identity/guest') } }));
    await refused(trust({ StringEquals: { 'cognito-identity.amazonaws.com:aud': pair.identityPoolId } }));
  });

  it('may be of one identity alone', async () => {
    await taken(trust({ StringEquals: { [claim('sub')]: [user] } }));
    await refused(trust({ StringEquals: { [claim('sub')]: [guest] } }));
    await taken(trust({ StringLike: { [claim('sub')]: `${stack().region}:*` } }));
  });

  it('may tell by which means somebody proved to be a user', async () => {
    const amr = (wanted: string) => trust({ 'ForAnyValue:StringLike': { [claim('amr')]: wanted } });
    await taken(amr('authenticated'));
    await taken(amr(`${providerOf(pair.poolId)}:*`));
    await refused(amr('unauthenticated'));
  });

  it('is of guests by their own issuer', async () => {
    const Principal = { Federated: federated('identity/guest') };
    const condition = { 'ForAnyValue:StringLike': { [claim('amr', 'identity/guest')]: 'unauthenticated' } };
    writeRoles({ [ofGuests]: trust(condition, { Principal }) });
    expect(saidIn((await credentialsOf(guest)).credentials).role).toBe(roleArn(ofGuests));
    writeRoles({ [ofGuests]: trust({}) });
    await expect(credentialsOf(guest)).rejects.toMatchObject(wrongConfiguration);
  });

  it('has to allow tags where a session has some', async () => {
    const withoutTags = trust({}, { Action: 'sts:AssumeRoleWithWebIdentity' });
    await taken(withoutTags);
    const map = { IdentityPoolId: pair.identityPoolId, IdentityProviderName: providerOf(pair.poolId) };
    // A pool is remembered for a while, so that the map is of one that was never asked before.
    const other = await makePoolPair();
    await setTrustingRoles(other);
    await identityAdmin().send(
      new SetPrincipalTagAttributeMapCommand({
        ...map,
        IdentityPoolId: other.identityPoolId,
        IdentityProviderName: providerOf(other.poolId),
        UseDefaults: true,
      }),
    );
    const given = await loginsOf(other);
    const identityId = await getId(other.identityPoolId, given);
    writeRoles({ [ofUsers]: withoutTags });
    await expect(credentialsOf(identityId, given)).rejects.toMatchObject(wrongConfiguration);
    writeRoles({ [ofUsers]: trust({ StringEquals: { 'aws:RequestTag/client': other.clientId } }) });
    expect(saidIn((await credentialsOf(identityId, given)).credentials).tags).toMatchObject({ client: other.clientId });
  });

  it('is told in the words of STS to whoever asks it: the classic flow', async () => {
    writeRoles({ 'trusting-chosen': trust({ StringEquals: { [claim('sub')]: guest } }) });
    const { Token: WebIdentityToken = '' } = await identityClient().send(
      new GetOpenIdTokenCommand({ IdentityId: user, Logins: logins }),
    );
    const assume = async (more: Readonly<Record<string, string>>) => {
      const body = new URLSearchParams({
        Action: 'AssumeRoleWithWebIdentity',
        RoleArn: roleArn('trusting-chosen'),
        RoleSessionName: 'classic',
        WebIdentityToken,
        ...more,
      });
      const answer = await fetch(stack().env.STS_ENDPOINT ?? '', { method: 'POST', body });
      const text = await answer.text();
      return /<Code>(.*?)<\/Code><Message>(.*?)<\/Message>/.exec(text)?.slice(1).join(': ') ?? answer.status;
    };
    expect(await assume({})).toBe('AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity');
    expect(await assume({ RoleArn: roleArn('of-everybody') })).toBe(200);
    expect(await assume({ WebIdentityToken: logins[providerOf(pair.poolId)] ?? '' })).toBe(
      `InvalidIdentityToken: No OpenIDConnect provider found in your account for ${stack().endpoint}/${pair.poolId}`,
    );
    writeRoles({ 'trusting-chosen': trust({ NumericEquals: { [claim('sub')]: '1' } }) });
    expect(await assume({})).toBe('MalformedPolicyDocument: The condition operator NumericEquals is not known here.');
  });
});
