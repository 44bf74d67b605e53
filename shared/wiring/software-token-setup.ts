import { createSoftwareTokenSetup } from '#shared/services/sign-in/software-token-setup.ts';
import { directory } from './directory.ts';
import { once } from './once.ts';
import { challengeSessions } from './sign-in-sessions.ts';

export const softwareTokenSetup = once(() =>
  createSoftwareTokenSetup({ directory: directory(), challengeSessions: challengeSessions() }),
);
