import { startDatabase } from '#local/dynamodb.ts';
import { drawAddress } from '#local/hidden-address.ts';
import { freePort } from '#local/ports.ts';
import { type Costs, startCountingProxy } from '#tests/costs/counting-proxy.ts';
import { costsPage, type Requests, requestsIn } from '#tests/costs/page.ts';
import { startCheckout } from '#tests/journey/checkout.ts';
import type { Work } from '../load.ts';
import { printTable, type Row } from '../table.ts';
import type { Plan } from './plan.ts';
import { cheapest, cheapWorks, concurrency, onStack } from './works.ts';

const saidOf: Readonly<Record<keyof Awaited<ReturnType<typeof cheapWorks>>, Requests>> = {
  GetUser: requestsIn(costsPage(), 'GetUser'),
  Refresh: requestsIn(costsPage(), 'InitiateAuth', 'refresh token'),
  'Sign-in, cheapest hash': requestsIn(costsPage(), 'InitiateAuth', 'password'),
  'SignUp with its e-mail, cheapest hash': requestsIn(costsPage(), 'SignUp'),
  'ListUsers by e-mail': requestsIn(costsPage(), 'ListUsers', 'one by email'),
};

const turnsOfEach = 20;
// A pool, an app client and an access key are read again every ten seconds, each by one request.
const cachedItems = 3;
const cachedMs = 10_000;

/**
 * Whether so many operations, which took so long together, asked of the store what is said of one. Only reads may be more:
 * those that fill caches again.
 */
export const agree = (counted: Requests, said: Requests, times: number, milliseconds: number): boolean => {
  const reads = counted.readRequests - times * said.readRequests;
  const mostReads = cachedItems * Math.ceil(milliseconds / cachedMs);
  return (
    reads >= 0 &&
    reads <= mostReads &&
    counted.writeRequests === times * said.writeRequests &&
    counted.transactions === times * said.transactions
  );
};

const sixteenAtOnce = async (work: Work, from: number): Promise<void> => {
  const each = Array.from({ length: concurrency }, (_none, index) => index);
  await Promise.all(
    each.map(async (one) => {
      for (let turn = 0; turn < turnsOfEach; turn++) await work(from + one * turnsOfEach + turn);
    }),
  );
};

/**
 * Counts what this build asks of the store while it is asked sixteen at once, and prints it beside docs/costs.md. False
 * where they differ.
 */
export const requestsAgree = async (folder: string, { users }: Plan): Promise<boolean> => {
  const address = await drawAddress();
  const { endpoint, child } = await startDatabase({ address, file: undefined, tableName: 'gatehouse' });
  const proxy = await startCountingProxy(await freePort(), endpoint);
  const take = async (): Promise<Costs> => JSON.parse(await (await fetch(proxy.url)).text());
  const times = concurrency * turnsOfEach;
  const found: { readonly row: Row; readonly agreed: boolean }[] = [];
  try {
    const starting = startCheckout(folder, { env: { ...cheapest, DYNAMODB_ENDPOINT: proxy.url } });
    await onStack(starting, async (connection) => {
      for (const [name, work] of Object.entries(await cheapWorks(connection, users))) {
        const said = Object.entries(saidOf).find(([one]) => one === name)?.[1];
        if (!said) throw new Error(`It is not said what ${name} costs.`);
        // The functions start, and caches fill.
        await work(0);
        await take();
        const begun = performance.now();
        await sixteenAtOnce(work, 1);
        const took = performance.now() - begun;
        const counted = await take();
        const agreed = agree(counted, said, times, took);
        const cells = (['readRequests', 'writeRequests', 'transactions'] as const).flatMap((kind) => [
          counted[kind] / times,
          said[kind],
        ]);
        found.push({ agreed, row: [name, ...cells, agreed ? 'as said' : 'OTHER than said'] });
      }
    });
  } finally {
    await proxy.stop();
    await child?.stop();
  }
  const head = ['sixteen at once, here', 'reads', 'said', 'writes', 'said', 'transactions', 'said', ''];
  const title =
    'Requests to the store of one operation, and what docs/costs.md says. Caches are filled again meanwhile.';
  printTable(
    title,
    head,
    found.map(({ row }) => row),
  );
  return found.every(({ agreed }) => agreed);
};
