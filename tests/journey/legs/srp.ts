import { startClient } from '#tests/support/srp-client.ts';
import { srpProof } from '#tests/support/srp-sign-in.ts';
import { app, type Facts, type Step } from '../step.ts';
import { password } from './common.ts';

type Srp = ReturnType<typeof startClient>;

const isSrp = (value: unknown): value is Srp => typeof value === 'object' && value !== null && 'keyFor' in value;

/** A new exchange: `{{srpA}}`. */
export const startSrp = (): Facts => {
  const srp = startClient();
  return { srp, srpA: srp.srpA };
};

/** The answer to SRP_A. */
export const srpOffer = {
  SALT: 'ChallengeParameters.SALT',
  SRP_B: 'ChallengeParameters.SRP_B',
  SECRET_BLOCK: 'ChallengeParameters.SECRET_BLOCK',
  USER_ID_FOR_SRP: 'ChallengeParameters.USER_ID_FOR_SRP',
};

/** The exchange that `startSrp` began. Throws a plain Error where there is none. */
export const srpOf = ({ srp }: Facts): Srp => {
  if (!isSrp(srp)) throw new Error('No exchange was begun.');
  return srp;
};

/** `{{proof}}`: the answer to PASSWORD_VERIFIER. */
export const proveBySrp =
  (secret = password) =>
  (facts: Facts, at: number): Facts => {
    const texts = Object.fromEntries(Object.keys(srpOffer).map((name) => [name, String(facts[name])]));
    const pool = { poolId: String(facts.pool), clientId: String(facts.client), clientSecret: undefined };
    const ahead = at - Date.now();
    return { proof: srpProof(pool, srpOf(facts), texts, { password: secret, ahead }) };
  };

/** A sign-in of `{{client}}` by SRP, by default with the usual password. */
export const bySrp = (USERNAME: string, secret?: string, told: Parameters<typeof app>[3] = {}): readonly Step[] => [
  app(
    'InitiateAuth',
    `${USERNAME} begins by SRP`,
    { ClientId: '{{client}}', AuthFlow: 'USER_SRP_AUTH', AuthParameters: { USERNAME, SRP_A: '{{srpA}}' } },
    { make: startSrp, keep: srpOffer },
  ),
  app(
    'RespondToAuthChallenge',
    `${USERNAME} proves the password${secret === undefined ? '' : ', wrong'}`,
    { ClientId: '{{client}}', ChallengeName: 'PASSWORD_VERIFIER', ChallengeResponses: '{{proof}}' },
    { make: proveBySrp(secret), ...told },
  ),
];
