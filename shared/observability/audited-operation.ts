/** What the audit trail shows of an operation: of requests, answers and settings what is on a list, and nothing else. */
import type { AuditDetails, Change, EndedCall } from './call.ts';
import { hiddenWhole, shownMembers, shownWhole } from './shown-members.ts';

/** What stands in place of a value that is not shown, as in CloudTrail. */
const hidden = 'HIDDEN_DUE_TO_SECURITY_REASONS';

const longestText = 256;
const mostItems = 50;
const mostBytes = 16 * 1024;
const mostDifferences = 100;

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

const cut = (text: string): string => (text.length > longestText ? `${text.slice(0, longestText)}…` : text);

// What holds bytes is no structure, though its members can be counted.
const isStructure = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);

/** Names of members, as the trail writes them. Those of details of providers stay as they are. */
const shownName = (name: string): string => (shownMembers.has(name) ? name : lowerFirst(name));

const shown = (name: string, value: unknown, isWhole: boolean): unknown => {
  if (value === undefined || value === null) return undefined;
  if (hiddenWhole.has(name)) return hidden;
  const isShown = isWhole || shownMembers.has(name);
  if (typeof value === 'string') return isShown ? cut(value) : hidden;
  if (Array.isArray(value)) {
    const items = value
      .slice(0, mostItems)
      .map((item) => (isStructure(item) || isShown ? shown(name, item, isWhole) : hidden));
    return value.length > mostItems ? [...items, `… ${value.length - mostItems} more`] : items;
  }
  if (isStructure(value)) return shownIn(value, isWhole || shownWhole.has(name));
  return typeof value === 'number' || typeof value === 'boolean' ? value : hidden;
};

const shownIn = (members: Readonly<Record<string, unknown>>, isWhole: boolean): Record<string, unknown> => {
  const told = Object.entries(members).map(([member, value]): [string, unknown] => {
    const name = shownName(member);
    return [isWhole ? cut(member) : name, shown(name, value, isWhole)];
  });
  // What is undefined is left out of the line by itself.
  return Object.fromEntries(told);
};

const shortestHidden = 3;
const mostHidden = 1000;
// Some messages quote no more than that of a value.
const longestQuoted = 64;

/** The texts in a member that `shown` hides. */
function* hiddenTexts(name: string, value: unknown, show: 'all' | 'listed' | 'none'): Generator<string> {
  const within = hiddenWhole.has(name) ? 'none' : show;
  const isShown = within === 'all' || (within === 'listed' && shownMembers.has(name));
  if (typeof value === 'string' && !isShown) yield value;
  if (Array.isArray(value)) for (const item of value) yield* hiddenTexts(name, item, within);
  if (!isStructure(value)) return;
  const inside = within === 'listed' && shownWhole.has(name) ? 'all' : within;
  for (const [member, item] of Object.entries(value)) yield* hiddenTexts(shownName(member), item, inside);
}

const asPattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/**
 * What the caller was told, without texts of the request that are hidden: some messages quote a name, a filter or a
 * parameter, or are a trigger's, which may quote anything.
 */
export const withoutTexts = (message: string, texts: Iterable<string>): string => {
  const quoted = new Set<string>();
  for (const text of texts) {
    const part = text.slice(0, longestQuoted);
    if (part.length >= shortestHidden && message.includes(part)) quoted.add(message.includes(text) ? text : part);
    if (quoted.size >= mostHidden) break;
  }
  if (quoted.size === 0) return message;
  const longestFirst = [...quoted].sort((one, other) => other.length - one.length).map(asPattern);
  // As words: a username such as "use" is no part of "user".
  return message.replace(
    new RegExp(`(?<![\\p{L}\\p{N}_])(?:${longestFirst.join('|')})(?![\\p{L}\\p{N}_])`, 'gu'),
    hidden,
  );
};

/** The value, or how large it is where that is too much for a record. */
const bounded = <T extends object>(what: string, value: T, most = mostBytes): T | object => {
  const size = JSON.stringify(value).length;
  return size > most ? { omitted: true, originalSize: size, reason: `${what} too large` } : value;
};

/** The members of a request or an answer, as CloudTrail shows them. */
const redacted = (what: string, members: object): object => bounded(what, shownIn({ ...members }, false));

