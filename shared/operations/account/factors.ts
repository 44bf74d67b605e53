import type { Parameters } from '#shared/domain/oauth/parameters.ts';
import { isUsable } from '#shared/domain/sign-in/factors.ts';
import { setupUri } from '#shared/domain/totp/setup-uri.ts';
import { mfaMode, poolSecondFactors } from '#shared/domain/user-pools/factors.ts';
import { accountName } from '#shared/domain/users/account-name.ts';
import type { FactorWish } from '#shared/domain/users/mfa-preference.ts';
import type { SecondFactor, User } from '#shared/domain/users/user.ts';
import { factorsPage, type ShownFactor } from '#shared/pages/managed/account/factors-page.tsx';
import { changeMfaPreference } from '#shared/services/mfa/mfa-preferences.ts';
import { associateSoftwareToken, verifySoftwareToken } from '#shared/services/totp/software-tokens.ts';
import { proofsOf } from '#shared/services/users/proofs.ts';
import { users } from '#shared/services/users/users.ts';
import { expiredPage } from '../page-forms.ts';
import { type AccountHolder, type AccountPart, holderOf, type Outcome } from './visit.ts';

const secretForm = /^[A-Z2-7]{16,64}$/;

const stateOf = ({ mfa }: User, factor: SecondFactor): ShownFactor['state'] => {
  if (!mfa?.enabled.includes(factor)) return 'off';
  return mfa.preferred === factor ? 'first' : 'on';
};

const wishes: Readonly<Record<string, FactorWish>> = {
  on: { enabled: true, preferred: undefined },
  off: { enabled: false, preferred: false },
  first: { enabled: true, preferred: true },
};

const wish = ({ pool, userKey }: AccountHolder, factor: string, wanted: FactorWish): Promise<void> =>
  changeMfaPreference(pool, () => users().getByKey(pool, userKey), { [factor]: wanted });

const verify = async (holder: AccountHolder, form: Parameters): Promise<Outcome> => {
  await verifySoftwareToken(holder, (form.get('code') ?? '').trim(), undefined);
  await wish(holder, 'SOFTWARE_TOKEN_MFA', { enabled: true, preferred: undefined });
  return { told: 'account.appReady' };
};

// The secret stands in the page until its code is right, as it did when it was made.
const secretIn = (form: Parameters): { readonly secret?: string } => {
  const secret = form.get('secret') ?? '';
  return secretForm.test(secret) ? { secret } : {};
};

/** Second factors, by the rules of AssociateSoftwareToken, VerifySoftwareToken and SetUserMFAPreference. */
export const factorsPart: AccountPart = {
  section: 'FACTORS',
  isDelicate: true,
  isThere: ({ call }) => poolSecondFactors(call.app.pool).length > 0,
  show: async (visit, view, { typed: { secret } = {} }) => {
    const { pool, userKey } = holderOf(visit);
    const record = await users().getByKey(pool, userKey);
    const { user } = record;
    return factorsPage(view, {
      factors: poolSecondFactors(pool).map((factor) => ({
        factor,
        state: stateOf(user, factor),
        isUsable: isUsable(proofsOf(pool, record), factor),
      })),
      isRequired: mfaMode(pool) === 'ON',
      setUp: secret === undefined ? undefined : { secret, uri: setupUri(pool.name, accountName(user), secret) },
    });
  },
  act: async (visit, form) => {
    const holder = holderOf(visit);
    const act = form.get('act') ?? '';
    const factor = poolSecondFactors(holder.pool).find((one) => one === form.get('of'));
    if (factor === undefined) return { wrong: expiredPage };
    if (act === 'set-up') return { typed: { secret: await associateSoftwareToken(holder) } };
    if (act === 'verify') return verify(holder, form);
    const wanted = Object.hasOwn(wishes, act) ? wishes[act] : undefined;
    if (!wanted) return { wrong: expiredPage };
    await wish(holder, factor, wanted);
    return { told: 'account.saved' };
  },
  typed: (_visit, form) => secretIn(form),
};
