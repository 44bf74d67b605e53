import { createSendResetCode } from '#shared/services/recovery/reset-code.ts';
import { deliverCode } from './code-delivery.ts';
import { pretendDelivery } from './decoys.ts';
import { migration } from './migration.ts';
import { once } from './once.ts';
import { recipients } from './recipients.ts';

export const sendResetCode = once(() =>
  createSendResetCode({
    deliverCode: deliverCode(),
    migration: migration(),
    pretendDelivery: pretendDelivery(),
    recipients: recipients(),
  }),
);
