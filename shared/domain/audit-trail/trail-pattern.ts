/** Filter patterns of CloudWatch Logs for records of the trail. */
import type { TrailWishes } from './trail-filter.ts';

// As many characters as a pattern may have.
const longest = 1024;

// Nothing that a pattern would read as its own: what has such characters is left to the filter of records.
const isPlain = (value: string): boolean => /^[\w@.:+/*-]+$/.test(value);

const either = (paths: readonly string[], values: readonly string[]): string | undefined => {
  if (values.length === 0 || !values.every(isPlain)) return undefined;
  const terms = values.flatMap((value) => paths.map((path) => `($.${path} = "${value}")`));
  return terms.length === 1 ? terms[0] : `(${terms.join(' || ')})`;
};

const ofMembers = (member: string, value: string | undefined): string | undefined =>
  value === undefined ? undefined : either([`requestParameters.${member}`, `additionalEventData.${member}`], [value]);

const ofOne = (path: string, value: string | undefined): string | undefined =>
  value === undefined ? undefined : either([path], [value]);

/**
 * A pattern that finds every record that is wanted, and may find others: it has as many of the wishes as it can express in
 * the length that it may have. Undefined where it would find everything. Upper and lower case count.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export const trailPattern = (wishes: TrailWishes): string | undefined => {
  const { operations = [], error, readOnly, pool } = wishes;
  const poolPaths = ['userPoolId', 'identityPoolId'].flatMap((name) => [
    `requestParameters.${name}`,
    `additionalEventData.${name}`,
  ]);
  const terms = [
    ofOne('eventID', wishes.event),
    ofMembers('userPoolId', wishes.userPool),
    pool === undefined ? undefined : either(poolPaths, [pool]),
    ofOne('additionalEventData.sub', wishes.user),
    ofOne('userIdentity.accessKeyId', wishes.key),
    ofOne('userIdentity.userName', wishes.operator),
    ofOne('sourceIPAddress', wishes.address),
    ofMembers('clientId', wishes.client),
    ofOne('additionalEventData.trigger', wishes.trigger),
    ofOne('errorCode', error === true ? '*' : error),
    wishes.changes ? '($.additionalEventData.changes[0].type = "*")' : undefined,
    readOnly === undefined ? undefined : `($.readOnly IS ${readOnly ? 'TRUE' : 'FALSE'})`,
    operations.length === 0 ? undefined : either(['eventName'], operations),
  ];
  let pattern = '';
  for (const term of terms) {
    const longer = pattern === '' ? term : `${pattern} && ${term}`;
    if (term !== undefined && longer !== undefined && longer.length + 4 <= longest) pattern = longer;
  }
  return pattern === '' ? undefined : `{ ${pattern} }`;
};
