import path from 'node:path';
import { startCheckout } from '#tests/journey/checkout.ts';
import { alternate, type Figure, head, type Measured, type Side, toFigures, toRow } from '../against/figures.ts';
import { readTaken } from '../against/processes.ts';
import { concurrency } from '../against/works.ts';
import { connect } from '../connection.ts';
import { measure, type Work } from '../load.ts';
import { fetchPackage } from '../peer/fetched.ts';
import { toTable } from '../table.ts';
import { printHandlerCost } from './handler-cost.ts';
import { provider, startProvider } from './oidc-provider.ts';
import { asked, type Machine, makeMachine, tokenWork } from './sample.ts';

const top = path.resolve(import.meta.dirname, '../../..');

interface Plan {
  readonly rounds: number;
  readonly milliseconds: number;
  /** Requests of a round inside the handler. */
  readonly requests: number;
}

/** A server that gives tokens to a machine. */
interface Server {
  readonly url: string;
  readonly machine: Machine;
  readonly scope: string;
  readonly pid: number | undefined;
  readonly stop: () => Promise<void>;
}

const startHere = async (): Promise<Server> => {
  const stack = await startCheckout(top);
  const connection = connect(stack);
  const machine = await makeMachine(connection);
  connection.close();
  const { endpoint, pid, stop } = stack;
  return { url: `${endpoint}/oauth2/token`, machine, scope: `${asked.identifier}/${asked.scope}`, pid, stop };
};

// Both compile what runs often, in threads of their own, for about so many measurements: a server that is up for longer
// has that behind it.
const warmUps = 3;

// CPU is that of the server, all its processes; the client's is not.
const paceOf = async ({ url, machine, scope, pid = 0 }: Server, milliseconds: number): Promise<readonly Measured[]> => {
  const { work, close } = tokenWork(url, machine, scope);
  let times = 0;
  const counted: Work = (turn) => {
    times++;
    return work(turn);
  };
  try {
    await measure(work, { concurrency, milliseconds: warmUps * milliseconds });
    const before = await readTaken(pid);
    const { perSecond } = await measure(counted, { concurrency, milliseconds });
    const after = await readTaken(pid);
    return [
      { name: 'Tokens', unit: '/s', value: perSecond },
      { name: 'Tokens', unit: '/CPU s', value: (1000 * times) / (after.cpuMs - before.cpuMs) },
    ];
  } finally {
    close();
  }
};

const handlerCost = async (requests: number): Promise<void> => {
  const stack = await startCheckout(top);
  const connection = connect(stack);
  try {
    await printHandlerCost(stack.env, await makeMachine(connection), requests);
  } finally {
    connection.close();
    await stack.stop();
  }
};

/**
 * Measures tokens of machines of this build and of oidc-provider in turn, sixteen at once, each started for every round,
 * and prints both; then what a request takes inside our handler.
 */
export const compareMachineTokens = async ({ rounds, milliseconds, requests }: Plan): Promise<void> => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  console.log(`Fetching ${provider}.`);
  const folder = await fetchPackage(provider);
  const start = (side: Side): Promise<Server> => (side === 'here' ? startHere() : startProvider(folder));
  const found = await alternate(rounds, async (side) => {
    const server = await start(side);
    try {
      return await paceOf(server, milliseconds);
    } finally {
      await server.stop();
    }
  });
  const figures: readonly Figure[] = toFigures(found).map((figure) => ({ ...figure, least: 1 }));
  console.log(toTable(`there: ${provider}\nhere: ${top}`, head, figures.map(toRow)));
  console.log(`\nMedians of ${rounds} rounds, sixteen at once. CPU is that of all processes of a server.`);
  await handlerCost(requests);
};
