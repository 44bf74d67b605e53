import type { Framework, Hooks } from './framework.ts';
import { refusingPlainly } from './plain-refusal.ts';

interface OfflineOptions {
  readonly httpPort?: number | string;
  readonly lambdaPort?: number | string;
  readonly verbose?: boolean;
}

const portIn = (name: keyof OfflineOptions, given: number | string | undefined): number | undefined => {
  if (given === undefined) return undefined;
  const port = Number(given);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Error(`--${name} is ${given}, which is no port. Give a number from 1 to 65535.`);
};

/**
 * Makes `serverless offline start` and `serverless offline` run what `npm start` runs, database and mailbox included.
 * The package serverless-offline declares these commands. Its own servers never start: the hooks below come before
 * them, and end only with the process or with an error.
 */
export default class Offline {
  readonly hooks: Hooks;

  constructor(framework: Framework, options: OfflineOptions) {
    const run = (): Promise<never> =>
      refusingPlainly(framework, async () => {
        const { stage } = framework.service.provider;
        if (stage !== 'local') throw new Error(`The stage ${stage} runs on AWS. Here runs the stage local.`);
        // As in local/start.ts: what is written is only for its owner.
        process.umask(0o077);
        // Only here, as every command of the framework loads this file.
        const { runOrJoinStack } = await import('../run.ts');
        const edge = portIn('httpPort', options.httpPort);
        const lambda = portIn('lambdaPort', options.lambdaPort);
        return runOrJoinStack({ edge, lambda }, { verbose: options.verbose ?? false });
      });
    this.hooks = { 'before:offline:start': run, 'before:offline:start:init': run };
  }
}
