/** What a request counts for, under the names that Cognito has for its metrics. */
import { categoryOf } from '../limits/categories.ts';

type Attempt = 'SignUp' | 'SignIn' | 'TokenRefresh' | 'Federation';

interface Refusal {
  readonly code: string;
}

/** What threat protection thought of a request. */
interface Risk {
  readonly operation: string;
  readonly level?: string | undefined;
  readonly isCompromised: boolean;
  readonly isBlocked: boolean;
}

/** What is known of a request at its end. */
export interface EndedCall {
  /** The name of its function, such as `SignUp` or `token`. */
  readonly name: string;
  readonly poolId?: string;
  readonly clientId?: string;
  readonly attempt?: Attempt;
  readonly identityProvider?: string;
  readonly isSignedIn?: boolean;
  readonly isSignedUp?: boolean;
  /** How it was refused. */
  readonly refusal?: Refusal;
  readonly risk?: Risk;
  readonly category?: string;
  readonly isNewlyActive?: boolean;
}

/** Values that are counted together, once for each set of dimensions. */
export interface Measured {
  readonly dimensions: readonly (readonly string[])[];
  readonly names: readonly string[];
  /** The values of the dimensions. */
  readonly places: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, number>>;
}

const attempts: Readonly<Record<string, Attempt>> = {
  SignUp: 'SignUp',
  AdminCreateUser: 'SignUp',
  InitiateAuth: 'SignIn',
  AdminInitiateAuth: 'SignIn',
  RespondToAuthChallenge: 'SignIn',
  AdminRespondToAuthChallenge: 'SignIn',
  GetTokensFromRefreshToken: 'TokenRefresh',
};

// In the words of the API, and in those of OAuth.
const throttles: ReadonlySet<string> = new Set(['TooManyRequestsException', 'temporarily_unavailable']);

const isThrottle = (refusal: Refusal | undefined): boolean => refusal !== undefined && throttles.has(refusal.code);

// A challenge neither ends a sign-in nor refuses it, so it counts for nothing.
const successOf = (
  attempt: Attempt,
  { refusal, isSignedIn = false, isSignedUp = false }: EndedCall,
): 0 | 1 | undefined => {
  // A page may then say that somebody else has to confirm the user.
  if (attempt === 'SignUp' && isSignedUp) return 1;
  if (refusal !== undefined) return 0;
  if (attempt === 'SignUp' || attempt === 'TokenRefresh') return 1;
  return isSignedIn ? 1 : undefined;
};

// Whoever names a client that there is not is counted as nobody's: no stranger makes metrics.
const nobody = 'Invalid';

const clientOf = ({ name, clientId }: EndedCall): string =>
  name === 'AdminCreateUser' ? 'Admin' : (clientId ?? nobody);

const measured = (
  sets: readonly Readonly<Record<string, string>>[],
  values: Readonly<Record<string, number>>,
): Measured => ({
  dimensions: sets.map((set) => Object.keys(set)),
  names: Object.keys(values),
  places: Object.assign({}, ...sets),
  values,
});

const ofAttempt = (call: EndedCall, byClient: boolean): readonly Measured[] => {
  const attempt = call.attempt ?? attempts[call.name];
  if (attempt === undefined) return [];
  const success = successOf(attempt, call);
  if (success === undefined) return [];
  const { identityProvider } = call;
  const through = attempt === 'Federation' ? { IdentityProvider: identityProvider ?? nobody } : {};
  const place = { UserPool: call.poolId ?? nobody };
  const sets = [
    { ...place, ...through },
    ...(byClient ? [{ ...place, UserPoolClient: clientOf(call), ...through }] : []),
  ];
  const throttled = isThrottle(call.refusal) ? { [`${attempt}Throttles`]: 1 } : {};
  return [measured(sets, { [`${attempt}Successes`]: success, ...throttled })];
};

// Dimensions as those of the service's metrics of usage, so that what reads them need only read another namespace.
const usage = { Service: 'Cognito user pool', Type: 'API', Class: 'None' };

const ofUsage = ({ name, category = categoryOf(name), refusal }: EndedCall): readonly Measured[] => {
  if (category === undefined) return [];
  const throttled = isThrottle(refusal) ? { ThrottleCount: 1 } : {};
  return [measured([{ ...usage, Resource: category }], { CallCount: 1, ...throttled })];
};

const riskNames = ({ level, isCompromised, isBlocked }: Risk): readonly string[] => [
  ...(isCompromised ? ['CompromisedCredentialRisk'] : []),
  ...(level === undefined ? [] : ['AccountTakeoverRisk']),
  ...(isBlocked ? ['OverrideBlock'] : []),
];

const ones = (names: readonly string[]): Record<string, number> => Object.fromEntries(names.map((name) => [name, 1]));

// A leaked password is as risky as anything. An address that is refused has no level, and is not scored.
const ofRisk = ({ poolId, risk }: EndedCall): readonly Measured[] => {
  if (!risk || poolId === undefined) return [];
  const place = { Operation: risk.operation, UserPoolId: poolId };
  const names = riskNames(risk);
  const isRisky = risk.level !== undefined || risk.isCompromised;
  const RiskLevel = risk.level ?? (risk.isCompromised ? 'High' : 'None');
  return [
    ...(names.length === 0 ? [] : [measured([{ ...place, RiskLevel }], ones(names))]),
    ...(isRisky || !risk.isBlocked ? [measured([place], ones([isRisky ? 'Risk' : 'NoRisk']))] : []),
  ];
};

const ofActivity = ({ poolId, isNewlyActive }: EndedCall): readonly Measured[] =>
  isNewlyActive && poolId !== undefined ? [measured([{ UserPool: poolId }], { MonthlyActiveUsers: 1 })] : [];

/** Everything that a request counts for. `byClient` counts for each app client, too. */
export const measuresOf = (call: EndedCall, byClient: boolean): readonly Measured[] => [
  ...ofUsage(call),
  ...ofAttempt(call, byClient),
  ...ofRisk(call),
  ...ofActivity(call),
];
