import { randomUUID } from 'node:crypto';
import { AdminLinkProviderForUserCommand, ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { type FederatedApp, makeScriptedApp, returnFromScripted, tokensFor } from '#tests/support/federation.ts';
import { locationOf } from '#tests/support/oauth.ts';
import { makeUser } from '#tests/support/pools.ts';
import { makeSamlPool, providerName, type SamlPool } from '#tests/support/saml/saml-pool.ts';
import { beginSamlSignIn, bringAnswer, samlAnswer } from '#tests/support/saml/saml-sign-in.ts';
import { newUserAgent } from '#tests/support/user-agent.ts';

/** One browser of a person who has come back from the provider: the last step of a sign-in. */
type Arrival = () => Promise<Response>;

const byOpenId = async (app: FederatedApp, sub: string): Promise<Arrival> => {
  const agent = newUserAgent();
  const back = await returnFromScripted(agent, app, { sub, name: 'Ada', email: 'ada@example.com' });
  return () => agent.get(back);
};

const bySaml = async (pool: SamlPool, nameId: string): Promise<Arrival> => {
  const agent = newUserAgent();
  const { id: requestId, relayState } = await beginSamlSignIn(agent, pool);
  const xml = samlAnswer(pool, { nameId, attributes: { mail: ['ada@example.com'] } }, { requestId });
  return () => bringAnswer(agent, xml, relayState);
};

const openId = async () => {
  const app = await makeScriptedApp();
  return { app, arrive: (sub: string) => byOpenId(app, sub) };
};

const saml = async () => {
  const pool = await makeSamlPool();
  return { app: { ...pool, provider: providerName }, arrive: (nameId: string) => bySaml(pool, nameId) };
};

const subFor = async (app: FederatedApp, answer: Response): Promise<string | undefined> =>
  (await tokensFor(app, locationOf(answer))).claims.sub;

const usersIn = async ({ poolId: UserPoolId }: FederatedApp): Promise<readonly (string | undefined)[]> => {
  const { Users = [] } = await adminClient().send(new ListUsersCommand({ UserPoolId }));
  return Users.map(({ Username }) => Username);
};

describe.each([
  ['an OpenID provider', openId],
  ['a SAML provider', saml],
])('one person who comes through %s', (_kind, make) => {
  it('is one user, however many first sign-ins end at once', async () => {
    const { app, arrive } = await make();
    for (const count of [2, 8]) {
      const subject = randomUUID();
      const before = (await usersIn(app)).length;
      const arrivals = await Promise.all(Array.from({ length: count }, () => arrive(subject)));
      const answers = await Promise.all(arrivals.map((end) => end()));
      const subs = await Promise.all(answers.map((answer) => subFor(app, answer)));
      expect(new Set(subs).size).toBe(1);
      expect(subs[0]).toBeTruthy();
      expect(await usersIn(app)).toHaveLength(before + 1);
    }
  });

  it('is the linked user or a new one, and stays so, where an administrator links at the same moment', async () => {
    const { app, arrive } = await make();
    for (let round = 0; round < 6; round += 1) {
      const subject = randomUUID();
      const { username, sub } = await makeUser(app);
      const link = () =>
        adminClient().send(
          new AdminLinkProviderForUserCommand({
            UserPoolId: app.poolId,
            DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue: username },
            SourceUser: { ProviderName: app.provider, ProviderAttributeValue: subject },
          }),
        );
      const [first, second] = await Promise.all([arrive(subject), arrive(subject)]);
      const [linked, ...answers] = await Promise.all([
        link().then(
          () => 'linked',
          ({ message }: Error) => message,
        ),
        first(),
        second(),
      ]);
      const subs = await Promise.all(answers.map((answer) => subFor(app, answer)));
      const later = await subFor(app, await (await arrive(subject))());
      expect(new Set([...subs, later]).size).toBe(1);
      if (linked === 'linked') expect(later).toBe(sub);
      else {
        expect(linked).toContain('Merging is not currently supported');
        expect(later).not.toBe(sub);
      }
      expect((await usersIn(app)).includes(`${app.provider}_${subject}`)).toBe(linked !== 'linked');
    }
  });
});
