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

const verification = ({ settings }: UserPool): Templates => {
  const given = settings.VerificationMessageTemplate;
  const text = 'Your verification code is {####}.';
  return {
    smsMessage: given?.SmsMessage ?? settings.SmsVerificationMessage ?? text,
    emailMessage: given?.EmailMessage ?? settings.EmailVerificationMessage ?? text,
    emailSubject: given?.EmailSubject ?? settings.EmailVerificationSubject ?? 'Your verification code',
  };
};

const link = (pool: UserPool): Templates => {
  const given = pool.settings.VerificationMessageTemplate;
  return {
    ...verification(pool),
    emailMessage: given?.EmailMessageByLink ?? 'Confirm your email address by this link: {##Verify Email##}',
    emailSubject: given?.EmailSubjectByLink ?? 'Your verification link',
  };
};

/** True where users of the pool confirm a sign-up by a link that they get by e-mail. */
export const confirmsByLink = ({ settings }: Pick<UserPool, 'settings'>): boolean =>
  settings.VerificationMessageTemplate?.DefaultEmailOption === 'CONFIRM_WITH_LINK';

interface OfSignUp {
  readonly pool: UserPool;
  readonly source: string;
  readonly attribute: string;
}

/** True for the e-mail of a sign-up in pools that confirm by link. Codes for other ends are typed in. */
export const hasLink = ({ pool, source, attribute }: OfSignUp): boolean =>
  attribute === 'email' &&
  (source === 'CustomMessage_SignUp' || source === 'CustomMessage_ResendCode') &&
  confirmsByLink(pool);

/** The pool's texts for invitations, authentication, or verification by code or link, with our own words where it has none. */
export const templatesFor = (
  pool: UserPool,
  purpose: 'invitation' | 'authentication' | 'verification' | 'link',
): Templates => ({ invitation, authentication, verification, link })[purpose](pool);

/** Stands for the code or temporary password in a template. */
export const codePlaceholder = '{####}';

/** Stands for the username in an invitation. */
export const usernamePlaceholder = '{username}';

/** Stands for the confirmation link in the templates that have one. */
export const linkPlaceholder = '{##Click Here##}';

const linkStart = '{##';
const linkEnd = '##}';

// Each part begins after the start of a placeholder. One without an end is text, and one without words, `{####}`, is the
// place of a code.
const mapLinks = (template: string, toText: (label: string) => string): string => {
  const [first = '', ...others] = template.split(linkStart);
  const parts = others.map((part) => {
    const end = part.indexOf(linkEnd);
    return end <= 0 ? `${linkStart}${part}` : `${toText(part.slice(0, end))}${part.slice(end + linkEnd.length)}`;
  });
  return [first, ...parts].join('');
};

/** True for a template that has a place for a link, such as `{##Verify Email##}`. */
export const hasLinkPlaceholder = (template: string): boolean => mapLinks(template, () => '') !== template;

interface Filling {
  readonly secret: string;
  readonly username: string;
  /** The address that the links of an HTML message lead to. Without it, their placeholders stay. */
  readonly link?: string | undefined;
}

/** The template with its placeholders filled in, as plain text. */
export const fillText = (template: string, { secret, username }: Filling): string =>
  template.replace(/\{####\}|\{username\}/g, (found) => (found === codePlaceholder ? secret : username));

/** The template with its placeholders filled in, as HTML. */
export const fillHtml = (template: string, { secret, username, link: href }: Filling): string => {
  const linked =
    href === undefined ? template : mapLinks(template, (label) => `<a href="${escapeHtml(href)}">${label}</a>`);
  return fillText(linked, { secret: escapeHtml(secret), username: escapeHtml(username) });
};
