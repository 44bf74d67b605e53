import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { auditedOperation } from '#shared/observability/audited-operation.ts';
import { hiddenWhole, shownMembers, shownWhole } from '#shared/observability/shown-members.ts';
import { operationFiles, readContract, type Shape } from '#tests/contract/contract.ts';
import { factsOf } from '#tests/contract/schema-facts.ts';

const root = join(import.meta.dirname, '../../..');

/** A member that holds text or a map somewhere in the API: all the names that lead to it, and whether it is sensitive. */
interface Found {
  readonly path: readonly string[];
  readonly kind: 'text' | 'map' | 'document';
  readonly isSensitive: boolean;
}

// Of these, the model says nothing, and the trail hides them all the same.
const hiddenBeyondTheModel: Readonly<Record<string, string>> = {
  Attributes: 'has the name of what users have, which is hidden',
  Code: 'confirms an address',
  ConfirmationCode: 'confirms a user, and resets a password',
  CSS: 'is long, and changes nobody’s rights',
  Destination: 'is somebody’s address; CloudTrail hides it',
  DestinationUserIdentifier: 'says who somebody is at the developer’s',
  DeveloperUserIdentifier: 'says who somebody is at the developer’s',
  DeviceName: 'is what somebody calls a thing',
  EmailMessage: 'is long, and changes nobody’s rights',
  EmailMessageByLink: 'is long, and changes nobody’s rights',
  EmailVerificationMessage: 'is long, and changes nobody’s rights',
  ExternalId: 'keeps others from assuming a role',
  Filter: 'has values of attributes',
  FriendlyDeviceName: 'is what somebody calls a thing',
  HtmlBody: 'is long, and changes nobody’s rights',
  IpAddress: 'is part of what a client says of its user',
  EncodedData: 'is part of what a client says of its user',
  Jwks: 'may hold a symmetric key',
  Message: 'is long, and changes nobody’s rights',
  NextToken: 'opens a page of a list',
  PaginationToken: 'opens a page of a list',
  EmailText: 'is long, and changes nobody’s rights',
  PasswordVerifier: 'checks the password of a device',
  PreSignedUrl: 'lets everybody upload who has it',
  ProviderAttributeValue: 'says who somebody is at a provider',
  Salt: 'belongs to the password of a device',
  SessionToken: 'is a session of STS',
  SmsAuthenticationMessage: 'is long, and changes nobody’s rights',
  SmsMessage: 'is long, and changes nobody’s rights',
  SMSMessage: 'is long, and changes nobody’s rights',
  SmsVerificationMessage: 'is long, and changes nobody’s rights',
  SourceUserIdentifier: 'says who somebody is at the developer’s',
  TextBody: 'is long, and changes nobody’s rights',
  Url: 'may have a key in its query',
  Values: 'are what claims of somebody else’s tokens have to be',
  ServerPath: 'is part of what a client says of its user',
  ServerName: 'is part of what a client says of its user',
};

// Ids of app clients are shown although the model marks them: CloudTrail shows them, too.
const shownDespiteTheModel = /(?:^|\.)(?:ClientId|ClientIds|clientIds|clients\.id|accountPage\.clientId)$/;

// Maps whose keys are names that the list knows.
const walkedMaps = new Set(['AcrConfiguration', 'ProviderDetails', 'Attributes']);

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

const isShown = (name: string): boolean => shownMembers.has(name) || shownMembers.has(lowerFirst(name));

const inSchema = (node: unknown, path: readonly string[] = [], isSensitive = false): Found[] => {
  const { entries, item, value, type, sensitive } = factsOf(node);
  const isHidden = isSensitive || sensitive;
  if (entries) return Object.entries(entries).flatMap(([name, member]) => inSchema(member, [...path, name], isHidden));
  if (item) return inSchema(item, path, isHidden);
  if (value) return [{ path, kind: 'map', isSensitive: isHidden }, ...inSchema(value, path, isHidden)];
  const isText = !['boolean', 'integer', 'number', 'instance', 'custom', 'unknown'].includes(type);
  return isText ? [{ path, kind: 'text', isSensitive: isHidden }] : [];
};

