/**
 * A sign-in that is only thought through: every challenge is answered right, and nothing is asked, sent or written. What
 * follows what is decided by the rules of real sign-ins.
 */
import { type AppClient, flowRefusal, hidesUserExistence } from '../app-clients/app-client.ts';
import { isLockedOut } from '../passwords/lockout.ts';
import { lockoutOf } from '../user-pools/settings.ts';
import type { UserPool } from '../user-pools/user-pool.ts';
import { verifiedAttribute } from '../users/attributes.ts';
import { withFirstProof } from '../users/first-proof.ts';
import { withFactor } from '../users/mfa-preference.ts';
import type { Failures, User } from '../users/user.ts';
import { firstChallengesOf, firstChallengesOfNobody, type Proofs, secondFactorsOf, standingOf } from './factors.ts';
import {
  type Answered,
  type ChallengeName,
  hasPassword,
  lockedOutRefusal,
  nextStep,
  type Refusal,
  refusalBeforePassword,
  refusalOfPassword,
  type SignInFacts,
  type SignInFlow,
  unknownUserRefusal,
  wrongPasswordRefusal,
} from './next-step.ts';
import { noCustomText } from './refusal-texts.ts';
import type { SignInTrigger } from './sign-in-facts.ts';

/** The flows that begin by a request of the API. */
export const rehearsedFlows = [
  'USER_SRP_AUTH',
  'USER_PASSWORD_AUTH',
  'ADMIN_USER_PASSWORD_AUTH',
  'USER_AUTH',
  'CUSTOM_AUTH',
] as const satisfies readonly SignInFlow[];

export type RehearsedFlow = (typeof rehearsedFlows)[number];

/** Where and when the sign-in would be. */
export interface Stage {
  readonly pool: UserPool;
  /** Undefined for a client that may use every flow and hear who exists. */
  readonly client: AppClient | undefined;
  /** Epoch milliseconds. */
  readonly now: number;
  /** The triggers for which the pool has a function. */
  readonly triggers: readonly SignInTrigger[];
}

/** What is counted for a name. */
export type Counted = Readonly<Record<'failures' | 'codeFailures', Failures | undefined>>;

/** A user's password, as far as a rehearsal looks at it. */
export interface KnownPassword {
  /** False while the password is only known by a hash from elsewhere, which SRP cannot use. */
  readonly hasSrp: boolean;
  readonly temporaryUntil: number | undefined;
}

/** A user with all that a sign-in looks at. */
export interface Account extends Counted {
  readonly user: User;
  readonly password: KnownPassword | undefined;
  readonly hasSoftwareToken: boolean;
  readonly hasPasskey: boolean;
}

/** How a sign-in ends in which everything is answered right. */
export type Ending =
  | { readonly kind: 'tokens' }
  | Refusal
  /** A function of the pool decides: how a custom sign-in goes on, or whether a former pool knows the password. */
  | { readonly kind: 'trigger'; readonly trigger: 'DefineAuthChallenge' | 'UserMigration' }
  /** The user has to choose what to begin with. */
  | { readonly kind: 'choice'; readonly available: readonly ChallengeName[] };

export interface Rehearsal {
  readonly flow: RehearsedFlow;
  /** What the client asks to begin with, in USER_AUTH. */
  readonly preferred: ChallengeName | undefined;
  /** The challenges that are asked, in order. */
  readonly asked: readonly ChallengeName[];
  readonly ending: Ending;
}

interface State {
  readonly account: Account;
  readonly proved: readonly Answered[];
  readonly asked: readonly ChallengeName[];
  readonly wanted: ChallengeName | undefined;
}

type Answer = Refusal | State;

const isRefusal = (answer: Answer): answer is Refusal => 'kind' in answer;

const dayMs = 86_400_000;

/** What the user can sign in with. A password that is still to come from a former pool is one. */
export const proofsOfAccount = ({ user, password, hasSoftwareToken, hasPasskey }: Account): Proofs => ({
  user,
  hasPassword: password !== undefined || user.awaitsMigration === true,
  hasSoftwareToken,
  hasPasskey,
});

const factsOf = ({ pool, now }: Stage, flow: SignInFlow, { account, proved, wanted }: State): SignInFacts => {
  const second = secondFactorsOf(pool, proofsOfAccount(account));
  const { temporaryUntil } = account.password ?? {};
  return { ...standingOf(pool, account.user, { temporaryUntil, second, now }), flow, proved, wanted, device: 'none' };
};

const hides = ({ client }: Stage): boolean => client !== undefined && hidesUserExistence(client);

/** True while no password of the name is looked at; of codes, while no code is. */
const isLocked = ({ pool, now }: Pick<Stage, 'pool' | 'now'>, failures: Failures | undefined): boolean =>
  isLockedOut(failures, now, lockoutOf(pool));

