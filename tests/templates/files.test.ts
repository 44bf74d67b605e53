import { randomUUID } from 'node:crypto';
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CognitoIdentityClient, GetIdentityPoolRolesCommand } from '@aws-sdk/client-cognito-identity';
import {
  AdminListGroupsForUserCommand,
  ConfirmSignUpCommand,
  DescribeRiskConfigurationCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  GetUserPoolMfaConfigCommand,
  InitiateAuthCommand,
  ListUserPoolsCommand,
  paginateListUserPools,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { readFromFile } from '#local/templates/from-file.ts';
import type { Told } from '#local/templates/words.ts';
import { inDirectory } from '#tests/support/cli.ts';
import { adminClient } from '#tests/support/clients.ts';
import { stack } from '#tests/support/stack.ts';

const folder = 'tests/templates/files';

interface Loading {
  readonly parameters?: readonly string[];
  readonly removing?: boolean;
  readonly stateFile?: string;
}

const load = async (file: string, { parameters = [], removing = false, stateFile }: Loading = {}): Promise<Told> => {
  const { endpoint, region, accessKeyId, secretAccessKey } = stack();
  const named = parameters.some((text) => text.startsWith('AWS::StackName='))
    ? parameters
    : [...parameters, `AWS::StackName=s${randomUUID().slice(0, 8)}`];
  return readFromFile({ file, parameters: named, removing }).apply(
    { endpoint, region, accountId: '000000000000', stateFile },
    { accessKeyId, secretAccessKey },
  );
};

const idOf = ({ steps }: Told, name: string): string => steps.find(({ logicalId }) => logicalId === name)?.id ?? '';

const poolOf = async (UserPoolId: string) =>
  (await adminClient().send(new DescribeUserPoolCommand({ UserPoolId }))).UserPool;

const clientOf = async (UserPoolId: string, ClientId: string) =>
  (await adminClient().send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }))).UserPoolClient;

const asked: Readonly<Record<string, readonly string[]>> = {
  'amplify-auth.yaml': [
    'env=dev',
    'authRoleArn=arn:aws:iam::000000000000:role/auth',
    'unauthRoleArn=arn:aws:iam::000000000000:role/guest',
  ],
  'guarded.json': ['mail-identity=arn:aws:ses:us-east-1:000000000000:identity/no-reply@example.com'],
  'social.yaml': ['resolve:secretsmanager:google:SecretString:secret=shh'],
};

