import { type ChallengeName, lockedOutRefusal, unknownUserRefusal } from './next-step.ts';
import type { Rehearsal, Stage } from './rehearsal.ts';
import { type SignInTrigger, signInTriggers } from './sign-in-facts.ts';

const senders: Readonly<Partial<Record<ChallengeName, SignInTrigger>>> = {
  EMAIL_OTP: 'CustomEmailSender',
  SMS_MFA: 'CustomSMSSender',
  SMS_OTP: 'CustomSMSSender',
};

// A sign-in that is refused before that calls nothing.
const isAdmitted = ({ asked, ending }: Rehearsal): boolean => {
  if (asked.length > 0) return true;
  if (ending.kind === 'trigger') return ending.trigger !== 'UserMigration';
  return ending !== lockedOutRefusal && ending !== unknownUserRefusal;
};

const custom: readonly SignInTrigger[] = ['DefineAuthChallenge', 'CreateAuthChallenge', 'VerifyAuthChallengeResponse'];
const atTheEnd: readonly SignInTrigger[] = ['PostAuthentication', 'PreTokenGeneration'];

const mayRun = (rehearsal: Rehearsal, isAwaited: boolean): ReadonlySet<SignInTrigger> => {
  const { flow, asked, ending } = rehearsal;
  const sent = asked.flatMap((name) => senders[name] ?? []);
  const isMigrated = isAwaited || (ending.kind === 'trigger' && ending.trigger === 'UserMigration');
  return new Set<SignInTrigger>([
    ...(isAdmitted(rehearsal) ? (['PreAuthentication'] as const) : []),
    ...(isMigrated ? (['UserMigration'] as const) : []),
    ...(flow === 'CUSTOM_AUTH' ? custom : []),
    ...(sent.length > 0 ? (['CustomMessage', ...sent] as const) : []),
    ...(ending.kind === 'tokens' || flow === 'CUSTOM_AUTH' ? atTheEnd : []),
  ]);
};

/**
 * The pool's triggers that the sign-in would call, or may call in a custom one, in that order. `isAwaited` says that a
 * former pool is asked for the password. What they refuse is not foreseen.
 */
export const triggersOf = (stage: Stage, rehearsal: Rehearsal, isAwaited: boolean): readonly SignInTrigger[] => {
  const { ending } = rehearsal;
  if (ending.kind === 'refuse' && ending.exception === 'InvalidParameterException' && rehearsal.asked.length === 0) {
    return [];
  }
  const may = mayRun(rehearsal, isAwaited);
  return signInTriggers.filter((name) => may.has(name) && stage.triggers.includes(name));
};
