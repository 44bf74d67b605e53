import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Mailbox, startMailbox } from '#local/mailbox/mailbox.ts';
import { codeIn, createMessages } from '#local/mailbox/messages.ts';
import { freePort } from '#local/ports.ts';
import { usualLimits } from '#local/serving/limits.ts';
import { rawConnection, rawConnections } from '#tests/support/raw-connection.ts';

const settings = { region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };

const email = (to: readonly string[], subject: string, html: string) =>
  new SendEmailCommand({
    FromEmailAddress: 'no-reply@example.com',
    Destination: { ToAddresses: [...to] },
    Content: { Simple: { Subject: { Data: subject }, Body: { Html: { Data: html } } } },
  });

describe('the mailbox', () => {
  let mailbox: Mailbox;
  let ses: SESv2Client;
  let sns: SNSClient;

  beforeAll(async () => {
    mailbox = await startMailbox(await freePort(), undefined);
    ses = new SESv2Client({ ...settings, endpoint: mailbox.url });
    sns = new SNSClient({ ...settings, endpoint: mailbox.url });
  });
  afterAll(() => mailbox.stop());

  const messagesTo = async (to: string): Promise<unknown> =>
    (await fetch(`${mailbox.url}/messages?to=${encodeURIComponent(to)}`)).json();

  it('receives what the SES client sends, for each recipient, newest last', async () => {
    const { MessageId } = await ses.send(email(['ada@example.com', 'bob@example.com'], 'Hello', 'Code <b>123456</b>'));
    await ses.send(email(['ada@example.com'], 'Again', 'nothing'));
    expect(MessageId).toBeTruthy();
    const sentAt = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(await messagesTo('Ada@Example.com')).toEqual([
      {
        to: 'ada@example.com',
        channel: 'EMAIL',
        subject: 'Hello',
        body: 'Code <b>123456</b>',
        code: '123456',
        sentAt,
      },
      { to: 'ada@example.com', channel: 'EMAIL', subject: 'Again', body: 'nothing', sentAt },
    ]);
    expect(await messagesTo('bob@example.com')).toHaveLength(1);
  });

  it('refuses what goes to a domain that is there for it, as SES refuses addresses in its sandbox', async () => {
    await expect(ses.send(email(['eve@refused.example'], 'Hello', 'there'))).rejects.toMatchObject({
      name: 'MessageRejected',
      message: 'Email address is not verified. The following identities failed the check: eve@refused.example',
    });
    expect(await messagesTo('eve@refused.example')).toEqual([]);
  });

  it('receives what the SNS client publishes to a number', async () => {
    const { MessageId } = await sns.send(
      new PublishCommand({ PhoneNumber: '+4915112345678', Message: 'It is 0123456.' }),
    );
    expect(MessageId).toBeTruthy();
    expect(await messagesTo('+4915112345678')).toMatchObject([
      { to: '+4915112345678', channel: 'SMS', body: 'It is 0123456.', code: '0123456' },
    ]);
  });

  it('refuses what it cannot show', async () => {
    await expect(sns.send(new PublishCommand({ TopicArn: 'arn:aws:sns:us-east-1:0:t', Message: 'x' }))).rejects.toThrow(
      'PhoneNumber',
    );
    const raw = { Destination: { ToAddresses: ['a@example.com'] }, Content: { Raw: { Data: Buffer.from('x') } } };
    await expect(ses.send(new SendEmailCommand(raw))).rejects.toThrow('simple messages');
    expect((await fetch(`${mailbox.url}/v2/email/outbound-emails`, { method: 'POST', body: '{' })).status).toBe(400);
    expect((await fetch(`${mailbox.url}//?to=`)).status).toBe(404);
  });

  it('shows messages on a page, as text', async () => {
    await ses.send(email(['eve@example.com'], '<script>', '<img src=x onerror=alert(1)>'));
    const page = await (await fetch(`${mailbox.url}/?to=eve@example.com`)).text();
    expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(page).not.toMatch(/<script|<img/);
    expect(page).toContain('<html lang="en">');
  });

  it.each(['/', '/messages', '/nothing'])('answers HEAD of %s as GET, without the content', async (path) => {
    const read = async (method: string) => {
      const answer = await fetch(`${mailbox.url}${path}`, { method });
      const { status, headers } = answer;
      return {
        status,
        type: headers.get('content-type'),
        length: headers.get('content-length'),
        body: await answer.text(),
      };
    };
    const got = await read('GET');
    expect(Number(got.length)).toBe(Buffer.byteLength(got.body));
    expect(await read('HEAD')).toEqual({ ...got, body: '' });
  });

  it('forgets the messages to one address and keeps the others', async () => {
    await ses.send(email(['gone@example.com', 'stays@example.com'], 's', 'b'));
    await fetch(`${mailbox.url}/messages?to=gone@example.com`, { method: 'DELETE' });
    expect(await messagesTo('gone@example.com')).toEqual([]);
    expect(await messagesTo('stays@example.com')).toHaveLength(1);
  });
});

