/**
 * Tells what was counted for a user pool over time: sign-ups, sign-ins, refreshes, federation, what failed or was throttled
 * of them, risks, and users who became active. Times are of UTC, and each value counts from its time on for `Period`
 * seconds. An operation of Gatehouse's own: its target is `Gatehouse.GetUserPoolMetrics`.
 */

import * as v from 'valibot';
import { now } from '#shared/config/clock.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { readPoolMetrics } from '#shared/services/usage/pool-metrics.ts';
import { integer, UserPoolIdType } from '#shared/wire/shapes.ts';

const Time = v.pipe(v.number(), v.minValue(1_704_067_200), v.maxValue(4_102_444_800));

const request = v.object({
  UserPoolId: UserPoolIdType,
  StartTime: v.optional(Time),
  EndTime: v.optional(Time),
  Period: v.optional(integer({ min: 60, max: 86_400 })),
});

interface Metrics {
  readonly UserPoolId: string;
  readonly Period: number;
  readonly Timestamps: readonly number[];
  readonly Series: readonly {
    readonly Name: string;
    readonly IdentityProvider?: string | undefined;
    readonly RiskLevel?: string | undefined;
    readonly Values: readonly number[];
  }[];
}

const mostPeriods = 1440;
const daySeconds = 86_400;
// Seconds, and how many days CloudWatch keeps values of such periods.
const keptDays = new Map([
  [60, 15],
  [300, 63],
  [3600, 455],
  [86_400, 455],
]);

const refused = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

export const { definition, handler } = signedOnPool({
  name: 'GetUserPoolMetrics',
  request,
  throws: [],
  run: async ({ UserPoolId, Period = 3600, ...range }): Promise<Metrics> => {
    const days = keptDays.get(Period);
    if (days === undefined) throw refused('Period is to be 60, 300, 3600 or 86400.');
    const { EndTime = now() / 1000, StartTime = EndTime - daySeconds } = range;
    const from = Math.floor(StartTime / Period) * Period;
    const to = Math.ceil(EndTime / Period) * Period;
    if (to <= from) throw refused('StartTime is to be before EndTime.');
    if ((to - from) / Period > mostPeriods)
      throw refused(`The range has more than ${mostPeriods} periods. Take a longer Period.`);
    if (now() / 1000 - from > (days + 1) * daySeconds)
      throw refused(
        `Values of ${Period} seconds are kept for ${days} days. Take a later StartTime, or a longer Period.`,
      );
    const { times, series } = await readPoolMetrics(UserPoolId, { from, to, period: Period });
    const Series = series.map(({ name, identityProvider, riskLevel, values }) => ({
      Name: name,
      IdentityProvider: identityProvider,
      RiskLevel: riskLevel,
      Values: values,
    }));
    return { UserPoolId, Period, Timestamps: times, Series };
  },
});
