import { app, type Leg, type Step } from '../step.ts';
import { answer, makePool, makeUser, password, signIn, tokens } from './common.ts';

const session = { keep: { session: 'Session' } } as const;

const ask = (name: string, parameters: object, told: Parameters<typeof app>[3]): Step =>
  app(
    'InitiateAuth',
    name,
    { ClientId: '{{client}}', AuthFlow: 'USER_AUTH', AuthParameters: { USERNAME: 'ada', ...parameters } },
    told,
  );

const byPassword = { PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD: password };
const badParameter = { refused: 'InvalidParameterException' } as const;

/** Authentication levels: named by the pool, asked for, reached from a token. */
export const levels: Leg = {
  name: 'levels',
  clock: 'journey',
  steps: [
    ...makePool(
      {
        AutoVerifiedAttributes: ['email'],
        Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } },
        AcrConfiguration: { Level3: { AcrValue: 'silver' } },
      },
      { ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] },
    ),
    ...makeUser('ada'),
    signIn('ada'),
    ask('a level that is no more', { ...byPassword, TARGET_ACR_VALUES: 'urn:cognito:loa:3' }, badParameter),
    ask('a level out of reach', { ...byPassword, TARGET_ACR_VALUES: 'urn:cognito:loa:4' }, badParameter),
    ask('a level for a password', { ...byPassword, TARGET_ACR_VALUES: 'urn:cognito:loa:1' }, { keep: tokens() }),
    ask('a token that is enough', { ACCESS_TOKEN: '{{access}}', TARGET_ACR_VALUES: 'urn:cognito:loa:1' }, badParameter),
    ask(
      'a token that needs a code as well',
      { ACCESS_TOKEN: '{{access}}', TARGET_ACR_VALUES: 'silver', MAX_AGE: '600' },
      { ...session, mail: 'ada@example.com' },
    ),
    answer('EMAIL_OTP', 'the code', { USERNAME: 'ada', EMAIL_OTP_CODE: '{{code}}' }, { keep: tokens() }),
    ask('a token that is too old', { ACCESS_TOKEN: '{{access}}', TARGET_ACR_VALUES: 'silver', MAX_AGE: '0' }, session),
  ],
};
