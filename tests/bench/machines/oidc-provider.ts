import { startChild } from '#local/child.ts';
import { freePort } from '#local/ports.ts';
import { plainEnvironment, untilAnswers } from '../peer/fetched.ts';
import { asked, type Machine } from './sample.ts';

/** The package, as npm names it. */
export const provider = 'oidc-provider@9.13.3';

const machine: Machine = { clientId: 'bench', clientSecret: 'a-secret-that-is-as-long-as-ours-are-0123456789abcde' };

/** Starts it in a process of its own, from the folder in which npm put it. */
export const startProvider = async (folder: string) => {
  const port = await freePort();
  const child = startChild(process.execPath, [new URL('oidc-provider-process.ts', import.meta.url).pathname], {
    cwd: folder,
    stdio: 'ignore',
    env: { ...plainEnvironment(), NODE_ENV: 'production', FOLDER: folder, PORT: String(port), ...machine, ...asked },
  });
  const endpoint = `http://127.0.0.1:${port}`;
  await untilAnswers(child, `${endpoint}/jwks`, provider);
  return { url: `${endpoint}/token`, machine, scope: asked.scope, pid: child.process.pid, stop: child.stop };
};
