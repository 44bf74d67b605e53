import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Costs } from './counting-proxy.ts';
import type { Scenario } from './scenario.ts';

export interface Measured extends Pick<Scenario, 'operation' | 'way'> {
  readonly costs: Costs;
}

const title = `# What operations cost

What each operation asks of the one DynamoDB table, counted between functions and database by \`tests/costs\`. A change
that costs something else fails there until this page says so: \`npm run costs\` writes it anew.

- Request columns count calls: a read is GetItem, BatchGetItem or Query; a write stands alone; a transaction holds several.
- Units are what on-demand capacity bills, those of the search indexes among them: a strongly consistent read of up to
  4 KB is one, a write of up to 1 KB is one, in a transaction two. They are for users with a name, an email and no more;
  larger users cost more.
- Caches are warm. An instance of a function reads a pool, app client or access key once more when ten seconds are over,
  one request each; its first request that is signed, or lists pools, reads the deployment's data key too.
- Whoever is found by alias or sub costs one read request more than by username.
- Users were made in this month. What makes a user active for the first time in a month is also told where it differs
  ([monitoring.md](monitoring.md#monthly-active-users)): two more writes in a transaction, or a transaction of these two.
- Long work is handed to workers, whose requests are not counted here: see [data-model.md](data-model.md).
- [Events](events.md) add nothing, whether they are on or off: they are made from the stream of the table.
`;

const columns = ['Operation', '', 'Read requests', 'Units', 'Write requests', 'Transactions', 'Units'];
const align = ['---', '---', '---:', '---:', '---:', '---:', '---:'];

const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;

const row = ({ operation, way = '', costs }: Measured): string => {
  const { readRequests, readUnits, writeRequests, transactions, writeUnits } = costs;
  return line([operation, way, readRequests, readUnits, writeRequests, transactions, writeUnits]);
};

/** docs/costs.md. */
export const toPage = (measured: readonly Measured[]): string =>
  `${[title, line(columns), line(align), ...measured.map(row)].join('\n')}\n`;

/** docs/costs.md, as it is. */
export const costsPage = (): string => readFileSync(path.join(import.meta.dirname, '../../docs/costs.md'), 'utf8');

/** Requests of an operation: reads, writes that stand alone, and transactions. */
export type Requests = Pick<Costs, 'readRequests' | 'writeRequests' | 'transactions'>;

/** What a page says about an operation. Throws a plain Error where it says nothing. */
export const requestsIn = (page: string, operation: string, way = ''): Requests => {
  const found = page.split('\n').find((one) => one.startsWith(`${line([operation, way]).slice(0, -2)} |`));
  if (found === undefined) throw new Error(`docs/costs.md says nothing of ${operation} ${way}.`);
  const [readRequests = Number.NaN, _readUnits, writeRequests = Number.NaN, transactions = Number.NaN] = found
    .split('|')
    .slice(3)
    .map(Number);
  return { readRequests, writeRequests, transactions };
};
