import { join } from 'node:path';
import { expect, it } from 'vitest';
import { stack } from '#tests/support/stack.ts';
import { filesThatRun, limits, listed } from './files-that-run.ts';

it('runs no more files in a SignUp and in a first InitiateAuth than it may', async () => {
  const { signUp, firstInitiateAuth } = await filesThatRun(join(import.meta.dirname, '../..'), stack());
  expect(signUp).toContain('functions/api/sign-up/SignUp.ts');
  expect(firstInitiateAuth).toContain('functions/api/sign-in/InitiateAuth.ts');
  expect(signUp.length, listed('SignUp', signUp)).toBeLessThanOrEqual(limits.signUp);
  expect(firstInitiateAuth.length, listed('first InitiateAuth', firstInitiateAuth)).toBeLessThanOrEqual(
    limits.firstInitiateAuth,
  );
});
