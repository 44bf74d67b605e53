import { randomUUID } from 'node:crypto';
import {
  DeleteUserPoolClientCommand,
  type SetRiskConfigurationCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makeClient, makePool } from '#tests/support/pools.ts';
import { itemsAbout } from '#tests/support/raw-table.ts';
import { riskOf, sesArn, setRisk, takeover } from '#tests/support/risk.ts';

type Sections = Omit<SetRiskConfigurationCommandInput, 'UserPoolId' | 'ClientId'>;

const mail = (about: string) => ({
  Subject: `About ${about}`,
  HtmlBody: `<p>{username} ${about}</p>`,
  TextBody: `{username} ${about}`,
});

const whole: Sections = {
  CompromisedCredentialsRiskConfiguration: { EventFilter: ['SIGN_IN', 'SIGN_UP'], Actions: { EventAction: 'BLOCK' } },
  AccountTakeoverRiskConfiguration: {
    NotifyConfiguration: {
      From: 'security@example.com',
      ReplyTo: 'help@example.com',
      SourceArn: sesArn,
      BlockEmail: mail('a block'),
      NoActionEmail: mail('a sign-in'),
      MfaEmail: mail('a factor'),
    },
    Actions: {
      LowAction: { EventAction: 'NO_ACTION', Notify: true },
      MediumAction: { EventAction: 'MFA_IF_CONFIGURED', Notify: true },
      HighAction: { EventAction: 'MFA_REQUIRED', Notify: false },
    },
  },
  RiskExceptionConfiguration: {
    BlockedIPRangeList: ['192.0.2.0/24', '2001:db8::/32'],
    SkippedIPRangeList: ['198.51.100.7/32'],
  },
};

const invalid = (message: string | RegExp) => ({
  name: 'InvalidParameterException',
  message: typeof message === 'string' ? message : expect.stringMatching(message),
});

