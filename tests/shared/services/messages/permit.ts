import { messageCountRepository } from '#shared/data/messages/message-count-repository.ts';
import { createMessageLimits } from '#shared/services/messages/message-limits.ts';
import { occasion } from '#tests/shared/services/triggers/occasions.ts';

const limits = createMessageLimits({
  counts: messageCountRepository(),
  sealing: { general: () => Promise.reject(new Error('No destination is counted here.')) },
  table: { write: () => Promise.resolve() },
});

/** A permit for a message of a pool without limits. */
export const permit = await limits.admitSigned({ pool: occasion({}).pool, to: [] });