describe('limits of the mailbox', () => {
  const headersFor = (port: number): string => `POST /v2/email/outbound-emails HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n`;
  const most = 10 * 1024 * 1024;

  it('are the largest e-mail that SES takes, and a longer one is refused before it is kept', async () => {
    const port = await freePort();
    const mailbox = await startMailbox(port, undefined);
    const ses = new SESv2Client({ ...settings, endpoint: mailbox.url });
    await ses.send(email(['ada@example.com'], 'Long', 'l'.repeat(most - 1000)));
    await expect(ses.send(email(['ada@example.com'], 'Longer', 'l'.repeat(most)))).rejects.toMatchObject({
      message: expect.stringContaining('Request Entity Too Large'),
      $metadata: { httpStatusCode: 413 },
    });
    const chunked = await rawConnection(
      port,
      `${headersFor(port)}transfer-encoding: chunked\r\n\r\n${(most + 1).toString(16)}\r\n`,
    );
    chunked.socket.write(`${'l'.repeat(most + 1)}\r\n0\r\n\r\n`);
    expect(await chunked.ended).toMatch(/^HTTP\/1\.1 413 /);
    const kept = await (await fetch(`${mailbox.url}/messages`)).json();
    expect(kept).toMatchObject([{ subject: 'Long' }]);
    await mailbox.stop();
  });

  it('end what does not come whole, and meanwhile others are served', async () => {
    const port = await freePort();
    const mailbox = await startMailbox(port, undefined, { ...usualLimits, headersMs: 2000, requestMs: 4000 });
    const late = [
      ...(await rawConnections(port, 150, headersFor(port))),
      ...(await rawConnections(port, 150, `${headersFor(port)}content-length: 9\r\n\r\nhalf`)),
    ];
    expect(await (await fetch(`${mailbox.url}/messages`)).json()).toEqual([]);
    for (const { ended } of late) expect(await ended).toMatch(/^HTTP\/1\.1 408 /);
    await mailbox.stop();
  });
});

describe('the code in a message', () => {
  it.each([
    ['EMAIL', 'Your confirmation code is 012345', '012345'],
    ['EMAIL', 'Your username is ada123456 and temporary password is aB3$x7!q.', 'aB3$x7!q'],
    ['EMAIL', 'Your username is ada and temporary password is a&lt;B&amp;3&#39;&gt;.', "a<B&3'>"],
    ['EMAIL', 'Your temporary password is <b>aB3.x7..</b>', 'aB3.x7.'],
    ['SMS', 'Your temporary password is a<B>&amp;3', 'a<B>&amp;3'],
    ['EMAIL', 'Call +4915112345678 or 12345; the code: 87654321!', '87654321'],
    ['EMAIL', 'user112233, your code is 445566', '445566'],
    ['EMAIL', '<a href="https://auth.example.com/confirm?code=998877&amp;user=1">Verify</a>', '998877'],
    ['EMAIL', 'Welcome!', undefined],
  ] as const)('by %s, %j, is %j', (channel, body, code) => {
    expect(codeIn({ channel, body })).toBe(code);
  });
});

describe('messages in a file', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'gatehouse-mailbox-'));
  const file = path.join(directory, 'mailbox.jsonl');
  afterAll(() => rmSync(directory, { recursive: true }));

  it('are there again after a restart, but for one that was cut short', () => {
    createMessages(file).add({ to: 'ada@example.com', channel: 'EMAIL', subject: 's', body: '123456' });
    appendFileSync(file, '{"to":"ada@exa');
    const again = createMessages(file);
    expect(again.to('ada@example.com')).toMatchObject([{ subject: 's', code: '123456' }]);
    again.add({ to: 'ada@example.com', channel: 'EMAIL', body: 'b' });
    expect(createMessages(file).to(null)).toHaveLength(2);
  });

  it('are the last ten thousand', () => {
    const messages = createMessages(undefined);
    for (let sent = 1; sent <= 10_001; sent++) messages.add({ to: 'a', channel: 'SMS', body: `number ${sent}` });
    expect(messages.to(null)).toHaveLength(10_000);
    expect(messages.to('a').at(0)?.body).toBe('number 2');
  });

  it('are 50 million characters at most', () => {
    const messages = createMessages(undefined);
    for (let sent = 1; sent <= 11; sent++)
      messages.add({ to: String(sent), channel: 'SMS', body: 'l'.repeat(5_000_000) });
    expect(messages.to(null).map(({ to }) => to)).toEqual(['2', '3', '4', '5', '6', '7', '8', '9', '10', '11']);
    messages.forget('2');
    messages.add({ to: '12', channel: 'SMS', body: 'l'.repeat(5_000_000) });
    expect(messages.to('3')).toHaveLength(1);
  });
});
