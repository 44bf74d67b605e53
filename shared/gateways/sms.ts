import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';

export interface Sms {
  /** `+` and digits. */
  readonly to: string;
  readonly text: string;
  /** Region whose SNS sends; undefined for the deployment's own. */
  readonly region: string | undefined;
}

/** Sends text messages. */
export interface SmsGateway {
  /** Throws what the service throws. */
  readonly send: (sms: Sms) => Promise<void>;
}

interface Settings {
  readonly region: string;
  /** Of a stand-in for the service; undefined on AWS. */
  readonly endpoint: string | undefined;
}

const timeoutMs = 10_000;

/** Sends through SNS, or its stand-in. */
export const createSmsGateway = ({ region, endpoint }: Settings): SmsGateway => {
  const clients = new Map<string, SNSClient>();

  const clientIn = (at: string): SNSClient => {
    const client = clients.get(at) ?? new SNSClient({ region: at, ...(endpoint && { endpoint }) });
    clients.set(at, client);
    return client;
  };

  return {
    send: async ({ to, text, region: chosen }) => {
      await clientIn(chosen ?? region).send(
        new PublishCommand({
          PhoneNumber: to,
          Message: text,
          MessageAttributes: { 'AWS.SNS.SMS.SMSType': { DataType: 'String', StringValue: 'Transactional' } },
        }),
        { abortSignal: AbortSignal.timeout(timeoutMs) },
      );
    },
  };
};
