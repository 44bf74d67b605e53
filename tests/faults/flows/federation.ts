import { randomUUID } from 'node:crypto';
import { AdminGetUserCommand, AdminLinkProviderForUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { type FederatedApp, leaveFor, makeScriptedApp, tokensFor } from '#tests/support/federation.ts';
import { locationOf } from '#tests/support/oauth.ts';
import { makeUser } from '#tests/support/pools.ts';
import { visit } from '#tests/support/upstream/visit.ts';
import { newUserAgent } from '#tests/support/user-agent.ts';
import { listening } from '../heard.ts';
import { once } from '../subjects.ts';
import type { Flow } from '../sweep.ts';

const app = once(() => makeScriptedApp());

const mishap = (): Error => Object.assign(new Error('The page tells of a mishap.'), { name: 'InternalErrorException' });

const pathOf = ({ pathname, search }: URL): string => `${pathname}${search}`;

/** What the app is told in the end of a sign-in from its beginning: who meets a mishap begins anew. */
const signIn = async (made: FederatedApp, user: object): Promise<URL> => {
  const agent = newUserAgent();
  const left = await leaveFor(agent, made, { login_hint: JSON.stringify(user) });
  if (left.status >= 500) throw mishap();
  const { headers } = await visit(locationOf(left).href);
  const answer = await agent.get(pathOf(new URL(headers.location ?? '')));
  const told = locationOf(answer);
  if (answer.status >= 500 || told.searchParams.get('error') === 'server_error') throw mishap();
  return told;
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
];
