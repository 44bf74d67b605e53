import { createHmac, randomUUID } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { SetPrincipalTagAttributeMapCommand } from '@aws-sdk/client-cognito-identity';
import { fromCognitoIdentityPool } from '@aws-sdk/credential-providers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assertOddLogins } from '#tests/fuzz/odd-logins.ts';
import {
  callerOf,
  credentialsOf,
  describeIdentity,
  getId,
  identityAdmin,
  makeIdentityPool,
  roleArn,
  saidIn,
  setRoles,
} from '#tests/support/identity-pools.ts';
import { invalidLogin, loginNotVerified, loginOfOtherIssuer, unsupportedLogin } from '#tests/support/login-refusals.ts';
import { makeOpenIdLogins, type OpenIdLogins } from '#tests/support/openid-logins.ts';
import { outboundHost, publishedPath } from '#tests/support/outbound-server.ts';
import { stack } from '#tests/support/stack.ts';

describe('logins of an OpenID provider of IAM', () => {
  let provider: OpenIdLogins;
  let name: string;
  let poolId: string;
  const file = (): string => stack().env.GATEHOUSE_OPENID_PROVIDERS ?? '';
  const id = (token: string) => getId(poolId, { [name]: token });

  beforeAll(async () => {
    const path = `/${randomUUID()}`;
    name = `${outboundHost()}${publishedPath}${path}`;
    provider = await makeOpenIdLogins(path, `https://${name}`);
    const arn = `arn:aws:iam::000000000000:oidc-provider/${name}`;
    writeFileSync(file(), JSON.stringify({ [arn]: ['other-app', 'our-app'] }));
    poolId = await makeIdentityPool({ OpenIdConnectProviderARNs: [arn] });
  });
  afterAll(() => rmSync(file(), { force: true }));

  it('are one identity for each user', async () => {
    const found = await id(await provider.sign({}));
    expect(await id(await provider.sign({ aud: ['our-app', 'x'] }))).toBe(found);
    expect(await id(await provider.sign({ sub: 'bob' }))).not.toBe(found);
    expect((await describeIdentity(found)).Logins).toEqual([name]);
  });

  it('are taken for the audiences that IAM has, from that issuer, by its keys, in time', async () => {
    await expect(id(await provider.sign({ aud: 'foreign-app' }))).rejects.toMatchObject(unsupportedLogin);
    await expect(id(await provider.sign({ iss: 'https://elsewhere.example.com' }))).rejects.toMatchObject(
      loginOfOtherIssuer,
    );
    await expect(id(await provider.sign({}, { kid: 'other' }))).rejects.toMatchObject(loginNotVerified);
    const forger = await makeOpenIdLogins(`/${randomUUID()}`, `https://${name}`);
    await expect(id(await forger.sign({}))).rejects.toMatchObject(loginNotVerified);
    await expect(id(await provider.sign({ exp: 1_000_000_000 }))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: expect.stringMatching(/^Invalid login token\. Token expired: \d+ >= 1000000000$/),
    });
  });

  it('are taken of no provider that IAM has not, and of none that does not answer', async () => {
    const gone = `${outboundHost()}${publishedPath}/${randomUUID()}`;
    const arn = `arn:aws:iam::000000000000:oidc-provider/${gone}`;
    const other = await makeIdentityPool({ OpenIdConnectProviderARNs: [arn] });
    const token = await provider.sign({ iss: `https://${gone}` });
    await expect(getId(other, { [gone]: token })).rejects.toMatchObject(unsupportedLogin);
    const known: object = JSON.parse(readFileSync(file(), 'utf8'));
    writeFileSync(file(), JSON.stringify({ ...known, [arn]: ['our-app'] }));
    await expect(getId(other, { [gone]: token })).rejects.toMatchObject({ name: 'ExternalServiceException' });
  });

  it('have the role that the pool maps to them, by what the provider says', async () => {
    const arn = `arn:aws:iam::000000000000:oidc-provider/${name}`;
    const rule = { Claim: 'department', MatchType: 'Equals', Value: 'sales', RoleARN: roleArn('sales') } as const;
    await setRoles(poolId, {
      [arn]: { Type: 'Rules', AmbiguousRoleResolution: 'Deny', RulesConfiguration: { Rules: [rule] } },
    });
    await identityAdmin().send(
      new SetPrincipalTagAttributeMapCommand({
        IdentityPoolId: poolId,
        IdentityProviderName: arn,
        PrincipalTags: { team: 'department' },
      }),
    );
    const logins = { [name]: await provider.sign({ sub: 'carol', department: 'sales' }) };
    const identityId = await getId(poolId, logins);

    const { credentials } = await credentialsOf(identityId, logins);

    expect(await callerOf(credentials)).toBe('arn:aws:sts::000000000000:assumed-role/sales/CognitoIdentityCredentials');
    expect(saidIn(credentials)).toMatchObject({ subject: identityId, tags: { team: 'sales' } });
    const other = { [name]: await provider.sign({ sub: 'dave', department: 'legal' }) };
    await expect(credentialsOf(await getId(poolId, other), other)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'The ambiguous role mapping rules denied this request',
    });
    // Only a user pool can say which roles its users have.
    const boastful = { [name]: await provider.sign({ sub: 'eve', 'cognito:roles': [roleArn('admin')] }) };
    await expect(credentialsOf(await getId(poolId, boastful), boastful, roleArn('admin'))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  });

  it('have names that are not too long', async () => {
    await expect(id(await provider.sign({ sub: 's'.repeat(256) }))).rejects.toMatchObject(
      invalidLogin('The sub is longer than 255 characters.'),
    );
    await expect(id(await provider.sign({ sub: 's'.repeat(255) }))).resolves.toBeDefined();
  });

  it('are signed by a key, not by none, and not with what everybody knows of one', async () => {
    const [header = '', body = ''] = (await provider.sign({})).split('.');
    const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString());
    const signing = `${encoded({ alg: 'HS256', kid })}.${body}`;
    const mac = createHmac('sha256', provider.publicPem).update(signing).digest('base64url');
    for (const token of [`${signing}.${mac}`, `${encoded({ alg: 'none', kid })}.${body}.`]) {
      await expect(id(token)).rejects.toMatchObject({
        name: 'NotAuthorizedException',
        message: expect.stringMatching(/^Invalid login token\. (Couldn't verify signed token|Not a valid OpenId)/),
      });
    }
  });

  it('are taken from a client of the AWS SDK as it is', async () => {
    const { endpoint, region } = stack();
    const logins = { [name]: await provider.sign({ sub: 'frank', department: 'sales' }) };
    const clientConfig = { endpoint, region };
    const keys = await fromCognitoIdentityPool({ identityPoolId: poolId, logins, clientConfig })();
    const credentials = {
      AccessKeyId: keys.accessKeyId,
      SecretKey: keys.secretAccessKey,
      SessionToken: keys.sessionToken ?? '',
    };
    expect(await callerOf(credentials)).toBe('arn:aws:sts::000000000000:assumed-role/sales/CognitoIdentityCredentials');
  });

  it('are answered, however odd they are', async () => {
    await assertOddLogins(poolId, name, await provider.sign({}));
  });
});
