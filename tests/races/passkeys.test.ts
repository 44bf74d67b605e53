import { describe, expect, it } from 'vitest';
import { answerWithPasskey, askForPasskey, makePasskeyPool, newHolder, register } from '#tests/support/passkeys.ts';

describe('passkeys', () => {
  it('sign in once with one value of their counter, in however many sign-ins at once', async () => {
    const holder = await newHolder(await makePasskeyPool());
    const authenticator = await register(holder);
    const begun = await Promise.all(Array.from({ length: 8 }, () => askForPasskey(holder)));

    const outcomes = await Promise.all(
      begun.map(({ options, Session }) =>
        answerWithPasskey(holder, Session, authenticator.sign(options, { counter: 1 })).then(
          () => 'signed in',
          (error: Error) => error.name,
        ),
      ),
    );

    expect(outcomes.filter((outcome) => outcome === 'signed in')).toHaveLength(1);
  });
});
