import { environment } from '#shared/config/environment.ts';
import { createObjects } from '#shared/gateways/objects.ts';
import { once } from './once.ts';

export const objects = once(() => {
  const { region, endpoints, filesBucket } = environment();
  if (!filesBucket) throw new Error('The environment variable FILES_BUCKET is not set.');
  return createObjects({ region, bucket: filesBucket, endpoint: endpoints.s3 });
});
