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
- Long work is handed to workers, whose requests are not counted here: see [data-model.md](data-model.md).
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
