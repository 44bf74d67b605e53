import { type RoleMapping, SetPrincipalTagAttributeMapCommand } from '@aws-sdk/client-cognito-identity';
import { CreateGroupCommand } from '@aws-sdk/client-cognito-identity-provider';
import { beforeAll, describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { join } from '#tests/support/groups.ts';
import {
  credentialsOf as ask,
  callerOf,
  developerName,
  developerToken,
  getId,
  identityAdmin,
  loginsOf,
  makePoolPair,
  type PoolPair,
  providerOf,
  roleArn,
  saidIn,
  setRoles,
  unknownId,
  wrongConfiguration,
} from '#tests/support/identity-pools.ts';
import { makeUser } from '#tests/support/pools.ts';

const mapped = (pair: PoolPair, mapping: RoleMapping) =>
  setRoles(pair.identityPoolId, { [`${providerOf(pair.poolId)}:${pair.clientId}`]: mapping });

let pair: PoolPair;

describe('GetCredentialsForIdentity', () => {
  beforeAll(async () => {
    pair = await makePoolPair({ DeveloperProviderName: developerName });
    await setRoles(pair.identityPoolId);
  });

  it('gives a user credentials of the role of users, which sign for an hour', async () => {
    const logins = await loginsOf(pair);
    const identityId = await getId(pair.identityPoolId, logins);

    const { id, credentials } = await ask(identityId, logins);

    expect(id).toBe(identityId);
    expect(credentials.AccessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    const left = (credentials.Expiration?.getTime() ?? 0) - Date.now();
    expect(left).toBeGreaterThan(3_500_000);
    expect(left).toBeLessThanOrEqual(3_600_000);
    expect(saidIn(credentials)).toMatchObject({
      role: roleArn('user'),
      subject: identityId,
      audience: pair.identityPoolId,
      issuer: expect.stringMatching(/\/identity$/),
    });
    expect(saidIn(credentials)).not.toHaveProperty('policy');
    expect(await callerOf(credentials)).toBe('arn:aws:sts::000000000000:assumed-role/user/CognitoIdentityCredentials');
    await expect(callerOf({ ...credentials, SecretKey: 'x'.repeat(40) })).rejects.toThrow('SignatureDoesNotMatch');
  });

  it('gives a guest those of the role of guests, cut down to what guests may do at most', async () => {
    const guest = await getId(pair.identityPoolId);
    const { id, credentials } = await ask(guest);
    expect(id).toBe(guest);
    const said = saidIn(credentials);
    expect(said).toMatchObject({ role: roleArn('guest'), issuer: expect.stringMatching(/\/identity\/guest$/) });
    expect(JSON.parse(String(said.policy)).Statement[0].Action).toContain('dynamodb:*');
    await expect(ask(guest, undefined, roleArn('user'))).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it('gives nothing to whoever brings no login of the identity', async () => {
    const identityId = await getId(pair.identityPoolId, await loginsOf(pair));
    for (const logins of [undefined, {}, await loginsOf(pair)]) {
      await expect(ask(identityId, logins)).rejects.toMatchObject({
        name: 'NotAuthorizedException',
        message: "Logins don't match. Please include at least one valid login for this identity or identity pool.",
      });
    }
  });

  it('answers the id of the user that a guest turns out to be', async () => {
    const logins = await loginsOf(pair);
    const [guest, known] = [await getId(pair.identityPoolId), await getId(pair.identityPoolId, logins)];
    expect((await ask(guest, logins)).id).toBe(known);
    expect((await ask(guest, logins)).id).toBe(known);
  });

  it("gives a developer's user the role of users, with the tags that the backend gave", async () => {
    const { identityId, token } = await developerToken(pair.identityPoolId, 'ada', {
      PrincipalTags: { tenant: 'acme' },
    });
    const { credentials } = await ask(identityId, { 'cognito-identity.amazonaws.com': token });
    expect(saidIn(credentials)).toMatchObject({ role: roleArn('user'), subject: identityId, tags: { tenant: 'acme' } });
  });

  it('makes claims tags of the session', async () => {
    const own = await makePoolPair();
    await setRoles(own.identityPoolId);
    await identityAdmin().send(
      new SetPrincipalTagAttributeMapCommand({
        IdentityPoolId: own.identityPoolId,
        IdentityProviderName: providerOf(own.poolId),
        PrincipalTags: { mail: 'email', verified: 'email_verified', absent: 'custom:absent', groups: 'cognito:groups' },
      }),
    );
    const user = await makeUser(own);
    const logins = await loginsOf(own, user);
    const { credentials } = await ask(await getId(own.identityPoolId, logins), logins);
    expect(saidIn(credentials).tags).toEqual({ mail: user.email, verified: 'true' });
  });

  it('tells the owner of the pool to look at its roles where STS takes no session', async () => {
    const { identityId, token } = await developerToken(pair.identityPoolId, 'eve', {
      PrincipalTags: { odd: '<script>' },
    });
    await expect(ask(identityId, { 'cognito-identity.amazonaws.com': token })).rejects.toMatchObject(
      wrongConfiguration,
    );
  });

  it('has no credentials without a role', async () => {
    const own = await makePoolPair();
    const guest = await getId(own.identityPoolId);
    await expect(ask(guest)).rejects.toMatchObject(wrongConfiguration);
    await setRoles(own.identityPoolId, undefined, { authenticated: roleArn('user') });
    await expect(ask(guest)).rejects.toMatchObject(wrongConfiguration);
  });

  it('gives the role of the first group by token, or one that the user asks for', async () => {
    const own = await makePoolPair();
    await mapped(own, { Type: 'Token', AmbiguousRoleResolution: 'Deny' });
    const [member, other] = [await makeUser(own), await makeUser(own)];
    for (const [Precedence, GroupName] of ['editors', 'readers'].entries()) {
      await adminClient().send(
        new CreateGroupCommand({ UserPoolId: own.poolId, GroupName, Precedence, RoleArn: roleArn(GroupName) }),
      );
      await join(own, member, GroupName);
    }
    const logins = await loginsOf(own, member);
    const identityId = await getId(own.identityPoolId, logins);
    expect(saidIn((await ask(identityId, logins)).credentials).role).toBe(roleArn('editors'));
    expect(saidIn((await ask(identityId, logins, roleArn('readers'))).credentials).role).toBe(roleArn('readers'));
    await expect(ask(identityId, logins, roleArn('user'))).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    const ofOther = await loginsOf(own, other);
    await expect(ask(await getId(own.identityPoolId, ofOther), ofOther)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'The ambiguous role mapping rules denied this request',
    });
  });

  it('gives the role of the first rule that matches', async () => {
    const own = await makePoolPair();
    const rule = (Value: string, name: string) =>
      ({ Claim: 'email', MatchType: 'Contains', Value, RoleARN: roleArn(name) }) as const;
    await mapped(own, {
      Type: 'Rules',
      AmbiguousRoleResolution: 'AuthenticatedRole',
      RulesConfiguration: { Rules: [rule('nobody', 'nobody'), rule('@example.com', 'staff')] },
    });
    const logins = await loginsOf(own);
    expect(saidIn((await ask(await getId(own.identityPoolId, logins), logins)).credentials).role).toBe(
      roleArn('staff'),
    );
  });

  it('knows no identity that is not there', async () => {
    await expect(ask(unknownId())).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
