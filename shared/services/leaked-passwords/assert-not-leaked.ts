import { leakActionAt, type PasswordEvent, type PasswordPlace } from '#shared/domain/leaked-passwords/leak-action.ts';
import { LeakedPasswordRefusal } from '#shared/domain/leaked-passwords/leaked-password-refusal.ts';
import { uncheckedText } from '#shared/domain/sign-in/refusal-texts.ts';
import { CognitoException } from '#shared/errors/exception.ts';

const refused = {
  refuse: 'Provided password cannot be used for security reasons.',
  tell: 'Password did not conform with policy: Password is known from a data leak',
} as const;

/**
 * Throws InvalidPasswordException for a password that is known elsewhere, where that place refuses such ones, and for one
 * that could not be looked up, where the pool refuses these. True for one that is known and only noted.
 */
export const assertNotLeaked = async (
  place: PasswordPlace,
  event: PasswordEvent,
  password: string,
): Promise<boolean> => {
  const { pool } = place;
  const action = leakActionAt(place, event);
  if (!action) return false;
  const { lookUpPassword } = await import('./look-up.ts');
  const verdict = await lookUpPassword(pool, password);
  if (action === 'note') return verdict === 'leaked';
  if (verdict === 'leaked') throw new LeakedPasswordRefusal(refused[action]);
  if (verdict === 'unchecked' && pool.passwordBlocklist?.refusesUnchecked) {
    throw new CognitoException('InvalidPasswordException', uncheckedText);
  }
  return false;
};
