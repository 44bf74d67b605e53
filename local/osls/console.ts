import { CloudFormationClient, DescribeStackResourceCommand } from '@aws-sdk/client-cloudformation';
import { S3Client } from '@aws-sdk/client-s3';
import { consoleFolder } from '../console/console-folder.ts';
import { type ConsoleBucket, emptyConsole, uploadConsole } from './console-upload.ts';
import { stackOf } from './deployment.ts';
import type { Framework, Hooks, PluginTools } from './framework.ts';
import { refusingPlainly } from './plain-refusal.ts';

const BUCKET = 'ConsoleBucket';

// What CloudFormation says of a stack or a resource that there is not.
const isMissing = (error: unknown): boolean => error instanceof Error && error.message.includes('does not exist');

const findBucket = async (framework: Framework): Promise<ConsoleBucket | undefined> => {
  const { name: StackName, config } = await stackOf(framework);
  try {
    const { StackResourceDetail: found } = await new CloudFormationClient(config).send(
      new DescribeStackResourceCommand({ StackName, LogicalResourceId: BUCKET }),
    );
    const isThere = found?.ResourceStatus !== 'DELETE_COMPLETE' && found?.PhysicalResourceId;
    return isThere ? { client: new S3Client(config), name: isThere } : undefined;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
};

const servesConsole = ({ service }: Framework): boolean =>
  (service.provider.stackParameters ?? []).some(
    ({ ParameterKey, ParameterValue }) => ParameterKey === 'Console' && ParameterValue === 'on',
  );

/**
 * Uploads the console after a deployment that serves it. Before a deployment that no longer does, and before the stack is
 * removed, its bucket is emptied.
 */
export default class Console {
  readonly hooks: Hooks;

  constructor(framework: Framework, _options: object, { log }: PluginTools) {
    const { provider } = framework.service;

    // What cannot be built is to be known before the stack changes.
    const build = async (): Promise<void> => {
      if (servesConsole(framework)) await consoleFolder();
    };

    const empty = async (): Promise<void> => {
      const bucket = await findBucket(framework);
      if (bucket) await emptyConsole(bucket);
    };

    const upload = async (): Promise<void> => {
      if (!servesConsole(framework)) return;
      const bucket = await findBucket(framework);
      if (!bucket) throw new Error(`The stack has no ${BUCKET}: see resources/console.yml.`);
      const { sent, removed } = await uploadConsole(bucket, await consoleFolder());
      log.notice(`Uploaded ${sent} files of the console; ${removed} of earlier ones were removed.`);
    };

    this.hooks = {
      'before:deploy:deploy': () => refusingPlainly(framework, build),
      'before:aws:deploy:deploy:updateStack': () =>
        refusingPlainly(framework, async () => {
          if (!provider.shouldNotDeploy && !servesConsole(framework)) await empty();
        }),
      'after:deploy:deploy': () => refusingPlainly(framework, upload),
      'before:remove:remove': () => refusingPlainly(framework, empty),
    };
  }
}