describe('a file in the shape that people publish', () => {
  it('comes in fifteen shapes', () => {
    expect(readdirSync(folder)).toHaveLength(15);
  });

  it.each(readdirSync(folder))('%s is loaded whole', async (file) => {
    const told = await load(path.join(folder, file), { parameters: asked[file] ?? [] });
    expect(told.steps.length).toBeGreaterThan(0);
    expect(new Set(told.steps.map(({ action }) => action))).toEqual(new Set(['make']));
    expect(told.untold).toEqual([]);
    for (const { id } of told.steps) expect(id).toBeTruthy();
  });

  it('has its settings, whatever they are written as', async () => {
    const told = await load(path.join(folder, 'plain.yaml'), { parameters: ['AWS::StackName=written'] });
    const poolId = idOf(told, 'UserPool');
    expect(await poolOf(poolId)).toMatchObject({
      Name: 'written-users',
      UsernameAttributes: ['email'],
      Policies: { PasswordPolicy: { MinimumLength: 10, RequireSymbols: false, RequireNumbers: true } },
      UserPoolTags: { team: 'shop', cost: '0042' },
      SchemaAttributes: expect.arrayContaining([
        expect.objectContaining({
          Name: 'custom:plan',
          StringAttributeConstraints: { MinLength: '1', MaxLength: '20' },
        }),
      ]),
    });
    expect(await clientOf(poolId, idOf(told, 'WebClient'))).toMatchObject({
      AccessTokenValidity: 30,
      ClientName: 'web',
    });
    expect(told.outputs).toEqual({
      UserPoolId: poolId,
      ClientId: idOf(told, 'WebClient'),
      Issuer: `${stack().endpoint}/${poolId}`,
      Host: 'shop-written.auth.us-east-1.amazonaws.com',
    });
  });

  it('takes SAM’s events as triggers, and says what it put in the place of functions', async () => {
    const told = await load(path.join(folder, 'sam.yaml'));
    const arn = 'arn:aws:lambda:us-east-1:000000000000:function:CheckEmail';
    expect((await poolOf(idOf(told, 'UserPool')))?.LambdaConfig).toEqual({ PreSignUp: arn, PostConfirmation: arn });
    expect(told.replaced).toContainEqual({ logicalId: 'CheckEmail', type: 'AWS::Serverless::Function', value: arn });
    expect(told.outputs).toMatchObject({ Function: arn, Role: 'arn:aws:iam::000000000000:role/CheckEmailRole' });
  });

  it('calls functions by the names that they have', async () => {
    const told = await load(path.join(folder, 'serverless-compiled.json'));
    expect(told.outputs).toMatchObject({
      Trigger: 'arn:aws:lambda:us-east-1:000000000000:function:app-dev-customizeMessage',
      Secret: expect.stringMatching(/^\w{20,}$/),
    });
  });

  it('has the second factors and the passkeys that it names', async () => {
    const cdk = await load(path.join(folder, 'cdk.template.json'));
    const mfa = await adminClient().send(new GetUserPoolMfaConfigCommand({ UserPoolId: idOf(cdk, 'PoolD3F588B8') }));
    expect(mfa).toMatchObject({
      MfaConfiguration: 'OPTIONAL',
      SoftwareTokenMfaConfiguration: { Enabled: true },
      SmsMfaConfiguration: { SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::000000000000:role/PoolsmsRole04048F13' } },
    });
    const told = await load(path.join(folder, 'passwordless.yaml'));
    const passkeys = await adminClient().send(new GetUserPoolMfaConfigCommand({ UserPoolId: idOf(told, 'Pool') }));
    expect(passkeys.WebAuthnConfiguration).toMatchObject({
      RelyingPartyId: 'example.com',
      UserVerification: 'required',
    });
  });

  it('makes users, groups and who is in which', async () => {
    const told = await load(path.join(folder, 'users.yaml'));
    const { Groups = [] } = await adminClient().send(
      new AdminListGroupsForUserCommand({ UserPoolId: idOf(told, 'Pool'), Username: 'ada' }),
    );
    expect(Groups).toMatchObject([
      { GroupName: idOf(told, 'Editors'), Precedence: 1, RoleArn: 'arn:aws:iam::000000000000:role/editors' },
    ]);
  });

  it('makes identity pools with their roles', async () => {
    const told = await load(path.join(folder, 'identities.yaml'));
    const { endpoint, region, accessKeyId, secretAccessKey } = stack();
    const identities = new CognitoIdentityClient({ endpoint, region, credentials: { accessKeyId, secretAccessKey } });
    const provider = `cognito-idp.us-east-1.amazonaws.com/${idOf(told, 'Pool')}:${idOf(told, 'Client')}`;
    const roles = await identities.send(new GetIdentityPoolRolesCommand({ IdentityPoolId: idOf(told, 'Identities') }));
    expect(roles).toMatchObject({
      Roles: { authenticated: 'arn:aws:iam::000000000000:role/User' },
      RoleMappings: { [provider]: { Type: 'Token', AmbiguousRoleResolution: 'AuthenticatedRole' } },
    });
    expect(told.leftOut).toEqual([
      expect.stringContaining('Identities.CognitoStreams: belongs to Amazon Cognito Sync'),
    ]);
  });

  it('has what stands beside pools: risk settings, and what is left out is said', async () => {
    const told = await load(path.join(folder, 'guarded.json'), { parameters: asked['guarded.json'] ?? [] });
    const { RiskConfiguration } = await adminClient().send(
      new DescribeRiskConfigurationCommand({ UserPoolId: idOf(told, 'Pool') }),
    );
    expect(RiskConfiguration?.CompromisedCredentialsRiskConfiguration?.Actions?.EventAction).toBe('BLOCK');
    expect(told.leftOut).toEqual([expect.stringContaining('Abroad (AWS::Cognito::UserPoolReplica)')]);
    const social = await load(path.join(folder, 'social.yaml'), { parameters: asked['social.yaml'] ?? [] });
    expect(social.outputs).toEqual({ Host: 'auth.example.com' });
    expect(social.leftOut).toEqual([expect.stringContaining('GATEHOUSE_CUSTOM_DOMAINS')]);
  });

  it('may be what describe-user-pool and describe-user-pool-client print', async () => {
    const { steps } = await inDirectory(async (directory) => {
      const file = path.join(directory, 'described.json');
      const pool = { Id: 'eu-west-1_Old', Name: 'old', DeletionProtection: 'ACTIVE', EstimatedNumberOfUsers: 1 };
      const SchemaAttributes = [{ Name: 'custom:tenant', AttributeDataType: 'String', Mutable: false }];
      writeFileSync(file, JSON.stringify({ UserPool: { ...pool, SchemaAttributes, UsernameAttributes: ['email'] } }));
      return load(file);
    });
    expect(steps).toMatchObject([{ logicalId: 'eu-west-1_Old', action: 'make' }]);
    expect(await poolOf(steps[0]?.id ?? '')).toMatchObject({
      Name: 'old',
      DeletionProtection: 'ACTIVE',
      UsernameAttributes: ['email'],
      SchemaAttributes: expect.arrayContaining([expect.objectContaining({ Name: 'custom:tenant', Mutable: false })]),
    });
  });

  it('changes with its conditions', async () => {
    const file = path.join(folder, 'stages.yaml');
    const told = await load(file, { parameters: ['Stage=prod'] });
    expect(told.outputs).toEqual({ Length: 14, Admins: 'admins' });
    expect(await poolOf(idOf(told, 'Pool'))).toMatchObject({ DeletionProtection: 'ACTIVE', UserPoolTier: 'PLUS' });
    await expect(load(file, { parameters: ['Stage=test'] })).rejects.toThrowError(
      `${file}:11: The parameter Stage has to be one of dev, prod.`,
    );
  });

  it('lets people sign up and in', async () => {
    const told = await load(path.join(folder, 'plain.yaml'));
    const user = { ClientId: idOf(told, 'WebClient'), Username: `${randomUUID()}@example.com` };
    const Password = 'Correct-horse-1';
    await adminClient().send(new SignUpCommand({ ...user, Password }));
    const sent: unknown = await (await fetch(`${stack().mailboxUrl}/messages?to=${user.Username}`)).json();
    const [{ code }] = Array.isArray(sent) ? sent : [];
    await adminClient().send(new ConfirmSignUpCommand({ ...user, ConfirmationCode: code }));
    const { AuthenticationResult } = await adminClient().send(
      new InitiateAuthCommand({
        ClientId: user.ClientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: user.Username, PASSWORD: Password },
      }),
    );
    expect(AuthenticationResult?.ExpiresIn).toBe(1800);
  });
});

