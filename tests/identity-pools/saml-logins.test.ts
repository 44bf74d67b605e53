import {
  GetOpenIdTokenCommand,
  SetPrincipalTagAttributeMapCommand,
  UnlinkIdentityCommand,
} from '@aws-sdk/client-cognito-identity';
import { fromCognitoIdentityPool } from '@aws-sdk/credential-providers';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assertOddLogins } from '#tests/fuzz/odd-logins.ts';
import {
  callerOf,
  credentialsOf,
  describeIdentity,
  getId,
  identityAdmin,
  identityClient,
  loginsOf,
  makeIdentityPool,
  makePoolPair,
  providerOf,
  roleArn,
  saidIn,
  setRoles,
  unknownId,
} from '#tests/support/identity-pools.ts';
import { invalidLogin, loginNotVerified, loginOfOtherIssuer, unsupportedLogin } from '#tests/support/login-refusals.ts';
import {
  corp as arn,
  corpCertificate,
  encoded,
  samlLogin as login,
  awsRecipient as recipient,
  registerSamlProviders,
  samlArn,
  unsignedLogin,
  wholeSamlLogin,
} from '#tests/support/saml/iam-provider.ts';
import { newSamlKey } from '#tests/support/saml/saml-keys.ts';
import { assertionXml, responseXml } from '#tests/support/saml/saml-response.ts';
import { encrypted } from '#tests/support/saml/xml-encryption.ts';
import { stack } from '#tests/support/stack.ts';

const minuteMs = 60_000;

let poolId: string;

const id = (token: string, pool = poolId, ahead = 0) => getId(pool, { [arn]: token }, { ahead });

const refused = async (token: string, expected: object, pool = poolId) => {
  await expect(id(token, pool)).rejects.toMatchObject(expected);
};

