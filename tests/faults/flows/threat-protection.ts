import {
  AdminUpdateAuthEventFeedbackCommand,
  GetLogDeliveryConfigurationCommand,
  UpdateAuthEventFeedbackCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { notificationLog, setLogs } from '#tests/support/logs.ts';
import { codeFor } from '#tests/support/mailbox.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { makeClient, makePool, makeUser, type TestUser } from '#tests/support/pools.ts';
import { newPassword } from '#tests/support/recovery.ts';
import {
  eventsOf,
  home,
  makeSettledUser,
  riskOf,
  risky,
  sesArn,
  setRisk,
  signInFrom,
  takeover,
} from '#tests/support/risk.ts';
import { asks, changePassword } from '#tests/support/risk-asks.ts';
import { feedbackOf, tellAfterSignIn } from '#tests/support/risk-mails.ts';
import { riskPools } from '#tests/support/risk-pools.ts';
import { errorOn } from '#tests/support/sign-in-page.ts';
import { otherThan } from '#tests/support/sign-up.ts';
import { newUserAgent, submit } from '#tests/support/user-agent.ts';
import { newName, once } from '../subjects.ts';
import type { Flow } from '../sweep.ts';

// Of its own: what is set here acts on no other flow.
const pool = once(() => makePool());
const { looking, telling: tellingPool, blocking: blockingPool } = riskPools(once);
const admin = adminClient();

const MfaEmail = { Subject: 'A sign-in', TextBody: 'by {username}' };
const AccountTakeoverRiskConfiguration = {
  ...takeover('NO_ACTION', true),
  NotifyConfiguration: { SourceArn: sesArn, MfaEmail },
};

/** What the user's events say, the newest first. */
const notesOf = async (user: Pick<TestUser, 'username'>) =>
  (await eventsOf(await looking(), user)).map(({ EventType, EventResponse }) => `${EventType} ${EventResponse}`);

// A client that asks again what was done is refused, and that is noted as well.
const passesOf = async (user: Pick<TestUser, 'username'>) =>
  (await notesOf(user)).filter((note) => note.endsWith('Pass'));

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
    operation: 'SetLogDeliveryConfiguration',
    prepare: async () => {
      const { poolId: UserPoolId } = await makePool();
      const asked = new GetLogDeliveryConfigurationCommand({ UserPoolId });
      return {
        call: () => setLogs(UserPoolId, notificationLog),
        proof: async () =>
          expect((await admin.send(asked)).LogDeliveryConfiguration?.LogConfigurations).toEqual([notificationLog]),
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
      const made = await looking();
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
    operation: 'SignUp',
    way: 'with threat protection',
    prepare: async () => {
      const [made, { username, email }] = [await looking(), newName()];
      return {
        call: () => asks(made, username).signUp(email),
        doneBefore: ['UsernameExistsException'],
        proof: async () => expect(await notesOf({ username })).toEqual(['SignUp Pass']),
      };
    },
  },
  {
    operation: 'ResendConfirmationCode',
    way: 'with threat protection',
    prepare: async () => {
      const [made, { username, email }] = [await looking(), newName()];
      await asks(made, username).signUp(email);
      return {
        call: () => asks(made, username).resend(),
        proof: async () => {
          const [last, ...before] = await notesOf({ username });
          expect([last, before.at(-1)]).toEqual(['ResendCode Pass', 'SignUp Pass']);
        },
      };
    },
  },
  {
    operation: 'ForgotPassword',
    way: 'with threat protection',
    prepare: async () => {
      const made = await looking();
      const user = await makeUser(made);
      return {
        call: () => asks(made, user.username).forgot(),
        proof: async () => {
          expect((await notesOf(user))[0]).toBe('ForgotPassword Pass');
          await asks(made, user.username).reset(await codeFor(user.email));
        },
      };
    },
  },
  {
    operation: 'ConfirmForgotPassword',
    way: 'with threat protection',
    prepare: async () => {
      const made = await looking();
      const user = await makeUser(made);
      await asks(made, user.username).forgot();
      const code = await codeFor(user.email);
      return {
        call: () => asks(made, user.username).reset(code),
        // The client hides who is there: a code that is gone is a wrong one.
        doneBefore: ['CodeMismatchException'],
        proof: async () => expect(await passesOf(user)).toEqual(['PasswordChange Pass', 'ForgotPassword Pass']),
      };
    },
  },
  {
    operation: 'ConfirmForgotPassword',
    way: 'with a wrong code, with threat protection',
    prepare: async () => {
      const made = await looking();
      const user = await makeUser(made);
      await asks(made, user.username).forgot();
      const wrong = otherThan(await codeFor(user.email));
      return {
        call: () => asks(made, user.username).reset(wrong),
        doneBefore: ['CodeMismatchException'],
        proof: async () => expect((await notesOf(user))[0]).toBe('PasswordChange Fail'),
      };
    },
  },
  {
    operation: 'ChangePassword',
    way: 'with threat protection',
    prepare: async () => {
      const made = await looking();
      const user = await makeUser(made);
      const { AuthenticationResult } = await signInFrom(made, user, home);
      return {
        call: () => changePassword(AuthenticationResult?.AccessToken),
        doneBefore: ['NotAuthorizedException'],
        proof: async () => {
          expect((await passesOf(user))[0]).toBe('PasswordChange Pass');
          await signInFrom(made, user, home, { secret: newPassword });
        },
      };
    },
  },
  {
    operation: 'AdminUpdateAuthEventFeedback',
    prepare: async () => {
      const made = await looking();
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
