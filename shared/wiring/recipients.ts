import { createRecipients } from '#shared/services/codes/recipients.ts';
import { clientSecrets } from './client-secrets.ts';
import { codes } from './codes.ts';
import { once } from './once.ts';
import { users } from './users.ts';

export const recipients = once(() =>
  createRecipients({ clientSecrets: clientSecrets(), codes: codes(), users: users() }),
);
