import { createMfaPreferences } from '#shared/services/mfa/mfa-preferences.ts';
import { once } from './once.ts';
import { table } from './store.ts';
import { userChanges } from './users.ts';

export const mfaPreferences = once(() => createMfaPreferences({ table: table(), userChanges: userChanges() }));
