import { createRegister } from '#shared/services/sign-up/registration.ts';
import { deliverCode } from './code-delivery.ts';
import { once } from './once.ts';
import { passwords } from './passwords.ts';
import { table } from './store.ts';
import { triggers } from './triggers.ts';
import { userChanges, users } from './users.ts';

export const register = once(() =>
  createRegister({
    deliverCode: deliverCode(),
    passwords: passwords(),
    table: table(),
    triggers: triggers(),
    userChanges: userChanges(),
    users: users(),
  }),
);
