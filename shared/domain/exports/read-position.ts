import * as v from 'valibot';
import type { LinePosition } from './sealed-lines.ts';

/** How far the lines of an export have been read: up to which portion, and whether the end was among them. */
export interface ReadPosition extends LinePosition {
  readonly ended?: boolean | undefined;
}

const Mark = v.strictObject({ export: v.string(), portion: v.number(), ended: v.optional(v.boolean()) });

export const toMark = (place: ReadPosition | undefined): string | undefined => place && JSON.stringify(place);

export const fromMark = (mark: string | undefined): ReadPosition | undefined =>
  mark === undefined ? undefined : v.parse(Mark, JSON.parse(mark));

/** Why a line cannot follow what was read before it; undefined where it can. */
export const reasonAgainst = (
  before: ReadPosition | undefined,
  place: LinePosition | undefined,
  isFirst: boolean,
): string | undefined => {
  if (before?.ended) return 'The file goes on after the end of its export.';
  if (!before && !place) return undefined;
  if (!place) return 'A line of the file does not belong to its export.';
  if (!before) {
    if (!isFirst) return 'A line of the file belongs to an export, others do not.';
    return place.portion === 1 ? undefined : `The export begins with its portion ${place.portion}.`;
  }
  if (place.export !== before.export) return 'The file has lines of several exports.';
  const wanted = before.portion + 1;
  return place.portion === wanted ? undefined : `Portion ${wanted} of the export is not where it has to be.`;
};
