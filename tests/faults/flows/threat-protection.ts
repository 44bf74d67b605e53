import { AdminUpdateAuthEventFeedbackCommand } from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { makeClient, makePool } from '#tests/support/pools.ts';
import {
  audit,
  eventsOf,
  home,
  makeProtectedPool,
  makeSettledUser,
  riskOf,
  risky,
  sesArn,
  setRisk,
  signInFrom,
  takeover,
} from '#tests/support/risk.ts';
import { once } from '../subjects.ts';
import type { Flow } from '../sweep.ts';

// Of its own: what is set here acts on no other flow.
const pool = once(() => makePool());
const protectedPool = once(() => makeProtectedPool(audit));
const blockingPool = once(async () => {
  const made = await makeProtectedPool();
  await setRisk(made.poolId, { AccountTakeoverRiskConfiguration: takeover('BLOCK') });
  return made;
});
const admin = adminClient();

const MfaEmail = { Subject: 'A sign-in', TextBody: 'by {username}' };
const AccountTakeoverRiskConfiguration = {
  ...takeover('NO_ACTION', true),
  NotifyConfiguration: { SourceArn: sesArn, MfaEmail },
};

export const threatProtection: readonly Flow[] = [
  {
    operation: 'SetRiskConfiguration',
    way: 'of a client, with a text',
    prepare: async () => {
      const { poolId } = await pool();
      const { clientId: ClientId } = await makeClient(poolId);
      return {
        call: () => setRisk(poolId, { ClientId, AccountTakeoverRiskConfiguration }),
        proof: async () => expect(await riskOf(poolId, ClientId)).toMatchObject({ AccountTakeoverRiskConfiguration }),
      };
    },
  },
  {
    operation: 'SetUserPoolRiskSettings',
    prepare: async () => {
      const { poolId: UserPoolId } = await makePool();
      const asked = { UserPoolId, MfaRequiredWithoutFactor: 'SET_UP' };
      return {
        call: () => callOwn('SetUserPoolRiskSettings', asked),
        proof: async () => expect(await callOwn('GetUserPoolRiskSettings', { UserPoolId })).toMatchObject(asked),
      };
    },
  },
  {
    operation: 'InitiateAuth',
    way: 'with threat protection',
    prepare: async () => {
      const made = await protectedPool();
      const user = await makeSettledUser(made);
      return {
        call: () => signInFrom(made, user, home),
        proof: async () => expect((await eventsOf(made, user))[0]).toMatchObject({ EventResponse: 'Pass' }),
      };
    },
  },
  {
    operation: 'InitiateAuth',
    way: 'that threat protection refuses',
    prepare: async () => {
      const made = await blockingPool();
      const user = await makeSettledUser(made);
      return {
        call: () => signInFrom(made, user, risky.High),
        doneBefore: ['NotAuthorizedException'],
        proof: async () => expect((await eventsOf(made, user))[0]).toMatchObject({ EventResponse: 'Fail' }),
      };
    },
  },
  {
    operation: 'AdminUpdateAuthEventFeedback',
    prepare: async () => {
      const made = await protectedPool();
      const user = await makeSettledUser(made);
      const [event] = await eventsOf(made, user);
      const asked = { UserPoolId: made.poolId, Username: user.username, EventId: event?.EventId };
      return {
        call: () => admin.send(new AdminUpdateAuthEventFeedbackCommand({ ...asked, FeedbackValue: 'Invalid' })),
        proof: async () => {
          expect((await eventsOf(made, user))[0]?.EventFeedback).toMatchObject({ FeedbackValue: 'Invalid' });
          await signInFrom(made, user, home);
          expect((await eventsOf(made, user))[0]?.EventRisk).toMatchObject({ RiskLevel: 'High' });
        },
      };
    },
  },
];
