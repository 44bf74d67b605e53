import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { CloudFormationClient, DescribeStacksCommand, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import { DeleteObjectsCommand, GetObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import type { DeployPlugin, Framework } from './framework.ts';

const TEMPLATE = 'compiled-cloudformation-template.json';

// In any other state something has to be mended, whatever the template is.
const SETTLED: readonly (string | undefined)[] = ['CREATE_COMPLETE', 'UPDATE_COMPLETE'];

const most = 1000;

const isDeployPlugin = (plugin: object): plugin is DeployPlugin => plugin.constructor.name === 'AwsDeploy';

const deployPluginOf = ({ pluginManager }: Framework): DeployPlugin => {
  const plugin = pluginManager.getPlugins().find(isDeployPlugin);
  const parts = ['checkForChanges', 'uploadFunctionsAndLayers', 'uploadZipFile'] as const;
  const missing = parts.find((part) => typeof plugin?.[part] !== 'function');
  if (plugin && !missing) return plugin;
  throw new Error(`The framework's AwsDeploy has no ${missing} any more: see local/osls/code-by-content.ts.`);
};

type Parameters = readonly {
  readonly ParameterKey?: string | undefined;
  readonly ParameterValue?: string | undefined;
}[];

const byName = (parameters: Parameters): Record<string, string | undefined> =>
  Object.fromEntries(parameters.map(({ ParameterKey = '', ParameterValue }) => [ParameterKey, ParameterValue]));

/** The name of the stack on AWS, and the settings of clients of the SDK that reach it as the framework does. */
export const stackOf = async (framework: Framework): Promise<{ readonly name: string; readonly config: object }> => {
  const { provider } = deployPluginOf(framework);
  return { name: provider.naming.getStackName(), config: await provider.getAwsSdkV3Config() };
};

/** The stack on AWS and the bucket of its code, reached by the framework's own plugin and credentials. */
export const deploymentOf = (framework: Framework) => {
  const plugin = deployPluginOf(framework);
  const { provider } = framework.service;

  const keysUnder = async (folder: string): Promise<Set<string>> => {
    const client = new S3Client(await plugin.provider.getAwsSdkV3Config());
    const found = new Set<string>();
    const where = { Bucket: plugin.bucketName, Prefix: `${folder}/` };
    for await (const { Contents = [] } of paginateListObjectsV2({ client }, where))
      for (const { Key } of Contents) if (Key) found.add(Key);
    return found;
  };

  return {
    /** Replaces a part of the framework's work. */
    replace: (part: 'checkForChanges' | 'uploadFunctionsAndLayers', work: () => Promise<void>): void => {
      plugin[part] = work;
    },

    /** True where the stack is settled and has this template and these parameters. */
    isDeployed: async (): Promise<boolean> => {
      const client = new CloudFormationClient(await plugin.provider.getAwsSdkV3Config());
      const StackName = plugin.provider.naming.getStackName();
      const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName }));
      if (!SETTLED.includes(stack?.StackStatus)) return false;
      const { TemplateBody = '{}' } = await client.send(new GetTemplateCommand({ StackName }));
      return (
        isDeepStrictEqual(JSON.parse(TemplateBody), plain(provider.compiledCloudFormationTemplate)) &&
        isDeepStrictEqual(byName(stack?.Parameters ?? []), byName(provider.stackParameters ?? []))
      );
    },

    keysUnder,

    /** Puts a file into the bucket. */
    upload: (key: string, file: string): Promise<unknown> =>
      plugin.uploadZipFile({
        filename: file,
        s3KeyDirname: path.posix.dirname(key),
        basename: path.posix.basename(key),
      }),

    /** Removes files of a folder that no template of a kept deployment in the bucket refers to. */
    removeUnused: async (folder: string): Promise<void> => {
      const client = new S3Client(await plugin.provider.getAwsSdkV3Config());
      const Bucket = plugin.bucketName;
      const keys = await keysUnder(path.posix.dirname(folder));
      const templates = [...keys].filter((key) => path.posix.basename(key) === TEMPLATE);
      const kept: string[] = [];
      for (const Key of templates) {
        const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
        const template = await Body?.transformToString();
        // Without reading the template, nothing can be called unused.
        if (!template) throw new Error(`${Key} in ${Bucket} is empty.`);
        kept.push(template);
      }
      const unused = [...keys].filter(
        (key) => key.startsWith(`${folder}/`) && !kept.some((template) => template.includes(key)),
      );
      for (let from = 0; from < unused.length; from += most) {
        const Objects = unused.slice(from, from + most).map((Key) => ({ Key }));
        await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
      }
    },
  };
};

// As after writing and reading a file: without undefined members.
const plain = (template: object): unknown => JSON.parse(JSON.stringify(template));
