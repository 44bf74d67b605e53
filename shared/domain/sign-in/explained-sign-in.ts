/** What is said about the next sign-in of a user, in words and in order. */
import { lockoutMs } from '../passwords/lockout.ts';
import { lockoutOf } from '../user-pools/settings.ts';
import type { OwnName } from '../users/names.ts';
import type { Failures } from '../users/user.ts';
import { findBlocks, isFlowRefused, rehearseAll, rehearseAllOfNobody } from './explanation.ts';
import { secondFactorsOf } from './factors.ts';
import { type Finding, type FindingCode, inOrder, toFinding } from './findings.ts';
import { type Account, type Counted, proofsOfAccount, type Rehearsal, type Stage } from './rehearsal.ts';
import { triggersOf } from './rehearsed-triggers.ts';
import { type Circumstances, day, factorNames, named, notesOf, providersOf } from './sign-in-notes.ts';

/** A name of a user that does not find the user, and why. */
export interface LostName {
  readonly kind: OwnName['kind'];
  readonly value: string;
  readonly username: string;
  readonly reason: 'UNVERIFIED' | 'NO_ALIAS' | { readonly ownedBy: string };
}

/** What is known around the sign-in, apart from the user. */
export interface Surroundings {
  readonly stage: Stage;
  /** The client that was asked about and that the pool has not. */
  readonly missingClient: string | undefined;
  readonly lostNames: readonly LostName[];
  readonly hidesUsers: boolean;
}

/** What is said of a sign-in. */
export interface ExplainedSignIn {
  readonly findings: readonly Finding[];
  readonly rehearsals: readonly Rehearsal[];
  readonly canSignIn: boolean;
}

const seconds = (ms: number): string => {
  const whole = Math.max(1, Math.ceil(ms / 1000));
  return whole < 120 ? `${whole} seconds` : `${Math.ceil(whole / 60)} minutes`;
};

const lockedFor = ({ pool, now }: Stage, failures: Failures | undefined): string =>
  failures ? seconds(failures.lastAt + lockoutMs(failures.count, lockoutOf(pool)) - now) : seconds(0);

// What refuses, in words.
const blockTexts: Readonly<Partial<Record<FindingCode, (stage: Stage, account: Account) => string>>> = {
  PASSWORD_LOCKED_OUT: (stage, { failures }) =>
    `After ${failures?.count} wrong passwords in a row, no password is looked at for another ${lockedFor(stage, failures)}. Resetting the password by ForgotPassword ends this at once.`,
  CODES_LOCKED_OUT: (stage, { codeFailures }) =>
    `After ${codeFailures?.count} wrong codes in a row, no code is looked at for another ${lockedFor(stage, codeFailures)}.`,
  USER_DISABLED: () => 'The user is disabled.',
  USER_NOT_CONFIRMED: () =>
    'The sign-up is not confirmed. The user confirms it with the code of ResendConfirmationCode, or an administrator does.',
  PASSWORD_RESET_REQUIRED: () =>
    'The password has to be reset: by ForgotPassword, or by an administrator who sets one.',
  EXTERNAL_PROVIDER_ONLY: (_stage, account) =>
    `The user came through a provider (${providersOf(account) || 'not linked any more'}) and signs in there alone.`,
  PASSWORD_TAKEN_AWAY: () => 'An administrator took the password away. Only an administrator gives the user one again.',
  NO_PASSWORD: () => 'The user has no password. Sign-ins by password call every password wrong.',
  MIGRATION_NOT_POSSIBLE: () =>
    'The password is only known to a former pool, and this pool has no UserMigration trigger that could ask for it.',
  SRP_NOT_POSSIBLE_YET: () =>
    'The password cannot be proved by SRP yet, as only its hash came along. The first sign-in that sends the password itself changes that.',
  TEMPORARY_PASSWORD_EXPIRED: (_stage, { password }) =>
    `The temporary password expired at ${day(password?.temporaryUntil ?? 0)}.`,
  NO_SECOND_FACTOR: () =>
    'A second factor is required. The user has none, and the pool offers none that can be set up while signing in.',
};

const lostText = ({ kind, value, username, reason }: LostName): [FindingCode, string] => {
  if (reason === 'UNVERIFIED') {
    return ['ALIAS_NOT_VERIFIED', `${value} is the ${kind} of ${username}, but is not verified: it finds nobody.`];
  }
  if (reason === 'NO_ALIAS') {
    return [
      'NAME_IS_NO_ALIAS',
      `${value} is the ${kind} of ${username}, but does not find users of this pool by that name.`,
    ];
  }
  return [
    'ALIAS_OF_ANOTHER_USER',
    `${value} is the ${kind} of ${username}, but leads to another user: ${reason.ownedBy}.`,
  ];
};

const around = ({ stage, missingClient, lostNames, hidesUsers }: Surroundings, rehearsals: readonly Rehearsal[]) => [
  ...(missingClient === undefined
    ? []
    : [
        toFinding(
          'CLIENT_NOT_FOUND',
          'BLOCKS',
          `The pool has no app client ${missingClient}: it was deleted, or is of another pool.`,
        ),
      ]),
  ...(stage.client && rehearsals.every(isFlowRefused)
    ? [
        toFinding(
          'NO_FLOW_ALLOWED',
          'BLOCKS',
          'The app client allows no flow of sign-in: its ExplicitAuthFlows name none that the pool can run.',
        ),
      ]
    : []),
  ...lostNames.map((lost) => {
    const [code, message] = lostText(lost);
    return toFinding(code, 'NOTE', message);
  }),
  ...(hidesUsers
    ? [
        toFinding(
          'USER_EXISTENCE_HIDDEN',
          'NOTE',
          'The app client hides which users exist: most refusals read "Incorrect username or password.", whatever their cause.',
        ),
      ]
    : []),
];

