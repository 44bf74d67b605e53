import { createStartFunction } from './function-start.ts';

/** The deployment's own functions that work without anybody waiting. */
export interface Workers {
  /** Has the function called soon, and again where it fails. Throws where Lambda does not take the call. */
  readonly start: (worker: string, payload: object) => Promise<void>;
}

interface Settings {
  readonly region: string;
  /** Of a stand-in for Lambda; undefined on AWS. */
  readonly endpoint: string | undefined;
  /** What the names of the deployment's functions begin with. */
  readonly prefix: string;
}

/** Starts workers by asynchronous invocation. A worker may be started twice, so that none is ever forgotten. */
export const createWorkers = ({ region, endpoint, prefix }: Settings): Workers => {
  const start = createStartFunction({ region, endpoint });
  return { start: (worker, payload) => start(`${prefix}${worker}`, payload) };
};
