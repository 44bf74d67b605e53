import { randomBytes } from 'node:crypto';
import { environment } from '#shared/config/environment.ts';
import { challengeLifetime } from '#shared/domain/app-clients/settings.ts';
import { requestOptions } from '#shared/domain/passkeys/options.ts';
import { findRelyingParty, usablePasskeys } from '#shared/domain/passkeys/relying-party.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { known } from '../progress.ts';
import type { AskChallenge } from '../sign-in.ts';

const challengeBytes = 32;

/** WEB_AUTHN: something to sign with one of the user's passkeys, and what a browser needs to find it. */
export const askWebAuthn = (): AskChallenge => async (progress) => {
  const { app, record } = known(progress);
  const relyingParty = findRelyingParty(app.pool, environment().issuerOrigin);
  const passkeys = usablePasskeys(record.passkeys, relyingParty);
  if (!relyingParty || passkeys.length === 0) {
    throw new CognitoException('InvalidParameterException', 'User has no passkey for the relying party of the pool.');
  }
  const challenge = randomBytes(challengeBytes).toString('base64url');
  const timeoutMs = challengeLifetime(app.client) * 1000;
  const options = requestOptions({ relyingParty, challenge, passkeys, timeoutMs });
  return {
    parameters: { CREDENTIAL_REQUEST_OPTIONS: JSON.stringify(options) },
    carried: { webAuthn: { challenge } },
  };
};
