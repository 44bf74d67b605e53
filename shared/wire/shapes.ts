import * as v from 'valibot';

/** The form that a text must have. */
export interface TextPattern {
  /** The model's pattern, without anchors as in the model. The whole value must match it. */
  readonly pattern: string;
  /**
   * Means the same as the pattern, but in time that grows only with the length. Set where the pattern would take
   * longer.
   */
  readonly matches?: (value: string) => boolean;
}

interface TextRule extends Partial<TextPattern> {
  readonly min?: number;
  readonly max?: number;
  /** True where an error message must not repeat the value. */
  readonly sensitive?: boolean;
}

interface Range {
  readonly min?: number;
  readonly max?: number;
}

type Action<Value> = v.PipeAction<Value, Value, v.BaseIssue<unknown>>;

/** `v.regex` that skips values over the length limit: hostile input must not make matching expensive. */
const boundedRegex = (pattern: RegExp, max: number | undefined): v.RegexAction<string, undefined> => {
  const action: v.RegexAction<string, undefined> = v.regex(pattern);
  if (max === undefined) return action;
  const match = action['~run'];
  return Object.assign(action, {
    '~run': (...[dataset, config]: Parameters<typeof match>): ReturnType<typeof match> =>
      typeof dataset.value === 'string' && dataset.value.length > max ? dataset : match.call(action, dataset, config),
  });
};

/** A string with the model's constraints. Lengths are in characters. */
export const text = ({ min, max, pattern, matches, sensitive }: TextRule = {}): v.GenericSchema<string, string> => {
  const actions: Action<string>[] = [];
  if (min !== undefined) actions.push(v.minLength(min));
  if (max !== undefined) actions.push(v.maxLength(max));
  if (pattern !== undefined) {
    const whole = new RegExp(`^(?:${pattern})$`, 'u');
    actions.push(boundedRegex(matches ? Object.assign(whole, { test: matches }) : whole, max));
  }
  if (sensitive) actions.push(v.metadata({ sensitive }));
  return v.pipe(v.string(), ...actions);
};

// Numbers of the API have 32 bits. It takes a greater one, like a fraction, for no number.
const wholeNumber = (): Action<number> =>
  Object.assign(v.integer<number>(), { requirement: (value: number) => value === (value | 0) });

/** A whole number of 32 bits, in the model's range. */
export const integer = ({ min, max }: Range = {}): v.GenericSchema<number, number> => {
  const actions: Action<number>[] = [wholeNumber()];
  if (min !== undefined) actions.push(v.minValue(min));
  if (max !== undefined) actions.push(v.maxValue(max));
  return v.pipe(v.number(), ...actions);
};

/**
 * The most items of a list, or members of a map, where the model states no number. No request that succeeds has as
 * many.
 */
export const mostItems = 256;

type Run<Value> = v.GenericSchema<unknown, Value>['~run'];

const base64Form = /^[A-Za-z0-9+/]*={0,2}$/;

/** Bytes, which travel as base64. Lengths are in bytes. */
export const blob = ({ max }: Pick<Range, 'max'> = {}): v.GenericSchema<unknown, Uint8Array> => {
  const bytes = v.instance(Uint8Array<ArrayBufferLike>);
  const run: Run<Uint8Array> = bytes['~run'].bind(bytes);
  const decoding: Run<Uint8Array> = (dataset, config) => {
    const { value } = dataset;
    const isBase64 = typeof value === 'string' && value.length % 4 === 0 && base64Form.test(value);
    return run(isBase64 ? { ...dataset, value: new Uint8Array(Buffer.from(value, 'base64')) } : dataset, config);
  };
  const schema = Object.assign(bytes, { '~run': decoding });
  return max === undefined ? schema : v.pipe(schema, v.maxLength(max));
};

// Too many items are refused for their number alone: none of them is read.
const unlessLong =
  <Value>(run: Run<Value>, isLong: (value: unknown) => boolean): Run<Value> =>
  (dataset, config) =>
    isLong(dataset.value) ? Object.assign(dataset, { typed: true as const }) : run(dataset, config);

/** A list with the model's item count, or with ours where the model has none. */
export const list = <Item>(
  item: v.GenericSchema<unknown, Item>,
  { min, max = mostItems }: Range = {},
): v.GenericSchema<unknown, Item[]> => {
  const actions: Action<Item[]>[] = [];
  if (min !== undefined) actions.push(v.minLength(min));
  actions.push(v.maxLength(max));
  const items = v.array(item);
  const isLong = (value: unknown): boolean => Array.isArray(value) && value.length > max;
  return v.pipe(Object.assign(items, { '~run': unlessLong(items['~run'].bind(items), isLong) }), ...actions);
};

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

