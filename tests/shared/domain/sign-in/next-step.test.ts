import { describe, expect, it } from 'vitest';
import { nextStep, type SignInFacts } from '#shared/domain/sign-in/next-step.ts';

const confirmed: SignInFacts = { enabled: true, status: 'CONFIRMED', temporaryPasswordExpired: false };

const provingPassword = ['USER_PASSWORD_AUTH', 'ADMIN_USER_PASSWORD_AUTH', 'PASSWORD_VERIFIER'] as const;

describe('nextStep', () => {
  it('asks for the proof of a password after SRP_A, whoever it is', () => {
    for (const facts of [confirmed, { ...confirmed, enabled: false }]) {
      expect(nextStep('USER_SRP_AUTH', facts)).toEqual({ kind: 'challenge', name: 'PASSWORD_VERIFIER' });
    }
  });

  describe.each(provingPassword)('after %s', (answered) => {
    it('gives tokens to a confirmed user', () => {
      expect(nextStep(answered, confirmed)).toEqual({ kind: 'tokens', source: 'TokenGeneration_Authentication' });
    });

    it.each<[string, Partial<SignInFacts>, string]>([
      ['a disabled user, whatever the status', { enabled: false, status: 'RESET_REQUIRED' }, 'User is disabled.'],
      ['an unconfirmed user', { status: 'UNCONFIRMED' }, 'User is not confirmed.'],
      ['a user whose password was reset', { status: 'RESET_REQUIRED' }, 'Password reset required for the user'],
      [
        'a temporary password out of time',
        { status: 'FORCE_CHANGE_PASSWORD', temporaryPasswordExpired: true },
        'Temporary password has expired and must be reset by an administrator.',
      ],
    ])('refuses %s', (_who, facts, message) => {
      expect(nextStep(answered, { ...confirmed, ...facts })).toMatchObject({ kind: 'refuse', message });
    });

    it('asks for a new password in place of a temporary one', () => {
      expect(nextStep(answered, { ...confirmed, status: 'FORCE_CHANGE_PASSWORD' })).toEqual({
        kind: 'challenge',
        name: 'NEW_PASSWORD_REQUIRED',
      });
    });
  });

  it('gives tokens after the new password, told apart for the trigger', () => {
    expect(nextStep('NEW_PASSWORD_REQUIRED', confirmed)).toEqual({
      kind: 'tokens',
      source: 'TokenGeneration_NewPasswordChallenge',
    });
  });
});
