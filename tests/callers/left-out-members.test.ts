import { readFileSync } from 'node:fs';
import {
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
  CreateUserPoolCommand,
  type CreateUserPoolCommandInput,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  UpdateUserPoolClientCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makeOwnKey } from '#tests/support/own-keys.ts';
import { makePool } from '#tests/support/pools.ts';

// docs/compatibility.md says of every member of the two requests whether it stays when it is left out, and on what
// evidence. What it says is what happens.

type Settings = Readonly<Record<string, unknown>>;

const contract = JSON.parse(readFileSync('tests/contract/operations.json', 'utf8'));

/** The members of a request that are settings. */
const membersOf = (operation: string): string[] => {
  const { request } = contract.operations[operation];
  return Object.keys(contract.shapes[request].members).filter((name) => !['UserPoolId', 'ClientId'].includes(name));
};

/** The rows of the page about an operation: which members stay, and which are reset. */
const documented = (operation: string): { readonly stays: string[]; readonly reset: string[] } => {
  const page = readFileSync('docs/compatibility.md', 'utf8');
  const [, section = ''] = page.split(`### ${operation}\n`);
  const rows = (section.split('\n#')[0] ?? '').split('\n').filter((line) => line.startsWith('| `'));
  const named = (outcome: string): string[] =>
    rows
      .filter((row) => row.split('|')[2]?.trim() === outcome)
      .flatMap((row) => row.split('|')[1]?.match(/\w+/g) ?? [])
      .sort();
  return { stays: named('stays'), reset: named('reset') };
};

// Only values that switch it off are accepted, so there is nothing to reset.
const onlyOff = ['AnalyticsConfiguration'];

const expectOutcome = (
  operation: string,
  { given, after, fresh }: { readonly given: Settings; readonly after: Settings; readonly fresh: Settings },
): void => {
  const { stays, reset } = documented(operation);
  expect([...stays, ...reset].sort()).toEqual(membersOf(operation).sort());
  for (const name of [...stays, ...reset].filter((member) => !onlyOff.includes(member))) {
    expect([name, given[name]]).not.toEqual([name, fresh[name]]);
    expect([name, after[name]]).toEqual([name, stays.includes(name) ? given[name] : fresh[name]]);
  }
};

it('UpdateUserPool keeps and resets what the page says', async () => {
  const describePool = async (UserPoolId: string): Promise<Settings> => {
    const { UserPool } = await adminClient().send(new DescribeUserPoolCommand({ UserPoolId }));
    return { ...UserPool, PoolName: UserPool?.Name };
  };
  const settings = {
    PoolName: 'named',
    Policies: {
      PasswordPolicy: { MinimumLength: 12, TemporaryPasswordValidityDays: 3 },
      SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] },
    },
    DeletionProtection: 'ACTIVE',
    LambdaConfig: { PreSignUp: 'arn:aws:lambda:us-east-1:000000000000:function:gatehouse-local-allowEmailDomains' },
    AutoVerifiedAttributes: ['email'],
    SmsVerificationMessage: 'Code {####}',
    EmailVerificationMessage: 'Code {####}',
    EmailVerificationSubject: 'Code',
    VerificationMessageTemplate: { EmailMessage: 'Code {####}', EmailSubject: 'Code', SmsMessage: 'Code {####}' },
    SmsAuthenticationMessage: 'Code {####}',
    MfaConfiguration: 'OPTIONAL',
    UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
    DeviceConfiguration: { ChallengeRequiredOnNewDevice: true },
    EmailConfiguration: {
      EmailSendingAccount: 'DEVELOPER',
      SourceArn: 'arn:aws:ses:us-east-1:000000000000:identity/shop@example.com',
    },
    SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms' },
    UserPoolTags: { team: 'shop' },
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
    AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
    UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT' },
    UserPoolTier: 'PLUS',
    IssuerConfiguration: { Type: 'UPDATED' },
    DcrConfiguration: { OpenDcrEnabled: true },
    AcrConfiguration: { Level4: { AcrValue: 'gold' } },
    KeyConfiguration: makeOwnKey().configuration,
  } satisfies CreateUserPoolCommandInput;
  const { UserPool } = await adminClient().send(new CreateUserPoolCommand(settings));
  const UserPoolId = UserPool?.Id ?? '';
  const given = await describePool(UserPoolId);
  // Without SMS there would be nothing to ask for, and the update would be refused. So it is reset by another one.
  await adminClient().send(new UpdateUserPoolCommand({ UserPoolId, SmsConfiguration: settings.SmsConfiguration }));
  const after = await describePool(UserPoolId);
  await adminClient().send(new UpdateUserPoolCommand({ UserPoolId, MfaConfiguration: 'OFF' }));
  const { SmsConfiguration } = await describePool(UserPoolId);

  const fresh = await describePool((await makePool()).poolId);
  const { AdminCreateUserConfig } = fresh;
  // What a policy says of temporary passwords shows here, too, and the policy stays.
  const days = { UnusedAccountValidityDays: 3 };
  expectOutcome('UpdateUserPool', {
    given,
    after: { ...after, SmsConfiguration },
    fresh: { ...fresh, AdminCreateUserConfig: { ...Object(AdminCreateUserConfig), ...days } },
  });
});

it('UpdateUserPoolClient keeps and resets what the page says', async () => {
  const { poolId: UserPoolId } = await makePool();
  const describeClient = async (ClientId: string | undefined): Promise<Settings> => {
    const { UserPoolClient } = await adminClient().send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }));
    return { ...UserPoolClient };
  };
  const make = async (client: Omit<CreateUserPoolClientCommandInput, 'UserPoolId'>) =>
    (await adminClient().send(new CreateUserPoolClientCommand({ UserPoolId, ...client }))).UserPoolClient?.ClientId;
  const ClientId = await make({
    ClientName: 'named',
    RefreshTokenValidity: 5,
    AccessTokenValidity: 30,
    IdTokenValidity: 30,
    TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'hours' },
    ReadAttributes: ['email'],
    WriteAttributes: ['email'],
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
    SupportedIdentityProviders: ['COGNITO'],
    CallbackURLs: ['https://app.example.com/in'],
    LogoutURLs: ['https://app.example.com/out'],
    DefaultRedirectURI: 'https://app.example.com/in',
    AllowedOAuthFlows: ['code'],
    AllowedOAuthScopes: ['openid'],
    AllowedOAuthFlowsUserPoolClient: true,
    PreventUserExistenceErrors: 'ENABLED',
    EnableTokenRevocation: false,
    GenerateSecret: true,
    EnablePropagateAdditionalUserContextData: true,
    AuthSessionValidity: 10,
    RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 10 },
  });
  const given = await describeClient(ClientId);
  await adminClient().send(new UpdateUserPoolClientCommand({ UserPoolId, ClientId }));
  const after = await describeClient(ClientId);

  expectOutcome('UpdateUserPoolClient', { given, after, fresh: await describeClient(await make({ ClientName: 'x' })) });
});
