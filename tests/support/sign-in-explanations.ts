import {
  AdminInitiateAuthCommand,
  AuthFlowType,
  CognitoIdentityProviderServiceException,
  InitiateAuthCommand,
  type InitiateAuthCommandOutput,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { adminClient, publicClient } from './clients.ts';
import { callOwn } from './own-operations.ts';
import { type TestPool, password as usual } from './pools.ts';
import { answerChallenge } from './sign-in.ts';
import { beginSrp } from './srp-sign-in.ts';

export interface ExplainedFlow {
  readonly AuthFlow: string;
  readonly PreferredChallenge?: string;
  readonly Allowed: boolean;
  readonly Challenges: readonly string[];
  readonly Outcome: 'TOKENS' | 'REFUSED' | 'CHOICE' | 'TRIGGER';
  readonly Exception?: string;
  readonly Message?: string;
  readonly AvailableChallenges?: readonly string[];
  readonly Triggers: readonly string[];
}

export interface Explanation {
  readonly Username?: string;
  readonly FoundBy?: string;
  readonly CanSignIn: boolean;
  readonly Findings: readonly {
    readonly Code: string;
    readonly Severity: string;
    readonly Message: string;
    readonly Operation?: string;
    readonly AuthFlows?: readonly string[];
  }[];
  readonly Flows: readonly ExplainedFlow[];
}

/** What AdminExplainSignIn says. */
export const explained = (
  { poolId, clientId }: Pick<TestPool, 'poolId'> & { readonly clientId?: string },
  Username: string,
  { ahead = 0 } = {},
): Promise<Explanation> =>
  callOwn('AdminExplainSignIn', { UserPoolId: poolId, Username, ...(clientId && { ClientId: clientId }) }, { ahead });

/** The codes of findings of one severity. */
export const codesOf = ({ Findings }: Explanation, severity = 'BLOCKS'): readonly string[] =>
  Findings.filter(({ Severity }) => Severity === severity).map(({ Code }) => Code);

interface Attempt {
  readonly username: string;
  readonly password?: string;
  readonly ahead?: number;
}

type Told = Pick<
  InitiateAuthCommandOutput,
  'ChallengeName' | 'AuthenticationResult' | 'AvailableChallenges' | 'Session'
>;

/** How far a real sign-in came, and how it ended if it did. */
export interface Reality {
  readonly challenges: readonly string[];
  readonly outcome?: 'TOKENS' | { readonly Exception: string; readonly Message: string };
  readonly available?: readonly string[];
}

const isFlow = (name: string): name is AuthFlowType => Object.values(AuthFlowType).some((known) => known === name);

const begin = (
  pool: TestPool,
  flow: ExplainedFlow,
  { username, password = usual, ahead = 0 }: Attempt,
): Promise<Told> => {
  const { AuthFlow, PreferredChallenge } = flow;
  if (!isFlow(AuthFlow)) throw new Error(`${AuthFlow} is no flow.`);
  const AuthParameters = {
    USERNAME: username,
    ...(PreferredChallenge && { PREFERRED_CHALLENGE: PreferredChallenge }),
    ...(AuthFlow.endsWith('USER_PASSWORD_AUTH') && { PASSWORD: password }),
  };
  const request = { ClientId: pool.clientId, AuthFlow, AuthParameters };
  return AuthFlow === 'ADMIN_USER_PASSWORD_AUTH'
    ? adminClient({ ahead }).send(new AdminInitiateAuthCommand({ ...request, UserPoolId: pool.poolId }))
    : publicClient({ ahead }).send(new InitiateAuthCommand(request));
};

/** The sign-in itself, with the right password, as far as no message has to be read and nothing changes. */
export const attempted = async (pool: TestPool, flow: ExplainedFlow, attempt: Attempt): Promise<Reality> => {
  const { username, password = usual, ahead = 0 } = attempt;
  const challenges: string[] = [];
  try {
    if (flow.AuthFlow === 'USER_SRP_AUTH') {
      const { ChallengeName = '', answer } = await beginSrp(pool, { username, password }, { ahead });
      challenges.push(ChallengeName);
      return told(challenges, await publicClient({ ahead }).send(new RespondToAuthChallengeCommand(answer)));
    }
    const begun = await begin(pool, flow, attempt);
    if (begun.ChallengeName !== 'PASSWORD') return told(challenges, begun);
    challenges.push('PASSWORD');
    const answer = { USERNAME: username, PASSWORD: password };
    return told(challenges, await answerChallenge(pool, begun, answer, { ahead }));
  } catch (error) {
    if (!(error instanceof CognitoIdentityProviderServiceException)) throw error;
    return { challenges, outcome: { Exception: error.name, Message: error.message } };
  }
};

const told = (
  before: readonly string[],
  { ChallengeName, AuthenticationResult, AvailableChallenges }: Told,
): Reality => ({
  challenges: ChallengeName ? [...before, ChallengeName] : before,
  ...(AuthenticationResult && { outcome: 'TOKENS' }),
  ...(AvailableChallenges && { available: AvailableChallenges }),
});

/** What the explanation says of the part of the sign-in that was attempted. */
export const foretold = (flow: ExplainedFlow, { challenges, outcome, available }: Reality): Reality => {
  const { Outcome, Exception = '', Message = '', Challenges, AvailableChallenges = [] } = flow;
  const isOver = outcome !== undefined || Challenges.length < challenges.length;
  return {
    challenges: isOver ? Challenges : Challenges.slice(0, challenges.length),
    ...(isOver && { outcome: Outcome === 'TOKENS' ? Outcome : { Exception, Message } }),
    ...(available && { available: flow.PreferredChallenge ? available : AvailableChallenges }),
  };
};
