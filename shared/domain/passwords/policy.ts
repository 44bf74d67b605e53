import { CognitoException } from '#shared/errors/exception.ts';
import type { PasswordPolicy } from '../user-pools/settings.ts';

const symbols = /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+\- ]/;

const rules: readonly (readonly [broken: (password: string, policy: PasswordPolicy) => boolean, reason: string])[] = [
  [(password, { minimumLength }) => password.length < minimumLength, 'Password not long enough'],
  [
    (password, { requireUppercase }) => requireUppercase && !/[A-Z]/.test(password),
    'Password must have uppercase characters',
  ],
  [
    (password, { requireLowercase }) => requireLowercase && !/[a-z]/.test(password),
    'Password must have lowercase characters',
  ],
  [
    (password, { requireNumbers }) => requireNumbers && !/[0-9]/.test(password),
    'Password must have numeric characters',
  ],
  [(password, { requireSymbols }) => requireSymbols && !symbols.test(password), 'Password must have symbol characters'],
];

/** Throws InvalidPasswordException, which tells the first rule of the policy that the password breaks. */
export const assertPolicy = (password: string, policy: PasswordPolicy): void => {
  const broken = rules.find(([isBroken]) => isBroken(password, policy));
  if (broken)
    throw new CognitoException('InvalidPasswordException', `Password did not conform with policy: ${broken[1]}`);
};
