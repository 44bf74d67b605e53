import { admin, app, type Leg } from '../step.ts';
import { beginSignIn, makeClient, makePool, makeUser, ofUser, otherCode, password, tokens } from './common.ts';

const better = 'Better-horse-2';
const bearer = { AccessToken: '{{access}}' };
const at = (Username: string, ClientId = '{{client}}') => ({ ClientId, Username });
const reset = (Username: string, more: object = {}) => ({
  ...at(Username),
  ConfirmationCode: '{{code}}',
  Password: better,
  ...more,
});
const notFound = { refused: 'UserNotFoundException' } as const;
const badParameter = { refused: 'InvalidParameterException' } as const;

/** Passwords: forgotten, changed, set. */
export const passwords: Leg = {
  name: 'passwords',
  clock: 'journey',
  steps: [
    ...makePool({
      AutoVerifiedAttributes: ['email'],
      Policies: { PasswordPolicy: { MinimumLength: 8, PasswordHistorySize: 2 } },
    }),
    makeClient({ PreventUserExistenceErrors: 'ENABLED' }, 'hiding'),
    ...makeUser('ada'),
    app('ForgotPassword', 'forgotten', at('ada'), { mail: 'ada@example.com' }),
    app('ForgotPassword', 'nobody', at('nobody'), notFound),
    app('ForgotPassword', 'nobody, hidden', at('nobody', '{{hiding}}'), { pretends: true }),
    app('ConfirmForgotPassword', 'a wrong code', reset('ada', { ConfirmationCode: '{{wrong}}' }), {
      make: otherCode,
      refused: 'CodeMismatchException',
    }),
    app('ConfirmForgotPassword', 'a weak password', reset('ada', { Password: 'weak-77' }), {
      refused: 'InvalidPasswordException',
    }),
    app('ConfirmForgotPassword', 'the password of before', reset('ada', { Password: password }), {
      refused: 'PasswordHistoryPolicyViolationException',
    }),
    app('ConfirmForgotPassword', 'too late', reset('ada'), { after: 3600, refused: 'ExpiredCodeException' }),
    app('ForgotPassword', 'forgotten again', at('ada'), { mail: 'ada@example.com' }),
    app('ConfirmForgotPassword', 'a new password', reset('ada')),
    app('ConfirmForgotPassword', 'the code is spent', reset('ada'), { refused: 'ExpiredCodeException' }),
    app('ConfirmForgotPassword', 'nobody has a code', { ...reset('nobody'), ConfirmationCode: '123456' }, notFound),
    beginSignIn('ada', 'by the new password', { keep: tokens() }, { PASSWORD: better }),
    app('ChangePassword', 'changed', { ...bearer, PreviousPassword: better, ProposedPassword: 'Third-horse-3' }),
    app(
      'ChangePassword',
      'the former one is wrong',
      { ...bearer, PreviousPassword: better, ProposedPassword: 'Fourth-horse-4' },
      { refused: 'NotAuthorizedException' },
    ),
    app(
      'ChangePassword',
      'one of before',
      { ...bearer, PreviousPassword: 'Third-horse-3', ProposedPassword: better },
      { refused: 'PasswordHistoryPolicyViolationException' },
    ),
    app(
      'ChangePassword',
      'too weak',
      { ...bearer, PreviousPassword: 'Third-horse-3', ProposedPassword: 'weak-77' },
      { refused: 'InvalidPasswordException' },
    ),
    app('GetUser', 'tokens of before still work', bearer),
    admin(
      'AdminSetUserPassword',
      'a temporary one',
      { ...ofUser('ada'), Password: better, Permanent: false },
      { after: 60 },
    ),
    beginSignIn('ada', 'a new one is asked for', { keep: { session: 'Session' } }, { PASSWORD: better }),
    admin('AdminSetUserPassword', 'one for good', { ...ofUser('ada'), Password: password, Permanent: true }),
    admin(
      'AdminSetUserPassword',
      'too weak',
      { ...ofUser('ada'), Password: 'weak-77', Permanent: true },
      { refused: 'InvalidPasswordException' },
    ),
    admin('AdminSetUserPassword', 'for nobody', { ...ofUser('nobody'), Password: password, Permanent: true }, notFound),
    admin('AdminResetUserPassword', 'reset', ofUser('ada'), { mail: 'ada@example.com' }),
    beginSignIn('ada', 'reset is required', { refused: 'PasswordResetRequiredException' }),
    app('ConfirmForgotPassword', 'by the code of the reset', reset('ada', { Password: 'Fifth-horse-5' })),
    admin('AdminResetUserPassword', 'nobody', ofUser('nobody'), notFound),
    admin('AdminCreateUser', 'bob has no address', { ...ofUser('bob'), MessageAction: 'SUPPRESS' }),
    admin('AdminSetUserPassword', 'bob has a password', { ...ofUser('bob'), Password: password, Permanent: true }),
    app('ForgotPassword', 'no address to send to', at('bob'), badParameter),
    ...Array.from({ length: 4 }, (_none, index) =>
      app('ForgotPassword', `over and over, ${index + 1}`, at('ada'), { after: 60, mail: 'ada@example.com' }),
    ),
  ],
};
