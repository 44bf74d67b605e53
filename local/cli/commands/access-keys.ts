import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { Command } from 'commander';
import * as v from 'valibot';
import { Refusal, UsageError } from '../failures.ts';
import { toFacts } from '../output.ts';
import { outputOf } from '../session.ts';
import { explainAws, findLaptopLambda, type GlobalOptions } from '../settings.ts';

interface Options extends GlobalOptions {
  readonly deployment?: string;
  readonly action?: readonly string[];
  readonly pool?: readonly string[];
}

const NO_DEPLOYMENT =
  'Which deployment? Give --deployment, the stack that serverless made, such as gatehouse-prod; or run gatehouse-pools start here.';

const MadeKey = v.object({ accessKeyId: v.string(), secretAccessKey: v.string() });
const DisabledKey = v.object({ accessKeyId: v.string(), enabled: v.literal(false) });
const Failure = v.fallback(v.object({ errorType: v.string(), errorMessage: v.string() }), {
  errorType: 'Error',
  errorMessage: 'The function failed without saying why.',
});

const examples = `
Access keys sign administration. They are made and ended by functions without an address: the account's own IAM says who
may invoke them, so on AWS this uses your AWS credentials and not an access key of Gatehouse.

Examples:
  gatehouse-pools access-keys create --deployment gatehouse-prod --region eu-central-1
  gatehouse-pools access-keys create --action 'Admin*' ListUsers --pool us-east-1_AbCdEfGhI
  gatehouse-pools access-keys disable GATEAB…`;

const lambdaOf = ({ deployment, region }: Options): { readonly client: LambdaClient; readonly prefix: string } => {
  if (deployment) return { client: new LambdaClient(region ? { region } : {}), prefix: deployment };
  const client = findLaptopLambda();
  if (!client) throw new UsageError(NO_DEPLOYMENT);
  return { client, prefix: 'gatehouse-local' };
};

const invoke = async <Schema extends v.GenericSchema>(
  options: Options,
  worker: string,
  payload: object,
  schema: Schema,
): Promise<v.InferOutput<Schema>> => {
  const { client, prefix } = lambdaOf(options);
  const request = new InvokeCommand({ FunctionName: `${prefix}-${worker}`, Payload: JSON.stringify(payload) });
  const { FunctionError, Payload } = await client.send(request).catch(explainAws);
  const answer: unknown = JSON.parse(Buffer.from(Payload ?? []).toString());
  if (!FunctionError) return v.parse(schema, answer);
  const { errorType, errorMessage } = v.parse(Failure, answer);
  throw new Refusal(errorType, errorMessage);
};

/** Adds `gatehouse-pools access-keys`. */
export const addAccessKeys = (program: Command): void => {
  const keys = program
    .command('access-keys')
    .description('make and end the keys that sign administration')
    .addHelpText('after', examples);
  keys
    .command('create')
    .description('make an access key; its secret is told this once')
    .option('--action <patterns...>', 'operations that it may call, * for any characters (default: all)')
    .option('--pool <patterns...>', 'pools that it may call them on (default: all)')
    .option('--deployment <stack>', 'stack on AWS, such as gatehouse-prod (default: the one on this machine)')
    .action(async (_: object, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const policy = {
        ...(options.action && { actions: options.action }),
        ...(options.pool && { pools: options.pool }),
      };
      const made = await invoke(options, 'CreateAccessKey', policy, MadeKey);
      outputOf(command).answer(
        made,
        toFacts({ GATEHOUSE_ACCESS_KEY_ID: made.accessKeyId, GATEHOUSE_SECRET_ACCESS_KEY: made.secretAccessKey }),
      );
    });
  keys
    .command('disable <access-key-id>')
    .description('end an access key: within ten seconds nothing that it signs is accepted')
    .option('--deployment <stack>', 'stack on AWS, such as gatehouse-prod (default: the one on this machine)')
    .action(async (accessKeyId: string, _: object, command: Command) => {
      const answer = await invoke(command.optsWithGlobals<Options>(), 'DisableAccessKey', { accessKeyId }, DisabledKey);
      outputOf(command).answer(answer, `${accessKeyId} is disabled.`);
    });
};
