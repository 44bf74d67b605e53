import * as v from 'valibot';
import type { Finding } from './finding.ts';
import type { PoolFacts } from './pool-checks.ts';

/** The message limits of a pool that the checks read, from the answer of GetUserPoolMessageLimits. */
export const MessageFacts = v.object({
  EmailsPerDay: v.optional(v.number()),
  SmsPerDay: v.optional(v.number()),
});

/** The findings about how much a pool may send. */
export const checkMessages = (
  { Id, AdminCreateUserConfig }: v.InferOutput<typeof PoolFacts>,
  { EmailsPerDay, SmsPerDay }: v.InferOutput<typeof MessageFacts>,
): Finding[] => {
  const isClosed = AdminCreateUserConfig.AllowAdminCreateUserOnly;
  if (isClosed || (EmailsPerDay !== undefined && SmsPerDay !== undefined)) return [];
  return [
    {
      subject: Id,
      check: 'no-ceiling',
      level: 'note',
      what: 'Anybody may sign up, and there is no end to what the pool sends in a day.',
      why: 'Each sign-up with another address or number is a message that you pay for.',
      mend: 'set EmailsPerDay and SmsPerDay by SetUserPoolMessageLimits: docs/messages.md',
    },
  ];
};
