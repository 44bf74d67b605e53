import { admin, app, type Leg } from '../step.ts';
import { attributes, beginSignIn, makeClient, makePool, ofUser, otherCode, password, tokens } from './common.ts';

const at = (Username: string, client = '{{client}}') => ({ ClientId: client, Username });
const signUp = (Username: string, client?: string) => ({
  ...at(Username, client),
  Password: password,
  UserAttributes: attributes({ email: `${Username}@example.com` }),
});
const code = (Username: string, ConfirmationCode = '{{code}}') => ({ ...at(Username), ConfirmationCode });

/** Signing up, confirming, and what stands in the way. */
export const signUps: Leg = {
  name: 'sign-up',
  clock: 'journey',
  steps: [
    ...makePool({
      AutoVerifiedAttributes: ['email'],
      AliasAttributes: ['email'],
      Schema: [
        { Name: 'plan', AttributeDataType: 'String', Mutable: true, StringAttributeConstraints: { MaxLength: '5' } },
      ],
    }),
    makeClient({ PreventUserExistenceErrors: 'ENABLED' }, 'hiding'),
    makeClient({ WriteAttributes: ['email'] }, 'limited'),
    app('SignUp', 'ada signs up', signUp('ada'), { mail: 'ada@example.com' }),
    app('SignUp', 'the name is taken', signUp('ada'), { refused: 'UsernameExistsException' }),
    app(
      'SignUp',
      'a password without digits',
      { ...signUp('bob'), Password: 'Correct-horse' },
      { refused: 'InvalidPasswordException' },
    ),
    app(
      'SignUp',
      'a password too short',
      { ...signUp('bob'), Password: 'Aa1!aa' },
      { refused: 'InvalidPasswordException' },
    ),
    app(
      'SignUp',
      'a name that is an address',
      { ...signUp('bob'), Username: 'bob@example.com' },
      { refused: 'InvalidParameterException' },
    ),
    app(
      'SignUp',
      'an address that is none',
      { ...signUp('bob'), UserAttributes: attributes({ email: 'bob' }) },
      { refused: 'InvalidParameterException' },
    ),
    app(
      'SignUp',
      'an attribute that is not there',
      { ...signUp('bob'), UserAttributes: attributes({ 'custom:none': 'x' }) },
      { refused: 'InvalidParameterException' },
    ),
    app(
      'SignUp',
      'a value too long',
      { ...signUp('bob'), UserAttributes: attributes({ 'custom:plan': 'longer than five' }) },
      { refused: 'InvalidParameterException' },
    ),
    app(
      'SignUp',
      'an attribute that the client must not write',
      { ...signUp('bob', '{{limited}}'), UserAttributes: attributes({ name: 'Bob' }) },
      { refused: 'NotAuthorizedException' },
    ),
    app(
      'SignUp',
      'a verified address',
      { ...signUp('bob'), UserAttributes: attributes({ email_verified: 'true' }) },
      { refused: 'NotAuthorizedException' },
    ),
    beginSignIn('ada', 'not confirmed', { refused: 'UserNotConfirmedException' }),
    app('ConfirmSignUp', 'a wrong code', code('ada', '{{wrong}}'), {
      make: otherCode,
      refused: 'CodeMismatchException',
    }),
    app('ConfirmSignUp', 'a code for nobody', code('nobody', '123456'), { refused: 'UserNotFoundException' }),
    app('ResendConfirmationCode', 'another code', at('ada'), { mail: 'ada@example.com' }),
    app('ResendConfirmationCode', 'another code for nobody', at('nobody'), { refused: 'UserNotFoundException' }),
    app('ResendConfirmationCode', 'another code for nobody, hidden', at('nobody', '{{hiding}}'), { pretends: true }),
    app('ConfirmSignUp', 'a code that is over', code('ada'), { after: 86_400, refused: 'ExpiredCodeException' }),
    app('ResendConfirmationCode', 'a new code', at('ada'), { mail: 'ada@example.com' }),
    app('ConfirmSignUp', 'ada confirms', code('ada')),
    app('ConfirmSignUp', 'confirmed already', code('ada'), { refused: 'NotAuthorizedException' }),
    app('ResendConfirmationCode', 'a code for who needs none', at('ada'), { refused: 'InvalidParameterException' }),
    beginSignIn('ada@example.com', 'by address', { keep: tokens() }),
    app(
      'SignUp',
      'a taken address',
      { ...signUp('eve'), UserAttributes: attributes({ email: 'ada@example.com' }) },
      { mail: 'ada@example.com' },
    ),
    app('ConfirmSignUp', "the address is somebody's", code('eve'), { refused: 'AliasExistsException' }),
    app('ConfirmSignUp', 'the address moves', { ...code('eve'), ForceAliasCreation: true }),
    admin('AdminGetUser', 'ada has lost it', ofUser('ada')),
    app('SignUp', 'fay signs up', signUp('fay'), { mail: 'fay@example.com' }),
    admin('AdminConfirmSignUp', 'an administrator confirms', ofUser('fay')),
    admin('AdminConfirmSignUp', 'and again', ofUser('fay'), { refused: 'NotAuthorizedException' }),
    admin('AdminConfirmSignUp', 'nobody', ofUser('nobody'), { refused: 'UserNotFoundException' }),
    beginSignIn('fay', 'fay signs in', { keep: tokens() }),
    ...makePool({
      UsernameAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: false },
      AutoVerifiedAttributes: ['email'],
      Schema: [{ Name: 'name', Required: true }],
    }),
    app(
      'SignUp',
      'by address alone',
      { ...at('Gil@Example.com'), Password: password, UserAttributes: attributes({ name: 'Gil' }) },
      { mail: 'gil@example.com' },
    ),
    app(
      'SignUp',
      'what is required is missing',
      { ...at('hal@example.com'), Password: password },
      { refused: 'InvalidParameterException' },
    ),
    app(
      'SignUp',
      'no address',
      { ...at('hal'), Password: password, UserAttributes: attributes({ name: 'Hal' }) },
      { refused: 'InvalidParameterException' },
    ),
    app('ConfirmSignUp', 'gil confirms', code('gil@example.com')),
    beginSignIn('GIL@example.com', 'gil signs in', { keep: tokens() }),
    ...makePool({ AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } }),
    app('SignUp', 'by invitation only', signUp('ida'), { refused: 'NotAuthorizedException' }),
    ...makePool(
      {
        Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } },
        AutoVerifiedAttributes: ['email'],
      },
      { ExplicitAuthFlows: ['ALLOW_USER_AUTH'] },
    ),
    app(
      'SignUp',
      'without a password',
      { ...at('jim'), UserAttributes: attributes({ email: 'jim@example.com' }) },
      { mail: 'jim@example.com', keep: { session: 'Session' } },
    ),
    app('ConfirmSignUp', 'jim confirms', { ...code('jim'), Session: '{{session}}' }, { keep: { session: 'Session' } }),
    app(
      'InitiateAuth',
      'jim is signed in by that',
      { ClientId: '{{client}}', AuthFlow: 'USER_AUTH', Session: '{{session}}', AuthParameters: { USERNAME: 'jim' } },
      { keep: tokens() },
    ),
    ...makePool({ AutoVerifiedAttributes: ['email'] }),
    app(
      'SignUp',
      'with everything that an app may tell',
      {
        ...signUp('lou'),
        ClientMetadata: { from: 'app' },
        UserContextData: { EncodedData: 'what a browser says of itself' },
        AnalyticsMetadata: { AnalyticsEndpointId: 'app' },
        ValidationData: attributes({ captcha: 'solved' }),
      },
      { mail: 'lou@example.com' },
    ),
    ...Array.from({ length: 5 }, (_none, index) =>
      app('ResendConfirmationCode', `a code once more, ${index + 1}`, at('lou'), { mail: 'lou@example.com' }),
    ),
    app('ResendConfirmationCode', 'once too often', at('lou'), { refused: 'LimitExceededException' }),
    app('ResendConfirmationCode', 'an hour later', at('lou'), { after: 3600, mail: 'lou@example.com' }),
  ],
};
