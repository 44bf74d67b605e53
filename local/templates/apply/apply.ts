import { Refusal } from '../../cli/failures.ts';
import type { Call, Identity, Values } from '../kinds/kind.ts';
import { kindOf } from '../kinds/kinds.ts';
import type { Resource } from '../source/template.ts';
import { TemplateError } from '../source/tree.ts';
import { hashesOf, type Made, type State } from './state.ts';
import { type Step, stepFor, stepsForRest, touched } from './steps.ts';
import type { Wanted, Wishes } from './wanted.ts';

/** What was made so far, which grows while a template is applied. */
export interface Progress {
  readonly state: () => State;
  readonly identityOf: (logicalId: string) => Identity | undefined;
  /** Notes what is there, and writes it down. */
  readonly note: (logicalId: string, made: Made | undefined) => void;
}

interface Applying {
  readonly wishes: Wishes;
  readonly progress: Progress;
  readonly call: Call;
  readonly endpoint: string;
  readonly stackName: string;
  /** What the file has no more is removed. */
  readonly removing: boolean;
}

const missing: readonly string[] = ['ResourceNotFoundException', 'UserNotFoundException'];

const isMissing = (error: unknown): boolean => error instanceof Refusal && missing.includes(error.name);

const withLine = async <Result>({ logicalId, type, line }: Resource, work: () => Promise<Result>): Promise<Result> => {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new TemplateError(line, `${logicalId} (${type}): ${error.name}: ${error.message}`);
  }
};

const isThere = async ({ type, identity }: Made, call: Call): Promise<boolean> => {
  try {
    await kindOf(type)?.read?.(identity, call);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
};

const remove = async ({ type, identity }: Made, call: Call): Promise<void> => {
  try {
    await kindOf(type)?.remove?.(identity, call);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
};

// The state keeps what was replaced under a name of its own, until it is removed.
const formerName = (logicalId: string, state: State): string => {
  for (let count = 1; ; count += 1) {
    const name = `${logicalId} (replaced ${count})`;
    if (!state[name]) return name;
  }
};

const applyOne = async (wanted: Wanted, { progress, call, endpoint, stackName, removing }: Applying): Promise<Step> => {
  const { resource, kind } = wanted;
  const { logicalId, type, isRetained } = resource;
  const properties: Values = wanted.properties();
  const known = progress.state()[logicalId];
  const made = known && (await isThere(known, call)) ? known : undefined;
  const step = stepFor(wanted, properties, made);
  const making = { properties, givenName: `${stackName}-${logicalId}`, call, endpoint };
  const done = (identity: Identity): Step => {
    progress.note(logicalId, { type, identity, properties: hashesOf(properties), isRetained });
    return { ...step, id: identity.Ref };
  };
  if (step.action === 'keep') return step;
  if (step.action === 'change' && kind.change && made) {
    const changing = { ...making, ...touched(step.properties ?? [], properties), identity: made.identity };
    return done(await kind.change(changing));
  }
  if (step.action === 'replace' && made) {
    // Where both could not be there at once, the former one goes first.
    if (removing && !made.isRetained) await remove(made, call);
    else progress.note(formerName(logicalId, progress.state()), made);
  }
  return done(await kind.make(making));
};

/**
 * Makes, changes and, where that is wanted, removes resources until all is as a template has it. What is done is noted at
 * once, so that after a refusal the next start goes on there. Throws TemplateError with the API's words.
 */
export const applyWishes = async (applying: Applying): Promise<readonly Step[]> => {
  const { wishes, progress, call, removing } = applying;
  const steps: Step[] = [];
  for (const wanted of wishes.wanted) steps.push(await withLine(wanted.resource, () => applyOne(wanted, applying)));
  for (const step of stepsForRest(progress.state(), wishes.wanted, removing)) {
    const made = progress.state()[step.logicalId];
    if (!made) continue;
    if (step.action === 'remove') await remove(made, call);
    const isGone = step.action === 'remove' || !(await isThere(made, call));
    if (isGone) progress.note(step.logicalId, undefined);
    if (step.action === 'remove' || !isGone) steps.push(step);
  }
  return steps;
};

/** What `applyWishes` would do, by what is written down of earlier starts. Forgets in `progress` what would be another. */
export const planWishes = (wishes: Wishes, progress: Progress, removing: boolean): readonly Step[] => {
  const rest = stepsForRest(progress.state(), wishes.wanted, removing);
  const steps = wishes.wanted.map((wanted) => {
    const { logicalId } = wanted.resource;
    const step = stepFor(wanted, wanted.properties(), progress.state()[logicalId]);
    // What refers to it changes with it.
    if (step.action === 'make' || step.action === 'replace') progress.note(logicalId, undefined);
    return step;
  });
  return [...steps, ...rest];
};
