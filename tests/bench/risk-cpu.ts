/** Measures what threat protection takes of a sign-in's processor time, without the store. */
import { toRiskMemory } from '#shared/data/users/risk-memory-repository.ts';
import { openNetworkTable } from '#shared/domain/addresses/network-table.ts';
import { assessRisk } from '#shared/domain/risk/assess.ts';
import { emptyHistory, type RiskHistory, remember } from '#shared/domain/risk/history.ts';
import { historyOf } from '#shared/domain/risk/risk-memory.ts';
import { openCountryFile } from '#shared/gateways/country-file.ts';
import { read as readCountries } from '#shared/gateways/data-files/countries.ts';
import { read as readNetworks } from '#shared/gateways/data-files/networks.ts';
import { attemptOf } from '#shared/services/risk/attempt.ts';
import { toAuthEvent } from '#shared/services/risk/auth-events.ts';
import { locatedOrigin } from '#shared/services/risk/located-origin.ts';
import type { Origin } from '#shared/services/sessions/origin.ts';
import { encodedData } from '#tests/support/risk.ts';
import { generate } from './risk/generator/generate.ts';
import { measuredSeeds } from './risk/seeds.ts';
import { printTable } from './table.ts';

const rounds = 7;
const mostMs = 1;

/** Milliseconds of processor time. */
const spent = async (work: () => unknown): Promise<number> => {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};

const [seed = 1] = measuredSeeds;
const people = generate(seed, [{ people: 50, signIns: 39 }]).map(({ signIns }) =>
  signIns.map(
    ({ columns: { ipAddress, userAgent } }): Origin => ({
      sourceIp: ipAddress,
      userAgent,
      encodedData: encodedData('client', { UserAgent: userAgent, ClientTimezone: '02:00' }),
    }),
  ),
);
const sub = 'somebody';

// As the store gives what is remembered.
const itemOf = (history: RiskHistory) => ({ pk: '', sk: '', type: 'RiskMemory', data: { sub, history } });

const signIn = async (origin: Origin, before: RiskHistory, parts: (name: string) => void): Promise<RiskHistory> => {
  const located = await locatedOrigin(origin);
  parts('finding the place');
  const attempt = attemptOf(located);
  parts('reading what the client says');
  const history = historyOf(toRiskMemory(structuredClone(itemOf(before))), sub);
  const { level, reasons } = assessRisk(history, attempt);
  parts('scoring');
  const after = remember(history, attempt, 'passed');
  parts('remembering');
  const decision = level === 'NONE' ? 'NoRisk' : 'AccountTakeover';
  const risk = { decision, reasons, compromised: false } as const;
  const about = { sub, clientId: 'client', origin: located, side: 'public', attempt, risk } as const;
  toAuthEvent({ ...about, type: 'SignIn', response: 'Pass' });
  parts('making the event');
  return after;
};

const measureAll = async (): Promise<{ readonly count: number; readonly parts: ReadonlyMap<string, number> }> => {
  const parts = new Map<string, number>();
  let count = 0;
  for (const origins of people) {
    let history = emptyHistory;
    for (const origin of origins) {
      let last = process.cpuUsage();
      history = await signIn(origin, history, (name) => {
        const { user, system } = process.cpuUsage(last);
        parts.set(name, (parts.get(name) ?? 0) + user + system);
        last = process.cpuUsage();
      });
      count += 1;
    }
  }
  return { count, parts };
};

const bytes = { countries: readCountries(), networks: readNetworks() };
const opening = await spent(() => [openCountryFile(bytes.countries), openNetworkTable(bytes.networks)]);

// What is measured last is warm, as functions are after their first sign-ins.
const results: Awaited<ReturnType<typeof measureAll>>[] = [];
for (let round = 0; round < rounds; round++) results.push(await measureAll());

const names = [...(results[0]?.parts.keys() ?? [])];
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
const msOf = (name: string): number => median(results.map(({ count, parts }) => (parts.get(name) ?? 0) / count / 1000));
const total = median(
  results.map(({ count, parts }) => [...parts.values()].reduce((sum, one) => sum + one, 0) / count / 1000),
);

printTable(
  'Processor time of threat protection, in milliseconds a sign-in',
  ['part', 'ms'],
  [...names.map((name) => [name, msOf(name)] as const), ['all', total], ['opening the data, once', opening]],
);
if (total > mostMs) {
  console.error(`More than ${mostMs} ms.`);
  process.exitCode = 1;
}
