import * as v from 'valibot';
import { codePlaceholder, linkPlaceholder, usernamePlaceholder } from '#shared/domain/messages/templates.ts';
import type { CallTrigger } from './call.ts';
import type { CustomMessage, MessageTexts } from './triggers.ts';
import { userAttributes } from './user-attributes.ts';

/** A text for the user, which contains the code and, in an invitation, the username. */
const message = (most: number, invites: boolean) =>
  v.nullish(
    v.pipe(
      v.string(),
      v.maxLength(most),
      v.includes(codePlaceholder),
      v.check((text) => !invites || text.includes(usernamePlaceholder)),
    ),
  );

const responseTo = ({ source }: CustomMessage) => {
  const invites = source === 'CustomMessage_AdminCreateUser';
  return v.object({
    smsMessage: message(140, invites),
    emailMessage: message(20_000, invites),
    emailSubject: v.nullish(v.pipe(v.string(), v.maxLength(140))),
  });
};

/** Asks for texts that replace the pool's templates. */
export const customMessage = async (call: CallTrigger, on: CustomMessage): Promise<MessageTexts> => {
  const { smsMessage, emailMessage, emailSubject } = await call({
    source: on.source,
    occasion: on,
    username: on.user.username,
    request: {
      userAttributes: userAttributes(on.pool, on.user),
      codeParameter: codePlaceholder,
      linkParameter: linkPlaceholder,
      usernameParameter: on.source === 'CustomMessage_AdminCreateUser' ? usernamePlaceholder : null,
    },
    blank: { smsMessage: null, emailMessage: null, emailSubject: null },
    response: responseTo(on),
  });
  return {
    smsMessage: smsMessage ?? undefined,
    emailMessage: emailMessage ?? undefined,
    emailSubject: emailSubject ?? undefined,
  };
};
