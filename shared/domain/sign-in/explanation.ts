/** Why a sign-in of a user would fail now, and what it would ask otherwise, as rehearsals of it tell. */
import { firstChallengesOf } from './factors.ts';
import type { FindingCode } from './findings.ts';
import {
  type ChallengeName,
  disabledRefusal,
  expiredRefusal,
  lockedOutRefusal,
  noFactorRefusal,
  type Refusal,
  resetRefusal,
  unconfirmedRefusal,
  wrongPasswordRefusal,
} from './next-step.ts';
import {
  type Account,
  type Counted,
  proofsOfAccount,
  type Rehearsal,
  type RehearsedFlow,
  rehearse,
  rehearsedFlows,
  rehearseNobody,
  type Stage,
} from './rehearsal.ts';

/** True where the client may not use the flow at all, or the pool has no function for it. */
export const isFlowRefused = ({ asked, ending }: Rehearsal): boolean =>
  asked.length === 0 && ending.kind === 'refuse' && ending.exception === 'InvalidParameterException';

/** Every way to begin: each flow, and USER_AUTH also with each challenge that the user can begin with. */
export const rehearseAll = (stage: Stage, account: Account): readonly Rehearsal[] =>
  rehearsedFlows.flatMap((flow) => {
    const plain = rehearse(stage, account, flow);
    if (flow !== 'USER_AUTH' || isFlowRefused(plain)) return [plain];
    const first = firstChallengesOf(stage.pool, proofsOfAccount(account));
    return [plain, ...first.map((preferred) => rehearse(stage, account, flow, preferred))];
  });

/** The same for a name that nobody has. */
export const rehearseAllOfNobody = (stage: Stage, counted: Counted): readonly Rehearsal[] =>
  rehearsedFlows.map((flow) => rehearseNobody(stage, counted, flow));

const ofStanding: ReadonlyMap<Refusal, FindingCode> = new Map([
  [disabledRefusal, 'USER_DISABLED'],
  [unconfirmedRefusal, 'USER_NOT_CONFIRMED'],
  [resetRefusal, 'PASSWORD_RESET_REQUIRED'],
  [expiredRefusal, 'TEMPORARY_PASSWORD_EXPIRED'],
  [noFactorRefusal, 'NO_SECOND_FACTOR'],
]);

const codeChallenges: readonly ChallengeName[] = ['EMAIL_OTP', 'SMS_OTP', 'SMS_MFA', 'SOFTWARE_TOKEN_MFA'];

// Why nobody can give a right password.
const ofPassword = ({ user, password }: Account, { flow, asked }: Rehearsal): FindingCode => {
  const isSrp = flow === 'USER_SRP_AUTH' || asked.at(-1) === 'PASSWORD_VERIFIER';
  if (isSrp && password && !password.hasSrp) return 'SRP_NOT_POSSIBLE_YET';
  if (password) return 'EXTERNAL_PROVIDER_ONLY';
  if (user.awaitsMigration) return isSrp ? 'SRP_NOT_POSSIBLE_YET' : 'MIGRATION_NOT_POSSIBLE';
  if (user.status === 'EXTERNAL_PROVIDER') return 'EXTERNAL_PROVIDER_ONLY';
  return user.passwordDisabled ? 'PASSWORD_TAKEN_AWAY' : 'NO_PASSWORD';
};

/** What a rehearsal ends by; undefined where it ends well, and where the client may not use the flow. */
const blockOf = (account: Account, rehearsal: Rehearsal): FindingCode | undefined => {
  const { asked, ending } = rehearsal;
  if (ending.kind !== 'refuse' || isFlowRefused(rehearsal)) return undefined;
  if (ending === lockedOutRefusal) {
    return codeChallenges.some((name) => name === asked.at(-1)) ? 'CODES_LOCKED_OUT' : 'PASSWORD_LOCKED_OUT';
  }
  return ending === wrongPasswordRefusal ? ofPassword(account, rehearsal) : ofStanding.get(ending);
};

const own = { hasSrp: true, temporaryUntil: undefined } as const;

/** The account after what mends the finding; undefined where the account alone cannot be mended. */
const mended = ({ user, ...account }: Account, code: FindingCode): Account | undefined => {
  switch (code) {
    case 'PASSWORD_LOCKED_OUT':
      return { ...account, user, failures: undefined };
    case 'CODES_LOCKED_OUT':
      return { ...account, user, codeFailures: undefined };
    case 'USER_DISABLED':
      return { ...account, user: { ...user, enabled: true } };
    case 'USER_NOT_CONFIRMED':
      return { ...account, user: { ...user, status: 'CONFIRMED' } };
    case 'PASSWORD_RESET_REQUIRED':
    case 'PASSWORD_TAKEN_AWAY':
    case 'NO_PASSWORD':
    case 'MIGRATION_NOT_POSSIBLE':
    case 'TEMPORARY_PASSWORD_EXPIRED': {
      const { passwordDisabled: _taken, awaitsMigration: _awaited, ...rest } = user;
      return { ...account, user: { ...rest, status: 'CONFIRMED' }, password: own };
    }
    default:
      return undefined;
  }
};

/** A finding that refuses, with the flows in which it does. */
export interface Block {
  readonly code: FindingCode;
  readonly severity: 'BLOCKS' | 'BLOCKS_LATER';
  readonly flows: readonly RehearsedFlow[];
}

export interface Blocks {
  readonly blocks: readonly Block[];
  /** The account once everything is mended that can be. */
  readonly account: Account;
  /** How sign-ins would go on then. */
  readonly rehearsals: readonly Rehearsal[];
}

const blocksIn = (account: Account, rehearsals: readonly Rehearsal[]): ReadonlyMap<FindingCode, RehearsedFlow[]> => {
  const found = new Map<FindingCode, RehearsedFlow[]>();
  for (const rehearsal of rehearsals) {
    const code = blockOf(account, rehearsal);
    if (code === undefined) continue;
    const flows = found.get(code) ?? [];
    if (!flows.includes(rehearsal.flow)) flows.push(rehearsal.flow);
    found.set(code, flows);
  }
  return found;
};

/**
 * What refuses sign-ins of the account now and, once that is mended, what refuses them then: a user may be locked out,
 * disabled and without a second factor at once, and a sign-in tells only the first.
 */
export const findBlocks = (stage: Stage, before: Account): Blocks => {
  let account = before;
  let rehearsals = rehearseAll(stage, account);
  const blocks: Block[] = [];
  // Each round mends something that no later round finds again.
  for (;;) {
    const severity = account === before ? 'BLOCKS' : 'BLOCKS_LATER';
    const found = [...blocksIn(account, rehearsals)].filter(([code]) => !blocks.some((one) => one.code === code));
    blocks.push(...found.map(([code, flows]) => ({ code, severity, flows }) as const));
    const next = found.reduce((so, [code]) => mended(so, code) ?? so, account);
    if (next === account) return { blocks, account, rehearsals };
    account = next;
    rehearsals = rehearseAll(stage, account);
  }
};
