import { app, type Leg } from '../step.ts';
import { attributes, beginSignIn, makePool, makeUser, otherCode, signIn } from './common.ts';

const bearer = { AccessToken: '{{access}}' };
const notFound = { refused: 'UserNotFoundException' } as const;
const badParameter = { refused: 'InvalidParameterException' } as const;

/** What users do with their own account. */
export const account: Leg = {
  name: 'account',
  clock: 'journey',
  steps: [
    ...makePool({
      AutoVerifiedAttributes: ['email'],
      AliasAttributes: ['email'],
      Schema: [
        { Name: 'plan', AttributeDataType: 'String', Mutable: true },
        { Name: 'born', AttributeDataType: 'String', Mutable: false },
      ],
    }),
    ...makeUser('ada', { 'custom:born': 'London' }),
    ...makeUser('bob'),
    signIn('ada'),
    app('GetUser', 'who it is', bearer),
    app('UpdateUserAttributes', 'a nickname', {
      ...bearer,
      UserAttributes: attributes({ nickname: 'Dee', 'custom:plan': 'gold' }),
    }),
    app(
      'UpdateUserAttributes',
      'another address',
      { ...bearer, UserAttributes: attributes({ email: 'ada@example.org' }) },
      { mail: 'ada@example.org' },
    ),
    app('GetUser', 'not verified yet', bearer),
    app(
      'VerifyUserAttribute',
      'a wrong code',
      { ...bearer, AttributeName: 'email', Code: '{{wrong}}' },
      { make: otherCode, refused: 'CodeMismatchException' },
    ),
    app('VerifyUserAttribute', 'verified', { ...bearer, AttributeName: 'email', Code: '{{code}}' }),
    app(
      'GetUserAttributeVerificationCode',
      'a code once more',
      { ...bearer, AttributeName: 'email' },
      { mail: 'ada@example.org' },
    ),
    app('GetUserAttributeVerificationCode', 'what has no code', { ...bearer, AttributeName: 'nickname' }, badParameter),
    app(
      'VerifyUserAttribute',
      'too late',
      { ...bearer, AttributeName: 'email', Code: '{{code}}' },
      { after: 86_400, refused: 'NotAuthorizedException' },
    ),
    signIn('ada'),
    app(
      'VerifyUserAttribute',
      'the code is over',
      { ...bearer, AttributeName: 'email', Code: '{{code}}' },
      { refused: 'ExpiredCodeException' },
    ),
    app(
      'UpdateUserAttributes',
      'an address of somebody',
      { ...bearer, UserAttributes: attributes({ email: 'bob@example.com' }) },
      { mail: 'bob@example.com' },
    ),
    app('VerifyUserAttribute', 'the address moves', { ...bearer, AttributeName: 'email', Code: '{{code}}' }),
    app(
      'UpdateUserAttributes',
      'what cannot change',
      { ...bearer, UserAttributes: attributes({ 'custom:born': 'Paris' }) },
      badParameter,
    ),
    app(
      'UpdateUserAttributes',
      'what is not there',
      { ...bearer, UserAttributes: attributes({ 'custom:none': 'x' }) },
      badParameter,
    ),
    app(
      'UpdateUserAttributes',
      'what nobody writes',
      { ...bearer, UserAttributes: attributes({ sub: 'x' }) },
      { refused: 'NotAuthorizedException' },
    ),
    app('UpdateUserAttributes', 'the same one twice', {
      ...bearer,
      UserAttributes: [...attributes({ nickname: 'A' }), ...attributes({ nickname: 'B' })],
    }),
    app('UpdateUserAttributes', 'an empty value', { ...bearer, UserAttributes: attributes({ nickname: '' }) }),
    app('UpdateUserAttributes', 'a nickname again', { ...bearer, UserAttributes: attributes({ nickname: 'Dee' }) }),
    app('DeleteUserAttributes', 'no nickname', { ...bearer, UserAttributeNames: ['nickname'] }),
    app('DeleteUserAttributes', 'what is not there', { ...bearer, UserAttributeNames: ['custom:none'] }, badParameter),
    app('GetUser', 'in the end', bearer),
    app('DeleteUser', 'ada goes', bearer),
    app('GetUser', 'ada is gone', bearer, notFound),
    beginSignIn('ada', 'nobody is ada', notFound),
  ],
};