// `v.record` silently drops these keys, as they could be taken for a prototype. To the API they are ordinary keys.
const leftOut: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** `v.record` that keeps every given key. */
const wholeRecord = <Value>(key: v.GenericSchema<string, string>, value: v.GenericSchema<unknown, Value>) => {
  const record = v.record(key, value);
  const run = record['~run'];
  return Object.assign(record, {
    '~run': (...[dataset, config]: Parameters<typeof run>): ReturnType<typeof run> => {
      const input: unknown = dataset.value;
      const checked = run.call(record, dataset, config);
      const left = isObject(input) ? Object.entries(input).filter(([name]) => leftOut.has(name)) : [];
      for (const [name, given] of left) {
        if (config.abortEarly && checked.issues) break;
        const [named, member] = [key['~run']({ value: name }, config), value['~run']({ value: given }, config)];
        const at = { type: 'object', origin: 'value', input: { ...Object(input) }, key: name, value: given } as const;
        const issues = [...(named.issues ?? []), ...(member.issues ?? [])].map((issue) => ({
          ...issue,
          path: [at, ...(issue.path ?? [])],
        }));
        if (issues.length > 0) Object.assign(checked, { issues: [...(checked.issues ?? []), ...issues] });
        const held = { value: member.value, configurable: true, enumerable: true, writable: true };
        Object.defineProperty(checked.value, name, held);
      }
      return checked;
    },
  });
};

interface MapRule extends Range {
  readonly sensitive?: boolean;
}

/** A map whose keys are strings, with the model's member count, or with ours where the model has none. */
export const map = <Value>(
  key: v.GenericSchema<string, string>,
  value: v.GenericSchema<unknown, Value>,
  { min, max = mostItems, sensitive = false }: MapRule = {},
) => {
  const members = wholeRecord(key, value);
  const isLong = (given: unknown): boolean => isObject(given) && Object.keys(given).length > max;
  const run = unlessLong<Record<string, Value>>(members['~run'], isLong);
  const actions: Action<Record<string, Value>>[] = [v.maxEntries(max), v.metadata({ sensitive })];
  if (min !== undefined) actions.unshift(v.minEntries(min));
  return v.pipe(Object.assign(members, { '~run': run }), ...actions);
};

/** The request schema of an operation: every member of the model's shape, each with the model's type. */
export interface RequestOf<Shape extends object> {
  readonly entries: { readonly [Member in keyof Required<Shape>]: v.GenericSchema<unknown, Shape[Member]> };
}