const pool = 'Resources:\n  Pool:\n    Type: AWS::Cognito::UserPool\n';

const listed = async (): Promise<number> => {
  const { UserPools = [] } = await adminClient().send(new ListUserPoolsCommand({ MaxResults: 60 }));
  return UserPools.length;
};

describe('a file that cannot work is refused by name and line', () => {
  it.each([
    ['an unknown property', `${pool}    Properties:\n      Nmae: a\n`, 5, 'Pool has no property Nmae.'],
    [
      'one within',
      `${pool}    Properties:\n      Policies:\n        Password: {}\n`,
      6,
      'Pool.Policies has no property Password.',
    ],
    [
      'a wrong type',
      `${pool}    Properties:\n      UserPoolName:\n        - a\n`,
      5,
      'Pool.UserPoolName has to be a text',
    ],
    ['an unknown type', 'Resources:\n  A:\n    Type: AWS::Cognito::Pool\n', 2, 'there is no resource type'],
    ['a missing property', 'Resources:\n  C:\n    Type: AWS::Cognito::UserPoolClient\n', 2, 'C lacks UserPoolId.'],
    ['a nested stack', 'Resources:\n  Auth:\n    Type: AWS::CloudFormation::Stack\n', 2, 'Start from its own file.'],
    ['nothing of Cognito', 'Resources:\n  T:\n    Type: AWS::SNS::Topic\n', 1, 'No resource in it is of AWS::Cognito.'],
    ['no template', 'a: 1\n', 1, 'This is neither a template'],
    ['no YAML', `${pool}\tx: 1\n`, 4, 'Tabs are not allowed'],
    ['serverless with parts', 'service: a\nresources:\n  - Resources: {}\n', 2, 'Run serverless package'],
    [
      'a variable of serverless',
      `${pool}    Properties:\n      UserPoolName: !Sub \${self:service}\n`,
      5,
      'run serverless package',
    ],
    [
      'a circle',
      `${pool}    DependsOn: A\n  A:\n    Type: AWS::Cognito::UserPoolGroup\n    Properties: { UserPoolId: !Ref Pool }\n`,
      2,
      'Pool depends on itself',
    ],
    [
      'an attribute that is not there',
      `${pool}    Properties: { UserPoolName: !GetAtt Pool.Name }\n`,
      4,
      'has no attribute Name',
    ],
    [
      'an attribute that every object has',
      `${pool}    Properties: { UserPoolName: !GetAtt Pool.constructor }\n`,
      4,
      'has no attribute constructor',
    ],
    ['a loop', 'Resources:\n  Fn::ForEach::Pools:\n    - A\n', 2, 'Write the resources out.'],
  ])('%s, before anything is made', async (_what, text, line, sentence) => {
    await inDirectory(async (directory) => {
      const file = path.join(directory, 'template.yaml');
      writeFileSync(file, text);
      const before = await listed();
      await expect(load(file)).rejects.toThrowError(
        expect.objectContaining({ message: expect.stringContaining(`${file}:${line}: `) }),
      );
      await expect(load(file)).rejects.toThrowError(sentence);
      expect(await listed()).toBeGreaterThanOrEqual(before);
    });
  });

  it('with the words of the API where that refuses, and goes on from there', async () => {
    await inDirectory(async (directory) => {
      const file = path.join(directory, 'template.yaml');
      const stateFile = path.join(directory, 'templates.json');
      const client =
        '  Client:\n    Type: AWS::Cognito::UserPoolClient\n    Properties:\n      UserPoolId: !Ref Pool\n';
      writeFileSync(file, `${pool}${client}      RefreshTokenValidity: 99999999\n`);
      await expect(load(file, { stateFile })).rejects.toThrowError(
        `${file}:4: Client (AWS::Cognito::UserPoolClient): InvalidParameterException: `,
      );
      writeFileSync(file, `${pool}${client}      RefreshTokenValidity: 9\n`);
      const { steps } = await load(file, { stateFile });
      expect(steps.map(({ action }) => action)).toEqual(['keep', 'make']);
    });
  });

  it('and leaves no half of a pool behind', async () => {
    await inDirectory(async (directory) => {
      const file = path.join(directory, 'template.yaml');
      const name = `half-${randomUUID()}`;
      const settings = `UserPoolName: ${name}, DeletionProtection: ACTIVE, WebAuthnUserVerification: sometimes`;
      writeFileSync(file, `${pool}    Properties: { ${settings} }\n`);
      await expect(load(file)).rejects.toThrowError(
        `${file}:2: Pool (AWS::Cognito::UserPool): InvalidParameterException: `,
      );
      const names: (string | undefined)[] = [];
      for await (const { UserPools = [] } of paginateListUserPools({ client: adminClient() }, { MaxResults: 60 })) {
        names.push(...UserPools.map(({ Name }) => Name));
      }
      expect(names).not.toContain(name);
    });
  });

  it('if a parameter is for nothing in it', () => {
    const file = path.join(folder, 'plain.yaml');
    return expect(load(file, { parameters: ['Nobody=1'] })).rejects.toThrowError(
      'asks for nothing that is named Nobody',
    );
  });
});
