import {
  AdminUpdateAuthEventFeedbackCommand,
  UpdateAuthEventFeedbackCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
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
import { feedbackOf, makeTellingPool, tellAfterSignIn } from '#tests/support/risk-mails.ts';
import { errorOn } from '#tests/support/sign-in-page.ts';
import { newUserAgent, submit } from '#tests/support/user-agent.ts';
import { once } from '../subjects.ts';
import type { Flow } from '../sweep.ts';

// Of its own: what is set here acts on no other flow.
const pool = once(() => makePool());
const protectedPool = once(() => makeProtectedPool(audit));
const tellingPool = once(() => makeTellingPool('NO_ACTION'));
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
  {
    operation: 'UpdateAuthEventFeedback',
    prepare: async () => {
      const telling = await tellingPool();
      const { user, mail } = await tellAfterSignIn(telling);
      const [event] = await eventsOf(telling, user);
      const asked = { UserPoolId: telling.poolId, Username: user.username, EventId: event?.EventId };
      const said = { FeedbackToken: mail.token, FeedbackValue: 'Valid' } as const;
      return {
        call: () => publicClient().send(new UpdateAuthEventFeedbackCommand({ ...asked, ...said })),
        doneBefore: ['NotAuthorizedException'],
        proof: async () => expect(await feedbackOf(telling, user)).toMatchObject({ FeedbackValue: 'Valid' }),
      };
    },
  },
  {
    operation: 'eventFeedback',
    way: 'that asks for a new password',
    prepare: async () => {
      const telling = await tellingPool();
      const asked = { UserPoolId: telling.poolId, InvalidFeedbackAction: 'REQUIRE_NEW_PASSWORD' };
      await callOwn('SetUserPoolRiskSettings', asked);
      const { user, mail } = await tellAfterSignIn(telling);
      const agent = newUserAgent();
      const page = await agent.get(mail.invalid);
      return {
        call: async () => {
          const answer = await submit(agent, page.clone(), {});
          if (answer.status >= 500)
            throw Object.assign(new Error('The page failed.'), { name: 'InternalErrorException' });
          const told = await errorOn(answer);
          if (told !== undefined) throw Object.assign(new Error(told), { name: told });
        },
        doneBefore: ['Invalid feedback token.'],
        proof: async () => {
          expect(await feedbackOf(telling, user)).toMatchObject({ FeedbackValue: 'Invalid' });
          await expect(signInFrom(telling, user, home)).rejects.toMatchObject({
            name: 'PasswordResetRequiredException',
          });
        },
      };
    },
  },
];
