import {
  AdminUpdateAuthEventFeedbackCommand,
  GetLogDeliveryConfigurationCommand,
  RespondToAuthChallengeCommand,
  UpdateAuthEventFeedbackCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { newEcKeys } from '#tests/support/client-keys.ts';
import { publicClient } from '#tests/support/clients.ts';
import { leaked, minding } from '#tests/support/leaked-passwords.ts';
import { notificationLog, setLogs } from '#tests/support/logs.ts';
import { codeFor } from '#tests/support/mailbox.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { aPhoneNumber, makeClient, makePool } from '#tests/support/pools.ts';
import {
  answerFrom,
  audit,
  contextOf,
  eventsOf,
  home,
  makeProtectedPool,
  makeSettledUser,
  riskOf,
  risky,
  setRisk,
  signInFrom,
  takeover,
} from '#tests/support/risk.ts';
import { asks, changePassword } from '#tests/support/risk-asks.ts';
import { tellAfterSignIn } from '#tests/support/risk-mails.ts';
import { riskPools } from '#tests/support/risk-pools.ts';
import { beginSrp } from '#tests/support/srp-sign-in.ts';
import {
  allowGrants,
  bringAssertion,
  foreignToken,
  github,
  githubClaims,
  jwtBearer,
  makeExchange,
  trustIssuer,
} from '#tests/support/token-exchange.ts';
import { newUserAgent, submit } from '#tests/support/user-agent.ts';
import type { Scenario } from '../scenario.ts';
import { admin, newName, newUser, once } from '../subjects.ts';

const pool = once(() => makePool());
// Its item is as large as it was: what others cost stays.
const loggedPool = once(() => makePool());

const { looking: protectedPool, telling: tellingPool, asking: enforcedPool } = riskPools(once);

const keys = newEcKeys();

/** Somebody with a number, and five earlier sign-ins. */
const withPhone = async () => {
  const phone = aPhoneNumber();
  const attributes = [
    { Name: 'phone_number', Value: phone },
    { Name: 'phone_number_verified', Value: 'true' },
  ];
  return { ...(await makeSettledUser(await enforcedPool(), { attributes })), phone };
};

const blocking = { AccountTakeoverRiskConfiguration: takeover('BLOCK') };

/** Refuses passwords that have leaked. */
const mindingPool = once(async () => {
  const made = await makeProtectedPool();
  await minding(made.poolId);
  return made;
});

// It is answered by an exception.
const refused = (asked: Promise<unknown>) => asked.catch((error: unknown) => error);

export const threatProtection: readonly Scenario[] = [
  {
    operation: 'SetLogDeliveryConfiguration',
    prepare: async () => {
      const { poolId } = await loggedPool();
      return () => setLogs(poolId, notificationLog);
    },
  },
  {
    operation: 'GetLogDeliveryConfiguration',
    prepare: async () => {
      const { poolId: UserPoolId } = await loggedPool();
      return () => admin.send(new GetLogDeliveryConfigurationCommand({ UserPoolId }));
    },
  },
  {
    operation: 'SetRiskConfiguration',
    prepare: async () => {
      const { poolId } = await pool();
      return () => setRisk(poolId, blocking);
    },
  },
  {
    operation: 'SetRiskConfiguration',
    way: 'of a client',
    prepare: async () => {
      const { poolId } = await pool();
      const { clientId } = await makeClient(poolId);
      return () => setRisk(poolId, { ClientId: clientId, ...blocking });
    },
  },
  {
    operation: 'DescribeRiskConfiguration',
    prepare: async () => {
      const { poolId } = await pool();
      return () => riskOf(poolId);
    },
  },
  {
    operation: 'SetUserPoolRiskSettings',
    prepare: async () => {
      const { poolId: UserPoolId } = await pool();
      return () => callOwn('SetUserPoolRiskSettings', { UserPoolId, MfaRequiredWithoutFactor: 'SET_UP' });
    },
  },
  {
    operation: 'GetUserPoolRiskSettings',
    prepare: async () => {
      const { poolId: UserPoolId } = await pool();
      return () => callOwn('GetUserPoolRiskSettings', { UserPoolId });
    },
  },
  {
    operation: 'InitiateAuth',
    way: 'password, with threat protection',
    prepare: async () => {
      const user = await makeSettledUser(await protectedPool());
      return async () => signInFrom(await protectedPool(), user, home);
    },
  },
  {
    operation: 'InitiateAuth',
    way: 'wrong password, with threat protection',
    prepare: async () => {
      const user = await makeSettledUser(await protectedPool());
      const wrong = { secret: 'Wrong-horse-1' };
      return async () => refused(signInFrom(await protectedPool(), user, home, wrong));
    },
  },
  {
    operation: 'RespondToAuthChallenge',
    way: 'SRP, with threat protection',
    prepare: async () => {
      const user = await makeSettledUser(await protectedPool());
      const { answer } = await beginSrp(await protectedPool(), user);
      const UserContextData = contextOf(await protectedPool(), home);
      return () => publicClient().send(new RespondToAuthChallengeCommand({ ...answer, UserContextData }));
    },
  },
  {
    operation: 'InitiateAuth',
    way: 'password, so risky that a code by SMS is asked for',
    prepare: async () => {
      const user = await withPhone();
      return async () => signInFrom(await enforcedPool(), user, risky.High);
    },
  },
  {
    operation: 'RespondToAuthChallenge',
    way: 'code by SMS, asked for by risk',
    prepare: async () => {
      const [asking, user] = [await enforcedPool(), await withPhone()];
      const asked = await signInFrom(asking, user, risky.High);
      const SMS_MFA_CODE = await codeFor(user.phone);
      return () => answerFrom(asking, user, risky.High, asked, { SMS_MFA_CODE });
    },
  },
  {
    operation: 'SignUp',
    way: 'with threat protection',
    prepare: async () => {
      const [made, { username, email }] = [await protectedPool(), newName()];
      return () => asks(made, username).signUp(email);
    },
  },
  {
    operation: 'ResendConfirmationCode',
    way: 'with threat protection',
    prepare: async () => {
      const [made, { username, email }] = [await protectedPool(), newName()];
      await asks(made, username).signUp(email);
      return () => asks(made, username).resend();
    },
  },
  {
    operation: 'ForgotPassword',
    way: 'with threat protection',
    prepare: async () => {
      const { username } = await newUser(await protectedPool());
      return async () => asks(await protectedPool(), username).forgot();
    },
  },
  {
    operation: 'ForgotPassword',
    way: 'with threat protection, of nobody',
    prepare: async () => {
      const made = await protectedPool();
      return () => asks(made, newName().username).forgot();
    },
  },
  {
    operation: 'ConfirmForgotPassword',
    way: 'with threat protection',
    prepare: async () => {
      const { username, email } = await newUser(await protectedPool());
      await asks(await protectedPool(), username).forgot();
      const code = await codeFor(email);
      return async () => asks(await protectedPool(), username).reset(code);
    },
  },
  {
    operation: 'ConfirmForgotPassword',
    way: 'a wrong code, with threat protection',
    prepare: async () => {
      const { username } = await newUser(await protectedPool());
      return async () => refused(asks(await protectedPool(), username).reset('-'));
    },
  },
  {
    operation: 'ConfirmForgotPassword',
    way: 'a leaked password, which is refused and noted',
    prepare: async () => {
      const { username } = await newUser(await mindingPool());
      return async () => refused(asks(await mindingPool(), username).reset('000000', leaked));
    },
  },
  {
    operation: 'ChangePassword',
    way: 'with threat protection',
    prepare: async () => {
      const { AuthenticationResult } = await signInFrom(
        await protectedPool(),
        await newUser(await protectedPool()),
        home,
      );
      return () => changePassword(AuthenticationResult?.AccessToken);
    },
  },
  {
    operation: 'token',
    way: 'a token of another issuer, for a user, with threat protection',
    prepare: async () => {
      const made = await makeExchange(audit);
      await allowGrants(made.api, [jwtBearer]);
      await trustIssuer(made.api, github, keys, { UsernameClaim: 'actor' });
      const assertion = await foreignToken(keys, { ...githubClaims, actor: made.app.user.username });
      await bringAssertion(made.api, assertion);
      return async () => {
        const { error } = await bringAssertion(made.api, assertion);
        if (error !== undefined) throw new Error(error);
      };
    },
  },
  {
    operation: 'AdminListUserAuthEvents',
    way: 'of five',
    prepare: async () => {
      const user = await makeSettledUser(await protectedPool());
      return async () => eventsOf(await protectedPool(), user);
    },
  },
  {
    operation: 'AdminUpdateAuthEventFeedback',
    prepare: async () => {
      const { poolId: UserPoolId } = await protectedPool();
      const user = await makeSettledUser(await protectedPool());
      const [event] = await eventsOf(await protectedPool(), user);
      const asked = { UserPoolId, Username: user.username, EventId: event?.EventId };
      return () => admin.send(new AdminUpdateAuthEventFeedbackCommand({ ...asked, FeedbackValue: 'Invalid' }));
    },
  },
  {
    operation: 'InitiateAuth',
    way: 'password, so risky that the user is told',
    prepare: async () => {
      const telling = await tellingPool();
      const user = await makeSettledUser(telling);
      return () => signInFrom(telling, user, risky.High);
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
      return () => publicClient().send(new UpdateAuthEventFeedbackCommand({ ...asked, ...said }));
    },
  },
  {
    operation: 'event-feedback',
    way: 'the page',
    prepare: async () => {
      const { mail } = await tellAfterSignIn(await tellingPool());
      return () => newUserAgent().get(mail.valid);
    },
  },
  {
    operation: 'event-feedback',
    way: 'its button',
    prepare: async () => {
      const { mail } = await tellAfterSignIn(await tellingPool());
      const agent = newUserAgent();
      const page = await agent.get(mail.valid);
      return () => submit(agent, page, {});
    },
  },
];
