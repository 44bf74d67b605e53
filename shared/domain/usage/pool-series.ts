/** The metrics of a pool as series: which of them make each, and what their values are. */

/** One metric that is read, and how it counts. */
export interface Part {
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: 'Sum' | 'SampleCount';
  readonly sign: 1 | -1;
}

/** What is counted over time. */
export interface Series {
  readonly name: string;
  /** Of federation, the provider. */
  readonly identityProvider?: string;
  /** Of risks of takeover, how high they are. */
  readonly riskLevel?: string;
  readonly parts: readonly Part[];
}

const operations = ['SignIn', 'SignUp', 'PasswordChange'] as const;
const levels = ['Low', 'Medium', 'High'] as const;
// `None` is of an address that is refused.
const allLevels = [...levels, 'None'] as const;

const ofAttempt = (attempt: string, dimensions: Part['dimensions'], more: Partial<Series> = {}): readonly Series[] => {
  const part = (name: string, statistic: Part['statistic'], sign: Part['sign'] = 1): Part => ({
    name: `${attempt}${name}`,
    dimensions,
    statistic,
    sign,
  });
  return [
    { ...more, name: `${attempt}Successes`, parts: [part('Successes', 'Sum')] },
    {
      ...more,
      name: `${attempt}Failures`,
      // Each request is a sample. One that was throttled is no success either.
      parts: [part('Successes', 'SampleCount'), part('Successes', 'Sum', -1), part('Throttles', 'Sum', -1)],
    },
    { ...more, name: `${attempt}Throttles`, parts: [part('Throttles', 'Sum')] },
  ];
};

const ofRisk = (UserPoolId: string, name: string, of: readonly string[] | undefined): readonly Part[] =>
  operations.flatMap((Operation) =>
    (of ?? [undefined]).map((RiskLevel): Part => {
      const dimensions = { Operation, UserPoolId, ...(RiskLevel !== undefined && { RiskLevel }) };
      return { name, dimensions, statistic: 'Sum', sign: 1 };
    }),
  );

/** All series of a pool with these identity providers. */
export const poolSeries = (poolId: string, providers: readonly string[]): readonly Series[] => {
  const UserPool = poolId;
  return [
    ...['SignUp', 'SignIn', 'TokenRefresh'].flatMap((attempt) => ofAttempt(attempt, { UserPool })),
    ...providers.flatMap((identityProvider) =>
      ofAttempt('Federation', { UserPool, IdentityProvider: identityProvider }, { identityProvider }),
    ),
    {
      name: 'MonthlyActiveUsers',
      parts: [{ name: 'MonthlyActiveUsers', dimensions: { UserPool }, statistic: 'Sum', sign: 1 }],
    },
    { name: 'Risk', parts: ofRisk(poolId, 'Risk', undefined) },
    { name: 'NoRisk', parts: ofRisk(poolId, 'NoRisk', undefined) },
    ...levels.map((riskLevel) => ({
      name: 'AccountTakeoverRisk',
      riskLevel,
      parts: ofRisk(poolId, 'AccountTakeoverRisk', [riskLevel]),
    })),
    { name: 'CompromisedCredentialRisk', parts: ofRisk(poolId, 'CompromisedCredentialRisk', levels) },
    { name: 'OverrideBlock', parts: ofRisk(poolId, 'OverrideBlock', allLevels) },
  ];
};

/** The times, in seconds, at which the periods of a range begin. */
export const periodsOf = ({
  from,
  to,
  period,
}: {
  readonly from: number;
  readonly to: number;
  readonly period: number;
}): readonly number[] =>
  Array.from({ length: Math.round((to - from) / period) }, (_none, index) => from + index * period);

/** The value of a series in each period: nothing counted is zero. Delivery may be late or double, but less than nothing is never told. */
export const valuesOf = (
  { parts }: Series,
  periods: readonly number[],
  read: (part: Part) => ReadonlyMap<number, number>,
): readonly number[] =>
  periods.map((time) =>
    Math.max(
      0,
      parts.reduce((sum, part) => sum + part.sign * (read(part).get(time) ?? 0), 0),
    ),
  );
