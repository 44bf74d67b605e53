import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  AdminDisableUserCommand,
  AdminLinkProviderForUserCommand,
  AdminSetUserMFAPreferenceCommand,
  type CognitoIdentityProviderClient,
  CreateResourceServerCommand,
  SetUserPoolMfaConfigCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { createBranding, logo, redButton } from './branding.ts';
import { runCli } from './cli.ts';
import { adminClient } from './clients.ts';
import { aPrefix, createDomain } from './domains.ts';
import { join, makeGroup } from './groups.ts';
import { makeProvider, socialDetails } from './identity-providers.ts';
import { notificationLog, setLogs } from './logs.ts';
import { SmsConfiguration } from './mfa.ts';
import { anEmail, makeClient, makePool, makeUser, type TestPool, type TestUser } from './pools.ts';
import { audit, setRisk, takeover } from './risk.ts';
import { newSamlKey } from './saml/saml-keys.ts';
import { metadataXml } from './saml/saml-metadata.ts';
import type { SecondStack } from './second-stack.ts';
import { stack } from './stack.ts';
import { linksTo, makeTerms } from './terms.ts';
import { png, setUICustomization } from './ui-customization.ts';

const trigger = (name: string): string => `arn:aws:lambda:us-east-1:000000000000:function:gatehouse-local-${name}`;

/** A pool with every kind of setting that the API tells. */
export interface RichPool extends TestPool {
  readonly machine: string;
  readonly prefix: string;
  readonly users: readonly TestUser[];
}

/** Makes it, in the stack of this run. */
export const makeRichPool = async (): Promise<RichPool> => {
  const admin = adminClient();
  const pool = await makePool(
    {
      PoolName: 'rich',
      ...audit,
      UserPoolTier: 'PLUS',
      DeletionProtection: 'ACTIVE',
      AliasAttributes: ['email', 'preferred_username'],
      AutoVerifiedAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: false },
      Schema: [
        { Name: 'plan', AttributeDataType: 'String', Mutable: true, StringAttributeConstraints: { MaxLength: '20' } },
        { Name: 'level', AttributeDataType: 'Number', Mutable: true, NumberAttributeConstraints: { MinValue: '0' } },
        { Name: 'inside', AttributeDataType: 'String', Mutable: true, DeveloperOnlyAttribute: true },
      ],
      Policies: {
        PasswordPolicy: {
          MinimumLength: 10,
          RequireSymbols: true,
          TemporaryPasswordValidityDays: 3,
          PasswordHistorySize: 4,
        },
        SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN', 'EMAIL_OTP'] },
      },
      VerificationMessageTemplate: {
        DefaultEmailOption: 'CONFIRM_WITH_CODE',
        EmailMessage: 'Code {####}',
        EmailSubject: 'Your code',
      },
      AdminCreateUserConfig: {
        AllowAdminCreateUserOnly: true,
        InviteMessageTemplate: { EmailMessage: '{username} {####}', EmailSubject: 'Come in' },
      },
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
      AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
      DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: true },
      EmailConfiguration: {
        EmailSendingAccount: 'DEVELOPER',
        SourceArn: 'arn:aws:ses:us-east-1:123456789012:identity/example.com',
        From: 'Shop <shop@example.com>',
      },
      SmsConfiguration,
      LambdaConfig: { PreSignUp: trigger('allowEmailDomains'), PreTokenGeneration: trigger('tenantClaims') },
      UserPoolTags: { team: 'shop' },
    },
    { GenerateSecret: true, ClientName: 'web', EnablePropagateAdditionalUserContextData: true },
  );
  const { poolId: UserPoolId, clientId } = pool;
  await admin.send(
    new SetUserPoolMfaConfigCommand({
      UserPoolId,
      MfaConfiguration: 'OPTIONAL',
      SmsMfaConfiguration: { SmsConfiguration, SmsAuthenticationMessage: 'Code {####}' },
      SoftwareTokenMfaConfiguration: { Enabled: true },
      EmailMfaConfiguration: { Message: 'Code {####}', Subject: 'Your code' },
      WebAuthnConfiguration: { RelyingPartyId: 'example.com', UserVerification: 'required' },
    }),
  );
  await admin.send(
    new CreateResourceServerCommand({
      UserPoolId,
      Identifier: 'orders',
      Name: 'Orders',
      Scopes: [{ ScopeName: 'read', ScopeDescription: 'read orders' }],
    }),
  );
  await makeProvider(pool, { AttributeMapping: { email: 'email' }, IdpIdentifiers: ['corp.example.com'] });
  await makeProvider(pool, {
    ProviderName: 'Okta',
    ProviderType: 'SAML',
    ProviderDetails: { MetadataFile: metadataXml({ keys: [newSamlKey()] }), IDPSignout: 'true' },
    AttributeMapping: { email: 'mail' },
  });
  await makeProvider(pool, { ProviderName: 'Google', ProviderType: 'Google', ProviderDetails: socialDetails });
  await admin.send(
    new UpdateUserPoolClientCommand({
      UserPoolId,
      ClientId: clientId,
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      SupportedIdentityProviders: ['COGNITO', 'Corporate', 'Google'],
      CallbackURLs: ['https://shop.example.com/in'],
      LogoutURLs: ['https://shop.example.com/out'],
      DefaultRedirectURI: 'https://shop.example.com/in',
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'email', 'orders/read'],
      AllowedOAuthFlowsUserPoolClient: true,
      AccessTokenValidity: 30,
      RefreshTokenValidity: 20,
      TokenValidityUnits: { AccessToken: 'minutes', RefreshToken: 'days' },
      ReadAttributes: ['email', 'custom:plan'],
      WriteAttributes: ['email', 'custom:plan'],
      PreventUserExistenceErrors: 'ENABLED',
      EnablePropagateAdditionalUserContextData: true,
      AuthSessionValidity: 5,
    }),
  );
  const machine = await makeClient(UserPoolId, {
    ClientName: 'machine',
    GenerateSecret: true,
    ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
    AllowedOAuthFlows: ['client_credentials'],
    AllowedOAuthScopes: ['orders/read'],
    AllowedOAuthFlowsUserPoolClient: true,
  });
  const prefix = aPrefix();
  await createDomain(UserPoolId, prefix, { ManagedLoginVersion: 2 });
  await setUICustomization(UserPoolId, { ClientId: 'ALL', CSS: '.label-customizable { font-weight: 300; }' });
  await setUICustomization(UserPoolId, { ClientId: clientId, ImageFile: png });
  await createBranding(pool, { Settings: redButton, Assets: [logo()] });
  await makeTerms(pool);
  await makeTerms(pool, { TermsName: 'privacy-policy', Links: linksTo('privacy') });
  await setRisk(UserPoolId, { AccountTakeoverRiskConfiguration: takeover('MFA_IF_CONFIGURED') });
  await setRisk(UserPoolId, { ClientId: clientId, RiskExceptionConfiguration: { SkippedIPRangeList: ['10.0.0.0/8'] } });
  await setLogs(UserPoolId, notificationLog);
  return { ...pool, machine: machine.clientId, prefix, users: await fillPool(pool) };
};

