import { randomUUID } from 'node:crypto';
import { AdminGetUserCommand, AdminLinkProviderForUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { type FederatedApp, leaveFor, makeScriptedApp, tokensFor } from '#tests/support/federation.ts';
import { makeLinkingApp } from '#tests/support/linking.ts';
import { locationOf } from '#tests/support/oauth.ts';
import { makeUser, password } from '#tests/support/pools.ts';
import { visit } from '#tests/support/upstream/visit.ts';
import { formIn, newUserAgent, type UserAgent } from '#tests/support/user-agent.ts';
import { listening } from '../heard.ts';
import { once } from '../subjects.ts';
import type { Flow } from '../sweep.ts';

const app = once(() => makeScriptedApp());

const mishap = (): Error => Object.assign(new Error('The page tells of a mishap.'), { name: 'InternalErrorException' });

const linking = once(() => makeLinkingApp('VERIFIED_EMAIL'));
const asking = once(() => makeLinkingApp('ASK'));

const pathOf = ({ pathname, search }: URL): string => `${pathname}${search}`;

const toldBy = (answer: Response): URL => {
  const told = locationOf(answer);
  if (answer.status >= 500 || told.searchParams.get('error') === 'server_error') throw mishap();
  return told;
};

const signInWith = async (agent: UserAgent, made: FederatedApp, user: object): Promise<URL> => {
  const left = await leaveFor(agent, made, { login_hint: JSON.stringify(user) });
  if (left.status >= 500) throw mishap();
  const { headers } = await visit(locationOf(left).href);
  return toldBy(await agent.get(pathOf(new URL(headers.location ?? ''))));
};

/** What the app is told in the end of a sign-in from its beginning: who meets a mishap begins anew. */
const signIn = (made: FederatedApp, user: object): Promise<URL> => signInWith(newUserAgent(), made, user);

const isUser = async (made: FederatedApp, sub: string, told: URL, user: object): Promise<void> => {
  expect((await tokensFor(made, told)).claims).toMatchObject({ sub, identities: [expect.anything()] });
  expect((await tokensFor(made, await signIn(made, user))).claims.sub).toBe(sub);
};

const doneBefore = 'AnsweredBefore';

/** Somebody on the page that asks for an account, and what answers it. It leads to the sign-in page once it was answered. */
const askedPage = async (made: FederatedApp) => {
  const [user, agent] = [
    { sub: randomUUID(), email: `${randomUUID()}@example.com`, email_verified: true },
    newUserAgent(),
  ];
  const { href } = await signInWith(agent, made, user);
  const { action, fields } = formIn(await (await agent.get(href)).text());
  const answer = async (typed: Readonly<Record<string, string>>): Promise<void> => {
    const told = toldBy(await agent.post(action, { ...fields, ...typed }));
    if (told.pathname === '/login') throw Object.assign(new Error('It was answered.'), { name: doneBefore });
    expect(told.searchParams.has('code')).toBe(true);
  };
  return { user, answer };
};

/** Who a user is before the sign-in: gives the username that the user has afterwards, and the status. */
type Before = (made: FederatedApp, sub: string) => Promise<readonly [username: string, status: string]>;

const flow = (way: string, before: Before): Flow => ({
  operation: 'idp-response',
  way,
  prepare: async () => {
    const made = await app();
    const sub = randomUUID();
    const [username, status] = await before(made, sub);
    const { call, heard } = listening(() => signIn(made, { sub, name: 'Ada King', email: `${sub}@example.com` }));
    return {
      call,
      proof: async () => {
        const { claims } = await tokensFor(made, heard());
        expect(claims).toMatchObject({ name: 'Ada King', 'cognito:username': username });
        const { UserStatus } = await adminClient().send(
          new AdminGetUserCommand({ UserPoolId: made.poolId, Username: username }),
        );
        expect(UserStatus).toBe(status);
        // Nothing stands in the way of the next sign-in.
        const again = await signIn(made, { sub, name: 'Ada King', email: `${sub}@example.com` });
        expect((await tokensFor(made, again)).claims.sub).toBe(claims.sub);
      },
    };
  },
});

const ofProvider = (sub: string) => [`Corporate_${sub}`, 'EXTERNAL_PROVIDER'] as const;

export const federation: readonly Flow[] = [
  flow('of a new user', async (_made, sub) => ofProvider(sub)),
  flow('of a user whose attributes changed', async (made, sub) => {
    await signIn(made, { sub, name: 'Ada' });
    return ofProvider(sub);
  }),
  flow('of a linked user', async (made, sub) => {
    const { username } = await makeUser(made);
    await adminClient().send(
      new AdminLinkProviderForUserCommand({
        UserPoolId: made.poolId,
        DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue: username },
        SourceUser: { ProviderName: 'Corporate', ProviderAttributeValue: sub },
      }),
    );
    return [username, 'CONFIRMED'];
  }),
  {
    operation: 'idp-response',
    way: 'of somebody whom the e-mail links',
    prepare: async () => {
      const made = await linking();
      const { sub, email } = await makeUser(made);
      const user = { sub: randomUUID(), email, email_verified: true };
      const { call, heard } = listening(() => signIn(made, user));
      return { call, proof: async () => isUser(made, sub, heard(), user) };
    },
  },
  {
    operation: 'link-account',
    way: 'a proof',
    prepare: async () => {
      const made = await asking();
      const { username, sub } = await makeUser(made);
      const { user, answer } = await askedPage(made);
      return {
        call: () => answer({ username, password }),
        doneBefore: [doneBefore],
        proof: async () => isUser(made, sub, await signIn(made, user), user),
      };
    },
  },
  {
    operation: 'link-account',
    way: 'a new account',
    prepare: async () => {
      const made = await asking();
      const { user, answer } = await askedPage(made);
      return {
        call: () => answer({ newAccount: 'true' }),
        doneBefore: [doneBefore],
        proof: async () => {
          const { claims } = await tokensFor(made, await signIn(made, user));
          expect(claims['cognito:username']).toBe(`Corporate_${user.sub}`);
        },
      };
    },
  },
];
