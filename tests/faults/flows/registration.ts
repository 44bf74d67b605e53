import { expect } from 'vitest';
import { callOwn } from '#tests/support/own-operations.ts';
import { aClient, askRegistration, makeOpenPool, type Registration, register } from '#tests/support/registration.ts';
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

const body = async (answer: Response): Promise<string> => {
  const text = await answer.text();
  if (answer.ok) return text;
  const { error } = JSON.parse(text);
  throw Object.assign(new Error(text), { name: error === 'server_error' ? 'InternalErrorException' : error });
};

const told = async ({ registration_client_uri: uri, registration_access_token: token }: Registration, method: string) =>
  body(await askRegistration(uri, undefined, { method, token }));

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
  {
    operation: 'register',
    prepare: async () => {
      const { poolId } = await pool();
      const ahead = anHour();
      let made: Registration | undefined;
      return {
        call: async () => {
          made = JSON.parse(await body(await askRegistration(`/${poolId}/oauth2/register`, aClient, { ahead })));
        },
        proof: async () => {
          if (!made) throw new Error('Nothing was registered.');
          expect(JSON.parse(await told(made, 'GET'))).toMatchObject({ client_id: made.client_id });
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