// As UserMigration's yes settles it. Whether it says yes, only a sign-in tells.
const withMigratedPassword = ({ now }: Stage, account: Account): Account => {
  const { awaitsMigration: _awaited, ...user } = account.user;
  const temporaryUntil = user.status === 'FORCE_CHANGE_PASSWORD' ? now + dayMs : undefined;
  return { ...account, user, password: { hasSrp: true, temporaryUntil } };
};

const givePassword = (stage: Stage, flow: SignInFlow, state: State, how: 'clear' | 'srp'): Answer => {
  const { account } = state;
  if (isLocked(stage, account.failures)) return lockedOutRefusal;
  const hidesUsers = hides(stage);
  const before = refusalBeforePassword(account.user, { flow, isPage: false, hidesUsers });
  if (before) return before;
  if (account.password) return how === 'clear' || account.password.hasSrp ? state : wrongPasswordRefusal;
  if (how === 'clear' && account.user.awaitsMigration && stage.triggers.includes('UserMigration')) {
    return { ...state, account: withMigratedPassword(stage, account) };
  }
  return refusalOfPassword(account.user, { hasPassword: false, hidesUsers });
};

const proving = (state: State, answered: Answered): State => ({
  ...state,
  proved: [...state.proved, answered],
  wanted: undefined,
});

// A code that is the first proof of anybody who signed up ends what was set before, except in a strict pool.
const withCode = ({ pool, now }: Stage, state: State, challenge: 'EMAIL_OTP' | 'SMS_OTP' | 'SMS_MFA'): Answer => {
  const { account, proved } = state;
  if (isLocked({ pool, now }, account.codeFailures)) return lockedOutRefusal;
  const attribute = challenge === 'EMAIL_OTP' ? 'email' : 'phone_number';
  const { user } = account;
  if (user.status === 'UNCONFIRMED' && !hasPassword({ proved }) && !pool.strict) {
    const first = withFirstProof(user, attribute, now);
    const ended = { ...account, user: first, password: undefined, hasSoftwareToken: false, hasPasskey: false };
    return proving({ ...state, account: ended }, challenge);
  }
  const status = user.status === 'UNCONFIRMED' ? 'CONFIRMED' : user.status;
  const attributes = { ...user.attributes, [verifiedAttribute(attribute)]: 'true' };
  return proving({ ...state, account: { ...account, user: { ...user, status, attributes } } }, challenge);
};

// An app, where the pool offers one: it needs no message. Otherwise an address, to which a code goes then.
const setUp = ({ pool }: Stage, state: State): State => {
  const { account } = state;
  const { canSetUp } = secondFactorsOf(pool, proofsOfAccount(account));
  if (canSetUp.includes('SOFTWARE_TOKEN_MFA')) {
    return proving({ ...state, account: { ...account, hasSoftwareToken: true } }, 'MFA_SETUP');
  }
  const factor = canSetUp.includes('EMAIL_OTP') ? 'EMAIL_OTP' : 'SMS_MFA';
  const attribute = factor === 'EMAIL_OTP' ? 'email' : 'phone_number';
  const { user } = account;
  const attributes = { ...user.attributes, [attribute]: 'set up' };
  const after = { ...user, attributes, mfa: withFactor(user.mfa, factor) };
  return { ...proving({ ...state, account: { ...account, user: after } }, 'MFA_SETUP'), wanted: factor };
};

const answer = (stage: Stage, flow: SignInFlow, state: State, name: ChallengeName): Answer => {
  const { account } = state;
  switch (name) {
    case 'PASSWORD':
    case 'ADMIN_NO_SRP_AUTH':
    case 'PASSWORD_VERIFIER': {
      const given = givePassword(stage, flow, state, name === 'PASSWORD_VERIFIER' ? 'srp' : 'clear');
      return isRefusal(given) ? given : proving(given, name);
    }
    case 'PASSWORD_SRP':
      return isLocked(stage, account.failures) ? lockedOutRefusal : proving(state, name);
    case 'EMAIL_OTP':
    case 'SMS_OTP':
    case 'SMS_MFA':
      return withCode(stage, state, name);
    case 'SOFTWARE_TOKEN_MFA':
      return isLocked(stage, account.codeFailures) ? lockedOutRefusal : proving(state, name);
    case 'NEW_PASSWORD_REQUIRED': {
      const user = { ...account.user, status: 'CONFIRMED' } as const;
      return proving({ ...state, account: { ...account, user, password: ownPassword } }, name);
    }
    case 'SELECT_MFA_TYPE': {
      const { usable } = secondFactorsOf(stage.pool, proofsOfAccount(account));
      return { ...proving(state, name), wanted: usable[0] };
    }
    case 'MFA_SETUP':
      return setUp(stage, state);
    default:
      return proving(state, name);
  }
};

