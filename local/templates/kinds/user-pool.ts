import { updatableMembers } from '#shared/domain/user-pools/updatable-members.ts';
import {
  type Call,
  type Identity,
  isValues,
  type Kind,
  type Making,
  omit,
  pick,
  textIn,
  type Values,
  within,
} from './kind.ts';
import { endFormerChange, waitForForm } from './pool-form.ts';

// What the operations of second factors and passkeys set.
const factorProperties = [
  'EnabledMfas',
  'EmailAuthenticationMessage',
  'EmailAuthenticationSubject',
  'WebAuthnRelyingPartyID',
  'WebAuthnUserVerification',
  'WebAuthnFactorConfiguration',
] as const;

// They say how users are told apart. UpdateUserPool takes them here, and changes the pool where that is possible.
const formProperties = ['Schema', 'AliasAttributes', 'UsernameAttributes', 'UsernameConfiguration'] as const;

/** The settings as CreateUserPool and UpdateUserPool take them. */
const settingsFrom = (properties: Values): Values => {
  const { UserPoolName, MfaConfiguration, ...same } = omit(properties, factorProperties);
  return {
    ...same,
    ...(UserPoolName !== undefined && { PoolName: UserPoolName }),
    // Where factors are named, the operation of second factors sets both at once.
    ...(MfaConfiguration !== undefined && properties.EnabledMfas === undefined && { MfaConfiguration }),
  };
};

const given = (members: Values): Values =>
  omit(
    members,
    Object.keys(members).filter((name) => members[name] === undefined),
  );

const secondFactors = (properties: Values): Values => {
  const { EnabledMfas: enabled } = properties;
  if (!Array.isArray(enabled)) return {};
  const sms = given({
    SmsConfiguration: properties.SmsConfiguration,
    SmsAuthenticationMessage: properties.SmsAuthenticationMessage,
  });
  const email = given({
    Message: properties.EmailAuthenticationMessage,
    Subject: properties.EmailAuthenticationSubject,
  });
  return {
    ...given({ MfaConfiguration: properties.MfaConfiguration }),
    ...(enabled.includes('SOFTWARE_TOKEN_MFA') && { SoftwareTokenMfaConfiguration: { Enabled: true } }),
    ...(enabled.includes('SMS_MFA') && { SmsMfaConfiguration: sms }),
    ...(enabled.includes('EMAIL_OTP') && { EmailMfaConfiguration: email }),
  };
};

const passkeys = (properties: Values): Values => {
  const configuration = given({
    RelyingPartyId: properties.WebAuthnRelyingPartyID,
    UserVerification: properties.WebAuthnUserVerification,
    FactorConfiguration: properties.WebAuthnFactorConfiguration,
  });
  return Object.keys(configuration).length > 0 ? { WebAuthnConfiguration: configuration } : {};
};

/** The request of SetUserPoolMfaConfig without the pool; empty where the file says nothing of it. */
const factorsFrom = (properties: Values): Values => ({ ...secondFactors(properties), ...passkeys(properties) });

const identityFrom = (pool: Values, { endpoint }: Pick<Making, 'endpoint'>): Identity => {
  const id = textIn(pool, 'Id');
  const [region = ''] = id.split('_');
  return {
    Ref: id,
    UserPoolId: id,
    Arn: textIn(pool, 'Arn'),
    ProviderName: `cognito-idp.${region}.amazonaws.com/${id}`,
    ProviderURL: `${endpoint}/${id}`,
  };
};

// A factor that was offered and is not named stays, unless all are forgotten first.
const forgetOthers = async (UserPoolId: string, wanted: Values, call: Call): Promise<void> => {
  const now = await call('GetUserPoolMfaConfig', { UserPoolId });
  const hasOther =
    (isValues(now.SmsMfaConfiguration) && wanted.SmsMfaConfiguration === undefined) ||
    (isValues(now.EmailMfaConfiguration) && wanted.EmailMfaConfiguration === undefined) ||
    (within(now, 'SoftwareTokenMfaConfiguration').Enabled === true &&
      wanted.SoftwareTokenMfaConfiguration === undefined);
  if (hasOther) await call('SetUserPoolMfaConfig', { UserPoolId, MfaConfiguration: 'OFF' });
};

const listIn = (values: Values, name: string): readonly Values[] => {
  const list = values[name];
  return Array.isArray(list) ? list.filter(isValues) : [];
};

// UpdateUserPool changes attributes, and adds none.
const addAttributes = async (UserPoolId: string, described: Values, properties: Values, call: Call): Promise<void> => {
  const there = new Set(
    listIn(described, 'SchemaAttributes').map((attribute) => textIn(attribute, 'Name').replace(/^(dev:)?custom:/, '')),
  );
  const CustomAttributes = listIn(properties, 'Schema').filter((attribute) => !there.has(textIn(attribute, 'Name')));
  if (CustomAttributes.length > 0) await call('AddCustomAttributes', { UserPoolId, CustomAttributes });
};

/** User pools. A change keeps what the file never spoke of. */
export const userPool: Kind = {
  make: async (making) => {
    const settings = settingsFrom(making.properties);
    const answer = await making.call('CreateUserPool', { PoolName: making.givenName, ...settings });
    const identity = identityFrom(within(answer, 'UserPool'), making);
    const factors = factorsFrom(making.properties);
    if (Object.keys(factors).length > 0) {
      try {
        await making.call('SetUserPoolMfaConfig', { UserPoolId: identity.UserPoolId, ...factors });
      } catch (error) {
        // The next start would make a second one beside it. Nobody is in this one yet.
        const { UserPoolId } = identity;
        await making.call('UpdateUserPool', { UserPoolId, DeletionProtection: 'INACTIVE' });
        await making.call('DeleteUserPool', { UserPoolId });
        throw error;
      }
    }
    return identity;
  },
  change: async (changing) => {
    const { identity, properties, changed, removed, call } = changing;
    const UserPoolId = identity.UserPoolId ?? '';
    const described = within(await call('DescribeUserPool', { UserPoolId }), 'UserPool');
    const hasOtherForm = formProperties.some((name) => changed.has(name));
    if (hasOtherForm) await endFormerChange(UserPoolId, call);
    if (changed.has('Schema')) await addAttributes(UserPoolId, described, properties, call);
    const unchanged = formProperties.filter((name) => !changed.has(name));
    await call('UpdateUserPool', {
      ...omit(pick(described, updatableMembers), [...removed]),
      ...omit(settingsFrom(properties), unchanged),
      UserPoolId,
    });
    if (hasOtherForm) await waitForForm(UserPoolId, call);
    if (factorProperties.some((name) => changed.has(name) || removed.has(name)) || changed.has('MfaConfiguration')) {
      const factors = factorsFrom(properties);
      if (properties.EnabledMfas !== undefined) await forgetOthers(UserPoolId, factors, call);
      if (Object.keys(factors).length > 0) await call('SetUserPoolMfaConfig', { UserPoolId, ...factors });
    }
    return identityFrom(described, changing);
  },
  remove: async (identity, call) => {
    await call('DeleteUserPool', pick(identity, ['UserPoolId']));
  },
  read: async (identity, call) => {
    await call('DescribeUserPool', pick(identity, ['UserPoolId']));
  },
  before: {
    Ref: 'us-east-1_NotYetMade',
    UserPoolId: 'us-east-1_NotYetMade',
    Arn: 'arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_NotYetMade',
    ProviderName: 'cognito-idp.us-east-1.amazonaws.com/us-east-1_NotYetMade',
    ProviderURL: 'http://localhost/us-east-1_NotYetMade',
  },
};
