import { now } from '#shared/config/clock.ts';
import { table } from '#shared/data/table.ts';
import { deviceRepository } from '#shared/data/users/device-repository.ts';
import { type Device, newDeviceKeys } from '#shared/domain/devices/device.ts';
import { authContextOf } from '#shared/domain/sign-in/authentication-context.ts';
import { deviceStanding, standingOf } from '#shared/domain/sign-in/factors.ts';
import {
  type ChallengeName,
  hasFactor,
  justGavePassword,
  nextStep,
  type SignInFacts,
} from '#shared/domain/sign-in/next-step.ts';
import { withProof } from '#shared/domain/sign-in/trail.ts';
import { apiScope } from '#shared/domain/tokens/claims.ts';
import { deviceTracking } from '#shared/domain/user-pools/factors.ts';
import { protectionMode, signOutsSoFar } from '#shared/domain/user-pools/settings.ts';
import { CognitoException, type ExceptionName } from '#shared/errors/exception.ts';
import { noteOnCall } from '#shared/observability/call.ts';
import { noDevice } from '../devices/devices.ts';
import type { ClientRecord } from '../directory/directory.ts';
import { beginTokens } from '../tokens/tokens.ts';
import { triggers } from '../triggers/create-triggers.ts';
import type { TokenSource } from '../triggers/triggers.ts';
import { sealSession } from './challenge-sessions.ts';
import { defineNext } from './custom/define-next.ts';
import { choicesOf, type KnownProgress, known, type Progress, secondFactorsNow, stillToProveOf } from './progress.ts';
import type { SignInAnswer } from './sign-in.ts';

const factsOfNobody = ({ trail, wanted }: Progress): SignInFacts => ({
  ...trail,
  wanted,
  enabled: true,
  status: 'CONFIRMED',
  temporaryPasswordExpired: false,
  needsSecondFactor: false,
  secondFactors: [],
  prefersFactor: false,
  canSetUp: false,
  passkeyIsTwoFactors: false,
  device: 'none',
});

const factsOf = (progress: KnownProgress, device: Device | undefined, riskRefusal: string | undefined): SignInFacts => {
  const { app, trail, record, user, wanted } = progress;
  const second = secondFactorsNow(progress);
  const standing = standingOf(app.pool, user, { temporaryUntil: record.password?.temporaryUntil, second, now: now() });
  return {
    ...standing,
    flow: trail.flow,
    proved: trail.proved,
    wanted,
    passwordHasLeaked: trail.leakedPassword === 'refused',
    // Whoever has a token, and proves nothing more, sets up no factor by it.
    canSetUp: standing.canSetUp && !trail.credit,
    riskRefusal,
    riskNeedsFactor: trail.risk?.needsFactor ?? false,
    device: deviceStanding(app.pool, device),
    stillToProve: stillToProveOf(progress),
  };
};

// Nothing is told about devices before something was proved.
const findDevice = async (progress: KnownProgress): Promise<Device | undefined> => {
  const { app, trail, record, user, device: read } = progress;
  const { deviceKey } = trail;
  if (!deviceKey || !hasFactor(trail)) return undefined;
  if (!deviceTracking(app.pool)) throw noDevice();
  const device = read?.key === deviceKey ? read : await deviceRepository().find(app.pool.id, record.userKey, deviceKey);
  if (device?.sub !== user.sub) throw noDevice();
  return device;
};

const naming: ReadonlySet<ChallengeName> = new Set(['SMS_MFA', 'EMAIL_OTP', 'SOFTWARE_TOKEN_MFA', 'MFA_SETUP']);

// After a password in the clear, the challenges of second factors name the user. After SRP, the client knows the name.
const userIdFor = ({ trail, record }: Progress, name: ChallengeName) =>
  record.user && naming.has(name) && justGavePassword(trail) ? { USER_ID_FOR_SRP: record.user.username } : {};

const ask = async (progress: Progress, name: ChallengeName): Promise<SignInAnswer> => {
  const { challenges } = await import('./challenges.ts');
  const asked = await challenges[name].ask(progress);
  const writes = [...progress.writes, ...(asked.writes ?? [])];
  if (writes.length > 0) await table().write(writes);
  const { trail, record, app } = progress;
  const { userKey } = record;
  const sub = record.user?.sub ?? '';
  const session = {
    ...trail,
    ...signOutsSoFar(app.pool, record.user),
    challenge: name,
    userKey,
    sub,
    ...(progress.side === 'page' && { page: true as const }),
    carried: asked.carried ?? {},
  };
  // A client that names the challenge it prefers hears of the others, too.
  const available = asked.available ?? (trail.proved.at(-1) === 'USER_AUTH' ? choicesOf(progress) : undefined);
  return {
    ChallengeName: name,
    ...(asked.hasSession !== false && { Session: await sealSession(app, session) }),
    ChallengeParameters: { ...asked.parameters, ...userIdFor(progress, name) },
    ...(available && { AvailableChallenges: [...available] }),
  };
};

