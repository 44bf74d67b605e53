import { createRequireReset } from '#shared/services/recovery/required-reset.ts';
import { deliverCode } from './code-delivery.ts';
import { once } from './once.ts';
import { userChanges } from './users.ts';

export const requireReset = once(() => createRequireReset({ deliverCode: deliverCode(), userChanges: userChanges() }));
