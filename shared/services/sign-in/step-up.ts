/** Sign-ins that are asked to reach an authentication level, with what an access token proves already. */
import { now } from '#shared/config/clock.ts';
import { tokenFamilyRepository } from '#shared/data/users/token-family-repository.ts';
import { amrOf, askedLevels, isFresh } from '#shared/domain/sign-in/authentication-context.ts';
import { secondFactorsOf } from '#shared/domain/sign-in/factors.ts';
import type { Answered } from '#shared/domain/sign-in/next-step.ts';
import type { Parameters } from '#shared/domain/sign-in/parameters.ts';
import { unreachableText } from '#shared/domain/sign-in/refusal-texts.ts';
import { invalidSession } from '#shared/domain/sign-in/session-refusals.ts';
import type { Credit, Trail } from '#shared/domain/sign-in/trail.ts';
import { apiScope } from '#shared/domain/tokens/claims.ts';
import type { TokenFamily } from '#shared/domain/tokens/token-family.ts';
import { type AcrLevel, assertAcrInTier } from '#shared/domain/user-pools/acr-names.ts';
import { passkeyIsTwoFactors } from '#shared/domain/user-pools/factors.ts';
import { keepsLink } from '#shared/domain/users/identities.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { type Bearer, bearer, revokedToken } from '../callers/access-token.ts';
import type { ClientRecord } from '../directory/directory.ts';
import type { UserRecord } from '../users/users.ts';
import type { Identified } from './identification.ts';
import { choicesOf, currentProofs, type KnownProgress, known, stillToProveOf } from './progress.ts';

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

const refused = (message: string): CognitoException => new CognitoException('NotAuthorizedException', message);

/** What a request asks for by TARGET_ACR_VALUES, ACCESS_TOKEN and MAX_AGE. */
interface StepUp {
  readonly levels: readonly AcrLevel[];
  readonly accessToken: string | undefined;
  /** Seconds. */
  readonly maxAge: number | undefined;
}

const longestMaxAge = 2_147_483_647;

const maxAgeIn = ({ MAX_AGE: text }: Parameters): number | undefined => {
  if (text === undefined) return undefined;
  const seconds = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (!(seconds <= longestMaxAge)) throw invalid(`MAX_AGE must be a whole number of seconds, 0 to ${longestMaxAge}.`);
  return seconds;
};

const stepUpIn = ({ pool }: ClientRecord, parameters: Parameters): StepUp | undefined => {
  const { TARGET_ACR_VALUES: target, ACCESS_TOKEN: accessToken } = parameters;
  const maxAge = maxAgeIn(parameters);
  if (target === undefined) {
    if (accessToken !== undefined) throw invalid('ACCESS_TOKEN needs TARGET_ACR_VALUES.');
    return undefined;
  }
  assertAcrInTier(pool, 'TARGET_ACR_VALUES');
  const levels = askedLevels(pool, target);
  if (levels.length === 0) throw invalid('TARGET_ACR_VALUES names no authentication level of the user pool.');
  return { levels, accessToken, maxAge };
};

// A token of another client or user proves nothing here, and a refusal does not tell who exists.
const findBearer = async ({ app, record }: Identified, accessToken: string): Promise<Bearer> => {
  const found = await bearer(accessToken, { scope: apiScope });
  const isOwn = found.pool.id === app.pool.id && found.claims.clientId === app.client.id;
  if (!isOwn || found.user.sub !== record.user?.sub) {
    throw refused('Access Token does not belong to the user and the client.');
  }
  return found;
};

const isSamePassword = ({ password }: UserRecord, { authTime }: TokenFamily): boolean =>
  password !== undefined && password.temporaryUntil === undefined && password.setAt <= authTime;

/**
 * The proofs of a sign-in, as answers, as far as they still are the user's: none at all after a change of the password.
 */
