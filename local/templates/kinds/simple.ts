import { type Identity, type Kind, type Making, omit, pick, textIn, type Values, within } from './kind.ts';

interface Operations {
  readonly make: string;
  readonly change?: string;
  readonly remove?: string;
  readonly read?: string;
}

interface Simple {
  readonly operations: Operations;
  /** The members that name it in requests. */
  readonly key: readonly string[];
  /** The member whose value Ref gives. */
  readonly ref: string;
  /** The member of the answer that holds what was made, where the key is found in it. */
  readonly answer?: string;
  /** The member that gets a name where the file gives none. */
  readonly name?: string;
  /** The request for these properties; the same members unless given. */
  readonly toRequest?: (properties: Values) => Values;
  /** What is asked for where it is removed by setting it to nothing. */
  readonly nothing?: Values;
}

/** A kind of resource with an operation each to make, change, remove and read it. */
const simple = ({ operations, key, ref, answer, name, toRequest, nothing = {} }: Simple): Kind => {
  const { make, change, remove, read } = operations;
  const request = ({ properties, givenName }: Pick<Making, 'properties' | 'givenName'>): Values => {
    const named =
      name !== undefined && properties[name] === undefined ? { ...properties, [name]: givenName } : properties;
    return toRequest ? toRequest(named) : named;
  };
  const identified = (asked: Values, answered: Values): Identity => {
    const all = { ...asked, ...(answer === undefined ? answered : within(answered, answer)) };
    const members = Object.fromEntries(key.map((member) => [member, textIn(all, member)]));
    return { ...members, Ref: textIn(all, ref), Id: textIn(all, ref) };
  };
  return {
    make: async (making) => {
      const asked = request(making);
      return identified(asked, await making.call(make, asked));
    },
    ...(change !== undefined && {
      change: async ({ identity, ...making }) => {
        await making.call(change, { ...request(making), ...pick(identity, key) });
        return identity;
      },
    }),
    ...(remove !== undefined && {
      remove: async (identity, call) => {
        await call(remove, { ...pick(identity, key), ...nothing });
      },
    }),
    ...(read !== undefined && {
      read: async (identity, call) => {
        await call(read, pick(identity, key));
      },
    }),
    before: Object.fromEntries([...key, 'Ref', 'Id'].map((member) => [member, `new-${member}`])),
  };
};

const forAllClients = (properties: Values): Values =>
  properties.ClientId === 'ALL' ? omit(properties, ['ClientId']) : properties;

const roleMappings = (given: Values): Values =>
  Object.fromEntries(
    Object.keys(given).map((name) => {
      const mapping = within(given, name);
      // The name in the file is any where the mapping names its provider.
      return [textIn(mapping, 'IdentityProvider') || name, omit(mapping, ['IdentityProvider'])];
    }),
  );

/** The kinds that differ in nothing but their operations and members. */
export const simpleKinds: Readonly<Record<string, Kind>> = {
  'AWS::Cognito::UserPoolGroup': simple({
    operations: { make: 'CreateGroup', change: 'UpdateGroup', remove: 'DeleteGroup', read: 'GetGroup' },
    key: ['UserPoolId', 'GroupName'],
    ref: 'GroupName',
    name: 'GroupName',
  }),
  'AWS::Cognito::UserPoolResourceServer': simple({
    operations: {
      make: 'CreateResourceServer',
      change: 'UpdateResourceServer',
      remove: 'DeleteResourceServer',
      read: 'DescribeResourceServer',
    },
    key: ['UserPoolId', 'Identifier'],
    ref: 'Identifier',
  }),
  'AWS::Cognito::UserPoolIdentityProvider': simple({
    operations: {
      make: 'CreateIdentityProvider',
      change: 'UpdateIdentityProvider',
      remove: 'DeleteIdentityProvider',
      read: 'DescribeIdentityProvider',
    },
    key: ['UserPoolId', 'ProviderName'],
    ref: 'ProviderName',
  }),
  'AWS::Cognito::UserPoolUserToGroupAttachment': simple({
    operations: { make: 'AdminAddUserToGroup', remove: 'AdminRemoveUserFromGroup' },
    key: ['UserPoolId', 'GroupName', 'Username'],
    ref: 'Username',
  }),
  'AWS::Cognito::UserPoolUICustomizationAttachment': simple({
    operations: { make: 'SetUICustomization', change: 'SetUICustomization', remove: 'SetUICustomization' },
    key: ['UserPoolId', 'ClientId'],
    ref: 'ClientId',
    nothing: { CSS: '' },
  }),
  'AWS::Cognito::UserPoolRiskConfigurationAttachment': simple({
    operations: { make: 'SetRiskConfiguration', change: 'SetRiskConfiguration', remove: 'SetRiskConfiguration' },
    key: ['UserPoolId', 'ClientId'],
    ref: 'UserPoolId',
    toRequest: forAllClients,
  }),
  'AWS::Cognito::LogDeliveryConfiguration': simple({
    operations: {
      make: 'SetLogDeliveryConfiguration',
      change: 'SetLogDeliveryConfiguration',
      remove: 'SetLogDeliveryConfiguration',
    },
    key: ['UserPoolId'],
    ref: 'UserPoolId',
    toRequest: (properties) => ({ LogConfigurations: [], ...properties }),
    nothing: { LogConfigurations: [] },
  }),
  'AWS::Cognito::ManagedLoginBranding': simple({
    operations: {
      make: 'CreateManagedLoginBranding',
      change: 'UpdateManagedLoginBranding',
      remove: 'DeleteManagedLoginBranding',
      read: 'DescribeManagedLoginBranding',
    },
    key: ['UserPoolId', 'ManagedLoginBrandingId'],
    ref: 'ManagedLoginBrandingId',
    answer: 'ManagedLoginBranding',
  }),
  'AWS::Cognito::Terms': simple({
    operations: { make: 'CreateTerms', change: 'UpdateTerms', remove: 'DeleteTerms', read: 'DescribeTerms' },
    key: ['UserPoolId', 'TermsId'],
    ref: 'TermsId',
    answer: 'Terms',
  }),
  'AWS::Cognito::IdentityPoolRoleAttachment': simple({
    operations: {
      make: 'SetIdentityPoolRoles',
      change: 'SetIdentityPoolRoles',
      remove: 'SetIdentityPoolRoles',
    },
    key: ['IdentityPoolId'],
    ref: 'IdentityPoolId',
    toRequest: (properties) => ({
      ...properties,
      // The operation demands roles, and a file may have mappings alone.
      Roles: properties.Roles ?? {},
      ...(properties.RoleMappings !== undefined && { RoleMappings: roleMappings(within(properties, 'RoleMappings')) }),
    }),
    nothing: { Roles: {} },
  }),
  'AWS::Cognito::IdentityPoolPrincipalTag': simple({
    operations: { make: 'SetPrincipalTagAttributeMap', change: 'SetPrincipalTagAttributeMap' },
    key: ['IdentityPoolId', 'IdentityProviderName'],
    ref: 'IdentityProviderName',
  }),
};
