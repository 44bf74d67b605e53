import { createConfirm } from '#shared/services/sign-up/confirmation.ts';
import { codes } from './codes.ts';
import { once } from './once.ts';
import { table } from './store.ts';
import { userChanges } from './users.ts';

export const confirm = once(() => createConfirm({ codes: codes(), table: table(), userChanges: userChanges() }));
