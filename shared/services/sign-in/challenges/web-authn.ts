import { environment } from '#shared/config/environment.ts';
import type { PasskeyRepository } from '#shared/data/users/passkey-repository.ts';
import { verifyAssertion } from '#shared/domain/passkeys/assertion.ts';
import { findRelyingParty, usablePasskeys } from '#shared/domain/passkeys/relying-party.ts';
import { requiredParameter } from '#shared/domain/sign-in/parameters.ts';
import { withProof } from '#shared/domain/sign-in/trail.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { toAssertion } from '../../passkeys/credentials.ts';
import { logRefusal } from '../../passkeys/log-refusal.ts';
import type { Identification } from '../identification.ts';
import { known } from '../progress.ts';
import type { AnswerChallenge, GoOn } from '../sign-in.ts';

interface Deps {
  readonly identification: Identification;
  readonly goOn: GoOn;
  readonly passkeys: PasskeyRepository;
}

// Why is for the log: whoever tries is not told what of it was right.
const refused = (cause?: unknown): CognitoException =>
  new CognitoException('NotAuthorizedException', 'The passkey was not accepted.', { cause });

/** The signature of a passkey of the user. Of a counter that was seen before, or is behind, none is taken. */
export const webAuthnChallenge =
  ({ identification, goOn, passkeys }: Deps): AnswerChallenge =>
  async (request) => {
    const { app, parameters } = request;
    const { pool } = app;
    const assertion = toAssertion(requiredParameter(parameters, 'CREDENTIAL'));
    const { identified, session } = await identification.resume(request, 'WEB_AUTHN');
    const trail = withProof(session, 'WEB_AUTHN', parameters.DEVICE_KEY);
    const progress = known({ ...identified, trail, writes: [] });
    const { record } = progress;

    const relyingParty = findRelyingParty(pool, environment().issuerOrigin);
    const challenge = session.carried.webAuthn?.challenge;
    const passkey = usablePasskeys(record.passkeys, relyingParty).find(
      ({ credentialId }) => credentialId === assertion.id,
    );
    if (!relyingParty || !challenge || !passkey) throw refused();
    const counter = await verifyAssertion(assertion, { relyingParty, challenge, passkey }).catch((error: unknown) => {
      logRefusal(pool, error);
      throw refused(error);
    });
    return goOn({ ...progress, writes: [passkeys.signed(pool.id, record.userKey, passkey, counter, refused)] });
  };
