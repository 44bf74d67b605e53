import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { createServer } from 'node:http';
import { defaultParameters, findNativeArgon2 } from '#shared/domain/passwords/hash.ts';
import { textIn } from '../connection.ts';
import type { FloorTask } from './floor.ts';
import { createRawSender, repeatable } from './raw-requests.ts';

const serve = async ({ database, signIns, answer, password }: FloorTask): Promise<number> => {
  const argon2 = await findNativeArgon2();
  if (!argon2) throw new Error('There is no native Argon2 here.');
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const salt = randomBytes(16);
  const { ask } = createRawSender(new URL(database));
  const turns = signIns.map((requests) => requests.map(repeatable));
  const text = JSON.stringify(answer);
  const contents = ['AccessToken', 'IdToken'].map((name) => {
    const token = textIn(answer, 'AuthenticationResult', name);
    return Buffer.from(token.slice(0, token.lastIndexOf('.')));
  });
  let served = 0;

  const signIn = async (): Promise<void> => {
    const [first, ...others] = turns[served++ % turns.length] ?? [];
    if (!first) throw new Error('No sign-in was recorded.');
    await ask(first());
    await argon2(password, salt, defaultParameters);
    for (const content of contents) sign('RSA-SHA256', content, privateKey);
    for (const other of others) await ask(other());
  };

  const server = createServer((incoming, outgoing) => {
    incoming.resume().on('end', () => {
      signIn().then(
        () => outgoing.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end(text),
        (error: unknown) => outgoing.writeHead(500).end(String(error)),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
};

process.once('message', async (task: FloorTask) => process.send?.(await serve(task)));
process.once('disconnect', () => process.exit());
