import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import * as v from 'valibot';
import { type BuiltFile, builtIn, cacheControlOf, filesIn, isHashed, pageName } from '../console/built-files.ts';

/** A bucket, and what reaches it. */
export interface ConsoleBucket {
  readonly client: S3Client;
  readonly name: string;
}

const names = v.array(v.string());

// What a deployment left. It lies beside the folder that browsers get files of.
const Deployed = v.object({
  digests: v.record(v.string(), v.string()),
  /** Hashed files of the deployment before, for browsers that have its page open. */
  former: names,
});

type Deployed = v.InferOutput<typeof Deployed>;

const listKey = 'deployed.json';
const keyOf = (name: string): string => `console/${name}`;

const isMissing = (error: unknown): boolean => error instanceof Error && ['NoSuchKey', 'NotFound'].includes(error.name);

const readDeployed = async ({ client, name: Bucket }: ConsoleBucket): Promise<Deployed> => {
  try {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: listKey }));
    return v.parse(Deployed, JSON.parse((await Body?.transformToString()) ?? ''));
  } catch (error) {
    if (isMissing(error)) return { digests: {}, former: [] };
    throw error;
  }
};

// The page last: at every moment, all that it names is there.
const inOrder = (files: readonly BuiltFile[]): readonly BuiltFile[] => [
  ...files.filter(({ name }) => name !== pageName),
  ...files.filter(({ name }) => name === pageName),
];

/**
 * Puts a console that was built into its bucket. What is there already is not sent again. Files of the deployment before this
 * one stay, since browsers may have its page open, and those of earlier ones go. Gives how many were sent and removed.
 */
export const uploadConsole = async (
  bucket: ConsoleBucket,
  folder: string,
): Promise<{ readonly sent: number; readonly removed: number }> => {
  const { client, name: Bucket } = bucket;
  const { files } = builtIn(folder);
  const before = await readDeployed(bucket);
  const changed = inOrder(files).filter(({ name, digest }) => before.digests[name] !== digest);
  if (changed.length === 0) return { sent: 0, removed: 0 };
  for (const file of changed) {
    await client.send(
      new PutObjectCommand({
        Bucket,
        Key: keyOf(file.name),
        Body: readFileSync(path.join(filesIn(folder), file.name)),
        ContentType: file.type,
        CacheControl: cacheControlOf(file),
      }),
    );
  }
  const now = new Set(files.map(({ name }) => name));
  const former = Object.keys(before.digests).filter((name) => !now.has(name) && isHashed({ name }));
  const deployed = { digests: Object.fromEntries(files.map(({ name, digest }) => [name, digest])), former };
  await client.send(new PutObjectCommand({ Bucket, Key: listKey, Body: JSON.stringify(deployed) }));
  const old = before.former.filter((name) => !now.has(name) && !former.includes(name));
  for (const name of old) await client.send(new DeleteObjectCommand({ Bucket, Key: keyOf(name) }));
  return { sent: changed.length, removed: old.length };
};

/** Removes everything from the bucket: CloudFormation deletes none that has something in it. */
export const emptyConsole = async ({ client, name: Bucket }: ConsoleBucket): Promise<void> => {
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket })) {
    const Objects = Contents.map(({ Key }) => ({ Key }));
    if (Objects.length > 0) await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  }
};
