import { randomUUID } from 'node:crypto';
import { AdminGetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { type FederatedApp, leaveFor, makeScriptedApp, tokensFor } from '#tests/support/federation.ts';
import { locationOf } from '#tests/support/oauth.ts';
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

const flow = (way: string, before: (made: FederatedApp, sub: string) => Promise<unknown>): Flow => ({
  operation: 'idp-response',
  way,
  prepare: async () => {
    const made = await app();
    const sub = randomUUID();
    await before(made, sub);
    const { call, heard } = listening(() => signIn(made, { sub, name: 'Ada King', email: `${sub}@example.com` }));
    return {
      call,
      proof: async () => {
        const { claims } = await tokensFor(made, heard());
        expect(claims).toMatchObject({ name: 'Ada King', 'cognito:username': `Corporate_${sub}` });
        const { UserStatus } = await adminClient().send(
          new AdminGetUserCommand({ UserPoolId: made.poolId, Username: `Corporate_${sub}` }),
        );
        expect(UserStatus).toBe('EXTERNAL_PROVIDER');
        // Nothing stands in the way of the next sign-in.
        const again = await signIn(made, { sub, name: 'Ada King', email: `${sub}@example.com` });
        expect((await tokensFor(made, again)).claims.sub).toBe(claims.sub);
      },
    };
  },
});

export const federation: readonly Flow[] = [
  flow('of a new user', async () => undefined),
  flow('of a user whose attributes changed', (made, sub) => signIn(made, { sub, name: 'Ada' })),
];