const stillProved = (record: UserRecord, family: TokenFamily): readonly Answered[] => {
  const { amr = [] } = family;
  const { user, softwareToken, passkeys } = record;
  const had = (method: string): boolean => amr.includes(method);
  if (user.status !== 'CONFIRMED') return [];
  if (had('pwd') && !isSamePassword(record, family)) return [];
  const hasPasskey = (had('swk') || had('hwk')) && passkeys.length > 0;
  const afterPassword = had('pwd');
  const { email, phone_number: phone } = user.attributes;
  return [
    ...(afterPassword ? (['PASSWORD'] as const) : []),
    ...(hasPasskey ? (['WEB_AUTHN'] as const) : []),
    ...(had('email_otp') && email !== undefined ? (['EMAIL_OTP'] as const) : []),
    ...(had('sms') && phone !== undefined ? [afterPassword ? ('SMS_MFA' as const) : ('SMS_OTP' as const)] : []),
    ...(had('otp') && afterPassword && softwareToken ? (['SOFTWARE_TOKEN_MFA'] as const) : []),
  ];
};

const withCredit = (trail: Trail, record: UserRecord, family: TokenFamily): Trail => {
  const proved = stillProved(record, family);
  if (proved.length === 0) return trail;
  const credit: Credit = { authTime: family.authTime, familyId: family.id, signOuts: family.signOuts };
  const passkey = family.amr?.includes('hwk') ? 'hwk' : 'swk';
  return {
    ...trail,
    proved: [...trail.proved, ...proved],
    credit,
    ...(proved.includes('WEB_AUTHN') && { passkey }),
  };
};

// Otherwise new tokens could be had for old ones without any proof.
const assertLacksSomething = (progress: KnownProgress): void => {
  const { app, trail } = progress;
  if (stillToProveOf(progress)) return;
  const hasTwo = amrOf(trail).includes('mfa') || (trail.proved.includes('WEB_AUTHN') && passkeyIsTwoFactors(app.pool));
  if (secondFactorsOf(app.pool, currentProofs(progress)).needed && !hasTwo) return;
  throw invalid('The access token already satisfies the requested authentication level.');
};

// The level is asked for from the beginning. What the user could begin with shows in AvailableChallenges anyway.
const fromScratch = (identified: Identified, trail: Trail): Trail => {
  if (choicesOf({ ...identified, trail, writes: [] }).length === 0) throw invalid(unreachableText);
  return trail;
};

/**
 * The trail with what the request asks for: the levels of TARGET_ACR_VALUES and, where the sign-in of ACCESS_TOKEN is
 * not older than MAX_AGE, what that has proved. Throws InvalidParameterException, also where the token is enough
 * already; FeatureUnavailableInTierException; NotAuthorizedException for a token that is not valid, or not of this user
 * and client.
 */
export const withStepUp = async (identified: Identified, trail: Trail): Promise<Trail> => {
  const { app, parameters } = identified;
  const asked = stepUpIn(app, parameters);
  if (!asked) return trail;
  const { levels, accessToken, maxAge } = asked;
  const begun: Trail = { ...trail, levels };
  if (accessToken === undefined) return fromScratch(identified, begun);

  const { family } = await findBearer(identified, accessToken);
  const progress = known({ ...identified, trail: begun, writes: [] });
  const credited = isFresh(family, maxAge, now()) ? withCredit(begun, progress.record, family) : begun;
  if (!credited.credit) return fromScratch(identified, begun);
  assertLacksSomething({ ...progress, trail: credited });
  return credited;
};

/**
 * Throws NotAuthorizedException where the sign-in that proofs were taken over from was ended meanwhile, or where its
 * password was changed: what it proved leads to no new tokens then.
 */
export const assertCreditLasts = async (
  { app: { pool }, record, user }: KnownProgress,
  { familyId, signOuts }: Credit,
): Promise<void> => {
  const family = await tokenFamilyRepository().find(pool.id, record.userKey, familyId);
  if (!family || family.revoked || user.signOuts !== signOuts || !keepsLink(family, user)) throw revokedToken();
  if (family.amr?.includes('pwd') && !isSamePassword(record, family)) throw invalidSession();
};