const inShape = (
  shapes: Readonly<Record<string, Shape>>,
  name: string,
  path: readonly string[] = [],
  isSensitive = false,
): Found[] => {
  const { type, members = {}, of = '', sensitive } = shapes[name] ?? { type: 'document' };
  const isHidden = isSensitive || sensitive === true;
  const next = (shape: string, more: readonly string[]) => inShape(shapes, shape, [...path, ...more], isHidden);
  if (path.length > 12) return [];
  if (type === 'structure') return Object.entries(members).flatMap(([member, shape]) => next(shape, [member]));
  if (type === 'list') return next(of, []);
  if (type === 'map') return [{ path, kind: 'map', isSensitive: isHidden }, ...next(of, [])];
  if (type === 'document') return [{ path, kind: 'document', isSensitive: isHidden }];
  return type === 'string' ? [{ path, kind: 'text', isSensitive: isHidden }] : [];
};

const isReading = (name: string): boolean =>
  auditedOperation({
    called: { name, key: name, api: 'cognito-idp' },
    http: { method: 'POST', path: '/', query: '', headers: {}, body: new Uint8Array(), sourceIp: '', requestId: '' },
    startedAt: 0,
    durationMs: 0,
    outcome: 'succeeded',
    statusCode: 200,
    changes: [],
  }).readOnly;

const nameOf = ({ path }: Found): string => path.at(-1) ?? '';

let found: Found[] = [];

beforeAll(async () => {
  for (const file of operationFiles(root)) {
    const { definition } = await import(join(root, file));
    found = found.concat(inSchema(definition.request));
  }
  for (const service of ['cognito-idp', 'cognito-identity'] as const) {
    const { operations, shapes } = readContract(service);
    for (const [name, { request, response }] of Object.entries(operations)) {
      found = found.concat(inShape(shapes, request));
      if (response !== undefined && !isReading(name)) found = found.concat(inShape(shapes, response));
    }
  }
});

// A member may be in a place of which nothing is shown, or all.
const isApart = ({ path }: Found): boolean => path.some((name) => hiddenWhole.has(lowerFirst(name)));

describe('what the audit trail shows', () => {
  it('is no text that the model marks as sensitive, in whatever operation', () => {
    expect(found.length).toBeGreaterThan(1000);
    const told = found
      .filter((member) => member.isSensitive && !isApart(member) && !shownDespiteTheModel.test(member.path.join('.')))
      .filter((member) => isShown(nameOf(member)) || member.path.some((name) => shownWhole.has(lowerFirst(name))));
    expect([...new Set(told.map(({ path }) => path.join('.')))]).toEqual([]);
  });

  it('is every other text, or there is a reason against it', () => {
    const missing = found
      .filter((member) => member.kind === 'text' && !member.isSensitive && !isApart(member))
      // Records of exports have names of their own, of which it shows what it shows of changes.
      .filter((member) => !member.path.some((name) => /^[a-z]/.test(name)))
      .filter((member) => !member.path.some((name) => shownWhole.has(lowerFirst(name))))
      .map(nameOf)
      .filter((name) => !isShown(name) && hiddenBeyondTheModel[name] === undefined && !isSensitiveElsewhere(name));
    expect([...new Set(missing)].sort()).toEqual([]);
  });

  it('says of every map and document whether its names and values are shown', () => {
    const undecided = found
      .filter(({ kind }) => kind !== 'text')
      .filter((member) => !member.path.some((name) => /^[a-z]/.test(name)) && !isApart(member))
      .map(nameOf)
      .filter((name) => !shownWhole.has(lowerFirst(name)) && !walkedMaps.has(name) && name !== 'Settings');
    expect([...new Set(undecided)].sort()).toEqual([]);
  });
});

const isSensitiveElsewhere = (name: string): boolean =>
  found.some((member) => member.isSensitive && nameOf(member) === name);
