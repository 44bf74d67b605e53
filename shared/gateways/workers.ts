import { environment } from '#shared/config/environment.ts';
import { once } from '#shared/config/once.ts';
import { createStartFunction } from './function-start.ts';

/** The deployment's own functions that run in the background. */
export interface Workers {
  /** Has the function called soon, and again if it fails. Throws where Lambda does not take the call. */
  readonly start: (worker: string, payload: object) => Promise<void>;
}

interface Settings {
  readonly region: string;
  /** Of a stand-in for Lambda; undefined on AWS. */
  readonly endpoint: string | undefined;
  /** Prefix of the names of the deployment's functions. */
  readonly prefix: string;
}

/** Starts workers by asynchronous invocation. A start may happen twice, so that none is lost. */
export const createWorkers = ({ region, endpoint, prefix }: Settings): Workers => {
  const start = createStartFunction({ region, endpoint });
  return { start: (worker, payload) => start(`${prefix}${worker}`, payload) };
};

export const workers = once(() => {
  const { region, endpoints, functionPrefix } = environment();
  return createWorkers({ region, endpoint: endpoints.workers, prefix: functionPrefix });
});
