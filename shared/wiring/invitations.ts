import { createInvitations } from '#shared/services/users/invitations.ts';
import { messages } from './messages.ts';
import { once } from './once.ts';
import { passwords } from './passwords.ts';

export const invitations = once(() => createInvitations({ messages: messages(), passwords: passwords() }));