describe('logins of a SAML provider of IAM', () => {
  let forget = (): void => undefined;

  beforeAll(async () => {
    forget = registerSamlProviders({ broken: '<md:EntityDescriptor', gone: undefined });
    poolId = await makeIdentityPool({ SamlProviderARNs: [arn] });
  });
  afterAll(() => forget());

  it('are one identity for each user, and give credentials by the same assertion', async () => {
    await setRoles(poolId);
    const token = login();

    const found = await id(token);
    const { credentials } = await credentialsOf(found, { [arn]: token });

    expect(saidIn(credentials)).toMatchObject({ role: roleArn('user'), subject: found });
    expect((await describeIdentity(found)).Logins).toEqual([arn]);
    expect(await id(login())).toBe(found);
    expect(await id(login({ nameId: 'bob' }))).not.toBe(found);
  });

  it('say how the user proved to be one', async () => {
    const own = await makeIdentityPool({ SamlProviderARNs: [arn] });
    const Logins = { [arn]: login() };
    const IdentityId = await getId(own, Logins);
    const { Token = '' } = await identityClient().send(new GetOpenIdTokenCommand({ IdentityId, Logins }));
    expect(decodeJwt(Token)).toMatchObject({
      sub: IdentityId,
      amr: ['authenticated', arn, `${arn}:urn:amazon:webservices:ada`],
    });
  });

  it('choose a role by their attributes, of which any value may match', async () => {
    const own = await makeIdentityPool({ SamlProviderARNs: [arn] });
    const rule = { Claim: 'groups', MatchType: 'Equals', Value: 'admins', RoleARN: roleArn('admin') } as const;
    await setRoles(own, {
      [arn]: { Type: 'Rules', AmbiguousRoleResolution: 'AuthenticatedRole', RulesConfiguration: { Rules: [rule] } },
    });
    const roleOf = async (groups: readonly string[]) => {
      const logins = { [arn]: login({ nameId: groups.join('-'), attributes: { groups } }) };
      return saidIn((await credentialsOf(await getId(own, logins), logins)).credentials).role;
    };
    expect(await roleOf(['staff', 'admins'])).toBe(roleArn('admin'));
    expect(await roleOf(['admins'])).toBe(roleArn('admin'));
    expect(await roleOf(['staff'])).toBe(roleArn('user'));
  });

  it('give tags to a session: by default the name and the audience, or attributes', async () => {
    const tagsBy = async (map: { readonly UseDefaults?: boolean; readonly PrincipalTags?: Record<string, string> }) => {
      const IdentityPoolId = await makeIdentityPool({ SamlProviderARNs: [arn] });
      await setRoles(IdentityPoolId);
      await identityAdmin().send(
        new SetPrincipalTagAttributeMapCommand({ IdentityPoolId, IdentityProviderName: arn, ...map }),
      );
      const logins = { [arn]: login({ attributes: { department: ['sales'], groups: ['a', 'b'] } }) };
      return saidIn((await credentialsOf(await getId(IdentityPoolId, logins), logins)).credentials).tags;
    };
    expect(await tagsBy({ UseDefaults: true })).toEqual({ username: 'ada', client: 'urn:amazon:webservices' });
    // A tag has one value.
    expect(await tagsBy({ PrincipalTags: { team: 'department', group: 'groups' } })).toEqual({ team: 'sales' });
  });

  it('name users by the assertion alone, whatever its attributes are called', async () => {
    const found = await id(login());
    expect(await id(login({ attributes: { sub: ['bob'], iss: ['x'], __proto__: ['y'] } }))).toBe(found);
  });

  it('are linked to other logins, and unlinked by their ARN', async () => {
    const pair = await makePoolPair({ SamlProviderARNs: [arn] });
    const logins = { ...(await loginsOf(pair)), [arn]: login() };
    const IdentityId = await getId(pair.identityPoolId, logins);
    const provider = providerOf(pair.poolId);
    expect((await describeIdentity(IdentityId)).Logins?.toSorted()).toEqual([arn, provider]);
    await identityClient().send(new UnlinkIdentityCommand({ IdentityId, Logins: logins, LoginsToRemove: [arn] }));
    expect((await describeIdentity(IdentityId)).Logins).toEqual([provider]);
  });

  it('are shown to one identity pool: the assertion counts in no other', async () => {
    const other = await makeIdentityPool({ SamlProviderARNs: [arn] });
    const elsewhere = invalidLogin('The assertion was used for another identity pool.');
    const token = login();
    const found = await id(token);
    await refused(token, elsewhere, other);
    expect(await id(token)).toBe(found);

    // Of two at once, one is first.
    const second = login();
    const outcomes = await Promise.allSettled([id(second), id(second, other)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('are over when the assertion says so, and after six minutes', async () => {
    const expired = {
      name: 'NotAuthorizedException',
      message: expect.stringMatching(/^Invalid login token\. Token expired: \d{13} >= \d{13}$/),
    };
    await refused(login({ now: Date.now() - 5 * minuteMs, notOnOrAfter: Date.now() - 4 * minuteMs }), expired);
    await refused(login({ now: Date.now() - 7 * minuteMs, notOnOrAfter: Date.now() + 60 * minuteMs }), expired);
    const token = login({ notOnOrAfter: Date.now() + 60 * minuteMs });
    await expect(id(token, poolId, 5 * minuteMs)).resolves.toBeDefined();
    await expect(id(token, poolId, 7 * minuteMs)).rejects.toMatchObject(expired);
    await refused(login({ notBefore: Date.now() + 10 * minuteMs }), invalidLogin('The assertion is not valid yet.'));
  });

  it('are for AWS or for that identity pool', async () => {
    const foreign = invalidLogin('The assertion is for another audience.');
    for (const audience of [
      'urn:amazon:webservices',
      'https://signin.aws.amazon.com/saml',
      `urn:amazon:cognito:sp:${poolId}`,
    ])
      await expect(id(login({ audience }))).resolves.toBeDefined();
    for (const audience of ['https://other.example.com', `urn:amazon:cognito:sp:${unknownId()}`])
      await refused(login({ audience }), foreign);
    await refused(
      login({ conditions: `<saml:Conditions NotOnOrAfter="${new Date(Date.now() + minuteMs).toISOString()}"/>` }),
      foreign,
    );
  });

  it('were posted to AWS or to an app that the deployment names, whoever asked for them', async () => {
    const app = 'https://app.example.com/acs';
    await expect(
      id(login({ recipient: app, inResponseTo: '_r' }, { destination: app, inResponseTo: '_r' })),
    ).resolves.toBeDefined();
    await expect(id(login({ recipient: 'https://us-east-1.signin.aws.amazon.com/saml' }))).resolves.toBeDefined();
    await refused(
      login({ recipient: 'https://evil.example.com/acs' }),
      invalidLogin('The assertion is for another recipient.'),
    );
    await refused(
      login({}, { destination: 'https://evil.example.com/acs' }),
      invalidLogin('The response is for another destination.'),
    );
  });

  it('are signed by a key of the provider', async () => {
    await refused(login({}, {}, newSamlKey()), loginNotVerified);
    await refused(encoded(unsignedLogin({})), loginNotVerified);
    const text = Buffer.from(login(), 'base64').toString();
    await refused(encoded(text.replace('>ada<', '>bob<')), loginNotVerified);
    await expect(id(wholeSamlLogin())).resolves.toBeDefined();
  });

  it('are of that provider', async () => {
    await refused(login({ issuer: 'https://other.example.com' }), loginOfOtherIssuer);
  });

  it('are not encrypted, and have a name that is not too long', async () => {
    const content = encrypted(assertionXml({}), corpCertificate);
    await refused(
      encoded(responseXml({ destination: recipient, content })),
      invalidLogin('The assertion is encrypted, and IAM tells no key.'),
    );
    await refused(login({ nameId: 'n'.repeat(257) }), invalidLogin('The NameID is too long.'));
  });

  it.each([
    ['what is not in base64', '<Response/>', 'The message is not in base64.'],
    ['what is no XML', encoded('Response'), 'The XML is not well-formed.'],
    ['another document', encoded(assertionXml()), 'The message is no Response.'],
    ['a response without an assertion', encoded(responseXml()), 'The response has no assertion.'],
    [
      'a sign-in that failed',
      encoded(responseXml({ status: '<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:AuthnFailed"/>' })),
      'The provider answers AuthnFailed.',
    ],
  ])('are not %s', async (_what, token, why) => {
    await refused(token, invalidLogin(why));
  });

  it('are taken of no provider that the pool or IAM has not', async () => {
    const unknown = samlArn('unknown');
    await expect(getId(poolId, { [unknown]: login() })).rejects.toMatchObject(unsupportedLogin);
    for (const name of [unknown, samlArn('gone')]) {
      const other = await makeIdentityPool({ SamlProviderARNs: [name] });
      await expect(getId(other, { [name]: login() })).rejects.toMatchObject(unsupportedLogin);
    }
    const broken = await makeIdentityPool({ SamlProviderARNs: [samlArn('broken')] });
    await expect(getId(broken, { [samlArn('broken')]: login() })).rejects.toMatchObject({
      name: 'ExternalServiceException',
    });
  });

  it('are taken from a client of the AWS SDK as it is', async () => {
    const { endpoint, region } = stack();
    const logins = { [arn]: login() };
    const clientConfig = { endpoint, region };
    const keys = await fromCognitoIdentityPool({ identityPoolId: poolId, logins, clientConfig })();
    const credentials = {
      AccessKeyId: keys.accessKeyId,
      SecretKey: keys.secretAccessKey,
      SessionToken: keys.sessionToken ?? '',
    };
    expect(await callerOf(credentials)).toBe('arn:aws:sts::000000000000:assumed-role/user/CognitoIdentityCredentials');
  });

  it('are answered, however odd they are', async () => {
    await assertOddLogins(poolId, arn, login());
  });
});
