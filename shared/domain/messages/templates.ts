import type { UserPool } from '../user-pools/user-pool.ts';

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
