import { fork } from 'node:child_process';
import { createServer } from 'node:http';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { medianOf } from '#tests/support/median.ts';
import { alternate, type Both, type Figure, toFigures } from './figures.ts';
import type { Plan } from './plan.ts';
import { type Exchange, recordSignIns } from './recording.ts';

/** What a sign-in asks of the store, for a process that does it often. */
export interface StoreTask {
  /** Of the checkout whose client is used. */
  readonly folder: string;
  readonly user: { readonly pk: string; readonly prefix: string };
  readonly failures: { readonly pk: string; readonly sk: string };
  readonly made: Readonly<Record<string, unknown>>;
  /** Rounds that are measured; as many go before them. */
  readonly rounds: number;
  /** Sign-ins of a round. */
  readonly times: number;
}

/** Milliseconds of CPU for the requests of one sign-in. */
export type StoreRound = number;

const mostCpu = 0.45;

const bodyOf = (exchanges: readonly Exchange[], operation: string): Readonly<Record<string, never>> => {
  const found = exchanges.find((one) => one.operation === operation);
  if (!found) throw new Error(`A sign-in makes no ${operation}.`);
  return JSON.parse(found.body);
};

const callsOf = (exchanges: readonly Exchange[]): Pick<StoreTask, 'user' | 'failures' | 'made'> => {
  const query = unmarshall(bodyOf(exchanges, 'Query').ExpressionAttributeValues ?? {});
  const key = unmarshall(bodyOf(exchanges, 'GetItem').Key ?? {});
  return {
    user: { pk: String(query[':pk']), prefix: String(query[':prefix']) },
    failures: { pk: String(key.pk), sk: String(key.sk) },
    made: unmarshall(bodyOf(exchanges, 'PutItem').Item ?? {}),
  };
};

// Says at once what the store said, in a process other than the client's.
const startStandIn = async (exchanges: readonly Exchange[]): Promise<{ url: string; stop: () => void }> => {
  const answers = new Map(exchanges.map(({ operation, answer }) => [`DynamoDB_20120810.${operation}`, answer]));
  const server = createServer((incoming, outgoing) => {
    const answer = answers.get(String(incoming.headers['x-amz-target'])) ?? '{}';
    incoming.resume().on('end', () => {
      const length = Buffer.byteLength(answer);
      outgoing.writeHead(200, { 'content-type': 'application/x-amz-json-1.0', 'content-length': length }).end(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
};

const roundsOf = (task: StoreTask, env: Readonly<Record<string, string>>): Promise<readonly StoreRound[]> =>
  new Promise((resolve, reject) => {
    const child = fork(new URL('store-process.ts', import.meta.url), {
      cwd: task.folder,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: { ...process.env, ...env },
    });
    child.once('message', (rounds: readonly StoreRound[]) => resolve(rounds));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The client of ${task.folder} ended with ${code}.`)));
    child.send(task);
  });

/**
 * The CPU of the client of the store in a sign-in: a process with the shared/data of each build makes the requests that a
 * sign-in makes here, one after the other, of a stand-in that says at once what the store said.
 */
export const storeFigures = async (folders: Both<string>, plan: Plan): Promise<readonly Figure[]> => {
  const recording = await recordSignIns(folders.here);
  await recording.stop();
  const [exchanges = []] = recording.signIns;
  const standIn = await startStandIn(exchanges);
  try {
    const env = { ...recording.env, DYNAMODB_ENDPOINT: standIn.url };
    const task = { ...callsOf(exchanges), rounds: 5, times: plan.storeTimes };
    const found = await alternate(plan.rounds, async (side) => {
      const rounds = await roundsOf({ ...task, folder: folders[side] }, env);
      return [{ name: "CPU of the store's client in a sign-in", unit: 'ms', value: medianOf(rounds) }];
    });
    return toFigures(found).map((figure) => ({ ...figure, most: mostCpu }));
  } finally {
    standIn.stop();
  }
};
