import type { UserPool } from '../user-pools/user-pool.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** The text as HTML, also for use inside an attribute. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => entities[character] ?? character);

const characters = new Map(Object.entries(entities).map(([character, entity]) => [entity, character]));

/** The text that `escapeHtml` escaped. */
export const unescapeHtml = (html: string): string =>
  html.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => characters.get(entity) ?? entity);

/** The templates of one message, for both media. */
export interface Templates {
  readonly smsMessage: string;
  readonly emailMessage: string;
  readonly emailSubject: string;
}

const invitation = ({ settings }: UserPool): Templates => {
  const given = settings.AdminCreateUserConfig?.InviteMessageTemplate;
  const text = 'Your username is {username} and temporary password is {####}.';
  return {
    smsMessage: given?.SMSMessage ?? text,
    emailMessage: given?.EmailMessage ?? text,
    emailSubject: given?.EmailSubject ?? 'Your temporary password',
  };
};

const authentication = ({ settings, mfa }: UserPool): Templates => {
  const text = 'Your authentication code is {####}.';
  return {
    smsMessage: settings.SmsAuthenticationMessage ?? text,
    emailMessage: mfa?.email?.message ?? text,
    emailSubject: mfa?.email?.subject ?? 'Your authentication code',
  };
};

// A link needs a page that confirms. Pools that ask for links get codes, with which every client can confirm.
const verification = ({ settings }: UserPool): Templates => {
  const given = settings.VerificationMessageTemplate;
  const text = 'Your verification code is {####}.';
  return {
    smsMessage: given?.SmsMessage ?? settings.SmsVerificationMessage ?? text,
    emailMessage: given?.EmailMessage ?? settings.EmailVerificationMessage ?? text,
    emailSubject: given?.EmailSubject ?? settings.EmailVerificationSubject ?? 'Your verification code',
  };
};

/** The pool's texts for invitations, authentication or verification, with our own words where it has none. */
export const templatesFor = (pool: UserPool, purpose: 'invitation' | 'authentication' | 'verification'): Templates =>
  ({ invitation, authentication, verification })[purpose](pool);

/** Stands for the code or temporary password in a template. */
export const codePlaceholder = '{####}';

/** Stands for the username in an invitation. */
export const usernamePlaceholder = '{username}';

/** Stands for the confirmation link in the templates that have one. */
export const linkPlaceholder = '{##Click Here##}';

interface Filling {
  readonly secret: string;
  readonly username: string;
}

/** The template with its placeholders filled in, as plain text. */
export const fillText = (template: string, { secret, username }: Filling): string =>
  template.replace(/\{####\}|\{username\}/g, (found) => (found === codePlaceholder ? secret : username));

/** The template with its placeholders filled in, as HTML. */
export const fillHtml = (template: string, { secret, username }: Filling): string =>
  fillText(template, { secret: escapeHtml(secret), username: escapeHtml(username) });
