import { randomUUID } from 'node:crypto';
import {
  AdminDisableUserCommand,
  AdminSetUserPasswordCommand,
  ResendConfirmationCodeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { codeFor } from '#tests/support/mailbox.ts';
import { anEmail, makePool, makeUser, password, type TestPool } from '#tests/support/pools.ts';
import { confirmForgot, forgot } from '#tests/support/recovery.ts';
import { confirmSignUp, otherThan, signUp } from '#tests/support/sign-up.ts';
import { beginSrp, signInBySrp } from '#tests/support/srp-sign-in.ts';

const hiding = { PreventUserExistenceErrors: 'ENABLED' } as const;
const withEmail = { AutoVerifiedAttributes: ['email' as const] };

const hour = 3_600_000;

const aName = (): string => `user-${randomUUID()}`;

const resend = ({ clientId: ClientId }: TestPool, Username: string) =>
  publicClient().send(new ResendConfirmationCodeCommand({ ClientId, Username }));

const refusalOf = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'an answer',
    (error: unknown) => String(error),
  );

describe('a client that hides who exists', () => {
  it('is told the same form of SRP parameters for a user and for nobody, however the name is spelt', async () => {
    const pool = await makePool({ UsernameConfiguration: { CaseSensitive: false } }, hiding);
    const user = await makeUser(pool, { username: aName().replace('user', 'Üser') });
    for (const name of [user.username, aName().replace('user', 'Üser')]) {
      const spellings = [name, name.toUpperCase(), name.normalize('NFD')];
      const answers = await Promise.all(spellings.map((username) => beginSrp(pool, { username })));
      for (const { parameters } of answers) {
        expect(parameters.USER_ID_FOR_SRP).toBe(name.toLowerCase());
        expect(parameters.USERNAME).toBe(name.toLowerCase());
        expect(parameters.SALT).toBe(answers[0]?.parameters.SALT);
      }
    }
    const upper = { username: user.username.toUpperCase() };
    await expect(signInBySrp(pool, upper)).resolves.toHaveProperty('AuthenticationResult');
  });

  it('is given secret blocks of one length for a user, an alias and nobody', async () => {
    const pool = await makePool({ AliasAttributes: ['email'] }, hiding);
    const user = await makeUser(pool);
    const names = [user.username, user.email, aName(), anEmail(), 'x', '漢'.repeat(128)];
    const answers = await Promise.all(names.map((username) => beginSrp(pool, { username })));
    expect(new Set(answers.map(({ parameters }) => parameters.SECRET_BLOCK?.length)).size).toBe(1);
  });

  it('is told that a code went out when one is asked for again, whatever has become of the user', async () => {
    const pool = await makePool(withEmail, hiding);
    const settled = await signUp(pool);
    await confirmSignUp(pool, settled);
    const invited = await makeUser(pool);
    const { poolId: UserPoolId } = pool;
    await adminClient().send(
      new AdminSetUserPasswordCommand({ UserPoolId, Username: invited.username, Password: password }),
    );
    for (const username of [settled.username, invited.username, aName()]) {
      const { CodeDeliveryDetails } = await resend(pool, username);
      expect(CodeDeliveryDetails).toMatchObject({ AttributeName: 'email', DeliveryMedium: 'EMAIL' });
      const guess = confirmSignUp(pool, { username, email: '' }, { ConfirmationCode: '123456' });
      await expect(guess).rejects.toMatchObject({ name: 'CodeMismatchException' });
    }
  });

  it('is told that a wrong code is wrong, whatever has become of the user and of the code', async () => {
    const pool = await makePool(withEmail, hiding);
    const guess = { ConfirmationCode: '123456' };
    const wait = (clock = {}) => signUp(pool, {}, clock);
    const expiredAt = { ahead: -25 * hour };
    const waiting = await wait();
    const outOfTime = await wait(expiredAt);
    const disabled = await wait();
    const confirmed = await wait();
    const made = await makeUser(pool);
    await confirmSignUp(pool, confirmed);
    await adminClient().send(new AdminDisableUserCommand({ UserPoolId: pool.poolId, Username: disabled.username }));
    const refusals = [];
    for (const { username } of [waiting, outOfTime, disabled, confirmed, made, { username: aName() }]) {
      for (const ask of [
        () => confirmSignUp(pool, { username, email: '' }, guess),
        () => confirmForgot(pool, username, guess.ConfirmationCode),
      ]) {
        refusals.push(await refusalOf(ask()));
      }
    }
    expect(new Set(refusals)).toEqual(
      new Set(['CodeMismatchException: Invalid verification code provided, please try again.']),
    );
  });

  it('is told that a code ran out by the right code alone', async () => {
    const pool = await makePool(withEmail, hiding);
    const applicant = await signUp(pool);
    const code = await codeFor(applicant.email);
    const late = { ahead: 25 * hour };
    const confirm = (ConfirmationCode: string) => confirmSignUp(pool, applicant, { ConfirmationCode }, late);
    await expect(confirm(otherThan(code))).rejects.toMatchObject({ name: 'CodeMismatchException' });
    await expect(confirm(code)).rejects.toMatchObject({ name: 'ExpiredCodeException' });

    const { username, email } = await makeUser(pool);
    await forgot(pool, username);
    const reset = await codeFor(email);
    const set = (given: string) => confirmForgot(pool, username, given, {}, { ahead: 2 * hour });
    await expect(set(otherThan(reset))).rejects.toMatchObject({ name: 'CodeMismatchException' });
    await expect(set(reset)).rejects.toMatchObject({ name: 'ExpiredCodeException' });
  });

  it('is told one address of a user by every operation, as it is of nobody', async () => {
    const pool = await makePool(withEmail, hiding);
    const invited = await makeUser(pool);
    const disabled = await makeUser(pool);
    const { poolId: UserPoolId } = pool;
    await adminClient().send(
      new AdminSetUserPasswordCommand({ UserPoolId, Username: invited.username, Password: password }),
    );
    await adminClient().send(new AdminDisableUserCommand({ UserPoolId, Username: disabled.username }));
    const known = [await makeUser(pool), await signUp(pool), invited, disabled];
    for (const username of [...known.map((user) => user.username), aName()]) {
      const { CodeDeliveryDetails } = await forgot(pool, username);
      expect(await resend(pool, username)).toMatchObject({ CodeDeliveryDetails });
    }
  });
});
