import { describe, expect, it } from 'vitest';
import { senderOf } from '#shared/domain/messages/addresses.ts';
import type { PoolSettings } from '#shared/domain/user-pools/user-pool.ts';
import { poolWith } from '#tests/shared/services/triggers/occasions.ts';

const sourceArn = (identity: string): string => `arn:aws:ses:eu-west-1:000000000000:identity/${identity}`;

const sender = (EmailConfiguration: PoolSettings['EmailConfiguration'], deployment = 'no-reply@example.com') =>
  senderOf(poolWith({ EmailConfiguration }), deployment);

describe('the sender of e-mail', () => {
  it('is the deployment where the pool names none', () => {
    expect(sender(undefined)).toMatchObject({ from: 'no-reply@example.com', identityArn: undefined });
    expect(sender({ From: 'ignored@example.com' })?.from).toBe('no-reply@example.com');
  });

  it('is what a pool with an account of its own says', () => {
    expect(
      sender({
        EmailSendingAccount: 'DEVELOPER',
        SourceArn: sourceArn('example.org'),
        From: 'Support <support@example.org>',
        ReplyToEmailAddress: 'help@example.org',
        ConfigurationSet: 'pools',
      }),
    ).toEqual({
      from: 'Support <support@example.org>',
      replyTo: 'help@example.org',
      identityArn: sourceArn('example.org'),
      configurationSet: 'pools',
      region: 'eu-west-1',
    });
  });

  it('is the address of the identity where the pool has one and no other', () => {
    const SourceArn = sourceArn('post@example.org');
    expect(sender({ EmailSendingAccount: 'DEVELOPER', SourceArn })?.from).toBe('post@example.org');
    expect(sender({ EmailSendingAccount: 'COGNITO_DEFAULT', SourceArn })?.from).toBe('post@example.org');
  });

  it('is nobody where a domain is all that is known', () => {
    expect(sender({ EmailSendingAccount: 'DEVELOPER', SourceArn: sourceArn('example.org') })).toBeUndefined();
  });
});
