import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  DeleteUserPoolCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  GetUserPoolMfaConfigCommand,
  ListGroupsCommand,
  SetUserPoolMfaConfigCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { readFromFile } from '#local/templates/from-file.ts';
import type { Told } from '#local/templates/words.ts';
import { inDirectory } from '#tests/support/cli.ts';
import { adminClient } from '#tests/support/clients.ts';
import { stack } from '#tests/support/stack.ts';

interface Pool {
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly client?: Readonly<Record<string, unknown>>;
  readonly more?: Readonly<Record<string, unknown>>;
}

const template = ({ properties = {}, client, more = {} }: Pool): string =>
  JSON.stringify({
    Resources: {
      Pool: { Type: 'AWS::Cognito::UserPool', Properties: properties },
      ...(client && {
        Client: { Type: 'AWS::Cognito::UserPoolClient', Properties: { UserPoolId: { Ref: 'Pool' }, ...client } },
      }),
      ...more,
    },
  });

const staff = { Type: 'AWS::Cognito::UserPoolGroup', Properties: { UserPoolId: { Ref: 'Pool' }, GroupName: 'staff' } };

interface Site {
  /** Writes the file, starts from it, and gives what was told. */
  readonly start: (pool: Pool, removing?: boolean) => Promise<Told>;
  readonly plan: (pool: Pool, removing?: boolean) => Told;
  readonly stateFile: string;
}

const inSite = (work: (site: Site) => Promise<void>): Promise<void> =>
  inDirectory(async (directory) => {
    const file = path.join(directory, 'template.json');
    const stateFile = path.join(directory, 'templates.json');
    const { endpoint, region, accessKeyId, secretAccessKey } = stack();
    const read = (pool: Pool, removing = false) => {
      writeFileSync(file, template(pool));
      return readFromFile({ file, parameters: [], removing });
    };
    await work({
      stateFile,
      plan: (pool, removing) => read(pool, removing).plan({ stateFile }),
      start: (pool, removing) =>
        read(pool, removing).apply(
          { endpoint, region, accountId: '000000000000', stateFile },
          { accessKeyId, secretAccessKey },
        ),
    });
  });

const actions = ({ steps }: Told): Readonly<Record<string, string>> =>
  Object.fromEntries(steps.map(({ logicalId, action }) => [logicalId, action]));

const idOf = ({ steps }: Told, name: string): string => steps.find(({ logicalId }) => logicalId === name)?.id ?? '';

const describePool = async (UserPoolId: string) =>
  (await adminClient().send(new DescribeUserPoolCommand({ UserPoolId }))).UserPool;