/** One member of settings that a change gave another value. */
interface Difference {
  /** From the top, with dots. */
  readonly path: string;
  readonly from?: unknown;
  readonly to?: unknown;
}

/** What was changed: settings by their type and id, and how. */
export interface ToldChange {
  readonly type: string;
  readonly id: string;
  readonly change: 'created' | 'changed' | 'removed';
  readonly differences?: readonly Difference[] | object;
  readonly settings?: object;
}

// They change with each change, and say nothing.
const counters: ReadonlySet<string> = new Set(['version', 'updatedAt']);

const differencesOf = (
  before: unknown,
  after: unknown,
  path: readonly string[],
  isWhole: boolean,
): readonly Difference[] => {
  const [name = ''] = path.slice(-1);
  if (isStructure(before) && isStructure(after) && !hiddenWhole.has(name)) {
    const members = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return members
      .filter((member) => path.length > 0 || !counters.has(member))
      .flatMap((member) =>
        differencesOf(
          before[member],
          after[member],
          [...path, isWhole ? cut(member) : shownName(member)],
          isWhole || shownWhole.has(name),
        ),
      );
  }
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  return [{ path: path.join('.'), from: shown(name, before, isWhole), to: shown(name, after, isWhole) }];
};

const idOf = (settings: object, key: string): string => {
  const id = ['id', 'kid', 'name', 'identifier']
    .map((name) => Reflect.get(settings, name))
    .find((value) => typeof value === 'string');
  return cut(String(id ?? key));
};

const toldChange = ({ type, key, before, after }: Change): ToldChange => {
  const about = { type, id: idOf(after ?? before ?? {}, key) };
  if (before && after) {
    const found = [...differencesOf(before, after, [], false)].sort((one, other) => (one.path < other.path ? -1 : 1));
    const differences = bounded('differences', found.slice(0, mostDifferences));
    return { ...about, change: 'changed', differences };
  }
  if (after) return { ...about, change: 'created', settings: redacted('settings', after) };
  return { ...about, change: 'removed', settings: redacted('settings', before ?? {}) };
};

const mostChanges = 20;
const mostChangesBytes = 48 * 1024;

// A version that is counted up for a change of something else is no change of its own.
const isChange = ({ differences }: ToldChange): boolean => !Array.isArray(differences) || differences.length > 0;

/** How settings were changed: from what to what. Of secrets it says only that they changed. */
export const toldChanges = (changes: readonly Change[]): readonly ToldChange[] =>
  changes.slice(0, mostChanges).map(toldChange).filter(isChange);

// What these names begin with is no reading.
const changing =
  /^Get(?:Id|OpenIdToken\w*|CredentialsForIdentity|TokensFromRefreshToken|ClientToken|UserAttributeVerificationCode)$/;

const isReading = (name: string): boolean =>
  /^(?:Admin)?(?:Describe|Get|List|Lookup|Plan|Preview|Search)/.test(name) && !changing.test(name);

/** What the trail says of a call of an operation. */
export const auditedOperation = (call: EndedCall): AuditDetails => {
  const { called, request, response, refusal, sub, poolId, clientId, identityPoolId, failedTrigger, changes, unsent } =
    call;
  const readOnly = isReading(called.name);
  const named = { ...request };
  const beside = {
    ...(sub !== undefined && { sub }),
    ...(poolId !== undefined && !('UserPoolId' in named) && { userPoolId: poolId }),
    ...(clientId !== undefined && !('ClientId' in named) && { clientId }),
    ...(identityPoolId !== undefined && !('IdentityPoolId' in named) && { identityPoolId }),
    ...(failedTrigger !== undefined && { trigger: failedTrigger }),
    ...(unsent && { unsent }),
    ...(changes.length > 0 && { changes: bounded('changes', toldChanges(changes), mostChangesBytes) }),
  };
  return {
    eventVersion: '1.10',
    eventType: 'AwsApiCall',
    eventName: called.name,
    readOnly,
    requestParameters: request ? redacted('requestParameters', request) : null,
    // As in CloudTrail, which leaves out what was only read.
    responseElements:
      response && !readOnly && Object.keys(response).length > 0 ? redacted('responseElements', response) : null,
    ...(refusal && { errorMessage: withoutTexts(refusal.message, hiddenTexts('', named, 'listed')) }),
    ...(Object.keys(beside).length > 0 && { additionalEventData: beside }),
  };
};
