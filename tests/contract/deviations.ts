import { mostItems } from '#shared/wire/shapes.ts';
import type { Contract, Shape } from './contract.ts';

interface Deviation extends Partial<Shape> {
  readonly because: string;
}

/** Where our requests deliberately differ from the published constraints. */
export const deviations: Readonly<Record<string, Deviation>> = {
  PasswordType: {
    min: 6,
    pattern: '^[\\S]+.*[\\S]+$',
    because: 'the service refuses shorter passwords and space at either end, with this text',
  },
  DomainType: {
    pattern: '^[a-z0-9](?:[a-z0-9\\-.]{0,61}[a-z0-9])?$',
    because: 'custom domains have dots, which the service takes, too; a prefix is held to the published pattern',
  },
  UpdateUserPoolRequest: {
    members: {
      AliasAttributes: 'AliasAttributesListType',
      UsernameAttributes: 'UsernameAttributesListType',
      UsernameConfiguration: 'UsernameConfigurationType',
      Schema: 'SchemaAttributesListType',
    },
    because: 'a pool can change here in what it is made with',
  },
  ExplicitAuthFlowsType: {
    enum: [
      'ADMIN_NO_SRP_AUTH',
      'CUSTOM_AUTH_FLOW_ONLY',
      'USER_PASSWORD_AUTH',
      'ALLOW_ADMIN_USER_PASSWORD_AUTH',
      'ALLOW_CUSTOM_AUTH',
      'ALLOW_USER_PASSWORD_AUTH',
      'ALLOW_USER_SRP_AUTH',
      'ALLOW_REFRESH_TOKEN_AUTH',
      'ALLOW_USER_AUTH',
      'ALLOW_CLIENT_TOKEN_AUTH',
    ],
    because: 'GetClientToken asks for ALLOW_CLIENT_TOKEN_AUTH, which the published list has not',
  },
  ProviderDetailsType: { sensitive: true, because: 'secrets are among them: no message repeats a value' },
  SmsInviteMessageType: { pattern: '[\\s\\S]*', because: 'the same set of strings; JavaScript patterns have no (?s)' },
};

/** Operations that the API does not have: administration of Gatehouse itself. */
export const ownOperations: readonly string[] = [
  'AdminExplainSignIn',
  'AdminGetMessageDelivery',
  'AdminGetProviderTest',
  'AdminListAcceptedTerms',
  'AdminMergeUsers',
  'AdminResetMessageDelivery',
  'AdminStartProviderTest',
  'ApplyUserPoolChange',
  'CreateOperatorSession',
  'CreateRecoveryCodes',
  'CreateUserPoolExport',
  'CreateUserRecordImportJob',
  'DescribeUserPoolChange',
  'DescribeUserPoolExport',
  'DisableProviderForUser',
  'FinishUserPoolChange',
  'GetBrandingPreview',
  'GetMessageBranding',
  'GetMessageTemplates',
  'GetOperatorConfiguration',
  'GetOperatorSignIn',
  'GetUserPoolAccountPage',
  'GetUserPoolClientOAuthSettings',
  'GetUserPoolCompatibility',
  'GetUserPoolLinkingPolicy',
  'GetUserPoolMessageLimits',
  'GetUserPoolMetrics',
  'GetUserPoolPageTexts',
  'GetUserPoolPasswordBlocklist',
  'GetUserPoolRiskSettings',
  'GetUserPoolRegistrationSettings',
  'GetUserPoolSearchSettings',
  'GetUserPoolSignInSettings',
  'GetUserPoolTokenSettings',
  'GetUserPoolUsage',
  'ListLogoutDeliveries',
  'ListTrailRecords',
  'ListUserImportJobRefusals',
  'ListUserPoolExports',
  'PlanUserPoolChange',
  'PreviewMessage',
  'RestoreUserPool',
  'RollBackUserPoolChange',
  'RotateIdentitySigningKeys',
  'RotateSigningKeys',
  'SearchUsers',
  'SendTestMessage',
  'SetMessageBranding',
  'SetMessageTemplate',
  'SetOperatorConfiguration',
  'SetUserPoolAccountPage',
  'SetUserPoolClientOAuthSettings',
  'SetUserPoolCompatibility',
  'SetUserPoolLinkingPolicy',
  'SetUserPoolMessageLimits',
  'SetUserPoolPageTexts',
  'SetUserPoolPasswordBlocklist',
  'SetUserPoolRiskSettings',
  'SetUserPoolRegistrationSettings',
  'SetUserPoolSearchSettings',
  'SetUserPoolSignInSettings',
  'SetUserPoolTokenSettings',
  'StopUserPoolExport',
];

/** Exceptions that every operation may throw, although its page does not list them. */
export const commonExceptions: readonly string[] = [
  'ForbiddenException',
  'RequestEntityTooLargeException',
  'SerializationException',
];

// Where the model states no number, a list or map has our limit, as nothing may be unlimited.
const bounded = (shape: Shape): Shape =>
  shape.type === 'list' || shape.type === 'map' ? { max: mostItems, ...shape } : shape;

/** More exceptions, of single operations. */
export const furtherExceptions: Readonly<
  Record<string, { readonly names: readonly string[]; readonly because: string }>
> = {
  ...Object.fromEntries(
    ['AdminCreateUser', 'AdminUpdateUserAttributes', 'UpdateUserAttributes'].map((operation) => [
      operation,
      { names: ['LimitExceededException'], because: 'what goes out has an end here, in every operation the same one' },
    ]),
  ),
  GetClientToken: {
    names: ['InvalidLambdaResponseException', 'UnexpectedLambdaException', 'UserLambdaValidationException'],
    because: 'its trigger may fail and refuse, as that of every other token',
  },
};

/** The contract with the deliberate deviations. */
export const withDeviations = ({ operations, shapes }: Contract, differing = deviations): Contract => {
  const changed = Object.entries(differing).flatMap(([name, { because: _, ...change }]) => {
    const shape = shapes[name];
    if (!shape) throw new Error(`${name} is not a shape of the contract`);
    const members = change.members ? { members: { ...shape.members, ...change.members } } : {};
    return [[name, { ...shape, ...change, ...members }] as const];
  });
  const all = Object.entries({ ...shapes, ...Object.fromEntries(changed) });
  return { operations, shapes: Object.fromEntries(all.map(([name, shape]) => [name, bounded(shape)])) };
};