export const UserPoolIdType = text({ min: 1, max: 55, pattern: '[\\w-]+_[0-9a-zA-Z]+' });
export const PaginationKeyType = text({ min: 1, pattern: '[\\S]+' });
export const PoolQueryLimitType = integer({ min: 1, max: 60 });
export const ClientIdType = text({ min: 1, max: 128, pattern: '[\\w+]+', sensitive: true });
export const QueryLimit = integer({ min: 1, max: 60 });
export const PaginationKey = text({ min: 1, max: 131072, pattern: '[\\S]+' });
export const ClientTypeType = v.picklist(['DCR', 'REGULAR']);
export const SecretHashType = text({ min: 1, max: 128, pattern: '[\\w+=/]+', sensitive: true });
export const UsernameType = text({ min: 1, max: 128, pattern: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+', sensitive: true });
// Stricter than the model's \S+, as the service is: at least six characters, and no space at either end.
export const PasswordType = text({
  min: 6,
  max: 256,
  pattern: '^[\\S]+.*[\\S]+$',
  // Means the same, without trying every way to split a text that does not match into three.
  matches: (password) => /^\S.*\S$/u.test(password),
  sensitive: true,
});
export const AttributeNameType = text({ min: 1, max: 32, pattern: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\t\\n\\r ]+' });
const AttributeValueType = text({ max: 2048, sensitive: true });
const AttributeType = v.object({ Name: AttributeNameType, Value: v.optional(AttributeValueType) });
export const AttributeListType = list(AttributeType);
export const StringType = text({ min: 0, max: 131072 });
export const AnalyticsMetadataType = v.object({ AnalyticsEndpointId: v.optional(StringType) });
export const UserContextDataType = v.pipe(
  v.object({ IpAddress: v.optional(StringType), EncodedData: v.optional(StringType) }),
  v.metadata({ sensitive: true }),
);
export const ClientMetadataType = map(StringType, StringType);
export const ConfirmationCodeType = text({ min: 1, max: 2048, pattern: '[\\S]+' });
export const ForceAliasCreation = v.boolean();
export const SessionType = text({ min: 20, max: 2048, sensitive: true });
export const AuthFlowType = v.picklist([
  'USER_SRP_AUTH',
  'REFRESH_TOKEN_AUTH',
  'REFRESH_TOKEN',
  'CUSTOM_AUTH',
  'ADMIN_NO_SRP_AUTH',
  'USER_PASSWORD_AUTH',
  'ADMIN_USER_PASSWORD_AUTH',
  'USER_AUTH',
]);
export const AuthParametersType = map(StringType, StringType, { sensitive: true });
const HttpHeader = v.object({ headerName: v.optional(StringType), headerValue: v.optional(StringType) });
const HttpHeaderList = list(HttpHeader);
export const ContextDataType = v.object({
  IpAddress: StringType,
  ServerName: StringType,
  ServerPath: StringType,
  HttpHeaders: HttpHeaderList,
  EncodedData: v.optional(StringType),
});
export const ChallengeNameType = v.picklist([
  'SMS_MFA',
  'EMAIL_OTP',
  'SOFTWARE_TOKEN_MFA',
  'SELECT_MFA_TYPE',
  'MFA_SETUP',
  'PASSWORD_VERIFIER',
  'CUSTOM_CHALLENGE',
  'SELECT_CHALLENGE',
  'DEVICE_SRP_AUTH',
  'DEVICE_PASSWORD_VERIFIER',
  'ADMIN_NO_SRP_AUTH',
  'NEW_PASSWORD_REQUIRED',
  'SMS_OTP',
  'PASSWORD',
  'WEB_AUTHN',
  'PASSWORD_SRP',
]);
export const ChallengeResponsesType = map(StringType, StringType, { sensitive: true });
export const TokenModelType = text({ pattern: '[A-Za-z0-9-_=.]+', sensitive: true });
export const SoftwareTokenMFAUserCodeType = text({ min: 6, max: 6, pattern: '[0-9]+', sensitive: true });
export const ClientSecretType = text({ min: 24, max: 64, pattern: '[\\w+]+', sensitive: true });
export const DeviceKeyType = text({ min: 1, max: 55, pattern: '[\\w-]+_[0-9a-f-]+' });
export const DeviceNameType = text({ min: 1, max: 1024 });
export const DeviceRememberedStatusType = v.picklist(['remembered', 'not_remembered']);
export const DeviceSecretVerifierConfigType = v.object({
  PasswordVerifier: v.optional(StringType),
  Salt: v.optional(StringType),
});
export const RevokeAssociatedSessionsType = v.picklist(['LINKED', 'NONE']);
export const UserSessionIdType = text({ min: 28, max: 28, pattern: '^(tkn|sso)[a-z0-9]{25}$' });
export const UserSessionTrackingType = v.picklist(['DISABLED', 'ENABLED']);
export const UserPoolTokenSessionConfigType = v.object({ MaxPerUser: integer({ min: 1, max: 100 }) });
export const ClientSSOSessionConfigType = v.object({ MaxValidityMinutes: integer({ min: 0, max: 129_600 }) });
export const BooleanType = v.boolean();
export const AttributeNameListType = list(AttributeNameType);
export const MessageActionType = v.picklist(['RESEND', 'SUPPRESS']);
export const DeliveryMediumType = v.picklist(['SMS', 'EMAIL']);
export const DeliveryMediumListType = list(DeliveryMediumType);
export const SearchedAttributeNamesListType = list(AttributeNameType);
export const QueryLimitType = integer({ min: 0, max: 60 });
export const SearchPaginationTokenType = text({ min: 1, pattern: '[\\S]+' });
export const UserFilterType = text({ max: 256 });
export const ArnType = text({
  min: 20,
  max: 2048,
  pattern: 'arn:[\\w+=/,.@-]+:[\\w+=/,.@-]+:([\\w+=/,.@-]*)?:[0-9]+:[\\w+=/,.@-]+(:[\\w+=/,.@-]+)?(:[\\w+=/,.@-]+)?',
});
export const WrappedBooleanType = v.boolean();
const OAuthFlowType = v.picklist(['code', 'implicit', 'client_credentials']);
export const OAuthFlowsType = list(OAuthFlowType, { min: 0, max: 3 });
export const ScopeType = text({ min: 1, max: 256, pattern: '[\\x21\\x23-\\x5B\\x5D-\\x7E]+' });
export const ScopeListType = list(ScopeType, { max: 50 });
export const WebAuthnCredentialsQueryLimitType = integer({ min: 0, max: 20 });
export const GroupNameType = text({ min: 1, max: 128, pattern: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+' });
export const DescriptionType = text({ max: 2048 });
export const PrecedenceType = integer({ min: 0 });
export const UserImportJobNameType = text({ min: 1, max: 128, pattern: '[\\w\\s+=,.@-]+' });
export const UserImportJobIdType = text({ min: 1, max: 55, pattern: 'import-[0-9a-zA-Z-]+' });
export const PasswordHashingAlgorithmType = v.picklist(['BCRYPT', 'SCRYPT', 'ARGON2ID', 'PBKDF2_SHA256']);
