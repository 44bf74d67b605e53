import { createServer } from 'node:http';
import { type AuthFactorType, UpdateUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { checkEndpoint } from '#local/cli/doctor/deployment-checks.ts';
import { closeServer } from '#local/close-server.ts';
import { freePort } from '#local/ports.ts';
import { cliSettings, runCli, runCliJson } from '#tests/support/cli.ts';
import { adminClient } from '#tests/support/clients.ts';
import { makeMachine } from '#tests/support/machines.ts';
import { makeOwnKey } from '#tests/support/own-keys.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { makeClient, makePool } from '#tests/support/pools.ts';
import { stack } from '#tests/support/stack.ts';

interface Finding {
  readonly check: string;
  readonly level: string;
  readonly subject: string;
  readonly mend?: string;
}

const examine = async (poolId: string): Promise<Record<string, string[]>> => {
  const { Findings } = await runCliJson<{ Findings: Finding[] }>('doctor', '--pool', poolId);
  const named = Map.groupBy(Findings, ({ subject }) => subject);
  return Object.fromEntries([...named].map(([subject, found]) => [subject, found.map(({ check }) => check).sort()]));
};

describe('gatehouse-pools doctor', () => {
  it('says that the KMS key of a pool cannot be used, and what else it can see', async () => {
    const key = makeOwnKey();
    const { poolId } = await makePool();
    const KeyConfiguration = key.configuration;
    await adminClient().send(new UpdateUserPoolCommand({ UserPoolId: poolId, KeyConfiguration }));
    expect((await examine(poolId))[poolId]).not.toContain('unusable-key');
    const other = makeOwnKey();
    await adminClient().send(new UpdateUserPoolCommand({ UserPoolId: poolId, KeyConfiguration: other.configuration }));
    other.disable();
    expect((await examine(poolId))[poolId]).toEqual(expect.arrayContaining(['deletable', 'unusable-key']));
  });

  it('names the settings that bite', async () => {
    const { poolId, clientId } = await makePool(
      {
        AliasAttributes: ['email', 'phone_number'],
        AutoVerifiedAttributes: ['phone_number'],
        Policies: { PasswordPolicy: { MinimumLength: 6, TemporaryPasswordValidityDays: 90 } },
      },
      {
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthFlows: ['implicit'],
        AllowedOAuthScopes: ['openid'],
        CallbackURLs: ['https://*.example.com/in', 'http://localhost:3000/in', 'https://shop.example.com/in'],
        AccessTokenValidity: 24,
        RefreshTokenValidity: 3650,
        EnableTokenRevocation: false,
      },
    );
    expect(await examine(poolId)).toEqual({
      [poolId]: [
        'case-sensitive',
        'deletable',
        'kept-sessions',
        'long-invitations',
        'lost-addresses',
        'mfa-off',
        'no-ceiling',
        'open-sign-up',
        'unverified-names',
        'weak-passwords',
      ],
      [`${poolId} ${clientId}`]: [
        'implicit-flow',
        'long-sessions',
        'long-tokens',
        'loose-urls',
        'no-revocation',
        'no-rotation',
        'plain-passwords',
        'tells-users',
      ],
    });
    const inWords = await runCli(['doctor', '--pool', poolId, '--ignore', 'mfa-off']);
    expect(inWords).toMatchObject({ code: 0 });
    expect(inWords.stdout).toContain('https://*.example.com/in may receive people and their codes.');
    expect(inWords.stdout).not.toContain('mfa-off');
    expect(inWords.stdout).toMatch(/1 pool looked at: \d+ warnings, 3 notes\.\n$/);
  });

  it('has nothing to say of a pool whose settings do not bite, and mends what it names', async () => {
    const { poolId } = await makePool(
      {
        UsernameConfiguration: { CaseSensitive: false },
        UsernameAttributes: ['email'],
        AutoVerifiedAttributes: ['email'],
        UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
        AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
        Policies: { PasswordPolicy: { MinimumLength: 12 } },
      },
      {
        ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'],
        PreventUserExistenceErrors: 'ENABLED',
        RefreshTokenRotation: { Feature: 'ENABLED' },
      },
    );
    expect(await examine(poolId)).toEqual({ [poolId]: ['deletable', 'kept-sessions', 'mfa-off'] });
    await callOwn('SetUserPoolSignInSettings', { UserPoolId: poolId, PasswordChange: { EndsSessions: true } });
    expect(await examine(poolId)).toEqual({ [poolId]: ['deletable', 'mfa-off'] });
    expect(await runCli(['doctor', '--pool', poolId, '--strict'])).toMatchObject({ code: 1 });
    expect(await runCli(['pools', 'set', poolId, 'DeletionProtection=ACTIVE'])).toMatchObject({ code: 0 });
    expect(await examine(poolId)).toEqual({ [poolId]: ['mfa-off'] });
    const ignoring = ['doctor', '--pool', poolId, '--strict', '--ignore', 'mfa-off'];
    expect(await runCli(ignoring)).toMatchObject({ code: 0 });
  });

  it('minds a strict pool in which a code confirms whoever signed up', async () => {
    const AllowedFirstAuthFactors: AuthFactorType[] = ['PASSWORD', 'EMAIL_OTP'];
    const { poolId } = await makePool({ Policies: { SignInPolicy: { AllowedFirstAuthFactors } } });
    expect((await examine(poolId))[poolId]).not.toContain('planted-accounts');
    expect(await runCli(['change', 'strict', poolId, 'on'])).toMatchObject({ code: 0 });
    expect((await examine(poolId))[poolId]).toContain('planted-accounts');
    const mend = (await runCliJson<{ Findings: Finding[] }>('doctor', '--pool', poolId)).Findings.find(
      ({ check }) => check === 'planted-accounts',
    )?.mend;
    expect(mend).toBe(`gatehouse-pools change strict ${poolId} off`);
    expect(await runCli(['change', 'strict', poolId, 'off'])).toMatchObject({ code: 0 });
    expect((await examine(poolId))[poolId]).not.toContain('planted-accounts');
    const passwordsOnly = await makePool();
    expect(await runCli(['change', 'strict', passwordsOnly.poolId, 'on'])).toMatchObject({ code: 0 });
    expect((await examine(passwordsOnly.poolId))[passwordsOnly.poolId]).not.toContain('planted-accounts');
  });

  it('has nothing to say of messages once there is an end to those of a day', async () => {
    const { poolId: UserPoolId } = await makePool();
    const found = async () => (await examine(UserPoolId))[UserPoolId]?.includes('no-ceiling');
    await callOwn('SetUserPoolMessageLimits', { UserPoolId, EmailsPerDay: 1000 });
    expect(await found()).toBe(true);
    await callOwn('SetUserPoolMessageLimits', { UserPoolId, EmailsPerDay: 1000, SmsPerDay: 0 });
    expect(await found()).toBe(false);
  });

  it('minds refresh tokens that stay the same less where the app has a secret', async () => {
    const { poolId } = await makePool();
    const { clientId } = await makeClient(poolId, { GenerateSecret: true });
    const { Findings } = await runCliJson<{ Findings: Finding[] }>('doctor', '--pool', poolId);
    const levels = Findings.filter(({ check }) => check === 'no-rotation').map(({ subject, level }) => [
      subject.endsWith(clientId),
      level,
    ]);
    expect(Object.fromEntries(levels)).toEqual({ true: 'note', false: 'warning' });
  });

  it('minds what strangers may do: clients that register themselves, and tokens of others', async () => {
    const { poolId: UserPoolId, clientId: ClientId } = await makePool(
      {
        DcrConfiguration: {
          OpenDcrEnabled: true,
          OpenDcrGrantTypes: ['code', 'client_credentials'],
          AllowedScopes: ['aws.cognito.signin.user.admin'],
        },
      },
      {
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthFlows: ['code'],
        AllowedOAuthScopes: ['openid'],
        CallbackURLs: ['https://shop.example.com/in'],
      },
    );
    const own = (operation: string, more: object) => callOwn(operation, { UserPoolId, ...more });
    const trust = (Conditions: object[], more: object = {}) => ({
      Issuer: 'https://token.actions.githubusercontent.com',
      JwksUri: 'https://token.actions.githubusercontent.com/.well-known/jwks',
      Audiences: ['https://auth.example.com'],
      ClientIds: [ClientId],
      Conditions,
      Scopes: ['https://orders.example.com/v1/write'],
      ...more,
    });
    await own('SetUserPoolRegistrationSettings', { ClientIdMetadataDocuments: 'ENABLED', HourlyRegistrations: 5000 });
    await own('SetUserPoolClientOAuthSettings', {
      ClientId,
      GrantTypes: ['urn:ietf:params:oauth:grant-type:device_code', 'urn:ietf:params:oauth:grant-type:jwt-bearer'],
    });
    await own('SetUserPoolTokenSettings', {
      TrustedIssuers: [
        trust([{ Claim: 'ref', Values: ['refs/heads/main'] }], {
          Audiences: ['sts.amazonaws.com'],
          Scopes: undefined,
          UsernameClaim: 'actor',
        }),
      ],
    });
    const ofOAuth = [
      'any-document',
      'audience-of-others',
      'loose-registration',
      'open-machines',
      'open-registration',
      'strangers-in-accounts',
      'trusted-with-users',
      'trusts-anybody',
      'unlimited-trust',
    ];
    const found = await examine(UserPoolId);
    expect(found[UserPoolId]).toEqual(expect.arrayContaining(ofOAuth));
    expect(found[`${UserPoolId} ${ClientId}`]).toEqual(expect.arrayContaining(['device-grant', 'no-pkce']));

    await own('SetUserPoolRegistrationSettings', {
      ClientIdMetadataDocuments: 'ENABLED',
      AllowedDocumentHosts: ['agents.example.com'],
    });
    await own('SetUserPoolClientOAuthSettings', { ClientId, RequirePkce: true });
    for (const [Conditions, isForAnybody] of [
      [[{ Claim: 'repository_id', Values: ['74'] }], false],
      [[{ Claim: 'sub', Values: ['repo:acme/shop:*'] }], false],
      [[{ Claim: 'sub', Values: ['repo:*'] }], true],
      [[{ Claim: 'repository', Values: ['acme/shop', '*'] }], true],
    ] as const) {
      await own('SetUserPoolTokenSettings', { TrustedIssuers: [trust([...Conditions])] });
      const checks = (await examine(UserPoolId))[UserPoolId] ?? [];
      expect(checks.includes('trusts-anybody'), JSON.stringify(Conditions)).toBe(isForAnybody);
    }
    for (const change of ['DcrConfiguration.OpenDcrEnabled=false', 'DcrConfiguration.AllowedScopes=[]']) {
      expect(await runCli(['pools', 'set', UserPoolId, change])).toMatchObject({ code: 0 });
    }
    await own('SetUserPoolTokenSettings', {
      TrustedIssuers: [trust([{ Claim: 'repository_id', Values: ['74'] }])],
    });
    const mended = await examine(UserPoolId);
    for (const check of ofOAuth) expect(mended[UserPoolId]).not.toContain(check);
    for (const check of ['device-grant', 'no-pkce']) expect(mended[`${UserPoolId} ${ClientId}`]).not.toContain(check);
  });

  it('asks nothing of a client for machines that is about users', async () => {
    const { poolId, clientId } = await makeMachine({ EnableTokenRevocation: false, AccessTokenValidity: 24 });
    expect((await examine(poolId))[`${poolId} ${clientId}`]).toEqual(['long-tokens']);
  });

  it('looks at the backups and the protection of a table on AWS', async () => {
    const { poolId } = await makePool();
    let recovery = 'DISABLED';
    const answers: Readonly<Record<string, () => object>> = {
      'DynamoDB_20120810.DescribeContinuousBackups': () => ({
        ContinuousBackupsDescription: {
          ContinuousBackupsStatus: 'ENABLED',
          PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: recovery },
        },
      }),
      'DynamoDB_20120810.DescribeTable': () => ({ Table: { DeletionProtectionEnabled: recovery === 'ENABLED' } }),
    };
    const server = createServer((request, response) => {
      const answer = answers[String(request.headers['x-amz-target'])];
      response.writeHead(answer ? 200 : 400, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(JSON.stringify(answer?.() ?? {}));
    });
    const port = await freePort();
    await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
    try {
      const aws = { AWS_ACCESS_KEY_ID: 'unused', AWS_SECRET_ACCESS_KEY: 'unused' };
      const env = { ...cliSettings(), ...aws, AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${port}` };
      const found = async (): Promise<string[]> => {
        const { stdout } = await runCli(['doctor', '--pool', poolId, '--table', 'shop', '--json'], { env });
        const findings: Finding[] = JSON.parse(stdout).Findings;
        return findings.filter(({ subject }) => subject === 'shop').map(({ check }) => check);
      };
      expect(await found()).toEqual(['no-pitr', 'deletable-table']);
      recovery = 'ENABLED';
      expect(await found()).toEqual([]);
    } finally {
      await closeServer(server);
    }
  });

  it('looks for a web ACL before a deployment on AWS, through every page of distributions', async () => {
    const { poolId } = await makePool();
    const { hostname } = new URL(stack().endpoint);
    const summary = (name: string, webAcl: string, alias = '') =>
      `<DistributionSummary><Id>E1</Id><DomainName>${name}</DomainName><Aliases><Items>${alias && `<CNAME>${alias}</CNAME>`}</Items></Aliases><Origins><Items><Origin><DomainName>${hostname}</DomainName></Origin></Items></Origins><WebACLId>${webAcl}</WebACLId></DistributionSummary>`;
    const other = summary('d1.cloudfront.net', 'arn:aws:wafv2:us-east-1:000000000000:global/webacl/other/1');
    let pages: Readonly<Record<string, string>> = {};
    const asked: string[] = [];
    const server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://cloudfront');
      asked.push(String(request.headers.authorization));
      const page = pathname === '/2020-05-31/distribution' ? pages[searchParams.get('Marker') ?? ''] : undefined;
      response.writeHead(page ? 200 : 403, { 'content-type': 'text/xml' });
      response.end(
        page ?? '<ErrorResponse><Error><Code>AccessDenied</Code><Message>Not you.</Message></Error></ErrorResponse>',
      );
    });
    const port = await freePort();
    await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
    try {
      const aws = { AWS_ACCESS_KEY_ID: 'AKIDOFAWS', AWS_SECRET_ACCESS_KEY: 'unused' };
      const env = { ...cliSettings(), ...aws, AWS_ENDPOINT_URL_CLOUDFRONT: `http://127.0.0.1:${port}` };
      const look = () => runCli(['doctor', '--pool', poolId, '--edge', '--json'], { env });
      const found = async (): Promise<string[]> => {
        const findings: Finding[] = JSON.parse((await look()).stdout).Findings;
        return findings.filter(({ subject }) => subject === hostname).map(({ check }) => check);
      };
      const first = `<DistributionList><IsTruncated>true</IsTruncated><NextMarker>E2</NextMarker><Items>${other}</Items></DistributionList>`;
      const last = (summaries: string) =>
        `<DistributionList><IsTruncated>false</IsTruncated><Items>${summaries}</Items></DistributionList>`;

      pages = { '': first, E2: last(summary('d2.cloudfront.net', '', hostname)) };
      expect(await found()).toEqual(['no-web-acl']);
      expect(asked).toEqual([expect.stringContaining('AKIDOFAWS'), expect.stringContaining('/us-east-1/cloudfront/')]);
      pages = { '': last(`${other}${summary(hostname, 'arn:aws:wafv2:us-east-1:000000000000:global/webacl/own/1')}`) };
      expect(await found()).toEqual([]);
      pages = { '': last(other) };
      const nowhere = await look();
      expect(nowhere.code).not.toBe(0);
      expect(nowhere.stderr).toContain(`No distribution of this AWS account goes by the name ${hostname}.`);
      pages = {};
      expect((await look()).stderr).toContain('CloudFront says: Not you.');
    } finally {
      await closeServer(server);
    }
  });

  it('minds a deployment that is spoken to without TLS, unless it is on this machine', () => {
    expect(checkEndpoint('http://auth.example.com').map(({ check }) => check)).toEqual(['plain-http']);
    expect(checkEndpoint('http://localhost:9229')).toEqual([]);
    expect(checkEndpoint('https://auth.example.com')).toEqual([]);
  });
});