// A pool that tracks devices offers a key to every new one, by which it can be confirmed.
const deviceOf = ({ pool }: ClientRecord, device: Device | undefined) => {
  if (device) return { key: device.key, groupKey: device.groupKey, isConfirmed: true };
  return deviceTracking(pool) && { ...newDeviceKeys(pool.id), isConfirmed: false };
};

/** A sign-in in which everything that it takes is proved. Its writes are still to be made. */
interface ProvedSignIn {
  readonly progress: KnownProgress;
  /** The user's confirmed device, if the client named one. */
  readonly device: Device | undefined;
  readonly source: TokenSource;
}

/** What a sign-in gives at its end. It makes the writes of the sign-in. */
export type EndSignIn<End> = (proved: ProvedSignIn) => Promise<End>;

// What an earlier sign-in proved counts as long as that was not ended.
const assertCredit = async (progress: KnownProgress): Promise<void> => {
  const { credit } = progress.trail;
  if (credit) await (await import('./step-up.ts')).assertCreditLasts(progress, credit);
};

/**
 * A sign-in that the state of its user ends. Pages ask what was proved by then. It stands in no member that anything
 * prints.
 */
export class RefusedSignIn extends CognitoException {
  readonly #progress: Progress;

  constructor(name: ExceptionName, message: string, progress: Progress) {
    super(name, message);
    this.#progress = progress;
  }

  get progress(): Progress {
    return this.#progress;
  }
}

// Loaded only where threat protection is on.
const protectionOf = async ({ app: { pool }, trail }: Progress) =>
  protectionMode(pool, trail.flow) === 'OFF' ? undefined : await import('./protected-sign-in.ts');

const noteEnd = <End>(ended: End): End => {
  noteOnCall({ isSignedIn: true });
  return ended;
};

/**
 * Continues after a right answer: to the next challenge, or to what `end` makes of the proved sign-in. Throws the
 * refusal that the user's state requires, a RefusedSignIn.
 */
export const goOnTo = async <End>(end: EndSignIn<End>, progress: Progress): Promise<SignInAnswer | End> => {
  const found = progress.record.user ? known(progress) : undefined;
  const device = found && (await findDevice(found));
  const protection = found && (await protectionOf(found));
  const scoring = protection && (await protection.score(found, device));
  const someone = found && scoring ? { ...found, trail: { ...found.trail, risk: scoring.risk } } : found;
  const step = nextStep(someone ? factsOf(someone, device, scoring?.refusal) : factsOfNobody(progress));
  const going = someone && protection ? await protection.note(someone, step, scoring) : (someone ?? progress);

  switch (step.kind) {
    case 'refuse':
      throw new RefusedSignIn(step.exception, step.message, progress);

    case 'define': {
      const defined = await defineNext(progress);
      if (defined.kind === 'challenge') return ask({ ...defined.progress, ...(device && { device }) }, defined.name);
      return goOnTo(end, { ...progress, trail: withProof(progress.trail, 'ISSUE_TOKENS') });
    }

    case 'challenge': {
      const asked = await ask({ ...going, ...(device && { device }) }, step.name);
      await going.afterwards?.();
      return asked;
    }

    case 'tokens': {
      await assertCredit(known(going));
      const ended = noteEnd(await end({ progress: known(going), device, source: step.source }));
      await going.afterwards?.();
      return ended;
    }
  }
};

/** The end of every sign-in through the API: tokens. */
export const giveTokens: EndSignIn<SignInAnswer> = async ({ progress, device, source }) => {
  const { app, user, record, trail, origin, clientMetadata, writes } = progress;
  const occasion = { pool: app.pool, clientId: app.client.id, clientMetadata };
  const offered = deviceOf(app, device);
  const newDeviceUsed = offered !== undefined && !offered.isConfirmed;
  await triggers().postAuthentication({ ...occasion, user, newDeviceUsed });
  const request = { app, user, source, clientMetadata };
  const beginning = {
    userKey: record.userKey,
    signInId: trail.signInId,
    device: offered,
    origin,
    scopes: [apiScope],
    audience: undefined,
    authContext: authContextOf(app.pool, trail, now()),
  };
  return { ChallengeParameters: {}, AuthenticationResult: await beginTokens(request, beginning, writes) };
};

/** Continues after a right answer, as the API does: to the next challenge, or to tokens. */
export const goOn = (progress: Progress): Promise<SignInAnswer> => goOnTo(giveTokens, progress);