const ownPassword: KnownPassword = { hasSrp: true, temporaryUntil: undefined };

// A sign-in asks fewer.
const mostChallenges = 12;

// What it decides, only a sign-in tells.
const defined = ({ triggers }: Stage): Ending =>
  triggers.includes('DefineAuthChallenge')
    ? { kind: 'trigger', trigger: 'DefineAuthChallenge' }
    : { kind: 'refuse', exception: 'InvalidParameterException', message: noCustomText };

const walk = (stage: Stage, flow: SignInFlow, begun: State): Pick<Rehearsal, 'asked' | 'ending'> => {
  let state = begun;
  while (state.asked.length < mostChallenges) {
    const { asked } = state;
    const step = nextStep(factsOf(stage, flow, state));
    if (step.kind === 'define') return { asked, ending: defined(stage) };
    if (step.kind === 'tokens') return { asked, ending: { kind: 'tokens' } };
    if (step.kind === 'refuse') return { asked, ending: step };
    if (step.name === 'SELECT_CHALLENGE') {
      const available = firstChallengesOf(stage.pool, proofsOfAccount(state.account));
      return { asked: [...asked, step.name], ending: { kind: 'choice', available } };
    }
    const next = answer(stage, flow, { ...state, asked: [...asked, step.name] }, step.name);
    if (isRefusal(next)) return { asked: [...asked, step.name], ending: next };
    state = next;
  }
  throw new Error('A rehearsed sign-in does not end.');
};

// None of these looks at a password during a lockout.
const looksAtPassword: ReadonlySet<SignInFlow> = new Set([
  'USER_SRP_AUTH',
  'USER_PASSWORD_AUTH',
  'ADMIN_USER_PASSWORD_AUTH',
]);

const isInClear = (flow: SignInFlow): boolean => looksAtPassword.has(flow) && flow !== 'USER_SRP_AUTH';

const flowRefused = ({ client }: Stage, flow: RehearsedFlow): Refusal | undefined => {
  const message = client && flowRefusal(client, flow);
  return message === undefined ? undefined : { kind: 'refuse', exception: 'InvalidParameterException', message };
};

/**
 * How a sign-in of the user would go on and end. In USER_AUTH, `preferred` is what the client asks to begin with; without
 * it, the user has to choose.
 */
export const rehearse = (stage: Stage, account: Account, flow: RehearsedFlow, preferred?: ChallengeName): Rehearsal => {
  const begun = { flow, preferred };
  const refused = flowRefused(stage, flow);
  if (refused) return { ...begun, asked: [], ending: refused };
  if (looksAtPassword.has(flow) && isLocked(stage, account.failures)) {
    return { ...begun, asked: [], ending: lockedOutRefusal };
  }
  const available = firstChallengesOf(stage.pool, proofsOfAccount(account));
  const wanted = flow === 'USER_AUTH' ? available.find((one) => one === preferred) : undefined;
  const state: State = { account, proved: [flow], asked: [], wanted };
  const given = isInClear(flow) ? givePassword(stage, flow, state, 'clear') : state;
  if (isRefusal(given)) return { ...begun, asked: [], ending: given };
  return { ...begun, ...walk(stage, flow, given) };
};

/** The same for a name that nobody has. */
export const rehearseNobody = (
  stage: Stage,
  counted: Counted,
  flow: RehearsedFlow,
  preferred?: ChallengeName,
): Rehearsal => {
  const ended = (ending: Ending, asked: readonly ChallengeName[] = []): Rehearsal => ({
    flow,
    preferred,
    asked,
    ending,
  });
  const refused = flowRefused(stage, flow);
  if (refused) return ended(refused);
  if (looksAtPassword.has(flow) && isLocked(stage, counted.failures)) return ended(lockedOutRefusal);
  if (isInClear(flow) && stage.triggers.includes('UserMigration')) {
    return ended({ kind: 'trigger', trigger: 'UserMigration' });
  }
  if (!hides(stage)) return ended(unknownUserRefusal);
  if (flow === 'CUSTOM_AUTH') return ended(defined(stage));
  if (flow !== 'USER_AUTH') return ended(wrongPasswordRefusal, flow === 'USER_SRP_AUTH' ? ['PASSWORD_VERIFIER'] : []);
  const available = firstChallengesOfNobody(stage.pool);
  const wanted = available.find((one) => one === preferred);
  return wanted ? ended(wrongPasswordRefusal, [wanted]) : ended({ kind: 'choice', available }, ['SELECT_CHALLENGE']);
};
