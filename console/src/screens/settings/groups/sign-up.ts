import { choice, type Group, json, lines, long, number, some, text, toggle } from '../field.ts';

const next = 'The next message has it.';
const verified = ['email', 'phone_number'];

export const signUp: Group = {
  id: 'sign-up',
  title: 'Sign-up',
  sections: [
    {
      title: 'Sign-up',
      about: 'Who makes users, and which addresses are verified.',
      document: 'pool',
      fields: [
        toggle(
          'AdminCreateUserConfig.AllowAdminCreateUserOnly',
          'Only administrators make users',
          'SignUp is refused.',
          'off',
          'Users who are there stay.',
        ),
        some(
          verified,
          'AutoVerifiedAttributes',
          'Verified addresses',
          'A code goes to them at sign-up, and as they change.',
          'none',
          'Addresses that are not verified stay so.',
        ),
        some(
          verified,
          'UserAttributeUpdateSettings.AttributesRequireVerificationBeforeUpdate',
          'Kept until verified',
          'A new address replaces the old one only once it is verified.',
          'none',
          'It holds from the next change of an address on.',
        ),
      ],
    },
    {
      title: 'Search',
      about: 'Attributes by which SearchUsers finds users without reading them all. At most five.',
      document: 'search',
      fields: [
        lines(
          'SearchableAttributes',
          'Attributes with an index',
          'Names of attributes, also custom ones, created and updated, one a line.',
          'not in Cognito; none',
          'Nothing. A new index is filled in the background.',
        ),
      ],
    },
  ],
};

export const messages: Group = {
  id: 'messages',
  title: 'Messages',
  sections: [
    {
      title: 'E-mail',
      about: 'How mails are sent.',
      document: 'pool',
      fields: [
        choice(
          ['COGNITO_DEFAULT', 'DEVELOPER'],
          'EmailConfiguration.EmailSendingAccount',
          'Account',
          'Whether mails go by the sender of the deployment, or by an identity of yours in SES.',
          'COGNITO_DEFAULT',
          next,
        ),
        text('EmailConfiguration.SourceArn', 'Identity', 'The ARN of an identity in SES.', 'none', next),
        text('EmailConfiguration.From', 'Sender', 'Such as Shop <hello@example.com>.', 'of the identity', next),
        text('EmailConfiguration.ReplyToEmailAddress', 'Answers go to', 'An e-mail address.', 'none', next),
        text('EmailConfiguration.ConfigurationSet', 'Configuration set', 'The name of one in SES.', 'none', 'Nothing.'),
      ],
    },
    {
      title: 'SMS',
      about: 'How SMS are sent.',
      document: 'pool',
      fields: [
        text(
          'SmsConfiguration.SnsCallerArn',
          'Role',
          'The ARN of a role that may publish to SNS.',
          'none: no SMS',
          next,
        ),
        text(
          'SmsConfiguration.ExternalId',
          'External id',
          'What the role asks of whoever takes it.',
          'none',
          'Nothing.',
        ),
        text('SmsConfiguration.SnsRegion', 'Region', 'Where SNS is called.', 'that of the pool', 'Nothing.'),
        json(
          'SmsConfiguration.EumsSms',
          'End User Messaging',
          'CallerArn, OriginationIdentity, ConfigurationSetName and so on, in place of SNS.',
          'none',
          next,
        ),
      ],
    },
    {
      title: 'Texts of codes',
      about: 'Messages with a code or a link for an address. {####} stands for the code, {##a text##} for the link.',
      document: 'pool',
      fields: [
        choice(
          ['CONFIRM_WITH_CODE', 'CONFIRM_WITH_LINK'],
          'VerificationMessageTemplate.DefaultEmailOption',
          'Code or link',
          'What a mail for an address has in it.',
          'CONFIRM_WITH_CODE',
          next,
        ),
        text(
          'VerificationMessageTemplate.EmailSubject',
          'Subject with a code',
          'Up to 140 characters.',
          'a text of Cognito',
          next,
        ),
        long(
          'VerificationMessageTemplate.EmailMessage',
          'Mail with a code',
          'Up to 20,000 characters of HTML.',
          'a text of Cognito',
          next,
        ),
        text(
          'VerificationMessageTemplate.EmailSubjectByLink',
          'Subject with a link',
          'Up to 140 characters.',
          'a text of Cognito',
          next,
        ),
        long(
          'VerificationMessageTemplate.EmailMessageByLink',
          'Mail with a link',
          'Up to 20,000 characters of HTML.',
          'a text of Cognito',
          next,
        ),
        text(
          'VerificationMessageTemplate.SmsMessage',
          'SMS with a code',
          'Up to 140 characters.',
          'a text of Cognito',
          next,
        ),
        text(
          'EmailVerificationSubject',
          'Subject, in the former member',
          'Where both are set, they must be the same.',
          'none',
          next,
        ),
        long(
          'EmailVerificationMessage',
          'Mail, in the former member',
          'Where both are set, they must be the same.',
          'none',
          next,
        ),
        text(
          'SmsVerificationMessage',
          'SMS, in the former member',
          'Where both are set, they must be the same.',
          'none',
          next,
        ),
        text(
          'SmsAuthenticationMessage',
          'SMS of a sign-in',
          'Up to 140 characters, with {####}.',
          'a text of Cognito',
          next,
        ),
      ],
    },
    {
      title: 'Texts of invitations',
      about:
        'What a user gets whom an administrator makes. {username} and {####} stand for the name and the temporary password.',
      document: 'pool',
      fields: [
        text(
          'AdminCreateUserConfig.InviteMessageTemplate.EmailSubject',
          'Subject',
          'Up to 140 characters.',
          'a text of Cognito',
          next,
        ),
        long(
          'AdminCreateUserConfig.InviteMessageTemplate.EmailMessage',
          'Mail',
          'Up to 20,000 characters of HTML.',
          'a text of Cognito',
          next,
        ),
        text(
          'AdminCreateUserConfig.InviteMessageTemplate.SMSMessage',
          'SMS',
          'Up to 140 characters.',
          'a text of Cognito',
          next,
        ),
      ],
    },
    {
      title: 'Limits',
      about: 'How much the pool sends in a day at most. Without a value, there is no limit.',
      document: 'messages',
      fields: [
        number(
          'EmailsPerDay',
          'Mails in a day',
          'What is beyond is not sent.',
          'not in Cognito; no limit',
          'Whoever comes later gets no code that day.',
        ),
        number(
          'SmsPerDay',
          'SMS in a day',
          'What is beyond is not sent.',
          'not in Cognito; no limit',
          'Whoever comes later gets no code that day.',
        ),
        lines(
          'SmsCountries',
          'Countries of SMS',
          'Codes of two letters, one a line. To other countries, nothing is sent.',
          'not in Cognito; all',
          'Numbers of other countries get no SMS.',
        ),
      ],
    },
  ],
};
