import { createServer } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PoolSettings } from '#shared/domain/user-pools/user-pool.ts';
import { createEmailGateway } from '#shared/gateways/email.ts';
import { createSmsGateway } from '#shared/gateways/sms.ts';
import { createMessages } from '#shared/services/messages/create-messages.ts';
import type { Message, Messages } from '#shared/services/messages/messages.ts';
import type { MessageTexts } from '#shared/services/triggers/triggers.ts';
import { permit } from '#tests/shared/services/messages/permit.ts';
import { ada, occasion } from '#tests/shared/services/triggers/occasions.ts';

const published =
  '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>';

const received: { readonly authorization: string; readonly body: string }[] = [];
let refuses = false;

const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  received.push({ authorization: request.headers.authorization ?? '', body: Buffer.concat(chunks).toString() });
  if (refuses) {
    response.writeHead(400, { 'x-amzn-errortype': 'MessageRejected' }).end('{"message":"No."}');
    return;
  }
  const isEmail = request.url === '/v2/email/outbound-emails';
  response.setHeader('content-type', isEmail ? 'application/json' : 'text/xml');
  response.end(isEmail ? '{"MessageId":"1"}' : published);
});

let endpoint = '';

beforeAll(async () => {
  process.env.AWS_ACCESS_KEY_ID ??= 'local';
  process.env.AWS_SECRET_ACCESS_KEY ??= 'local';
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server has no port.');
  endpoint = `http://127.0.0.1:${address.port}`;
});

beforeEach(() => {
  refuses = false;
  received.length = 0;
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});

const templates: MessageTexts = { smsMessage: undefined, emailMessage: undefined, emailSubject: undefined };

const noSender = async (): Promise<never> => {
  throw new Error('No pool here has a sender of its own.');
};

const messagesWith = (custom: Partial<MessageTexts> = {}, deploymentSender: string | undefined = 'us@example.com') =>
  createMessages({
    triggers: { customMessage: async () => ({ ...templates, ...custom }) },
    email: () => createEmailGateway({ region: 'us-east-1', endpoint }),
    sms: () => createSmsGateway({ region: 'us-east-1', endpoint }),
    customSenders: () => ({ handOver: noSender, handOverNotice: noSender }),
    originOf: () => 'https://auth.example.com',
    deploymentSender,
  });

const message = (settings: PoolSettings, more: Partial<Message> = {}): Message => ({
  ...occasion(settings),
  source: 'CustomMessage_SignUp',
  user: ada,
  attribute: 'email',
  destination: 'ada@example.com',
  secret: '123456',
  permit,
  ...more,
});

const toPhone = { attribute: 'phone_number', destination: '+12065551234' } as const;

const emailSent = async (settings: PoolSettings, more: Partial<Message> = {}, messages: Messages = messagesWith()) => {
  await messages.send(message(settings, more));
  const { Content, ...rest } = JSON.parse(received.at(-1)?.body ?? '{}');
  const { Html, Text } = Content.Simple.Body;
  return { ...rest, subject: Content.Simple.Subject.Data, html: Html.Data, text: Text?.Data };
};

const smsSent = async (settings: PoolSettings, more: Partial<Message> = {}, messages: Messages = messagesWith()) => {
  await messages.send(message(settings, { ...toPhone, ...more }));
  return new URLSearchParams(received.at(-1)?.body).get('Message');
};

