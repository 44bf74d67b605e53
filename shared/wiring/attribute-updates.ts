import { createAttributeUpdates } from '#shared/services/users/attribute-updates.ts';
import { codes } from './codes.ts';
import { messageLimits } from './message-limits.ts';
import { messages } from './messages.ts';
import { once } from './once.ts';
import { table } from './store.ts';
import { userChanges } from './users.ts';

export const attributeUpdates = once(() =>
  createAttributeUpdates({
    codes: codes(),
    limits: messageLimits(),
    messages: messages(),
    table: table(),
    userChanges: userChanges(),
  }),
);
