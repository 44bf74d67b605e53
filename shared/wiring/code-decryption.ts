import { environment } from '#shared/config/environment.ts';
import { createCodeDecryption } from '#shared/gateways/sender-codes.ts';
import { once } from './once.ts';

const partitionOf = (region: string): string => {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
};

export const codeDecryption = once(() => {
  const { senderKeyFile: keyFile, accountId, region } = environment();
  return createCodeDecryption({ keyFile, accountId, partition: partitionOf(region) });
});
