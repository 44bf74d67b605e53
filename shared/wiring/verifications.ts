import { createVerifications } from '#shared/services/users/verifications.ts';
import { codes } from './codes.ts';
import { messages } from './messages.ts';
import { once } from './once.ts';
import { table } from './store.ts';
import { userChanges, users } from './users.ts';

export const verifications = once(() =>
  createVerifications({
    codes: codes(),
    messages: messages(),
    table: table(),
    userChanges: userChanges(),
    users: users(),
  }),
);
