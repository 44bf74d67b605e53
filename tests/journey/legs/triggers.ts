import { hashSecurityAnswer } from '#shared/domain/custom-challenges/security-answer.ts';
import { admin, app, type Facts, type Leg } from '../step.ts';
import { answer, attributes, beginSignIn, makePool, makeUser, ofUser, password, tokens } from './common.ts';
import { proveBySrp, srpOffer, startSrp } from './srp.ts';

const arnOf = (name: string): string => `arn:aws:lambda:us-east-1:000000000000:function:gatehouse-local-${name}`;
const custom = (name: string) => ({
  DefineAuthChallenge: arnOf(name),
  CreateAuthChallenge: arnOf(name),
  VerifyAuthChallengeResponse: arnOf(name),
});
const customAuth = { ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH'] };
const session = { keep: { session: 'Session' } } as const;
const notAuthorized = { refused: 'NotAuthorizedException' } as const;

const secretIn = ({ message }: Facts): Facts => ({ secret: /#secret=([\w-]+)/.exec(String(message))?.[1] });

const signUp = (Username: string, given: Readonly<Record<string, string>> = {}) => ({
  ClientId: '{{client}}',
  Username,
  Password: password,
  UserAttributes: attributes({ email: `${Username}@example.com`, ...given }),
});

const beginCustom = (USERNAME: string, name: string, told: Parameters<typeof app>[3], more: object = {}) =>
  app(
    'InitiateAuth',
    name,
    { ClientId: '{{client}}', AuthFlow: 'CUSTOM_AUTH', AuthParameters: { USERNAME, ...more } },
    told,
  );

/** Custom sign-ins and other triggers: the examples that every stack has. */
export const triggers: Leg = {
  name: 'triggers',
  clock: 'journey',
  steps: [
    ...makePool({ LambdaConfig: custom('magicLink') }, customAuth),
    ...makeUser('ada'),
    beginCustom('ada', 'a link goes out', { ...session, mail: 'ada@example.com' }),
    answer(
      'CUSTOM_CHALLENGE',
      'the link',
      { USERNAME: 'ada', ANSWER: '{{secret}}' },
      { make: secretIn, keep: tokens() },
    ),
    answer('CUSTOM_CHALLENGE', 'the link again', { USERNAME: 'ada', ANSWER: '{{secret}}' }, notAuthorized),
    beginCustom('ada', 'another link goes out', { ...session, mail: 'ada@example.com' }),
    answer('CUSTOM_CHALLENGE', 'not the link', { USERNAME: 'ada', ANSWER: 'a guess' }, notAuthorized),
    beginCustom('nobody', 'nobody', { refused: 'UserNotFoundException' }),
    ...makePool(
      {
        LambdaConfig: custom('securityQuestion'),
        Schema: ['question', 'answer'].map((Name) => ({ Name, AttributeDataType: 'String', Mutable: true })),
      },
      customAuth,
    ),
    ...makeUser('bob', {
      'custom:question': 'What was the name of your first school?',
      'custom:answer': hashSecurityAnswer('Hill Street School'),
    }),
    beginCustom(
      'bob',
      'the password first',
      { make: startSrp, keep: { ...srpOffer } },
      { CHALLENGE_NAME: 'SRP_A', SRP_A: '{{srpA}}' },
    ),
    app(
      'RespondToAuthChallenge',
      'then the question',
      { ClientId: '{{client}}', ChallengeName: 'PASSWORD_VERIFIER', ChallengeResponses: '{{proof}}' },
      { make: proveBySrp(), ...session },
    ),
    answer('CUSTOM_CHALLENGE', 'a wrong answer', { USERNAME: 'bob', ANSWER: 'Elm Street' }, session),
    answer('CUSTOM_CHALLENGE', 'the answer', { USERNAME: 'bob', ANSWER: 'hill street  school' }, { keep: tokens() }),
    ...makePool({
      AutoVerifiedAttributes: ['email'],
      LambdaConfig: {
        PreSignUp: arnOf('allowEmailDomains'),
        PostConfirmation: arnOf('welcomeMessage'),
        PostAuthentication: arnOf('auditSignIns'),
        CustomMessage: arnOf('localizeMessages'),
        PreTokenGenerationConfig: { LambdaVersion: 'V2_0', LambdaArn: arnOf('tenantClaims') },
      },
      Schema: [{ Name: 'tenant', AttributeDataType: 'String', Mutable: true }],
    }),
    app(
      'SignUp',
      'an address of elsewhere',
      { ...signUp('eve'), UserAttributes: attributes({ email: 'eve@example.org' }) },
      { refused: 'UserLambdaValidationException' },
    ),
    app('SignUp', 'a message in German', signUp('cy', { locale: 'de-AT', given_name: 'Cy', 'custom:tenant': 'acme' }), {
      mail: 'cy@example.com',
    }),
    app(
      'ConfirmSignUp',
      'a welcome',
      { ClientId: '{{client}}', Username: 'cy', ConfirmationCode: '{{code}}' },
      { mail: 'cy@example.com' },
    ),
    beginSignIn('cy', 'claims of the tenant', { keep: tokens() }),
    app('InitiateAuth', 'claims of the tenant, later', {
      ClientId: '{{client}}',
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: '{{refresh}}' },
    }),
    ...makePool({ LambdaConfig: { PreTokenGeneration: arnOf('nothingHere') } }),
    ...makeUser('dee'),
    beginSignIn('dee', 'a function that is not there', { refused: 'UnexpectedLambdaException' }),
    ...makePool({
      AutoVerifiedAttributes: ['email'],
      LambdaConfig: {
        CustomEmailSender: { LambdaVersion: 'V1_0', LambdaArn: arnOf('customEmailSender') },
        KMSKeyID: 'arn:aws:kms:us-east-1:000000000000:key/5a1b4c1e-0000-4000-8000-000000000001',
      },
    }),
    app('SignUp', 'by a sender of its own', signUp('fay'), { mail: 'fay@example.com' }),
    app('ConfirmSignUp', 'its code', { ClientId: '{{client}}', Username: 'fay', ConfirmationCode: '{{code}}' }),
    admin('AdminGetUser', 'fay is confirmed', ofUser('fay')),
  ],
};
