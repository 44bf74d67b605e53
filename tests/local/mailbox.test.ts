import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { describe, expect, it } from 'vitest';
import { codeIn } from '#local/mailbox/messages.ts';
import { mailTo } from '#tests/support/mailbox.ts';
import { anEmail } from '#tests/support/pools.ts';
import { stack } from '#tests/support/stack.ts';

const settings = () => ({
  endpoint: stack().mailboxUrl,
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});

describe('the mailbox', () => {
  it('receives what SES is told to send, and shows it without running it', async () => {
    const to = anEmail();
    const Html = { Data: '<p>Your code is 123456. <script>alert(1)</script></p>' };
    await new SESv2Client(settings()).send(
      new SendEmailCommand({
        FromEmailAddress: 'no-reply@example.com',
        Destination: { ToAddresses: [to] },
        Content: { Simple: { Subject: { Data: 'Welcome' }, Body: { Html } } },
      }),
    );
    expect(await mailTo(to)).toMatchObject([{ to, channel: 'EMAIL', subject: 'Welcome', code: '123456' }]);
    const page = await (await fetch(`${stack().mailboxUrl}/?to=${to}`)).text();
    expect(page).toContain('&lt;script&gt;');
    expect(page).not.toContain('<script>alert');
  });

  it('receives what SNS is told to send', async () => {
    const to = `+1555${Math.trunc(Math.random() * 1e7)}`;
    await new SNSClient(settings()).send(new PublishCommand({ PhoneNumber: to, Message: 'Your code is 654321.' }));
    expect(await mailTo(to)).toMatchObject([{ to, channel: 'SMS', body: 'Your code is 654321.', code: '654321' }]);
  });

  it('forgets on request', async () => {
    const to = `+1666${Math.trunc(Math.random() * 1e7)}`;
    await new SNSClient(settings()).send(new PublishCommand({ PhoneNumber: to, Message: '111111' }));
    await fetch(`${stack().mailboxUrl}/messages?to=${encodeURIComponent(to)}`, { method: 'DELETE' });
    expect(await mailTo(to)).toEqual([]);
  });
});

describe('codeIn', () => {
  it.each([
    ['Your verification code is 123456.', '123456'],
    ['Your username is ada and temporary password is a&lt;B&amp;7xyzW!.', 'a<B&7xyzW!'],
    ['Call +15555550100 for help.', undefined],
  ])('finds the code in %s', (body, code) => {
    expect(codeIn(body)).toBe(code);
  });
});