describe('SetRiskConfiguration', () => {
  it('keeps all that it is given, and answers it', async () => {
    const { poolId } = await makePool();

    const { RiskConfiguration } = await setRisk(poolId, whole);

    expect(RiskConfiguration).toEqual({ UserPoolId: poolId, ...whole, LastModifiedDate: expect.any(Date) });
    expect(await riskOf(poolId)).toEqual(RiskConfiguration);
  });

  it('answers the sections that were set alone, and replaces the others', async () => {
    const { poolId } = await makePool();
    await setRisk(poolId, whole);
    const { CompromisedCredentialsRiskConfiguration } = whole;

    const { RiskConfiguration } = await setRisk(poolId, { CompromisedCredentialsRiskConfiguration });

    expect(RiskConfiguration).toEqual({
      UserPoolId: poolId,
      CompromisedCredentialsRiskConfiguration,
      LastModifiedDate: expect.any(Date),
    });
    expect(await riskOf(poolId)).toEqual(RiskConfiguration);
    expect(await itemsAbout(`RISK#${poolId}`)).toEqual([]);
  });

  it('takes the configuration away where it is given no section', async () => {
    const { poolId } = await makePool();
    await setRisk(poolId, whole);

    const { RiskConfiguration } = await setRisk(poolId);

    expect(RiskConfiguration).toEqual({ UserPoolId: poolId });
    expect(await riskOf(poolId)).toEqual({ UserPoolId: poolId });
  });

  it('sets that of one client beside that of the pool', async () => {
    const { poolId, clientId } = await makePool();
    const other = await makeClient(poolId);
    const AccountTakeoverRiskConfiguration = takeover('BLOCK');
    await setRisk(poolId, whole);

    const set = await setRisk(poolId, { ClientId: clientId, AccountTakeoverRiskConfiguration });

    expect(set.RiskConfiguration).toMatchObject({ UserPoolId: poolId, ClientId: clientId });
    const own = await riskOf(poolId, clientId);
    expect(own).toMatchObject({ ClientId: clientId, AccountTakeoverRiskConfiguration });
    expect(own).not.toHaveProperty('RiskExceptionConfiguration');
    expect(await riskOf(poolId, other.clientId)).toEqual({ UserPoolId: poolId, ClientId: other.clientId });
    expect(await riskOf(poolId)).toMatchObject(whole);

    await setRisk(poolId, { ClientId: clientId });
    expect(await riskOf(poolId, clientId)).toEqual({ UserPoolId: poolId, ClientId: clientId });
    expect(await riskOf(poolId)).toMatchObject(whole);
  });

  it('takes ALL for the pool, as CloudFormation does', async () => {
    const { poolId } = await makePool();

    await setRisk(poolId, { ClientId: 'ALL', ...whole });

    expect(await riskOf(poolId)).toMatchObject(whole);
  });

  it('leaves nothing of a client that is deleted', async () => {
    const { poolId, clientId } = await makePool();
    await setRisk(poolId, { ClientId: clientId, ...whole });
    expect(await itemsAbout(`RISK#${poolId}`)).toHaveLength(1);

    await adminClient().send(new DeleteUserPoolClientCommand({ UserPoolId: poolId, ClientId: clientId }));

    expect(await itemsAbout(`RISK#${poolId}`)).toEqual([]);
  });

  it('takes texts and lists of the greatest length', async () => {
    const { poolId } = await makePool();
    const long = { Subject: 'é'.repeat(140), HtmlBody: 'é'.repeat(20_000), TextBody: 'é'.repeat(20_000) };
    const ranges = Array.from({ length: 200 }, (_none, number) => `2001:db8:${number}:ffff:ffff:ffff:ffff:ffff/128`);
    const longest: Sections = {
      AccountTakeoverRiskConfiguration: {
        ...takeover('NO_ACTION', true),
        NotifyConfiguration: { SourceArn: sesArn, BlockEmail: long, NoActionEmail: long, MfaEmail: long },
      },
      RiskExceptionConfiguration: { BlockedIPRangeList: ranges, SkippedIPRangeList: ranges },
    };

    await setRisk(poolId, longest);

    expect(await riskOf(poolId)).toMatchObject(longest);
  });

  const ranges = (range: string): Sections => ({ RiskExceptionConfiguration: { BlockedIPRangeList: [range] } });

  it.each([
    [
      'an address alone',
      ranges('192.0.2.1'),
      /^BlockedIPRangeList is to have ranges in CIDR notation, .* and has: 192/,
    ],
    ['a name', ranges('localhost/8'), /^BlockedIPRangeList is to have ranges/],
    ['too many bits', ranges('192.0.2.0/33'), /^BlockedIPRangeList is to have ranges/],
    ['too many bits of IPv6', ranges('2001:db8::/129'), /^BlockedIPRangeList is to have ranges/],
    ['a zone', ranges('fe80::1%eth0/64'), /^BlockedIPRangeList is to have ranges/],
    [
      'a range to skip that is none',
      { RiskExceptionConfiguration: { SkippedIPRangeList: ['x'] } },
      'SkippedIPRangeList is to have ranges in CIDR notation, such as 192.0.2.1/32, and has: x',
    ],
    [
      'a notice without saying from where',
      { AccountTakeoverRiskConfiguration: takeover('BLOCK', true) },
      'NotifyConfiguration is required where an action notifies.',
    ],
  ] satisfies [string, Sections, string | RegExp][])('refuses %s', async (_what, sections, message) => {
    const { poolId } = await makePool();

    await expect(setRisk(poolId, sections)).rejects.toMatchObject(invalid(message));
  });

  it('refuses more than 200 ranges, and texts that are too long or too short', async () => {
    const { poolId } = await makePool();
    const many = Array.from({ length: 201 }, () => '192.0.2.0/24');
    const withMail = (MfaEmail: ReturnType<typeof mail>): Sections => ({
      AccountTakeoverRiskConfiguration: {
        ...takeover('NO_ACTION'),
        NotifyConfiguration: { SourceArn: sesArn, MfaEmail },
      },
    });
    const wrong: Sections[] = [
      { RiskExceptionConfiguration: { BlockedIPRangeList: many } },
      withMail({ ...mail('x'), Subject: 'x'.repeat(141) }),
      withMail({ ...mail('x'), HtmlBody: 'x'.repeat(20_001) }),
      withMail({ ...mail('x'), TextBody: 'short' }),
    ];

    for (const sections of wrong) {
      await expect(setRisk(poolId, sections)).rejects.toMatchObject(invalid(/^1 validation error detected/));
    }
  });

  it('does not know pools and clients that are not there', async () => {
    const { poolId } = await makePool();
    const foreign = await makePool();
    const missing = { name: 'ResourceNotFoundException' };

    await expect(setRisk('eu-central-1_000000000')).rejects.toMatchObject(missing);
    await expect(setRisk(poolId, { ClientId: foreign.clientId, ...whole })).rejects.toMatchObject(missing);
    await expect(setRisk(poolId, { ClientId: randomUUID().replaceAll('-', '') })).rejects.toMatchObject(missing);
  });
});
