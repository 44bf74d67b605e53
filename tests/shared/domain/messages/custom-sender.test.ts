import { describe, expect, it } from 'vitest';
import { customSenderFor, senderTrigger, toSenderCode } from '#shared/domain/messages/addresses.ts';
import { escapeHtml, unescapeHtml } from '#shared/domain/messages/templates.ts';
import type { PoolSettings } from '#shared/domain/user-pools/user-pool.ts';
import { arn, poolWith } from '#tests/shared/services/triggers/occasions.ts';

const KMSKeyID = 'arn:aws:kms:us-east-1:000000000000:key/1';
const senderOf = (name: string) => ({ LambdaVersion: 'V1_0', LambdaArn: arn(name) }) as const;
const pool = (LambdaConfig: PoolSettings['LambdaConfig']) => poolWith({ LambdaConfig });

describe('a custom sender', () => {
  it('delivers by its own medium alone', () => {
    const mailing = pool({ CustomEmailSender: senderOf('mail'), KMSKeyID });
    expect(customSenderFor(mailing, 'email')).toEqual({ functionArn: arn('mail'), keyId: KMSKeyID });
    expect(customSenderFor(mailing, 'phone_number')).toBeUndefined();

    const texting = pool({ CustomSMSSender: senderOf('sms'), KMSKeyID });
    expect(customSenderFor(texting, 'phone_number')).toEqual({ functionArn: arn('sms'), keyId: KMSKeyID });
    expect(customSenderFor(texting, 'email')).toBeUndefined();
  });

  it('is told a source of its own and the type of its request', () => {
    expect(senderTrigger('CustomMessage_SignUp', 'email')).toEqual({
      triggerSource: 'CustomEmailSender_SignUp',
      type: 'customEmailSenderRequestV1',
    });
    expect(senderTrigger('CustomMessage_Authentication', 'phone_number')).toEqual({
      triggerSource: 'CustomSMSSender_Authentication',
      type: 'customSMSSenderRequestV1',
    });
  });

  it('gets temporary passwords as HTML, and codes as they are', () => {
    expect(toSenderCode('CustomMessage_AdminCreateUser', 'a<b>&1')).toBe('a&lt;b&gt;&amp;1');
    expect(toSenderCode('CustomMessage_SignUp', '123456')).toBe('123456');
  });

  it('can make the password of the HTML again', () => {
    const password = '&lt;"\'<>&amp;&#39;';
    expect(unescapeHtml(escapeHtml(password))).toBe(password);
  });
});
