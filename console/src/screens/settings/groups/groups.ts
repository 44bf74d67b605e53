import type { Group } from '../field.ts';
import { protection, tokens, triggers } from './deployment.ts';
import { devices, factors, passwords, signIn } from './sign-in.ts';
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
