import { globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { operationFiles, operationKey } from '#tests/contract/contract.ts';
import type { Costs } from './counting-proxy.ts';
import { type Measured, toPage } from './page.ts';
import { measure } from './scenario.ts';
import { account } from './scenarios/account.ts';
import { accountPage } from './scenarios/account-page.ts';
import { appClients } from './scenarios/app-clients.ts';
import { branding } from './scenarios/branding.ts';
import { devices } from './scenarios/devices.ts';
import { domains } from './scenarios/domains.ts';
import { poolExports } from './scenarios/exports.ts';
import { federation } from './scenarios/federation.ts';
import { groups } from './scenarios/groups.ts';
import { identities } from './scenarios/identities.ts';
import { identityPools } from './scenarios/identity-pools.ts';
import { identityProviders } from './scenarios/identity-providers.ts';
import { imports } from './scenarios/imports.ts';
import { leakedPasswords } from './scenarios/leaked-passwords.ts';
import { levels } from './scenarios/levels.ts';
import { delivery, idleDelivery, logouts } from './scenarios/logouts.ts';
import { machineTokens } from './scenarios/machine-tokens.ts';
import { messages } from './scenarios/messages.ts';
import { secondFactors } from './scenarios/mfa.ts';
import { alike, askedOfNobody } from './scenarios/nobody.ts';
import { oauth } from './scenarios/oauth.ts';
import { oauthClients } from './scenarios/oauth-clients.ts';
import { operators } from './scenarios/operators.ts';
import { ownPages } from './scenarios/own-pages.ts';
import { pageTexts } from './scenarios/page-texts.ts';
import { alikeOnPage, pages } from './scenarios/pages.ts';
import { passkeys } from './scenarios/passkeys.ts';
import { passwords } from './scenarios/passwords.ts';
import { registration } from './scenarios/registration.ts';
import { resourceServers } from './scenarios/resource-servers.ts';
import { saml } from './scenarios/saml.ts';
import { schemaAndTags } from './scenarios/schema-and-tags.ts';
import { searches } from './scenarios/search.ts';
import { sessionAuthorizer, sessions } from './scenarios/sessions.ts';
import { signIns } from './scenarios/sign-in.ts';
import { signUps } from './scenarios/sign-up.ts';
import { softwareTokens } from './scenarios/software-tokens.ts';
import { terms } from './scenarios/terms.ts';
import { threatProtection } from './scenarios/threat-protection.ts';
import { uiCustomization } from './scenarios/ui-customization.ts';
import { userPoolChanges } from './scenarios/user-pool-changes.ts';
import { userPools } from './scenarios/user-pools.ts';
import { users } from './scenarios/users.ts';

const scenarios = [
  ...signUps,
  ...signIns,
  ...machineTokens,
  ...oauth,
  ...federation,
  ...oauthClients,
  ...registration,
  ...saml,
  ...pages,
  ...ownPages,
  ...account,
  ...accountPage,
  ...passwords,
  ...leakedPasswords,
  ...users,
  ...groups,
  ...operators,
  ...searches,
  ...sessions,
  ...logouts,
  ...devices,
  ...passkeys,
  ...levels,
  ...secondFactors,
  ...softwareTokens,
  ...userPools,
  ...userPoolChanges,
  ...schemaAndTags,
  ...appClients,
  ...resourceServers,
  ...identityProviders,
  ...domains,
  ...terms,
  ...threatProtection,
  ...uiCustomization,
  ...messages,
  ...pageTexts,
  ...branding,
  ...identityPools,
  ...identities,
  ...poolExports,
  ...imports,
  ...askedOfNobody,
];
const page = 'docs/costs.md';

const measured: Measured[] = [];

const costsOf = (operation: string, way: string): Costs => {
  const found = measured.find((one) => one.operation === operation && (one.way ?? '') === way);
  if (!found) throw new Error(`Nobody measured ${operation} ${way}.`);
  return found.costs;
};

describe('what operations cost', () => {
  beforeAll(async () => {
    for (const scenario of scenarios) measured.push({ ...scenario, costs: await measure(scenario) });
  }, 1_800_000);

  it('is measured for every operation', () => {
    const root = path.join(import.meta.dirname, '../..');
    const files = globSync('functions/{oauth,pages}/*.ts').map((file) => path.basename(file, '.ts'));
    const operations = [...operationFiles(root).map(operationKey), ...files];
    expect([...new Set(scenarios.map(({ operation }) => operation))].sort()).toEqual(operations.sort());
  });

  it(`is what ${page} says`, () => {
    if (inject('costs').update) writeFileSync(page, toPage(measured));
    const said = readFileSync(page, 'utf8').split('\n');
    expect(toPage(measured).split('\n'), `${page} is out of date: npm run costs writes it anew.`).toEqual(said);
  });

  // A right password costs one more read, of failures that may have been counted while it was checked.
  it.each([
    ['SignUp', '', { readRequests: 1, writeRequests: 0, transactions: 1 }],
    ['SignUp', 'with an email as username', { readRequests: 1, writeRequests: 0, transactions: 1 }],
    ['InitiateAuth', 'password', { readRequests: 2, writeRequests: 1, transactions: 0 }],
    ['InitiateAuth', 'password, by alias', { readRequests: 3, writeRequests: 1, transactions: 0 }],
    ['InitiateAuth', 'password, of a user in three groups', { readRequests: 2, writeRequests: 1, transactions: 0 }],
    ['InitiateAuth', 'wrong password', { readRequests: 1, writeRequests: 1, transactions: 0 }],
    ['InitiateAuth', 'SRP', { readRequests: 1, writeRequests: 0, transactions: 0 }],
    ['InitiateAuth', 'SRP, by alias', { readRequests: 2, writeRequests: 0, transactions: 0 }],
    ['RespondToAuthChallenge', 'SRP', { readRequests: 2, writeRequests: 1, transactions: 0 }],
    ['InitiateAuth', 'custom challenge', { readRequests: 1, writeRequests: 1, transactions: 0 }],
    ['RespondToAuthChallenge', 'custom challenge', { readRequests: 1, writeRequests: 2, transactions: 0 }],
    [
      'RespondToAuthChallenge',
      'custom challenge, wrong answer',
      { readRequests: 1, writeRequests: 2, transactions: 0 },
    ],
    ['InitiateAuth', 'choice', { readRequests: 1, writeRequests: 0, transactions: 0 }],
    ['InitiateAuth', 'code by e-mail', { readRequests: 1, writeRequests: 2, transactions: 0 }],
    ['InitiateAuth', 'password, before a code by e-mail', { readRequests: 2, writeRequests: 2, transactions: 0 }],
    ['RespondToAuthChallenge', 'code by e-mail', { readRequests: 1, writeRequests: 0, transactions: 1 }],
    ['RespondToAuthChallenge', 'code by e-mail, wrong', { readRequests: 1, writeRequests: 1, transactions: 0 }],
    ['InitiateAuth', 'password, before a code of an app', { readRequests: 2, writeRequests: 0, transactions: 0 }],
    ['RespondToAuthChallenge', 'code of an app', { readRequests: 1, writeRequests: 0, transactions: 1 }],
    ['RespondToAuthChallenge', 'recovery code', { readRequests: 1, writeRequests: 0, transactions: 1 }],
    ['idp-response', 'first sign-in', { readRequests: 1, writeRequests: 1, transactions: 2 }],
    ['idp-response', 'later sign-in', { readRequests: 2, writeRequests: 1, transactions: 1 }],
    ['idp-response', 'later sign-in, with a changed attribute', { readRequests: 2, writeRequests: 1, transactions: 1 }],
    ['saml2-idp-response', 'first sign-in', { readRequests: 1, writeRequests: 2, transactions: 2 }],
    ['saml2-idp-response', 'later sign-in', { readRequests: 2, writeRequests: 2, transactions: 1 }],
    [
      'saml2-idp-response',
      'later sign-in, with a changed attribute',
      { readRequests: 2, writeRequests: 2, transactions: 1 },
    ],
    [
      'saml2-logout',
      'request of nobody, in a pool of ten providers',
      { readRequests: 1, writeRequests: 0, transactions: 0 },
    ],
    ['InitiateAuth', 'passkey', { readRequests: 1, writeRequests: 0, transactions: 0 }],
    ['RespondToAuthChallenge', 'passkey', { readRequests: 1, writeRequests: 0, transactions: 1 }],
    ['InitiateAuth', 'step-up of a token, by a code by e-mail', { readRequests: 2, writeRequests: 2, transactions: 0 }],
    [
      'RespondToAuthChallenge',
      'code by e-mail, step-up of a token',
      { readRequests: 2, writeRequests: 0, transactions: 1 },
    ],
    ['RespondToAuthChallenge', 'SRP, by alias', { readRequests: 2, writeRequests: 1, transactions: 0 }],
    ['AdminInitiateAuth', 'password', { readRequests: 2, writeRequests: 1, transactions: 0 }],
    ['InitiateAuth', 'refresh token', { readRequests: 1, writeRequests: 0, transactions: 0 }],
    ['GetTokensFromRefreshToken', '', { readRequests: 1, writeRequests: 0, transactions: 0 }],
    ['GetTokensFromRefreshToken', 'with rotation', { readRequests: 1, writeRequests: 1, transactions: 0 }],
    ['InitiateAuth', 'password, sessions tracked', { readRequests: 3, writeRequests: 0, transactions: 1 }],
    ['InitiateAuth', 'password, a session too many', { readRequests: 3, writeRequests: 0, transactions: 1 }],
    ['GetTokensFromRefreshToken', 'sessions tracked', { readRequests: 1, writeRequests: 1, transactions: 0 }],
    ['RevokeUserSession', '', { readRequests: 2, writeRequests: 0, transactions: 1 }],
    ['GetClientToken', '', { readRequests: 0, writeRequests: 0, transactions: 0 }],
    ['revoke', '', { readRequests: 0, writeRequests: 1, transactions: 0 }],
    ['introspect', 'access token', { readRequests: 1, writeRequests: 0, transactions: 0 }],
    ['introspect', 'refresh token', { readRequests: 1, writeRequests: 0, transactions: 0 }],
    ['introspect', 'access token of a machine', { readRequests: 0, writeRequests: 0, transactions: 0 }],
    ['introspect', 'access token, by a client with a key', { readRequests: 1, writeRequests: 1, transactions: 0 }],
    ['user-info', '', { readRequests: 1, writeRequests: 0, transactions: 0 }],
    ['GetUser', '', { readRequests: 1, writeRequests: 0, transactions: 0 }],
    ['ForgotPassword', '', { readRequests: 1, writeRequests: 3, transactions: 0 }],
    ['ConfirmForgotPassword', '', { readRequests: 1, writeRequests: 1, transactions: 1 }],
    ['ConfirmSignUp', '', { readRequests: 1, writeRequests: 1, transactions: 1 }],
    // No read more than without threat protection, and no request more where tokens come of it.
    ['InitiateAuth', 'password, with threat protection', { readRequests: 2, writeRequests: 0, transactions: 1 }],
    ['InitiateAuth', 'wrong password, with threat protection', { readRequests: 1, writeRequests: 2, transactions: 0 }],
    ['RespondToAuthChallenge', 'SRP, with threat protection', { readRequests: 2, writeRequests: 0, transactions: 1 }],
    // Each is one write more than without, and no read: in the same transaction where something is done.
    ['SignUp', 'with threat protection', { readRequests: 1, writeRequests: 0, transactions: 1 }],
    ['ForgotPassword', 'with threat protection', { readRequests: 1, writeRequests: 2, transactions: 1 }],
    ['ResendConfirmationCode', 'with threat protection', { readRequests: 1, writeRequests: 2, transactions: 1 }],
    ['ConfirmForgotPassword', 'with threat protection', { readRequests: 1, writeRequests: 1, transactions: 1 }],
    [
      'ConfirmForgotPassword',
      'a wrong code, with threat protection',
      { readRequests: 1, writeRequests: 2, transactions: 0 },
    ],
    ['ChangePassword', 'with threat protection', { readRequests: 3, writeRequests: 1, transactions: 1 }],
    ['authorize', '', { readRequests: 0, writeRequests: 0, transactions: 0 }],
    ['authorize', 'with a session', { readRequests: 1, writeRequests: 1, transactions: 0 }],
    ['authorize', 'with a session, implicit', { readRequests: 1, writeRequests: 1, transactions: 0 }],
    ['token', 'code', { readRequests: 2, writeRequests: 0, transactions: 1 }],
    ['token', 'refresh token', { readRequests: 1, writeRequests: 0, transactions: 0 }],
    ['token', 'refresh token, with rotation', { readRequests: 1, writeRequests: 1, transactions: 0 }],
    ['token', 'client credentials', { readRequests: 0, writeRequests: 0, transactions: 0 }],
    // A poll of a device is one conditional write, which keeps its time: RFC 8628 section 3.5.
    ['token', 'a device that has to wait', { readRequests: 0, writeRequests: 1, transactions: 0 }],
    ['token', 'a device that asks too often', { readRequests: 0, writeRequests: 1, transactions: 0 }],
    // A proof of a key is one write more, and nothing else.
    ['token', 'refresh token, with the proof of a key', { readRequests: 1, writeRequests: 1, transactions: 0 }],
    ['token', 'client credentials, with the proof of a key', { readRequests: 0, writeRequests: 1, transactions: 0 }],
    ['user-info', 'with the proof of a key', { readRequests: 1, writeRequests: 1, transactions: 0 }],
    ['login', 'the page', { readRequests: 0, writeRequests: 0, transactions: 0 }],
    ['login', 'password', { readRequests: 2, writeRequests: 0, transactions: 1 }],
    ['logout', '', { readRequests: 0, writeRequests: 1, transactions: 0 }],
    ['IdentityGetId', 'of a guest', { readRequests: 0, writeRequests: 1, transactions: 0 }],
    ['IdentityGetId', 'the first time', { readRequests: 1, writeRequests: 0, transactions: 1 }],
    ['IdentityGetId', 'later', { readRequests: 1, writeRequests: 0, transactions: 0 }],
    ['IdentityGetId', 'later, by an assertion', { readRequests: 1, writeRequests: 1, transactions: 0 }],
    ['IdentityGetId', 'later, with ServerSideTokenCheck', { readRequests: 2, writeRequests: 0, transactions: 0 }],
    ['IdentityGetCredentialsForIdentity', '', { readRequests: 1, writeRequests: 0, transactions: 0 }],
    [
      'IdentityGetCredentialsForIdentity',
      'with ServerSideTokenCheck',
      { readRequests: 2, writeRequests: 0, transactions: 0 },
    ],
    ['IdentityGetOpenIdToken', '', { readRequests: 1, writeRequests: 0, transactions: 0 }],
    ['jwks', '', { readRequests: 0, writeRequests: 0, transactions: 0 }],
  ])('is at most what is promised for %s, %s', (operation, way, most) => {
    const { readRequests, writeRequests, transactions } = costsOf(operation, way);
    expect(readRequests).toBeLessThanOrEqual(most.readRequests);
    expect(writeRequests).toBeLessThanOrEqual(most.writeRequests);
    expect(transactions).toBeLessThanOrEqual(most.transactions);
  });

  it('is one unit for a stranger who makes up a message about a logout, however many providers there are', () => {
    expect(costsOf('saml2-logout', 'request of nobody, in a pool of ten providers').readUnits).toBe(1);
  });

  it.each(alikeOnPage)('is on the pages the same for nobody as for a user: %s', async (_way, ofUser, ofNobody) => {
    expect(await measure(ofNobody)).toEqual(await measure(ofUser));
  });

  it('is what docs/alb-and-api-gateway.md says for a question of an API that has the session authorizer', async () => {
    await expect(measure(sessionAuthorizer)).resolves.toEqual({
      readRequests: 1,
      readUnits: 2,
      writeRequests: 0,
      transactions: 0,
      writeUnits: 0,
    });
  });

  it('is what docs/logout.md says for the worker that tells app clients', async () => {
    const told = { readRequests: 7, readUnits: 5, writeRequests: 5, transactions: 0, writeUnits: 10 };
    await expect(measure(delivery)).resolves.toEqual(told);
    const idle = { readRequests: 4, readUnits: 2, writeRequests: 0, transactions: 0, writeUnits: 0 };
    await expect(measure(idleDelivery)).resolves.toEqual(idle);
  });

  it.each<readonly [operation: string, ofUser: string, ofNobody: string]>([
    ['InitiateAuth', 'wrong password', 'password of nobody'],
    ['InitiateAuth', 'SRP', 'SRP of nobody'],
    ['InitiateAuth', 'custom challenge', 'custom challenge of nobody'],
    ['InitiateAuth', 'choice', 'choice of nobody'],
    ['InitiateAuth', 'code by e-mail', 'code by e-mail of nobody'],
    ['ForgotPassword', '', 'of nobody'],
    ['ForgotPassword', 'with threat protection', 'with threat protection, of nobody'],
    ['ForgotPassword', 'with a ceiling of messages', 'with a ceiling of messages, of nobody'],
    ...alike,
  ])('is as many requests for nobody as for a user: %s, %s and %s', (operation, way, ofNobody) => {
    const { readUnits: _read, writeUnits: _write, ...requests } = costsOf(operation, way);
    expect(costsOf(operation, ofNobody)).toMatchObject(requests);
  });
});
