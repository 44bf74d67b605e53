import type { Graphic, PageLook } from '#shared/domain/branding/page-look.ts';
import type { FormPage } from '../page.ts';
import { type Complaint, complaintsOf } from '../texts/complaints.ts';
import type { Texts } from '../texts/texts.ts';

/** What all managed pages of a client are made with. */
export interface Managed {
  readonly texts: Texts;
  readonly look: PageLook;
  /** The name that users sign in with. */
  readonly name: Name;
  /** The name that users sign up with: an alias comes later. */
  readonly newName: Name;
}

/** What a pool calls a name. */
export interface Name {
  /** In the language of the page. */
  readonly label: string;
  /** What it may be: it decides the keyboard of phones. */
  readonly kind: 'email' | 'tel' | 'text';
}

/** The picture of a form, by what the form asks. */
export const graphicOf = (challenge: string): Graphic | undefined => {
  switch (challenge) {
    case 'EMAIL_OTP':
      return 'EMAIL_GRAPHIC';
    case 'SMS_OTP':
    case 'SMS_MFA':
      return 'SMS_GRAPHIC';
    case 'SOFTWARE_TOKEN_MFA':
      return 'AUTH_APP_GRAPHIC';
    case 'PASSWORD':
    case 'NEW_PASSWORD_REQUIRED':
      return 'PASSWORD_GRAPHIC';
    case 'WEB_AUTHN':
      return 'PASSKEY_GRAPHIC';
    default:
      return undefined;
  }
};

/** What is wrong with a form: what stands beside its fields, and what stands above all of them. */
export interface Complaints {
  readonly beside: (...fields: readonly string[]) => string | undefined;
  readonly above: readonly string[];
}

/** `fields` are those that the form shows. A complaint about another one stands above all of them, with its name. */
export const complaintsFor = (
  { texts }: Pick<Managed, 'texts'>,
  { exception }: Pick<FormPage, 'exception'>,
  fields: readonly string[],
): Complaints => {
  const all = exception ? complaintsOf(texts, exception) : [];
  const isBeside = ({ field }: Complaint): boolean => field !== undefined && fields.includes(field);
  const above = all
    .filter((one) => !isBeside(one))
    .map(({ text, field }) => {
      const isAttribute = field !== undefined && !['username', 'password', 'code'].includes(field);
      return isAttribute ? texts.say('error.field', { label: texts.attribute(field), message: text }) : text;
    });
  return { above, beside: (...names) => all.find(({ field }) => field !== undefined && names.includes(field))?.text };
};
