import { admin, type Leg } from '../step.ts';
import { attributes, makePool, makeUser, ofUser } from './common.ts';

const notFound = { refused: 'UserNotFoundException' } as const;
const badParameter = { refused: 'InvalidParameterException' } as const;

/** What administrators do with users. */
export const users: Leg = {
  name: 'users',
  clock: 'journey',
  steps: [
    ...makePool({
      AutoVerifiedAttributes: ['email'],
      AliasAttributes: ['email', 'phone_number'],
      Schema: [{ Name: 'plan', AttributeDataType: 'String', Mutable: true }],
    }),
    ...makeUser('ada', { given_name: 'Ada', phone_number: '+12025550101', phone_number_verified: 'true' }),
    ...makeUser('bob', { given_name: 'Bob' }),
    admin(
      'AdminCreateUser',
      'cy is invited',
      {
        ...ofUser('cy'),
        UserAttributes: attributes({ email: 'cy@example.com' }),
        ValidationData: attributes({ from: 'desk' }),
        ClientMetadata: { from: 'desk' },
      },
      { mail: 'cy@example.com' },
    ),
    admin(
      'AdminCreateUser',
      'cy is invited again',
      { ...ofUser('cy'), MessageAction: 'RESEND' },
      { mail: 'cy@example.com' },
    ),
    admin('AdminCreateUser', 'ada is there', ofUser('ada'), { refused: 'UsernameExistsException' }),
    admin(
      'AdminCreateUser',
      'ada needs no invitation',
      { ...ofUser('ada'), MessageAction: 'RESEND' },
      { refused: 'UnsupportedUserStateException' },
    ),
    admin('AdminCreateUser', 'nobody is invited again', { ...ofUser('nobody'), MessageAction: 'RESEND' }, notFound),
    admin(
      'AdminCreateUser',
      'an address that is taken',
      {
        ...ofUser('di'),
        MessageAction: 'SUPPRESS',
        UserAttributes: attributes({ email: 'ada@example.com', email_verified: 'true' }),
      },
      { refused: 'UsernameExistsException' },
    ),
    admin(
      'AdminCreateUser',
      'a number that is none',
      { ...ofUser('di'), UserAttributes: attributes({ phone_number: '12' }) },
      badParameter,
    ),
    admin(
      'AdminCreateUser',
      'a temporary password too weak',
      { ...ofUser('di'), TemporaryPassword: 'weak-77' },
      { refused: 'InvalidPasswordException' },
    ),
    admin('AdminGetUser', 'ada', ofUser('ada'), { keep: { sub: 'UserAttributes.0.Value' } }),
    admin('AdminGetUser', 'ada by address', ofUser('ada@example.com')),
    admin('AdminGetUser', 'ada by number', ofUser('+12025550101')),
    admin('AdminGetUser', 'nobody', ofUser('nobody'), notFound),
    admin('AdminUpdateUserAttributes', 'ada is another', {
      ...ofUser('ada'),
      UserAttributes: attributes({
        family_name: 'Hill',
        'custom:plan': 'gold',
        email: 'ada@example.net',
        email_verified: 'true',
      }),
    }),
    admin('AdminUpdateUserAttributes', 'the address of somebody', {
      ...ofUser('ada'),
      UserAttributes: attributes({ email: 'bob@example.com', email_verified: 'true' }),
    }),
    admin('AdminGetUser', 'ada by that address', ofUser('bob@example.com')),
    admin('AdminUpdateUserAttributes', 'the address goes back', {
      ...ofUser('bob'),
      UserAttributes: attributes({ email_verified: 'true' }),
    }),
    admin('AdminUpdateUserAttributes', 'ada has her own again', {
      ...ofUser('ada'),
      UserAttributes: attributes({ email: 'ada@example.net', email_verified: 'true' }),
    }),
    admin(
      'AdminUpdateUserAttributes',
      'what is not there',
      { ...ofUser('ada'), UserAttributes: attributes({ 'custom:none': 'x' }) },
      badParameter,
    ),
    admin(
      'AdminUpdateUserAttributes',
      'nobody',
      { ...ofUser('nobody'), UserAttributes: attributes({ nickname: 'x' }) },
      notFound,
    ),
    admin('AdminDeleteUserAttributes', 'no family', { ...ofUser('ada'), UserAttributeNames: ['family_name'] }),
    admin(
      'AdminDeleteUserAttributes',
      'nobody',
      { ...ofUser('nobody'), UserAttributeNames: ['family_name'] },
      notFound,
    ),
    admin('AdminDisableUser', 'bob is disabled', ofUser('bob')),
    admin('AdminDisableUser', 'nobody', ofUser('nobody'), notFound),
    admin('ListUsers', 'all', { UserPoolId: '{{pool}}' }, { unordered: true }),
    ...[
      'username ^= "a"',
      'email = "bob@example.com"',
      'given_name = "Ada"',
      'status = "Disabled"',
      'cognito:user_status = "CONFIRMED"',
    ].map((Filter) => admin('ListUsers', `where ${Filter}`, { UserPoolId: '{{pool}}', Filter }, { unordered: true })),
    admin('ListUsers', 'one attribute', {
      UserPoolId: '{{pool}}',
      AttributesToGet: ['email'],
      Filter: 'username = "ada"',
    }),
    admin(
      'ListUsers',
      'a page',
      { UserPoolId: '{{pool}}', Limit: 2, Filter: 'email ^= ""' },
      { keep: { page: 'PaginationToken' } },
    ),
    admin('ListUsers', 'the next page', {
      UserPoolId: '{{pool}}',
      Limit: 2,
      Filter: 'email ^= ""',
      PaginationToken: '{{page}}',
    }),
    admin('ListUsers', 'a filter that is none', { UserPoolId: '{{pool}}', Filter: 'email' }, badParameter),
    admin(
      'ListUsers',
      'an attribute that no filter takes',
      { UserPoolId: '{{pool}}', Filter: 'custom:plan = "gold"' },
      badParameter,
    ),
    admin('ListUsers', 'a page that is none', { UserPoolId: '{{pool}}', PaginationToken: 'nowhere' }, badParameter),
    admin('AdminEnableUser', 'bob is enabled', ofUser('bob')),
    admin('AdminEnableUser', 'nobody', ofUser('nobody'), notFound),
    admin('AdminDeleteUser', 'bob goes', ofUser('bob')),
    admin('AdminDeleteUser', 'bob is gone', ofUser('bob'), notFound),
  ],
};
