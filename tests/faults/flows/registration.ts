import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { browserAt, makeDocumentPool, publishClient, requestAt } from '#tests/support/documents.ts';
import { authorizePath, locationOf, newVerifier, postForm } from '#tests/support/oauth.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import {
  aClient,
  allowValue,
  askRegistration,
  clientCallback,
  makeOpenPool,
  type OpenPool,
  type Registration,
  register,
  toConsent,
} from '#tests/support/registration.ts';
import { formIn, newUserAgent } from '#tests/support/user-agent.ts';
import { listening } from '../heard.ts';
import { once } from '../subjects.ts';
import type { Flow } from '../sweep.ts';

const hourMs = 3_600_000;

// An address may register so many clients in an hour, so each one here has an hour of its own.
let hours = 0;
const anHour = (): number => {
  hours += 1;
  return (hours % 20) * hourMs;
};

const pool = once(() => makeOpenPool());

const refused = (name: string): Error => Object.assign(new Error(name), { name });

const body = async (answer: Response): Promise<string> => {
  const text = await answer.text();
  if (answer.ok) return text;
  const { error } = JSON.parse(text);
  throw refused(error === 'server_error' ? 'InternalErrorException' : error);
};

const told = async ({ registration_client_uri: uri, registration_access_token: token }: Registration, method: string) =>
  body(await askRegistration(uri, undefined, { method, token }));

const full = once(async () => {
  const made = await makeOpenPool();
  // Enough that a request which comes late does not take the place of its own repetition.
  await callOwn('SetUserPoolRegistrationSettings', { UserPoolId: made.poolId, MaxClients: 4 });
  for (let number = 0; number < 4; number += 1) await register(made);
  return made;
});

const registering = (made: () => Promise<OpenPool>): Flow['prepare'] => {
  return async () => {
    const { poolId } = await made();
    const ahead = anHour();
    const { call, heard } = listening(async (): Promise<Registration> => {
      return JSON.parse(await body(await askRegistration(`/${poolId}/oauth2/register`, aClient, { ahead })));
    });
    return {
      call,
      proof: async () => expect(JSON.parse(await told(heard(), 'GET'))).toMatchObject({ client_id: heard().client_id }),
    };
  };
};

const documented = once(() => makeDocumentPool());

/** What a client asks that registers itself. A client that hears nothing registers once more. */
export const registration: readonly Flow[] = [
  {
    operation: 'SetUserPoolRegistrationSettings',
    prepare: async () => {
      const { poolId: UserPoolId } = await pool();
      return {
        call: () => callOwn('SetUserPoolRegistrationSettings', { UserPoolId, IdleDays: 30 }),
        proof: async () => {
          expect(await callOwn('GetUserPoolRegistrationSettings', { UserPoolId })).toMatchObject({ IdleDays: 30 });
        },
      };
    },
  },
  { operation: 'register', prepare: registering(pool) },
  { operation: 'register', way: 'in the place of a client that was never used', prepare: registering(full) },
  {
    operation: 'authorize',
    way: 'by a metadata document that is not known',
    prepare: async () => {
      const { origin } = await documented();
      const url = await publishClient(randomUUID());
      const agent = browserAt(origin, { ahead: anHour() });
      const ask = async (): Promise<void> => {
        const answer = await agent.get(requestAt(await documented(), url));
        if (answer.status >= 500) throw refused('InternalErrorException');
        if (locationOf(answer).pathname !== '/login') throw refused(answer.headers.get('location') ?? '');
      };
      return { call: ask, proof: ask };
    },
  },
  {
    operation: 'consent',
    prepare: async () => {
      const { client_id } = await register(await pool(), {}, { ahead: anHour() });
      const { verifier, challenge } = newVerifier();
      const asked = { redirect_uri: clientCallback, code_challenge: challenge, code_challenge_method: 'S256' };
      const agent = newUserAgent();
      const page = await (await toConsent(authorizePath({ clientId: client_id }, asked), await pool(), agent)).text();
      const { action, fields } = formIn(page);
      const { call, heard } = listening(async (): Promise<string> => {
        const answer = await agent.post(action, { ...fields, allow: allowValue(page) });
        if (answer.status >= 500) throw refused('InternalErrorException');
        return locationOf(answer).searchParams.get('code') ?? '';
      });
      return {
        call,
        proof: async () => {
          const grant = { grant_type: 'authorization_code', client_id, redirect_uri: clientCallback };
          const answer = await postForm('/oauth2/token', { ...grant, code: heard(), code_verifier: verifier });
          expect(answer.status).toBe(200);
        },
      };
    },
  },
  {
    operation: 'registered-client',
    way: 'other metadata',
    prepare: async () => {
      const made = await register(await pool(), {}, { ahead: anHour() });
      const { client_id, registration_client_uri: uri, registration_access_token: token } = made;
      const other = { ...aClient, client_id, client_name: 'Other' };
      return {
        call: async () => body(await askRegistration(uri, other, { method: 'PUT', token })),
        proof: async () => expect(JSON.parse(await told(made, 'GET'))).toMatchObject({ client_name: 'Other' }),
      };
    },
  },
  {
    operation: 'registered-client',
    way: 'its end',
    prepare: async () => {
      const made = await register(await pool(), {}, { ahead: anHour() });
      return {
        call: () => told(made, 'DELETE'),
        doneBefore: ['invalid_token'],
        proof: async () => expect(told(made, 'GET')).rejects.toMatchObject({ name: 'invalid_token' }),
      };
    },
  },
];