describe('a second start from a file', () => {
  it('changes nothing where the file is the same', () =>
    inSite(async ({ start, plan }) => {
      const pool = { properties: { UserPoolName: 'same' }, client: { ClientName: 'app' } };
      const first = await start(pool);
      expect(actions(first)).toEqual({ Pool: 'make', Client: 'make' });
      expect(actions(plan(pool))).toEqual({ Pool: 'keep', Client: 'keep' });
      const second = await start(pool);
      expect(actions(second)).toEqual({ Pool: 'keep', Client: 'keep' });
      expect(idOf(second, 'Pool')).toBe(idOf(first, 'Pool'));
    }));

  it('changes in place, with users and whatever else was set, and says what', () =>
    inSite(async ({ start, plan }) => {
      const properties = { UserPoolName: 'one', DeletionProtection: 'INACTIVE', EmailVerificationSubject: 'Your code' };
      const first = await start({
        properties,
        client: { RefreshTokenValidity: 5, CallbackURLs: ['https://a.example'] },
      });
      const UserPoolId = idOf(first, 'Pool');
      await adminClient().send(new AdminCreateUserCommand({ UserPoolId, Username: 'ada', MessageAction: 'SUPPRESS' }));
      await adminClient().send(
        new SetUserPoolMfaConfigCommand({
          UserPoolId,
          MfaConfiguration: 'OPTIONAL',
          SoftwareTokenMfaConfiguration: { Enabled: true },
        }),
      );
      const changed = {
        properties: { UserPoolName: 'two', Policies: { PasswordPolicy: { MinimumLength: '12' } } },
        client: { RefreshTokenValidity: 6, CallbackURLs: ['https://a.example'] },
      };
      const planned = plan(changed);
      expect(planned.steps[0]).toMatchObject({
        action: 'change',
        properties: [
          'DeletionProtection',
          'EmailVerificationSubject',
          'Policies.PasswordPolicy.MinimumLength',
          'UserPoolName',
        ],
      });
      expect(await describePool(UserPoolId)).toMatchObject({ Name: 'one' });

      const second = await start(changed);
      expect(second.steps).toEqual(planned.steps);
      expect(await describePool(UserPoolId)).toMatchObject({
        Name: 'two',
        MfaConfiguration: 'OPTIONAL',
        Policies: { PasswordPolicy: { MinimumLength: 12 } },
      });
      expect(await describePool(UserPoolId)).not.toHaveProperty('EmailVerificationSubject');
      const { UserPoolClient } = await adminClient().send(
        new DescribeUserPoolClientCommand({ UserPoolId, ClientId: idOf(first, 'Client') }),
      );
      expect(UserPoolClient).toMatchObject({ RefreshTokenValidity: 6, CallbackURLs: ['https://a.example'] });
      await adminClient().send(new AdminGetUserCommand({ UserPoolId, Username: 'ada' }));
    }));

  it('offers the second factors that the file names, and no other', () =>
    inSite(async ({ start }) => {
      const mfa = {
        MfaConfiguration: 'OPTIONAL',
        SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms' },
      };
      const first = await start({ properties: { ...mfa, EnabledMfas: ['SMS_MFA', 'SOFTWARE_TOKEN_MFA'] } });
      await start({ properties: { ...mfa, EnabledMfas: ['SOFTWARE_TOKEN_MFA'] } });
      const config = await adminClient().send(new GetUserPoolMfaConfigCommand({ UserPoolId: idOf(first, 'Pool') }));
      expect(config).toMatchObject({ MfaConfiguration: 'OPTIONAL', SoftwareTokenMfaConfiguration: { Enabled: true } });
      expect(config).not.toHaveProperty('SmsMfaConfiguration');
    }));

  it('adds attributes to a pool', () =>
    inSite(async ({ start }) => {
      const first = await start({ properties: {} });
      const Schema = [{ Name: 'plan', AttributeDataType: 'String' }];
      expect(actions(await start({ properties: { Schema } }))).toEqual({ Pool: 'change' });
      expect(await describePool(idOf(first, 'Pool'))).toMatchObject({
        SchemaAttributes: expect.arrayContaining([expect.objectContaining({ Name: 'custom:plan' })]),
      });
    }));

  it('has changed how users are named when it says so, and can change it again', () =>
    inSite(async ({ start }) => {
      const named = (name: string) => start({ properties: { UsernameAttributes: [name] } });
      const UserPoolId = idOf(await named('email'), 'Pool');
      for (const name of ['phone_number', 'email']) {
        expect(actions(await named(name))).toEqual({ Pool: 'change' });
        expect(await describePool(UserPoolId)).toMatchObject({ UsernameAttributes: [name] });
      }
    }));

  it('leaves in place what the file has no more, until it is told to remove it', () =>
    inSite(async ({ start, plan }) => {
      const first = await start({ client: {}, more: { Staff: staff } });
      const UserPoolId = idOf(first, 'Pool');
      expect(actions(await start({ client: {} }))).toEqual({ Pool: 'keep', Client: 'keep', Staff: 'leave' });
      const groups = async () => (await adminClient().send(new ListGroupsCommand({ UserPoolId }))).Groups?.length;
      expect(await groups()).toBe(1);
      expect(actions(plan({ client: {} }, true))).toEqual({ Pool: 'keep', Client: 'keep', Staff: 'remove' });
      expect(await groups()).toBe(1);
      expect(actions(await start({ client: {} }, true))).toEqual({ Pool: 'keep', Client: 'keep', Staff: 'remove' });
      expect(await groups()).toBe(0);
      expect(actions(await start({ client: {} }))).toEqual({ Pool: 'keep', Client: 'keep' });
    }));

  it('makes another app client where it has to, beside the former one', () =>
    inSite(async ({ start, plan }) => {
      const first = await start({ client: {} });
      expect(actions(plan({ client: { GenerateSecret: true } }))).toEqual({ Pool: 'keep', Client: 'replace' });
      const second = await start({ client: { GenerateSecret: true } });
      expect(actions(second)).toEqual({ Pool: 'keep', Client: 'replace', 'Client (replaced 1)': 'leave' });
      const UserPoolId = idOf(first, 'Pool');
      const there = (ClientId: string) =>
        adminClient()
          .send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }))
          .then(
            ({ UserPoolClient }) => Boolean(UserPoolClient?.ClientSecret),
            () => 'gone',
          );
      expect([await there(idOf(first, 'Client')), await there(idOf(second, 'Client'))]).toEqual([false, true]);
      await start({ client: { GenerateSecret: true } }, true);
      expect([await there(idOf(first, 'Client')), await there(idOf(second, 'Client'))]).toEqual(['gone', true]);
    }));

  it('never removes a pool that is to be retained, nor one that is protected', () =>
    inSite(async ({ start }) => {
      const other = (more: object) => ({
        more: { Other: { Type: 'AWS::Cognito::UserPool', Properties: {}, ...more } },
      });
      const first = await start(other({ DeletionPolicy: 'Retain' }));
      expect(actions(await start({}, true))).toEqual({ Pool: 'keep', Other: 'leave' });
      expect(await describePool(idOf(first, 'Other'))).toBeDefined();
    }));

  it('makes anew what somebody deleted meanwhile', () =>
    inSite(async ({ start }) => {
      const first = await start({ client: {} });
      await adminClient().send(new DeleteUserPoolCommand({ UserPoolId: idOf(first, 'Pool') }));
      const second = await start({ client: {} });
      expect(actions(second)).toEqual({ Pool: 'make', Client: 'make' });
      expect(idOf(second, 'Pool')).not.toBe(idOf(first, 'Pool'));
    }));

  it('writes down no value of a property', () =>
    inSite(async ({ start, stateFile }) => {
      const Google = {
        Type: 'AWS::Cognito::UserPoolIdentityProvider',
        Properties: {
          UserPoolId: { Ref: 'Pool' },
          ProviderName: 'Google',
          ProviderType: 'Google',
          ProviderDetails: { client_id: 'app', client_secret: 'do-not-write-this', authorize_scopes: 'openid' },
        },
      };
      await start({ more: { Google } });
      expect(readFileSync(stateFile, 'utf8')).toContain('ProviderDetails.client_secret');
      expect(readFileSync(stateFile, 'utf8')).not.toContain('do-not-write-this');
    }));
});
