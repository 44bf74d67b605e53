import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isAlive } from '#local/processes.ts';
import { type Checkout, startCheckout } from '#tests/journey/checkout.ts';
import { connect } from '../connection.ts';
import { alternate, type Both, type Figure, type Measured, ofBoth, type Side, toFigures } from './figures.ts';
import type { Plan } from './plan.ts';
import { readTaken } from './processes.ts';

const start = 'npm start to first answer';
const processes = 'its processes beside npm';
const goals: Readonly<Record<string, Partial<Figure>>> = {
  [start]: { most: 0.35 },
  [processes]: { mostHere: 3 },
};
const mostMemory: Partial<Figure> = { most: 0.33 };

const patienceMs = 30_000;

// The next start must not wait for what the former has not let go.
const stopWhole = async (stack: Checkout, pids: readonly number[]): Promise<void> => {
  await stack.stop();
  const late = Date.now() + patienceMs;
  while (pids.some(isAlive) && Date.now() < late) await pause(50);
};

const startOnce = async (folder: string, directory: string, idleSeconds: number): Promise<readonly Measured[]> => {
  const begun = performance.now();
  const env = { GATEHOUSE_WATCH: 'on' };
  const stack = await startCheckout(folder, { inMemory: false, byNpm: true, directory, env });
  const { pid = 0, clientId: ClientId, username, password } = stack;
  const { call, close } = connect(stack);
  try {
    const AuthParameters = { USERNAME: username, PASSWORD: password };
    await call('InitiateAuth', { ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters });
    const seconds = (performance.now() - begun) / 1000;
    close();
    await pause(idleSeconds * 1000);
    const { megabytes, others } = await readTaken(pid);
    return [
      { name: start, unit: 's', value: seconds },
      { name: `its memory ${idleSeconds} s later`, unit: 'MB', value: megabytes },
      { name: processes, unit: '', value: others },
    ];
  } finally {
    close();
    const { pids } = await readTaken(pid);
    await stopWhole(stack, pids);
  }
};

/**
 * `npm start` until it has answered a sign-in, and its processes at rest, npm's included. Each checkout is started once
 * before, which is not measured, and keeps its data: so do those who start it every day.
 */
export const stackFigures = async (
  folders: Both<string>,
  { rounds, idleSeconds }: Plan,
): Promise<readonly Figure[]> => {
  const data = mkdtempSync(path.join(tmpdir(), 'gatehouse-starts-'));
  try {
    const startOf = (side: Side, seconds: number) => startOnce(folders[side], path.join(data, side), seconds);
    await ofBoth((side) => startOf(side, 0));
    const found = await alternate(rounds, (side) => startOf(side, idleSeconds));
    return toFigures(found).map((figure) => ({ ...figure, ...(goals[figure.name] ?? mostMemory) }));
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
};
