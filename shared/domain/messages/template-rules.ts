import { CognitoException } from '#shared/errors/exception.ts';
import { isRiskKind, type MessageKind } from './message-kinds.ts';
import type { MessageTemplate } from './message-template.ts';
import { codePlaceholder, hasLinkPlaceholder, linkPieces, usernamePlaceholder } from './templates.ts';

const riskPlaces: ReadonlySet<string> = new Set(
  [
    'username',
    'ip-address',
    'city',
    'country',
    'login-time',
    'device-name',
    'event-id',
    'feedback-token',
    'one-click-link-valid',
    'one-click-link-invalid',
  ].map((name) => `{${name}}`),
);

// Whoever has one of them says in the user's place that the sign-in was the user's own.
const riskSecrets = ['{feedback-token}', '{one-click-link-valid}', '{one-click-link-invalid}'];

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

const withoutLinks = (text: string): string =>
  linkPieces(text)
    .map((piece) => (typeof piece === 'string' ? piece : ''))
    .join('');

// Rules of style sheets in HTML have more in their braces than a name.
const assertPlaces = (member: string, kind: MessageKind, text: string): void => {
  const known = isRiskKind(kind) ? riskPlaces : new Set([codePlaceholder, usernamePlaceholder]);
  const unknown = [...withoutLinks(text).matchAll(/\{[\w-]+\}/g)]
    .map(([place]) => place)
    .find((place) => !known.has(place));
  if (unknown !== undefined)
    throw invalid(`${member} of ${kind} takes no ${unknown}. It takes ${[...known].join(', ')}.`);
};

const neededIn = (kind: MessageKind): readonly string[] => {
  if (isRiskKind(kind)) return [];
  return kind === 'AdminCreateUser' ? [codePlaceholder, usernamePlaceholder] : [codePlaceholder];
};

const assertBody = (member: string, kind: MessageKind, text: string): void => {
  assertPlaces(member, kind, text);
  if (kind === 'ConfirmationLink') {
    if (!hasLinkPlaceholder(text))
      throw invalid(`${member} of ${kind} needs the place of the link, such as {##Verify##}.`);
    return;
  }
  const missing = neededIn(kind).find((place) => !text.includes(place));
  if (missing !== undefined) throw invalid(`${member} of ${kind} needs ${missing}.`);
};

/**
 * Throws InvalidParameterException for a template that lacks a place which its kind needs, that has one which is not filled
 * in, and for words that the kind has no use for.
 */
export const assertTemplate = ({ kind, emailSubject, emailMessage, emailText, smsMessage }: MessageTemplate): void => {
  const hasSms = kind !== 'ConfirmationLink' && !isRiskKind(kind);
  if (smsMessage !== undefined && !hasSms) throw invalid(`${kind} is sent by e-mail alone.`);
  if (emailSubject !== undefined) {
    assertPlaces('EmailSubject', kind, emailSubject);
    // Subjects are shown on lock screens, and are kept in logs of mail servers.
    if (kind === 'AdminCreateUser' && emailSubject.includes(codePlaceholder)) {
      throw invalid('EmailSubject of AdminCreateUser must not tell the password.');
    }
    const told = riskSecrets.find((place) => emailSubject.includes(place));
    if (told !== undefined) throw invalid(`EmailSubject of ${kind} must not tell ${told}.`);
  }
  const bodies = Object.entries({ EmailMessage: emailMessage, EmailText: emailText, SmsMessage: smsMessage });
  for (const [member, text] of bodies) if (text !== undefined) assertBody(member, kind, text);
  if (emailSubject !== undefined && emailMessage === undefined && emailText === undefined) {
    throw invalid('EmailSubject needs EmailMessage or EmailText.');
  }
};
