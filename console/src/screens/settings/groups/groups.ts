import type { Group } from '../field.ts';
import { protection, tokens, triggers } from './deployment.ts';
import { devices } from './devices.ts';
import { factors } from './factors.ts';
import { passwords } from './passwords.ts';
import { signIn } from './sign-in.ts';
import { messages, signUp } from './sign-up.ts';

/** All settings of a pool, in the order in which they are shown. */
export const groups: readonly Group[] = [
  signIn,
  passwords,
  factors,
  signUp,
  messages,
  triggers,
  devices,
  tokens,
  protection,
];
