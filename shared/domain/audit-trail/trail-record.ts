import * as v from 'valibot';

const texts = v.record(v.string(), v.unknown());

const Line = v.looseObject({
  eventTime: v.string(),
  eventName: v.string(),
  eventSource: v.string(),
  eventID: v.string(),
  sourceIPAddress: v.string(),
  userAgent: v.string(),
  requestID: v.string(),
  userIdentity: texts,
  readOnly: v.optional(v.boolean()),
  errorCode: v.optional(v.string()),
  errorMessage: v.optional(v.string()),
  requestParameters: v.nullable(texts),
  additionalEventData: v.optional(texts),
});

/** A record of the trail, as it was read. */
export type TrailRecord = v.InferOutput<typeof Line>;

/** The record in a line; undefined for what is no record, or was cut short. What AWS prints of a log has the time before the line. */
export const recordIn = (line: string): TrailRecord | undefined => {
  const start = line.indexOf('{');
  if (start < 0) return undefined;
  try {
    const value: unknown = JSON.parse(line.slice(start));
    return v.is(Line, value) ? value : undefined;
  } catch {
    return undefined;
  }
};
