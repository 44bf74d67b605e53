import { poolFirstFactors } from '#shared/domain/user-pools/factors.ts';
import { CognitoException, isException } from '#shared/errors/exception.ts';
import { passkeysPage } from '#shared/pages/managed/account/list-pages.tsx';
import { parseCredential } from '#shared/services/passkeys/credentials.ts';
import { removeOwnPasskey } from '#shared/services/passkeys/own-passkeys.ts';
import {
  completePasskeyRegistration,
  startPasskeyRegistration,
} from '#shared/services/passkeys/passkey-registration.ts';
import type { PasskeyHolder } from '#shared/services/passkeys/registration-challenge.ts';
import { users } from '#shared/services/users/users.ts';
import { expiredPage, formFor } from '../page-forms.ts';
import { type AccountPart, holderOf, type Outcome, type Visit } from './visit.ts';

const overtaken = ['WebAuthnChallengeNotFoundException', 'WebAuthnClientMismatchException'] as const;
const notCreated = 'No passkey was created.';

// The token of forms is what names the browser: the challenge counts with that token alone.
const inBrowser = (visit: Visit, formToken: string): PasskeyHolder => ({ ...holderOf(visit), browser: formToken });

const creationFor = async (holder: PasskeyHolder): Promise<string | undefined> => {
  try {
    return JSON.stringify(await startPasskeyRegistration(holder));
  } catch (error) {
    // The user has as many as there may be, or the pool has no site that they would be for.
    if (isException(error, 'LimitExceededException', 'WebAuthnConfigurationMissingException')) return undefined;
    throw error;
  }
};

const add = async (visit: Visit, credential: string): Promise<Outcome> => {
  const { formToken } = await formFor(visit.call, visit.path);
  try {
    await completePasskeyRegistration(inBrowser(visit, formToken), parseCredential(credential));
  } catch (error) {
    if (!(error instanceof CognitoException)) throw error;
    return { wrong: isException(error, ...overtaken) ? expiredPage : notCreated };
  }
  return { told: 'passkey.added' };
};

/** Passkeys, by the rules of StartWebAuthnRegistration, CompleteWebAuthnRegistration and DeleteWebAuthnCredential. */
export const passkeysPart: AccountPart = {
  section: 'PASSKEYS',
  isDelicate: true,
  isThere: ({ call }) => poolFirstFactors(call.app.pool).includes('WEB_AUTHN'),
  show: async (visit, view) => {
    const { pool, userKey } = holderOf(visit);
    const { passkeys } = await users().getByKey(pool, userKey);
    return passkeysPage(view, {
      passkeys: passkeys.map(({ credentialId, friendlyName, createdAt }) => ({
        id: credentialId,
        name: friendlyName,
        createdAt,
      })),
      creation: await creationFor(inBrowser(visit, view.formToken)),
    });
  },
  act: async (visit, form) => {
    if (form.get('act') === 'add') return add(visit, form.get('credential') ?? '');
    await removeOwnPasskey(holderOf(visit), form.get('of') ?? '');
    return { told: 'account.removed' };
  },
};
