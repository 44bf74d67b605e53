import * as v from 'valibot';
import { environment } from '#shared/config/environment.ts';
import { once } from '#shared/config/once.ts';
import { createAwsRequest } from './aws-request.ts';

interface Search {
  /** A filter pattern; everything where there is none. */
  readonly pattern: string | undefined;
  /** Epoch milliseconds, both included. */
  readonly from: number;
  readonly to: number;
  readonly isNewestFirst: boolean;
  readonly limit: number;
  /** Where an earlier answer to the same search ended. */
  readonly token: string | undefined;
}

interface Found {
  /** The lines, in the order that was asked for. */
  readonly lines: readonly string[];
  /** Where the search goes on, also after an answer without a line; undefined at its end. */
  readonly token: string | undefined;
}

/** Reads the log group of the audit trail. */
export interface TrailLog {
  /** One request. Throws ServiceRefusal. */
  readonly filter: (search: Search) => Promise<Found>;
}

interface Settings {
  readonly region: string;
  /** As in names of functions: service and stage, with a hyphen after each. */
  readonly functionPrefix: string;
  readonly endpoints: { readonly logs: string | undefined };
}

const timeoutMs = 6000;

const Answer = v.object({
  events: v.optional(v.array(v.object({ message: v.string() })), []),
  nextToken: v.optional(v.string()),
});

/** The log group of a deployment's trail: gatehouse-prod- becomes /gatehouse/prod/trail. */
export const trailGroup = (functionPrefix: string): string => `/${functionPrefix.slice(0, -1).replace('-', '/')}/trail`;

/**
 * Reads by FilterLogEvents of CloudWatch Logs, or its stand-in.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
 */
const createTrailLog = ({ region, functionPrefix, endpoints }: Settings): TrailLog => {
  const logs = createAwsRequest({ service: 'logs', endpoint: endpoints.logs });
  return {
    filter: async ({ pattern, from, to, isNewestFirst, limit, token }) => {
      const { body } = await logs({
        region,
        path: '/',
        headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'Logs_20140328.FilterLogEvents' },
        body: JSON.stringify({
          logGroupName: trailGroup(functionPrefix),
          filterPattern: pattern,
          startTime: from,
          endTime: to,
          limit,
          startFromHead: !isNewestFirst,
          nextToken: token,
        }),
        timeoutMs,
        retriesAfter: ['silent', 'throttled', 'broken'],
      });
      const { events, nextToken } = v.parse(Answer, JSON.parse(body.toString()));
      return { lines: events.map(({ message }) => message), token: nextToken };
    },
  };
};

export const trailLog = once(() => createTrailLog(environment()));