const fillPool = async (pool: TestPool): Promise<readonly TestUser[]> => {
  const { poolId: UserPoolId } = pool;
  const admin = adminClient();
  await makeGroup(pool, 'readers', { Description: 'They read', Precedence: 2 });
  await makeGroup(pool, 'writers', { RoleArn: 'arn:aws:iam::123456789012:role/writers' });
  const plain = await makeUser(pool, { username: 'ada', attributes: [{ Name: 'custom:plan', Value: 'gold' }] });
  const grouped = await makeUser(pool, {
    username: 'grace',
    attributes: [
      { Name: 'preferred_username', Value: 'hopper' },
      { Name: 'dev:custom:inside', Value: 'kept' },
      { Name: 'phone_number', Value: '+15550100' },
      { Name: 'phone_number_verified', Value: 'true' },
    ],
  });
  await join(pool, grouped, 'readers', 'writers');
  await admin.send(
    new AdminSetUserMFAPreferenceCommand({
      UserPoolId,
      Username: grouped.username,
      SMSMfaSettings: { Enabled: true, PreferredMfa: true },
      EmailMfaSettings: { Enabled: true },
    }),
  );
  const disabled = await makeUser(pool, { username: 'alan' });
  await admin.send(new AdminDisableUserCommand({ UserPoolId, Username: disabled.username }));
  const linked = await makeUser(pool, { username: 'edsger' });
  await admin.send(
    new AdminLinkProviderForUserCommand({
      UserPoolId,
      DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue: linked.username },
      SourceUser: {
        ProviderName: 'Corporate',
        ProviderAttributeName: 'Cognito_Subject',
        ProviderAttributeValue: '4711',
      },
    }),
  );
  return [plain, grouped, disabled, linked];
};

/** What a pull answers. */
export interface PullReport {
  readonly Made: boolean;
  readonly Changes: readonly { readonly Did: string; readonly What: string; readonly Name: string }[];
  readonly Users: { readonly Read: number; readonly Imported: number; readonly Changed: number };
  readonly Notes: readonly {
    readonly About: string;
    readonly What: string;
    readonly Todo: string;
    readonly Names?: string[];
  }[];
}

interface PullPlace {
  readonly second: SecondStack;
  readonly directory: string;
  readonly poolId: string;
}

/** A command that pulls from the stack of this run into another one, and the settings that it runs with. */
export const pullCommand = ({ second, directory, poolId }: PullPlace, ...more: readonly string[]) => {
  const credentials = path.join(directory, 'credentials');
  const { accessKeyId, secretAccessKey, endpoint } = stack();
  writeFileSync(
    credentials,
    `[former]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
  );
  return {
    parameters: [
      'pull',
      poolId,
      '--from-profile',
      'former',
      '--from-endpoint',
      endpoint,
      '--rate',
      '5000',
      '--json',
      ...more,
    ],
    env: {
      ...second.cli,
      GATEHOUSE_DATA_DIR: path.join(directory, 'data'),
      AWS_SHARED_CREDENTIALS_FILE: credentials,
      AWS_CONFIG_FILE: path.join(directory, 'config'),
    },
  };
};

/** Pulls, and gives the report. Throws an Error with what was said where it fails. */
export const pull = async (place: PullPlace, ...more: readonly string[]): Promise<PullReport> => {
  const report = path.join(place.directory, 'report.json');
  const { parameters, env } = pullCommand(place, '--report', report, ...more);
  const { code, stderr } = await runCli(parameters, { env });
  if (code !== 0) throw new Error(`pull ended with ${code}: ${stderr}`);
  return JSON.parse(readFileSync(report, 'utf8'));
};

/** The client of the stack that is pulled from. */
export const former = (): CognitoIdentityProviderClient => adminClient();

/** A user of the pool whom no other has. */
export const addUser = (pool: TestPool, username: string) => makeUser(pool, { username, email: anEmail() });
