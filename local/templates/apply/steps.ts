import type { Values } from '../kinds/kind.ts';
import { replaces, resourceTypes } from '../published/shape.ts';
import { hashesOf, type Made, pathsThatDiffer, type State } from './state.ts';
import type { Wanted } from './wanted.ts';

/** What becomes of a resource. */
export type Action = 'make' | 'change' | 'replace' | 'keep' | 'leave' | 'remove';

/** One step, as it is told. */
export interface Step {
  readonly action: Action;
  readonly logicalId: string;
  readonly type: string;
  /** The line of the file; undefined where the file has it no more. */
  readonly line?: number;
  /** The paths of properties that are others than before. */
  readonly properties?: readonly string[];
  /** What Ref gives; undefined where it is not made yet. */
  readonly id?: string | undefined;
}

const topOf = (path: string): string => path.split('.')[0] ?? path;

const replacedBy = ({ kind, resource }: Wanted, path: string): boolean => {
  if (!kind.change) return true;
  const name = topOf(path);
  if (kind.replacedBy) return kind.replacedBy.includes(name);
  const shape = resourceTypes.get(resource.type)?.properties[name];
  return shape !== undefined && replaces(shape);
};

/** What has to be done for a resource with these properties, of which an earlier start made `made`. */
export const stepFor = (wanted: Wanted, properties: Values, made: Made | undefined): Step => {
  const { logicalId, type, line } = wanted.resource;
  const step = { logicalId, type, line, id: made?.identity.Ref };
  if (made?.type !== type) return { ...step, action: 'make', id: undefined };
  const different = pathsThatDiffer(made.properties, hashesOf(properties));
  if (different.length === 0) return { ...step, action: 'keep' };
  const isOther = different.some((path) => replacedBy(wanted, path));
  return { ...step, action: isOther ? 'replace' : 'change', properties: different };
};

/** The properties, without what is within them, that paths lead to and that are there, or are there no more. */
export const touched = (paths: readonly string[], properties: Values) => {
  const names = [...new Set(paths.map(topOf))];
  return {
    changed: new Set(names.filter((name) => properties[name] !== undefined)),
    removed: new Set(names.filter((name) => properties[name] === undefined)),
  };
};

/** Steps for what earlier starts made and the file has no more: it stays, unless it is to be removed. */
export const stepsForRest = (state: State, wanted: readonly Wanted[], removing: boolean): readonly Step[] => {
  const names = new Set(wanted.map(({ resource }) => resource.logicalId));
  return Object.entries(state)
    .filter(([logicalId]) => !names.has(logicalId))
    .toReversed()
    .map(([logicalId, { type, identity, isRetained }]) => ({
      action: removing && !isRetained ? 'remove' : 'leave',
      logicalId,
      type,
      id: identity.Ref,
    }));
};