const triggersSaid = (stage: Stage, rehearsals: readonly Rehearsal[], isAwaited: boolean): readonly Finding[] => {
  const names = new Set(rehearsals.flatMap((one) => triggersOf(stage, one, isAwaited)));
  if (names.size === 0) return [];
  const message = `Functions of the pool run and may refuse: ${[...names].join(', ')}. None was called for this answer.`;
  return [toFinding('TRIGGERS_RUN', 'NOTE', message)];
};

// What there is to choose from is rehearsed for itself.
const canGoOn = (rehearsals: readonly Rehearsal[]): boolean =>
  rehearsals.some(({ ending }) => ending.kind === 'tokens' || ending.kind === 'trigger');

/** What is said of a name that nobody has. */
export const explainNobody = (around_: Surroundings, counted: Counted, name: string): ExplainedSignIn => {
  const { stage } = around_;
  const rehearsals = rehearseAllOfNobody(stage, counted);
  const migrates = stage.triggers.includes('UserMigration');
  const isLocked = rehearsals.some(
    ({ ending }) => ending.kind === 'refuse' && ending.message.startsWith('Password attempts'),
  );
  const findings = [
    toFinding('USER_NOT_FOUND', 'BLOCKS', `No user of the pool has the name ${name}, as username, sub or alias.`),
    ...(isLocked
      ? [
          toFinding(
            'PASSWORD_LOCKED_OUT',
            'BLOCKS',
            `After ${counted.failures?.count} wrong passwords in a row, no password is looked at for another ${lockedFor(stage, counted.failures)}.`,
          ),
        ]
      : []),
    ...(migrates
      ? [
          toFinding(
            'MIGRATION_ASKED',
            'NOTE',
            'A sign-in that sends the password asks the UserMigration trigger, and may make the user.',
          ),
        ]
      : []),
    ...around(around_, rehearsals),
    ...triggersSaid(stage, rehearsals, false),
  ];
  return {
    findings: inOrder(findings),
    rehearsals,
    canSignIn: !isLocked && migrates && around_.missingClient === undefined,
  };
};

const asks = (stage: Stage, account: Account, rehearsals: readonly Rehearsal[], missing: readonly string[]) => {
  const asked = new Set(rehearsals.flatMap((one) => one.asked));
  const { usable, canSetUp } = secondFactorsOf(stage.pool, proofsOfAccount(account));
  const isNew = asked.has('NEW_PASSWORD_REQUIRED');
  const expiry = account.password?.temporaryUntil;
  const until = expiry === undefined ? '' : ` It is good until ${day(expiry)}.`;
  const isFactor = (name: string): boolean =>
    usable.some((factor) => factor === name) && [...asked].some((one) => one === name);
  return [
    ...(isNew
      ? [toFinding('NEW_PASSWORD_ASKED', 'ASKS', `The password is temporary: a new one has to be set.${until}`)]
      : []),
    ...(isNew && missing.length > 0
      ? [
          toFinding(
            'ATTRIBUTES_ASKED',
            'ASKS',
            `With the new password, the required attributes ${missing.join(', ')} have to be given.`,
          ),
        ]
      : []),
    ...(asked.has('SELECT_MFA_TYPE')
      ? [
          toFinding(
            'SECOND_FACTOR_CHOSEN',
            'ASKS',
            `A second factor is asked, and the user chooses which: ${named(usable)}.`,
          ),
        ]
      : usable
          .slice(0, 1)
          .filter(isFactor)
          .map((factor) =>
            toFinding('SECOND_FACTOR_ASKED', 'ASKS', `A second factor is asked: ${factorNames[factor]}.`),
          )),
    ...(asked.has('MFA_SETUP')
      ? [
          toFinding(
            'SECOND_FACTOR_SET_UP',
            'ASKS',
            `The pool requires a second factor, and the user has none: one has to be set up: ${named(canSetUp)}.`,
          ),
        ]
      : []),
  ];
};

/** What is said of a user's next sign-in. */
export const explainSignIn = (
  around_: Surroundings,
  account: Account,
  circumstances: Circumstances,
): ExplainedSignIn => {
  const { stage } = around_;
  const rehearsals = rehearseAll(stage, account);
  const { blocks, account: whole, rehearsals: later } = findBlocks(stage, account);
  const blocking = blocks.map(({ code, severity, flows }) =>
    toFinding(code, severity, blockTexts[code]?.(stage, account) ?? code, flows),
  );
  const findings = [
    ...blocking,
    ...asks(stage, account.password ? account : whole, later, circumstances.missing),
    ...notesOf(stage, account, circumstances),
    ...around(around_, rehearsals),
    ...triggersSaid(stage, later, account.user.awaitsMigration === true),
  ];
  const canSignIn = around_.missingClient === undefined && canGoOn(rehearsals);
  return { findings: inOrder(findings), rehearsals, canSignIn };
};
