import { fork } from 'node:child_process';
import { type Answer, connect } from '../connection.ts';
import { measure, type Work } from '../load.ts';
import { password } from '../sample.ts';
import { scenariosOf } from '../scenarios.ts';
import type { Recording } from './recording.ts';

/** What the floor does for a sign-in. */
export interface FloorTask {
  readonly database: string;
  /** Requests to the store, for each sign-in, as Latin-1. */
  readonly signIns: readonly (readonly string[])[];
  readonly answer: Answer;
  readonly password: string;
}

const startServer = (task: FloorTask): Promise<{ readonly endpoint: string; readonly stop: () => void }> =>
  new Promise((resolve, reject) => {
    const child = fork(new URL('floor-server.ts', import.meta.url), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    child.once('message', (port) =>
      resolve({ endpoint: `http://127.0.0.1:${port}`, stop: () => child.connected && child.disconnect() }),
    );
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The floor ended with ${code}.`)));
    child.send(task);
  });

/**
 * Sign-ins a second that a bare server answers which does only what no sign-in can do without: the recorded requests to the
 * store, bytes over kept connections, one hash of the cost that passwords have, on the same threads, and two signatures.
 */
export const floorPace = async (
  { database, signIns, sample, answer }: Recording,
  load: Parameters<typeof measure>[1],
): Promise<number> => {
  const requests = signIns.map((exchanges) => exchanges.map(({ request }) => request));
  const { endpoint, stop } = await startServer({ database, signIns: requests, answer, password });
  const connection = connect({ endpoint, region: '', accessKeyId: '', secretAccessKey: '' });
  try {
    const work: Work | undefined = scenariosOf(connection, sample)['InitiateAuth USER_PASSWORD_AUTH'];
    if (!work) throw new Error('No scenario signs in.');
    return (await measure(work, load)).perSecond;
  } finally {
    connection.close();
    stop();
  }
};
