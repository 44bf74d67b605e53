import { environment } from '#shared/config/environment.ts';
import { once } from '#shared/config/once.ts';
import { createAwsRequest } from './aws-request.ts';

export interface Sms {
  /** `+` and digits. */
  readonly to: string;
  readonly text: string;
  /** Region of the SNS that sends; undefined for the deployment's own. */
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

/**
 * Sends through SNS, or its stand-in.
 *
 * @see https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
export const createSmsGateway = ({ region, endpoint }: Settings): SmsGateway => {
  const request = createAwsRequest({ service: 'sns', endpoint });
  return {
    send: async ({ to, text, region: chosen }) => {
      await request({
        region: chosen ?? region,
        path: '/',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({
          Action: 'Publish',
          Version: '2010-03-31',
          PhoneNumber: to,
          Message: text,
          'MessageAttributes.entry.1.Name': 'AWS.SNS.SMS.SMSType',
          'MessageAttributes.entry.1.Value.DataType': 'String',
          'MessageAttributes.entry.1.Value.StringValue': 'Transactional',
        }).toString(),
        timeoutMs,
        retriesAfter: ['throttled'],
      });
    },
  };
};

export const sms = once(() => {
  const { region, endpoints } = environment();
  return createSmsGateway({ region, endpoint: endpoints.sns });
});
