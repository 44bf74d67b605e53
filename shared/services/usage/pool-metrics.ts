import { identityProviderRepository } from '#shared/data/federation/identity-provider-repository.ts';
import { mostProviders } from '#shared/domain/federation/identity-provider.ts';
import { type Part, periodsOf, poolSeries, type Series, valuesOf } from '#shared/domain/usage/pool-series.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { metricData } from '#shared/gateways/metric-data.ts';
import { ServiceRefusal } from '#shared/gateways/service-refusal.ts';

interface Range {
  /** Epoch seconds, at the begin of a period each; the second is not part of it. */
  readonly from: number;
  readonly to: number;
  /** Seconds. */
  readonly period: number;
}

interface Counted {
  readonly times: readonly number[];
  readonly series: readonly (Omit<Series, 'parts'> & { readonly values: readonly number[] })[];
}

const keyOf = ({ name, dimensions, statistic }: Part): string => JSON.stringify([name, dimensions, statistic]);

const told = (error: unknown): unknown =>
  error instanceof ServiceRefusal && /Throttl|LimitExceeded/.test(error.name)
    ? new CognitoException('TooManyRequestsException', 'Metrics are read too often. Try again in a few seconds.', {
        cause: error,
      })
    : error;

/** What was counted for a pool. Throws TooManyRequestsException where CloudWatch turns it away. */
export const readPoolMetrics = async (poolId: string, range: Range): Promise<Counted> => {
  const { providers } = await identityProviderRepository().page(poolId, mostProviders, undefined);
  const all = poolSeries(
    poolId,
    providers.map(({ name }) => name),
  );
  // Some metrics are part of two series.
  const parts = new Map(all.flatMap(({ parts }) => parts.map((part): [string, Part] => [keyOf(part), part])));
  const found = await metricData()
    .read([...parts.values()], range)
    .catch((error: unknown) => {
      throw told(error);
    });
  const values = new Map([...parts.keys()].map((key, index) => [key, found[index] ?? new Map<number, number>()]));
  const times = periodsOf(range);
  const series = all.map(({ parts, ...about }) => ({
    ...about,
    values: valuesOf({ ...about, parts }, times, (part) => values.get(keyOf(part)) ?? new Map()),
  }));
  return { times, series };
};
