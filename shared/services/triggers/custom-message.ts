import * as v from 'valibot';
import {
  codePlaceholder,
  hasLinkPlaceholder,
  linkPlaceholder,
  usernamePlaceholder,
} from '#shared/domain/messages/templates.ts';
import { hasLink } from '#shared/domain/user-pools/settings.ts';
import type { CallTrigger } from './call.ts';
import type { CustomMessage, MessageTexts } from './triggers.ts';
import { userAttributes } from './user-attributes.ts';

/** A text for the user, which contains the code or the link and, in an invitation, the username. */
const message = (most: number, invites: boolean, links = false) =>
  v.nullish(
    v.pipe(
      v.string(),
      v.maxLength(most),
      v.check((text) => text.includes(codePlaceholder) || (links && hasLinkPlaceholder(text))),
      v.check((text) => !invites || text.includes(usernamePlaceholder)),
    ),
  );

// Functions may write one long text for both media, as Amplify's template does. What is not sent may be anything.
const unsent = v.optional(
  v.pipe(
    v.unknown(),
    v.transform(() => undefined),
  ),
);

const responseTo = (on: CustomMessage) => {
  const { source, attribute } = on;
  const invites = source === 'CustomMessage_AdminCreateUser';
  const isEmail = attribute === 'email';
  return v.object({
    smsMessage: isEmail ? unsent : message(140, invites),
    emailMessage: isEmail ? message(20_000, invites, hasLink(on)) : unsent,
    emailSubject: isEmail ? v.nullish(v.pipe(v.string(), v.maxLength(140))) : unsent,
  });
};

/** Asks for texts that replace the pool's templates. Gives, and checks, only those of the message that is sent. */
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
