import { randomUUID } from 'node:crypto';
import { AdminGetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { authorizePath, locationOf } from '#tests/support/oauth.ts';
import { makeSamlPool, providerName } from '#tests/support/saml/saml-pool.ts';
import { bringAnswer, receivedRequest, samlAnswer } from '#tests/support/saml/saml-sign-in.ts';
import { newUserAgent } from '#tests/support/user-agent.ts';
import { once } from '../subjects.ts';
import type { Flow } from '../sweep.ts';

const pool = once(() => makeSamlPool());

const refused = (name: string): Error => Object.assign(new Error(name), { name });

// A page of errors, or an error without a word, is a fault of the pool.
const assertWell = ({ status }: Response, { searchParams }: URL): void => {
  const error = searchParams.get('error');
  const description = searchParams.get('error_description');
  if (status >= 500 || (error === 'server_error' && description === null)) throw refused('InternalErrorException');
  if (error !== null) throw refused(`${error} ${description}`);
};

/** A whole sign-in, as a person begins it again who hears of a fault. */
const signIn = async (nameId: string, mail: string): Promise<void> => {
  const agent = newUserAgent();
  const left = await agent.get(authorizePath(await pool(), { identity_provider: providerName }));
  assertWell(left, locationOf(left));
  const { id: requestId, relayState } = receivedRequest(locationOf(left));
  const xml = samlAnswer(await pool(), { nameId, attributes: { mail: [mail] } }, { requestId });
  const answer = await bringAnswer(agent, xml, relayState);
  assertWell(answer, locationOf(answer));
};

const mailOf = async (nameId: string): Promise<string | undefined> => {
  const asked = { UserPoolId: (await pool()).poolId, Username: `${providerName}_${nameId}` };
  const { UserAttributes = [] } = await adminClient().send(new AdminGetUserCommand(asked));
  return UserAttributes.find(({ Name }) => Name === 'email')?.Value;
};

/** Sign-ins through a SAML provider. */
export const saml: readonly Flow[] = [
  {
    operation: 'saml2-idp-response',
    way: 'first sign-in',
    prepare: async () => {
      await pool();
      const nameId = randomUUID();
      return {
        call: () => signIn(nameId, 'ada@example.com'),
        proof: async () => expect(await mailOf(nameId)).toBe('ada@example.com'),
      };
    },
  },
  {
    operation: 'saml2-idp-response',
    way: 'changed attribute',
    prepare: async () => {
      const nameId = randomUUID();
      await signIn(nameId, 'ada@example.com');
      return {
        call: () => signIn(nameId, 'lovelace@example.com'),
        proof: async () => expect(await mailOf(nameId)).toBe('lovelace@example.com'),
      };
    },
  },
];
