import { admin, app, type Leg, type Step } from '../step.ts';
import {
  attributes,
  beginSignIn,
  makeClient,
  makePool,
  makeUser,
  ofUser,
  password,
  signIn,
  tokens,
  wrongPassword,
} from './common.ts';
import { bySrp, proveBySrp, srpOffer, startSrp } from './srp.ts';

const notAuthorized = { refused: 'NotAuthorizedException' } as const;
const wrong = { PASSWORD: wrongPassword };

const lockout: readonly Step[] = [
  ...Array.from({ length: 5 }, (_none, index) =>
    beginSignIn('ben', `a wrong password, ${index + 1}`, notAuthorized, wrong),
  ),
  beginSignIn('ben', 'locked, with the right one', { ...notAuthorized, after: -1 }),
  beginSignIn('ben', 'not locked any more', { after: 2, keep: tokens('ben') }),
];

/** Signing in with a password, over every flow. */
export const signIns: Leg = {
  name: 'sign-in',
  clock: 'journey',
  steps: [
    ...makePool({ AutoVerifiedAttributes: ['email'] }),
    makeClient({ PreventUserExistenceErrors: 'ENABLED' }, 'hiding'),
    makeClient({ ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] }, 'srpOnly'),
    ...makeUser('ada', { given_name: 'Ada', phone_number: '+12025550101', address: 'Hill Street 1', zoneinfo: 'UTC' }),
    ...makeUser('ben'),
    signIn('ada'),
    app('GetUser', 'who it is', { AccessToken: '{{access}}' }),
    app('GetUser', 'by an ID token', { AccessToken: '{{id}}' }, notAuthorized),
    beginSignIn('ada', 'a wrong password', notAuthorized, wrong),
    beginSignIn('nobody', 'nobody', { refused: 'UserNotFoundException' }),
    app(
      'InitiateAuth',
      'nobody, hidden',
      {
        ClientId: '{{hiding}}',
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: 'nobody', PASSWORD: password },
      },
      notAuthorized,
    ),
    app(
      'InitiateAuth',
      'a wrong password, hidden',
      {
        ClientId: '{{hiding}}',
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: 'ada', PASSWORD: wrongPassword },
      },
      notAuthorized,
    ),
    app(
      'InitiateAuth',
      'no password',
      { ClientId: '{{client}}', AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { USERNAME: 'ada' } },
      { refused: 'InvalidParameterException' },
    ),
    app(
      'InitiateAuth',
      'a flow that the client may not use',
      {
        ClientId: '{{srpOnly}}',
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: 'ada', PASSWORD: password },
      },
      { refused: 'InvalidParameterException' },
    ),
    app(
      'InitiateAuth',
      'a flow of administrators',
      {
        ClientId: '{{client}}',
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: 'ada', PASSWORD: password },
      },
      { refused: 'InvalidParameterException' },
    ),
    ...lockout,
    ...bySrp('ada', undefined, { keep: tokens('srp') }),
    ...bySrp('ada', wrongPassword, notAuthorized),
    app(
      'InitiateAuth',
      'nobody by SRP, hidden',
      { ClientId: '{{hiding}}', AuthFlow: 'USER_SRP_AUTH', AuthParameters: { USERNAME: 'nobody', SRP_A: '{{srpA}}' } },
      { make: startSrp },
    ),
    app(
      'InitiateAuth',
      'nobody by SRP',
      { ClientId: '{{client}}', AuthFlow: 'USER_SRP_AUTH', AuthParameters: { USERNAME: 'nobody', SRP_A: '{{srpA}}' } },
      { refused: 'UserNotFoundException' },
    ),
    app(
      'InitiateAuth',
      'an A that is zero',
      { ClientId: '{{client}}', AuthFlow: 'USER_SRP_AUTH', AuthParameters: { USERNAME: 'ada', SRP_A: '0' } },
      { refused: 'InvalidParameterException' },
    ),
    admin('AdminExplainSignIn', 'a user who can sign in', { ...ofUser('ada'), ClientId: '{{client}}' }),
    admin('AdminExplainSignIn', 'nobody', ofUser('nobody')),
    admin(
      'AdminInitiateAuth',
      'an administrator signs in',
      {
        UserPoolId: '{{pool}}',
        ClientId: '{{client}}',
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: 'ada', PASSWORD: password },
      },
      { keep: tokens('admin') },
    ),
    admin(
      'AdminInitiateAuth',
      'an administrator is wrong',
      {
        UserPoolId: '{{pool}}',
        ClientId: '{{client}}',
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: 'ada', PASSWORD: wrongPassword },
      },
      notAuthorized,
    ),
    admin(
      'AdminInitiateAuth',
      'an administrator begins by SRP',
      {
        UserPoolId: '{{pool}}',
        ClientId: '{{client}}',
        AuthFlow: 'USER_SRP_AUTH',
        AuthParameters: { USERNAME: 'ada', SRP_A: '{{srpA}}' },
      },
      { make: startSrp, keep: srpOffer },
    ),
    admin(
      'AdminRespondToAuthChallenge',
      'an administrator proves the password',
      {
        UserPoolId: '{{pool}}',
        ClientId: '{{client}}',
        ChallengeName: 'PASSWORD_VERIFIER',
        ChallengeResponses: '{{proof}}',
      },
      { make: proveBySrp() },
    ),
    // Invited, with a temporary password.
    admin(
      'AdminCreateUser',
      'ivy is invited',
      { ...ofUser('ivy'), UserAttributes: attributes({ email: 'ivy@example.com' }) },
      { mail: 'ivy@example.com' },
    ),
    app(
      'InitiateAuth',
      'ivy comes',
      {
        ClientId: '{{client}}',
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: 'ivy', PASSWORD: '{{code}}' },
      },
      { keep: { session: 'Session' } },
    ),
    app(
      'RespondToAuthChallenge',
      'a weak password',
      {
        ClientId: '{{client}}',
        ChallengeName: 'NEW_PASSWORD_REQUIRED',
        Session: '{{session}}',
        ChallengeResponses: { USERNAME: 'ivy', NEW_PASSWORD: 'weak' },
      },
      { refused: 'InvalidPasswordException' },
    ),
    app(
      'RespondToAuthChallenge',
      'a password of her own',
      {
        ClientId: '{{client}}',
        ChallengeName: 'NEW_PASSWORD_REQUIRED',
        Session: '{{session}}',
        ChallengeResponses: { USERNAME: 'ivy', NEW_PASSWORD: password, 'userAttributes.nickname': 'Ivy' },
      },
      { keep: tokens('ivy') },
    ),
    app(
      'RespondToAuthChallenge',
      'a session that is none',
      {
        ClientId: '{{client}}',
        ChallengeName: 'NEW_PASSWORD_REQUIRED',
        Session: 'a session that nobody gave',
        ChallengeResponses: { USERNAME: 'ivy', NEW_PASSWORD: password },
      },
      { refused: 'CodeMismatchException' },
    ),
    admin('AdminCreateUser', 'jon is invited', {
      ...ofUser('jon'),
      TemporaryPassword: password,
      MessageAction: 'SUPPRESS',
    }),
    beginSignIn('jon', 'jon comes', { keep: { session: 'Session' } }),
    app(
      'RespondToAuthChallenge',
      'jon comes too late',
      {
        ClientId: '{{client}}',
        ChallengeName: 'NEW_PASSWORD_REQUIRED',
        Session: '{{session}}',
        ChallengeResponses: { USERNAME: 'jon', NEW_PASSWORD: password },
      },
      { ...notAuthorized, after: 300 },
    ),
    admin('AdminDisableUser', 'ben is disabled', ofUser('ben')),
    beginSignIn('ben', 'a user who is disabled', notAuthorized),
    admin('AdminEnableUser', 'ben is enabled', ofUser('ben')),
    // By an address, in a pool of aliases.
    ...makePool({ AliasAttributes: ['email'] }),
    ...makeUser('lee'),
    ...bySrp('lee@example.com', undefined, { keep: tokens() }),
    beginSignIn('lee@example.com', 'by address', { keep: tokens() }),
  ],
};
