import { inject } from 'vitest';

/**
 * What may befall one request to the store:
 * - `refused`: it fails before it is made, however often it is tried; the ones after it are made;
 * - `killed`: it is made, but its answer and every later request are lost, as when the process dies;
 * - `stalled`: nothing comes back from the first try, which is not made; the function gives up waiting and tries again;
 * - `repeated`: it is made and its answer is lost, so that the function makes it once more;
 * - `late`: it is made only after the client gave up and asked again.
 */
export const befallings = ['refused', 'stalled', 'killed', 'repeated', 'late'] as const;

export type Befalling = (typeof befallings)[number];

/** A fault to come. `at` counts from 1: reads and writes where requests are refused, otherwise only writes. */
export interface Fault {
  readonly befalls: Befalling;
  readonly at: number;
}

/** What the fault struck: the name of the request, or nothing where there were fewer requests. */
export interface Strike {
  readonly struck: string | undefined;
}

const tell = async (method: string, fault = ''): Promise<Strike> => {
  const answer = await fetch(`${inject('faults').url}/fault${fault}`, { method });
  if (!answer.ok) throw new Error(await answer.text());
  return JSON.parse(await answer.text());
};

/** From now on requests are counted, and one of them meets the fault. */
export const arm = ({ befalls, at }: Fault): Promise<Strike> => tell('PUT', `/${befalls}/${at}`);

/** Waits until the fault strikes, or is lifted. */
export const strike = (): Promise<Strike> => tell('GET');

/** Ends the fault. What it held back is made now. */
export const lift = (): Promise<Strike> => tell('DELETE');
