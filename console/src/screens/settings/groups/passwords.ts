import { choice, type Group, json, number, text, toggle } from '../field.ts';

export const passwords: Group = {
  id: 'passwords',
  title: 'Passwords',
  sections: [
    {
      title: 'Password policy',
      about: 'What a new password has to be like.',
      document: 'pool',
      fields: [
        number(
          'Policies.PasswordPolicy.MinimumLength',
          'Least length',
          'From 6 to 99 characters.',
          '8',
          'Passwords that users have go on to work.',
        ),
        toggle(
          'Policies.PasswordPolicy.RequireLowercase',
          'Lower-case letters',
          'At least one is required.',
          'on',
          'Passwords that users have go on to work.',
        ),
        toggle(
          'Policies.PasswordPolicy.RequireUppercase',
          'Upper-case letters',
          'At least one is required.',
          'on',
          'Passwords that users have go on to work.',
        ),
        toggle(
          'Policies.PasswordPolicy.RequireNumbers',
          'Digits',
          'At least one is required.',
          'on',
          'Passwords that users have go on to work.',
        ),
        toggle(
          'Policies.PasswordPolicy.RequireSymbols',
          'Symbols',
          'At least one is required.',
          'on',
          'Passwords that users have go on to work.',
        ),
        number(
          'Policies.PasswordPolicy.PasswordHistorySize',
          'Former passwords',
          'How many of them may not be used again, from 0 to 24.',
          '0',
          'Passwords count from the change on.',
        ),
        number(
          'Policies.PasswordPolicy.TemporaryPasswordValidityDays',
          'Days of temporary passwords',
          'How long an invitation works, from 0 to 365.',
          '7',
          'Invitations that were sent follow it, too.',
        ),
      ],
    },
    {
      title: 'Leaked passwords',
      about: 'Lists of passwords that are known elsewhere, beside the one that is built in.',
      document: 'blocklist',
      fields: [
        toggle(
          'Enforced',
          'Refuse them',
          'New passwords that are on a list are refused.',
          'not in Cognito; off',
          'Passwords that users have go on to work.',
        ),
        text('File.Name', 'File', 'The name of a list in the bucket of files.', 'none', 'Nothing.'),
        text(
          'RangeService.Url',
          'Range service',
          'The address of a service that is asked by the first digits of a hash.',
          'none',
          'Nothing.',
        ),
        number(
          'RangeService.TimeoutMilliseconds',
          'Patience with the service',
          'Milliseconds, from 100 to 5,000.',
          '1,000',
          'A new password may take so long.',
        ),
        choice(
          ['ALLOW', 'REFUSE'],
          'Unchecked',
          'Where a list cannot be asked',
          'Whether the password is taken.',
          'ALLOW',
          'With REFUSE, nobody can choose a password while a list is out of reach.',
        ),
      ],
    },
    {
      title: 'After a change',
      about: 'What a new password ends.',
      document: 'signIn',
      fields: [
        toggle(
          'PasswordChange.EndsSessions',
          'End sessions',
          'Other sessions of the user end as the password is changed or reset.',
          'off',
          'Whoever is signed in elsewhere has to sign in again.',
        ),
      ],
    },
    {
      title: 'Account recovery',
      about: 'Where a code for a forgotten password may go.',
      document: 'pool',
      fields: [
        json(
          'AccountRecoverySetting',
          'Ways of recovery',
          '{ "RecoveryMechanisms": [{ "Name": "verified_email", "Priority": 1 }] }; names are verified_email, verified_phone_number and admin_only.',
          'a verified phone number, then a verified e-mail',
          'Who has none of them needs an administrator.',
        ),
      ],
    },
  ],
};
