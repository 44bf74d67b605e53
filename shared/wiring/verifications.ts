import { createVerifications } from '#shared/services/users/verifications.ts';
import { codes } from './codes.ts';
import { messageLimits } from './message-limits.ts';
import { messages } from './messages.ts';
import { once } from './once.ts';
import { table } from './store.ts';
import { userChanges, users } from './users.ts';

export const verifications = once(() =>
  createVerifications({
    codes: codes(),
    limits: messageLimits(),
    messages: messages(),
    table: table(),
    userChanges: userChanges(),
    users: users(),
  }),
);
