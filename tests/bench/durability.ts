import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { isAlive } from '#local/processes.ts';
import { type Checkout, startCheckout } from '#tests/journey/checkout.ts';
import { readTaken } from './against/processes.ts';
import { cheapest, concurrency } from './against/works.ts';
import { type Connection, connect, textIn } from './connection.ts';
import { password } from './sample.ts';

const { values } = parseArgs({
  options: {
    folder: { type: 'string', default: '.' },
    kills: { type: 'string', default: '20' },
    syncs: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

const usage = `npm run bench:durability -- [--folder .] [--kills 20]
npm run bench:durability -- [--folder .] --syncs 2000

  --folder  the checkout whose stack is measured, with its dependencies installed
  --kills   kills all processes of the stack so often while they answer SignUps, sixteen at once; starts it again each
            time, and looks for every user whose SignUp was answered. The exit code is 1 where one is missing
  --syncs   has so many SignUps answered, and counts by strace how often the stack's processes had data written to disk
`;

// Before a kill: then the functions are loaded, and all connections are in use.
const leastAnswered = 50;

const signed = { signed: true } as const;

interface Pool {
  readonly UserPoolId: string;
  readonly ClientId: string;
}

const makePool = async ({ call }: Connection): Promise<Pool> => {
  const pool = await call('CreateUserPool', { PoolName: 'durable', AutoVerifiedAttributes: ['email'] }, signed);
  const UserPoolId = textIn(pool, 'UserPool', 'Id');
  const client = await call('CreateUserPoolClient', { UserPoolId, ClientName: 'durable' }, signed);
  return { UserPoolId, ClientId: textIn(client, 'UserPoolClient', 'ClientId') };
};

const atOnce = (work: () => Promise<void>): Promise<unknown> => Promise.all(Array.from({ length: concurrency }, work));

const signUp = ({ call }: Connection, { ClientId }: Pool, Username: string): Promise<unknown> => {
  const UserAttributes = [{ Name: 'email', Value: `${Username}@example.com` }];
  return call('SignUp', { ClientId, Username, Password: password, UserAttributes });
};

const startIn = (directory: string): Promise<Checkout> =>
  startCheckout(path.resolve(values.folder), { inMemory: false, directory, env: cheapest });

// All at once, as a machine that loses its power. Whoever is only told later could still write.
const killAll = async ({ pid = 0 }: Checkout): Promise<void> => {
  const { pids } = await readTaken(pid);
  for (const one of pids) process.kill(one, 'SIGKILL');
  while (pids.some(isAlive)) await pause(20);
};

/** Gives the names whose SignUp was answered before the stack was killed. */
const untilKilled = async (stack: Checkout, pool: Pool, prefix: string): Promise<readonly string[]> => {
  const connection = connect(stack);
  const answered: string[] = [];
  let killed = false;
  let next = 0;
  const load = atOnce(async () => {
    while (!killed) {
      const name = `${prefix}-${next++}`;
      await signUp(connection, pool, name).then(
        () => answered.push(name),
        (error: unknown) => {
          if (!killed) throw error;
        },
      );
    }
  });
  while (answered.length < leastAnswered) await pause(10);
  await pause(Math.random() * 500);
  killed = true;
  await killAll(stack);
  await load;
  connection.close();
  return answered;
};

const missingOf = async (stack: Checkout, { UserPoolId }: Pool, names: readonly string[]): Promise<string[]> => {
  const connection = connect(stack);
  const missing: string[] = [];
  const left = [...names];
  await atOnce(async () => {
    for (let Username = left.pop(); Username !== undefined; Username = left.pop()) {
      const { status, text } = await connection.send('AdminGetUser', { UserPoolId, Username }, signed);
      if (status === 400 && text.includes('UserNotFoundException')) missing.push(Username);
      else if (status !== 200) throw new Error(`AdminGetUser answered ${status}: ${text}`);
    }
  });
  connection.close();
  return missing;
};

const poolOf = async (stack: Checkout): Promise<Pool> => {
  const connection = connect(stack);
  try {
    return await makePool(connection);
  } finally {
    connection.close();
  }
};

const killOften = async (directory: string, kills: number): Promise<void> => {
  let stack = await startIn(directory);
  try {
    const pool = await poolOf(stack);
    const all: string[] = [];
    for (let kill = 1; kill <= kills; kill++) {
      const answered = await untilKilled(stack, pool, `kill-${kill}`);
      stack = await startIn(directory);
      all.push(...answered);
      const missing = await missingOf(stack, pool, answered);
      console.log(`Kill ${kill}: ${answered.length} SignUps were answered, ${missing.length} of them are missing.`);
      if (missing.length > 0) process.exitCode = 1;
    }
    const missing = await missingOf(stack, pool, all);
    console.log(`${kills} kills, ${all.length} answered SignUps, ${missing.length} of them missing at the end.`);
    if (missing.length > 0) process.exitCode = 1;
  } finally {
    await stack.stop();
  }
};

const trace = async (pids: readonly number[], file: string) => {
  const processes = pids.flatMap((pid) => ['-p', String(pid)]);
  const given = ['-f', '-y', '-e', 'trace=fsync,fdatasync,msync,sync_file_range', '-o', file, ...processes];
  const child = spawn('strace', given, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  const attached = new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (pids.every((pid) => said.includes(`Process ${pid} attached`))) resolve();
    });
    child.once('exit', () => reject(new Error(said)));
  });
  await attached;
  return async (): Promise<Readonly<Record<string, number>>> => {
    child.kill('SIGINT');
    await once(child, 'exit');
    const counts: Record<string, number> = {};
    for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(/^\d+ +(\w+\(\d+<[^>]*)>/gm)) {
      const call = name.replace(/\(.*\//, ' ');
      counts[call] = (counts[call] ?? 0) + 1;
    }
    return counts;
  };
};

const countSyncs = async (directory: string, times: number): Promise<void> => {
  const stack = await startIn(directory);
  const connection = connect(stack);
  try {
    const pool = await makePool(connection);
    await signUp(connection, pool, 'before');
    const { pids } = await readTaken(stack.pid ?? 0);
    const stopTracing = await trace(pids, path.join(directory, 'strace.txt'));
    let next = 0;
    await atOnce(async () => {
      while (next < times) await signUp(connection, pool, `sync-${next++}`);
    });
    const counts = await stopTracing();
    const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
    console.log(`${times} SignUps: ${JSON.stringify(counts)}, ${(total / times).toFixed(4)} for each.`);
  } finally {
    connection.close();
    await stack.stop();
  }
};

const measure = async (): Promise<void> => {
  const directory = mkdtempSync(path.join(tmpdir(), 'gatehouse-durability-'));
  try {
    if (values.syncs === undefined) await killOften(directory, Number(values.kills));
    else await countSyncs(directory, Number(values.syncs));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
};

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

if (values.help) console.log(usage);
else await measure();
