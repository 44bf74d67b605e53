import { randomBytes } from 'node:crypto';
import { startClient } from '#tests/support/srp-client.ts';
import { type Connection, textIn } from '../connection.ts';
import type { Name, Names } from './names.ts';

/** A request, ready to be sent. */
export interface Request {
  readonly operation: string;
  readonly members: object;
}

/** One way to ask about a name without a password. */
export interface Way {
  readonly name: string;
  /** Names that exist. */
  readonly known: readonly Name[];
  /** Does what comes before the measured request, and gives that. `at` is the time. */
  readonly prepare: (name: Name, at: number) => Promise<Request>;
}

const wrongPassword = 'Wrong-horse-1';

const timestamp = (at: number): string => {
  const [, weekday, day, month, year, time] =
    /^(\w+), (\d+) (\w+) (\d+) (\S+) GMT$/.exec(new Date(at).toUTCString()) ?? [];
  return `${weekday} ${month} ${Number(day)} ${time} UTC ${year}`;
};

/** Every operation that asks for no proof, by its flows and challenges. */
export const waysOf = ({ call }: Connection, { clientId: ClientId, users, waiting }: Names): readonly Way[] => {
  const initiate = (AuthFlow: string, AuthParameters: object): Request => ({
    operation: 'InitiateAuth',
    members: { ClientId, AuthFlow, AuthParameters },
  });
  const start = (request: Request, at: number) => call(request.operation, request.members, { at });
  // One public value for all requests: it is the client's work, and not measured.
  const SRP_A = startClient().srpA;

  const starts = (flow: string, parameters: object, by: keyof Name = 'username'): Way['prepare'] => {
    return async (name) => initiate(flow, { USERNAME: name[by], ...parameters });
  };

  const answers = (before: object, challenge: string, responses: object): Way['prepare'] => {
    return async (name, at) => {
      const { Session } = await start(initiate('USER_AUTH', { USERNAME: name.username, ...before }), at);
      return {
        operation: 'RespondToAuthChallenge',
        members: {
          ClientId,
          ChallengeName: challenge,
          Session,
          ChallengeResponses: { USERNAME: name.username, ...responses },
        },
      };
    };
  };

  const proves = (by: keyof Name): Way['prepare'] => {
    return async (name, at) => {
      const { ChallengeParameters } = await start(initiate('USER_SRP_AUTH', { USERNAME: name[by], SRP_A }), at);
      return {
        operation: 'RespondToAuthChallenge',
        members: {
          ClientId,
          ChallengeName: 'PASSWORD_VERIFIER',
          ChallengeResponses: {
            USERNAME: textIn(ChallengeParameters, 'USER_ID_FOR_SRP'),
            PASSWORD_CLAIM_SECRET_BLOCK: textIn(ChallengeParameters, 'SECRET_BLOCK'),
            PASSWORD_CLAIM_SIGNATURE: randomBytes(32).toString('base64'),
            TIMESTAMP: timestamp(at),
          },
        },
      };
    };
  };

  const asks = (operation: string, more: object = {}, by: keyof Name = 'username'): Way['prepare'] => {
    return async (name) => ({ operation, members: { ClientId, Username: name[by], ...more } });
  };

  const prefers = (PREFERRED_CHALLENGE: string, more: object = {}) =>
    starts('USER_AUTH', { PREFERRED_CHALLENGE, ...more });
  const code = { ConfirmationCode: '000000' };
  const ofUsers = (name: string, prepare: Way['prepare']): Way => ({ name, known: users, prepare });
  const ofWaiting = (name: string, prepare: Way['prepare']): Way => ({ name, known: waiting, prepare });

  return [
    ofUsers('USER_PASSWORD_AUTH', starts('USER_PASSWORD_AUTH', { PASSWORD: wrongPassword })),
    ofUsers('USER_PASSWORD_AUTH by e-mail', starts('USER_PASSWORD_AUTH', { PASSWORD: wrongPassword }, 'email')),
    ofUsers('USER_SRP_AUTH', starts('USER_SRP_AUTH', { SRP_A })),
    ofUsers('USER_SRP_AUTH by e-mail', starts('USER_SRP_AUTH', { SRP_A }, 'email')),
    ofUsers('CUSTOM_AUTH', starts('CUSTOM_AUTH', { CHALLENGE_NAME: 'SRP_A', SRP_A })),
    ofUsers('USER_AUTH', starts('USER_AUTH', {})),
    ofUsers('USER_AUTH by e-mail', starts('USER_AUTH', {}, 'email')),
    ofUsers('USER_AUTH, PASSWORD', prefers('PASSWORD', { PASSWORD: wrongPassword })),
    ofUsers('USER_AUTH, PASSWORD_SRP', prefers('PASSWORD_SRP', { SRP_A })),
    ofUsers('USER_AUTH, EMAIL_OTP', prefers('EMAIL_OTP')),
    ofUsers('USER_AUTH, SMS_OTP', prefers('SMS_OTP')),
    ofUsers('USER_AUTH, WEB_AUTHN', prefers('WEB_AUTHN')),
    ofUsers('SELECT_CHALLENGE', answers({}, 'SELECT_CHALLENGE', { ANSWER: 'PASSWORD_SRP', SRP_A })),
    ofUsers('SELECT_CHALLENGE, EMAIL_OTP', answers({}, 'SELECT_CHALLENGE', { ANSWER: 'EMAIL_OTP' })),
    ofUsers('PASSWORD', answers({ PREFERRED_CHALLENGE: 'PASSWORD' }, 'PASSWORD', { PASSWORD: wrongPassword })),
    ofUsers('PASSWORD_VERIFIER', proves('username')),
    ofUsers('PASSWORD_VERIFIER by e-mail', proves('email')),
    ofUsers('EMAIL_OTP', answers({ PREFERRED_CHALLENGE: 'EMAIL_OTP' }, 'EMAIL_OTP', { EMAIL_OTP_CODE: '00000000' })),
    ofUsers('SMS_OTP', answers({ PREFERRED_CHALLENGE: 'SMS_OTP' }, 'SMS_OTP', { SMS_OTP_CODE: '000000' })),
    ofUsers('ForgotPassword', asks('ForgotPassword')),
    ofUsers('ForgotPassword by e-mail', asks('ForgotPassword', {}, 'email')),
    ofUsers('ConfirmForgotPassword', asks('ConfirmForgotPassword', { ...code, Password: wrongPassword })),
    ofWaiting('ResendConfirmationCode', asks('ResendConfirmationCode')),
    ofWaiting('ConfirmSignUp', asks('ConfirmSignUp', code)),
  ];
};
