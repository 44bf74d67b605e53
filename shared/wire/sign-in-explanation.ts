import type { ExplainedSignIn } from '#shared/domain/sign-in/explained-sign-in.ts';
import { isFlowRefused } from '#shared/domain/sign-in/explanation.ts';
import type { Finding } from '#shared/domain/sign-in/findings.ts';
import type { Ending, Rehearsal, Stage } from '#shared/domain/sign-in/rehearsal.ts';
import { triggersOf } from '#shared/domain/sign-in/rehearsed-triggers.ts';
import type { User } from '#shared/domain/users/user.ts';

/** How AdminExplainSignIn tells a finding. */
interface ExplainedFinding {
  readonly Code: Finding['code'];
  readonly Severity: Finding['severity'];
  readonly Message: string;
  readonly Operation?: string;
  readonly AuthFlows?: readonly string[];
}

/** How it tells one way to begin, and how that would go on. */
interface ExplainedFlow {
  readonly AuthFlow: string;
  readonly PreferredChallenge?: string;
  /** False where the client may not use the flow, or the pool has no function for it. */
  readonly Allowed: boolean;
  /** The challenges that are asked, in order, if each is answered right. */
  readonly Challenges: readonly string[];
  readonly Outcome: 'TOKENS' | 'REFUSED' | 'CHOICE' | 'TRIGGER';
  /** What a refusal is. */
  readonly Exception?: string;
  readonly Message?: string;
  readonly AvailableChallenges?: readonly string[];
  /** The trigger that decides. */
  readonly Trigger?: string;
  /** The triggers that would be called. */
  readonly Triggers: readonly string[];
}

/** The answer of AdminExplainSignIn. */
export interface SignInExplanation {
  readonly Username?: string;
  readonly UserSub?: string;
  readonly UserStatus?: string;
  readonly Enabled?: boolean;
  readonly FoundBy?: string;
  readonly ClientId?: string;
  readonly CanSignIn: boolean;
  readonly Findings: readonly ExplainedFinding[];
  readonly Flows: readonly ExplainedFlow[];
}

const toFinding = ({ code, severity, message, operation, flows }: Finding): ExplainedFinding => ({
  Code: code,
  Severity: severity,
  Message: message,
  ...(operation !== undefined && { Operation: operation }),
  ...(flows && { AuthFlows: flows }),
});

const toOutcome = (ending: Ending) => {
  switch (ending.kind) {
    case 'tokens':
      return { Outcome: 'TOKENS' } as const;
    case 'refuse':
      return { Outcome: 'REFUSED', Exception: ending.exception, Message: ending.message } as const;
    case 'choice':
      return { Outcome: 'CHOICE', AvailableChallenges: ending.available } as const;
    case 'trigger':
      return { Outcome: 'TRIGGER', Trigger: ending.trigger } as const;
  }
};

const toFlow = (stage: Stage, rehearsal: Rehearsal, isAwaited: boolean): ExplainedFlow => ({
  AuthFlow: rehearsal.flow,
  ...(rehearsal.preferred && { PreferredChallenge: rehearsal.preferred }),
  Allowed: !isFlowRefused(rehearsal),
  Challenges: rehearsal.asked,
  ...toOutcome(rehearsal.ending),
  Triggers: triggersOf(stage, rehearsal, isAwaited),
});

interface Explained extends ExplainedSignIn {
  readonly stage: Stage;
  readonly record: { readonly user: User } | undefined;
  readonly foundBy: string | undefined;
}

/** An explanation as AdminExplainSignIn answers it. */
export const toSignInExplanation = (
  { stage, record, foundBy, findings, rehearsals, canSignIn }: Explained,
  clientId: string | undefined,
): SignInExplanation => ({
  ...(record && {
    Username: record.user.username,
    UserSub: record.user.sub,
    UserStatus: record.user.status,
    Enabled: record.user.enabled,
  }),
  ...(foundBy !== undefined && { FoundBy: foundBy }),
  ...(clientId !== undefined && { ClientId: clientId }),
  CanSignIn: canSignIn,
  Findings: findings.map(toFinding),
  Flows: rehearsals.map((one) => toFlow(stage, one, record?.user.awaitsMigration === true)),
});
