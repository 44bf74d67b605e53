import { createPasskeyRegistration } from '#shared/services/passkeys/passkey-registration.ts';
import { once } from './once.ts';
import { sealing } from './sealing.ts';
import { passkeyRepository, table, userRepository } from './store.ts';
import { users } from './users.ts';

export const passkeyRegistration = once(() =>
  createPasskeyRegistration({
    passkeys: passkeyRepository(),
    sealing: sealing(),
    userRepository: userRepository(),
    users: users(),
    write: table().write,
  }),
);
