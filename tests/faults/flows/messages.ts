import { expect } from 'vitest';
import { callOwn } from '#tests/support/own-operations.ts';
import { anEmail, makePool, makeUser } from '#tests/support/pools.ts';
import { callWorker } from '#tests/support/workers.ts';
import { once } from '../subjects.ts';
import type { Flow } from '../sweep.ts';

const pool = once(() => makePool());

const german = { Kind: 'SignUp', Language: 'de', EmailText: 'Code {####}' };

export const messages: readonly Flow[] = [
  {
    operation: 'SetMessageBranding',
    prepare: async () => {
      const { poolId: UserPoolId } = await pool();
      return {
        call: () => callOwn('SetMessageBranding', { UserPoolId, SenderName: 'Acme' }),
        proof: async () =>
          expect(await callOwn('GetMessageBranding', { UserPoolId })).toMatchObject({ SenderName: 'Acme' }),
      };
    },
  },
  {
    operation: 'SetMessageTemplate',
    prepare: async () => {
      const { poolId: UserPoolId } = await pool();
      return {
        call: () => callOwn('SetMessageTemplate', { UserPoolId, ...german }),
        proof: async () =>
          expect(await callOwn('GetMessageTemplates', { UserPoolId })).toMatchObject({ Templates: [german] }),
      };
    },
  },
  {
    operation: 'SendTestMessage',
    prepare: async () => {
      const { poolId: UserPoolId } = await pool();
      const request = { UserPoolId, Kind: 'SignUp', Language: 'de', Destination: anEmail() };
      return {
        call: () => callOwn('SendTestMessage', request),
        proof: async () => expect(await callOwn('SendTestMessage', request)).toEqual({}),
      };
    },
  },
  {
    operation: 'AdminResetMessageDelivery',
    prepare: async () => {
      const { poolId: UserPoolId } = await pool();
      const { username: Username, sub, email } = await makeUser({ poolId: UserPoolId });
      const tags = { 'gatehouse-pool': [UserPoolId], 'gatehouse-user': [sub] };
      const bounce = { bounceType: 'Permanent', bouncedRecipients: [{ emailAddress: email }] };
      await callWorker('NoteMailEvents', { detail: { mail: { tags }, bounce } });
      return {
        call: () => callOwn('AdminResetMessageDelivery', { UserPoolId, Username }),
        proof: async () =>
          expect(await callOwn('AdminGetMessageDelivery', { UserPoolId, Username })).toEqual({ Undeliverable: [] }),
      };
    },
  },
];
