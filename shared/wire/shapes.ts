import * as v from 'valibot';
import { integer, list, map, text } from './fields.ts';

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
const ScopeType = text({ min: 1, max: 256, pattern: '[\\x21\\x23-\\x5B\\x5D-\\x7E]+' });
export const ScopeListType = list(ScopeType, { max: 50 });
export const WebAuthnCredentialsQueryLimitType = integer({ min: 0, max: 20 });
export const GroupNameType = text({ min: 1, max: 128, pattern: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+' });
export const DescriptionType = text({ max: 2048 });
export const PrecedenceType = integer({ min: 0 });
export const UserImportJobNameType = text({ min: 1, max: 128, pattern: '[\\w\\s+=,.@-]+' });
export const UserImportJobIdType = text({ min: 1, max: 55, pattern: 'import-[0-9a-zA-Z-]+' });
export const PasswordHashingAlgorithmType = v.picklist(['BCRYPT', 'SCRYPT', 'ARGON2ID', 'PBKDF2_SHA256']);