describe('messages', () => {
  it('say by mail what the defaults say, and where they went', async () => {
    const delivery = await messagesWith().send(message({}));

    expect(delivery).toEqual({ AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'a***@e***' });
    expect(await emailSent({})).toMatchObject({
      FromEmailAddress: 'us@example.com',
      Destination: { ToAddresses: ['ada@example.com'] },
      subject: 'Your verification code',
      html: expect.stringContaining('>Your verification code is 123456.<'),
      text: expect.stringMatching(/^Your verification code is 123456\.\n/),
    });
  });

  it('say by text message what the defaults say, and where they went', async () => {
    const delivery = await messagesWith().send(message({}, toPhone));

    expect(delivery).toEqual({ AttributeName: 'phone_number', DeliveryMedium: 'SMS', Destination: '+*******1234' });
    expect(await smsSent({})).toBe('Your verification code is 123456.');
  });

  it('prefer the newer of the pool\u2019s two verification templates', async () => {
    const older = {
      EmailVerificationMessage: 'old {####}',
      EmailVerificationSubject: 'old',
      SmsVerificationMessage: 'old {####}',
    };
    const VerificationMessageTemplate = { EmailMessage: 'new {####}', EmailSubject: 'new', SmsMessage: 'new {####}' };

    expect(await emailSent(older)).toMatchObject({ subject: 'old', html: 'old 123456' });
    expect(await smsSent(older)).toBe('old 123456');
    const both = { ...older, VerificationMessageTemplate };
    expect(await emailSent(both)).toMatchObject({ subject: 'new', html: 'new 123456' });
    expect(await smsSent(both)).toBe('new 123456');
  });

  it('invite with the username and the temporary password, escaped where they are HTML', async () => {
    const invitation = { source: 'CustomMessage_AdminCreateUser', secret: 'a<b>1&C' } as const;

    expect(await emailSent({}, invitation)).toMatchObject({
      subject: 'Your temporary password',
      html: expect.stringContaining('>Your username is ada and temporary password is a&lt;b>1&amp;C.<'),
      text: expect.stringMatching(/^Your username is ada and temporary password is a<b>1&C\.\n/),
    });
    expect(await smsSent({}, invitation)).toBe('Your username is ada and temporary password is a<b>1&C.');
    const AdminCreateUserConfig = {
      InviteMessageTemplate: { EmailMessage: '{username} {####}', EmailSubject: 'Hi', SMSMessage: '{username}/{####}' },
    };
    expect(await emailSent({ AdminCreateUserConfig }, invitation)).toMatchObject({ subject: 'Hi' });
    expect(await smsSent({ AdminCreateUserConfig }, invitation)).toBe('ada/a<b>1&C');
  });

  it('authenticate with the pool\u2019s own words', async () => {
    const source = 'CustomMessage_Authentication' as const;
    expect(await smsSent({}, { source })).toBe('Your authentication code is 123456.');
    expect(await smsSent({ SmsAuthenticationMessage: 'In with {####}' }, { source })).toBe('In with 123456');
  });

  it('are written by the CustomMessage trigger first, part by part', async () => {
    const messages = messagesWith({ emailMessage: '<i>{####}</i>', smsMessage: 'sms {####}' });
    const settings = { EmailVerificationMessage: 'old {####}', EmailVerificationSubject: 'old' };

    expect(await emailSent(settings, {}, messages)).toMatchObject({ subject: 'old', html: '<i>123456</i>' });
    expect(await smsSent(settings, {}, messages)).toBe('sms 123456');
  });

  it('are sent by the identity that the pool names, in its region', async () => {
    const SourceArn = 'arn:aws:ses:eu-west-1:000000000000:identity/example.org';
    const EmailConfiguration = {
      EmailSendingAccount: 'DEVELOPER',
      SourceArn,
      From: 'Support <support@example.org>',
      ReplyToEmailAddress: 'help@example.org',
      ConfigurationSet: 'pools',
    } as const;

    expect(await emailSent({ EmailConfiguration })).toMatchObject({
      FromEmailAddress: 'Support <support@example.org>',
      FromEmailAddressIdentityArn: SourceArn,
      ReplyToAddresses: ['help@example.org'],
      ConfigurationSetName: 'pools',
    });
    expect(received.at(-1)?.authorization).toContain('/eu-west-1/ses/');
  });

  it('are texted from the region that the pool names', async () => {
    await smsSent({ SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms', SnsRegion: 'eu-west-3' } });
    expect(received.at(-1)?.authorization).toContain('/eu-west-3/sns/');
  });

  it('that are refused, or have no sender, are told as not delivered', async () => {
    const undelivered = { name: 'CodeDeliveryFailureException', message: 'The message could not be delivered.' };
    const EmailConfiguration = {
      EmailSendingAccount: 'DEVELOPER',
      SourceArn: 'arn:aws:ses:eu-west-1:000000000000:identity/example.org',
    } as const;
    await expect(messagesWith().send(message({ EmailConfiguration }))).rejects.toMatchObject(undelivered);

    refuses = true;
    await expect(messagesWith().send(message({}))).rejects.toMatchObject(undelivered);
    await expect(messagesWith().send(message({}, toPhone))).rejects.toMatchObject(undelivered);
  });
});
