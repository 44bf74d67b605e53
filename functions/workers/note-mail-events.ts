/**
 * Notes addresses of users to which mails cannot be delivered, or whose owners called one spam. There is no route: a rule of
 * EventBridge invokes it. Payload: an event of SES. The same event may come twice. Tried three times in all, as every
 * asynchronous call.
 *
 * @see https://docs.aws.amazon.com/ses/latest/dg/monitoring-eventbridge.html
 */
import * as v from 'valibot';
import { worker } from '#shared/api/worker.ts';
import { poolTag, userTag } from '#shared/gateways/email.ts';
import { noteUndeliverable } from '#shared/services/users/undeliverable.ts';

const recipients = v.array(v.object({ emailAddress: v.string() }));
const tag = v.optional(v.array(v.string()));

const payload = v.object({
  detail: v.object({
    mail: v.object({ tags: v.optional(v.object({ [poolTag]: tag, [userTag]: tag })) }),
    bounce: v.optional(v.object({ bounceType: v.string(), bouncedRecipients: recipients })),
    complaint: v.optional(
      v.object({ complainedRecipients: recipients, complaintFeedbackType: v.optional(v.nullable(v.string())) }),
    ),
  }),
});

type Detail = v.InferOutput<typeof payload>['detail'];

// A full mailbox or a server that is down is none of these: mails may arrive again.
const markOf = ({ bounce, complaint }: Detail) => {
  if (bounce?.bounceType === 'Permanent') return { reason: 'BOUNCE', to: bounce.bouncedRecipients } as const;
  if (!complaint || complaint.complaintFeedbackType === 'not-spam') return undefined;
  return { reason: 'COMPLAINT', to: complaint.complainedRecipients } as const;
};

export const handler = worker({
  name: 'NoteMailEvents',
  payload,
  run: async ({ detail }: v.InferOutput<typeof payload>) => {
    const [poolId] = detail.mail.tags?.[poolTag] ?? [];
    const [sub] = detail.mail.tags?.[userTag] ?? [];
    const mark = markOf(detail);
    if (poolId === undefined || sub === undefined || !mark) return {};
    for (const { emailAddress } of mark.to) await noteUndeliverable(poolId, sub, emailAddress, mark.reason);
    return {};
  },
});
