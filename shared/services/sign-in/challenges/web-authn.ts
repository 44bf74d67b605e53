import { randomBytes } from 'node:crypto';
import { environment } from '#shared/config/environment.ts';
import { passkeyRepository } from '#shared/data/users/passkey-repository.ts';
import { challengeLifetime } from '#shared/domain/app-clients/app-client.ts';
import { requestOptions } from '#shared/domain/passkeys/options.ts';
import { keptAs } from '#shared/domain/passkeys/passkey.ts';
import { findRelyingParty, usablePasskeys } from '#shared/domain/passkeys/relying-party.ts';
import { requiredParameter } from '#shared/domain/sign-in/parameters.ts';
import { withProof } from '#shared/domain/sign-in/trail.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { toAssertion } from '../../passkeys/credentials.ts';
import { logRefusal } from '../../passkeys/log-refusal.ts';
import { unknownUser } from '../attempts.ts';
import { resume } from '../identification.ts';
import { known } from '../progress.ts';
import type { Challenge } from '../sign-in.ts';

// The reason is only for the log: whoever tries is not told which part was right.
const refused = (cause?: unknown): CognitoException =>
  new CognitoException('NotAuthorizedException', 'The passkey was not accepted.', { cause });

const challengeBytes = 32;

export const webAuthn: Challenge = {
  /** WEB_AUTHN: something to sign with one of the user's passkeys, and what a browser needs to find it. */
  ask: async (progress) => {
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
  },

  /** The signature of one of the user's passkeys. It is refused where its counter was seen before, or is lower. */
  answer: async (request, tools) => {
    const { app, parameters } = request;
    const { pool } = app;
    const assertion = toAssertion(requiredParameter(parameters, 'CREDENTIAL'));
    const { identified, session } = await resume(request, 'WEB_AUTHN');
    const { record } = identified;
    if (!record.user) throw unknownUser(app);

    const relyingParty = findRelyingParty(pool, environment().issuerOrigin);
    const challenge = session.carried.webAuthn?.challenge;
    const passkey = usablePasskeys(record.passkeys, relyingParty).find(
      ({ credentialId }) => credentialId === assertion.id,
    );
    if (!relyingParty || !challenge || !passkey) throw refused();
    const { verifyAssertion } = await tools.assertions();
    const counter = await verifyAssertion(assertion, { relyingParty, challenge, passkey }).catch((error: unknown) => {
      logRefusal(pool, error);
      throw refused(error);
    });
    const trail = withProof(session, 'WEB_AUTHN', parameters.DEVICE_KEY, { passkey: keptAs(passkey) });
    return {
      ...identified,
      trail,
      writes: [passkeyRepository().signed(pool.id, record.userKey, passkey, counter, refused)],
    };
  },
};
