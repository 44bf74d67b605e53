import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { zipOf } from './archive.ts';
import { layerEntry } from './data-files.ts';
import type { Framework, Resource } from './framework.ts';
import { digestOf, madeOnce } from './made-once.ts';

/** Logical id of the layer. */
export const DATA_LAYER = 'AddressDataLayer';

/** The layer's zip. */
export const DATA_LAYER_ARTIFACT = path.join('.serverless', 'address-data.zip');

/**
 * Writes the zip of the layer that the functions share which ask where addresses are: so none of them carries 13 MB of its
 * own, and a release without new data uploads nothing of it. `files` are the names of its data files, and `tools` the digest of what makes
 * zips.
 */
export const writeDataLayer = async (files: readonly string[], tools: string): Promise<void> => {
  const entries = await Promise.all(files.toSorted().map(layerEntry));
  const digest = digestOf([tools, 'layer', ...entries.flatMap(({ name, bytes }) => [name, bytes])]);
  writeFileSync(DATA_LAYER_ARTIFACT, await madeOnce(digest, () => zipOf(entries)));
};

/** The layer as the template declares it. `Content` says where its zip is. */
export const dataLayer = ({ service }: Framework, Content: object): Resource => ({
  Type: 'AWS::Lambda::LayerVersion',
  Properties: {
    LayerName: `${service.service}-${service.provider.stage}-address-data`,
    Description: 'Countries and networks of addresses',
    LicenseInfo: 'CC0-1.0 AND CC-BY-4.0',
    Content,
  },
});
