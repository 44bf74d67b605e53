import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { CHUNKS } from '../osls/esbuild-options.ts';
import type { BundleSize } from './bundle-budget.ts';
import { readTemplate, type Template } from './template.ts';
import { type ZipEntry, zipEntries } from './zip-entries.ts';

/** A packaged function. */
export interface PackagedFunction {
  /** Key in functions.yml. For an operation it is the API's name. */
  readonly name: string;
  /** Path of its module from the top of the project, without the extension: functions/triggers/captcha. */
  readonly source: string;
  /** Logical id of its role. */
  readonly role: string;
  readonly environment: Readonly<Record<string, unknown>>;
  readonly files: readonly ZipEntry[];
  /** Logical ids of its layers. */
  readonly layers: readonly string[];
}

/** The result of `serverless package`. */
export interface PackagedStack {
  readonly template: Template;
  /** The template that a first deployment uses before that. */
  readonly firstTemplate: Template;
  /** Names of the parameters that every deployment sends. */
  readonly parameters: readonly string[];
  readonly functions: readonly PackagedFunction[];
}

interface LambdaProperties {
  readonly FunctionName: string;
  readonly Handler: string;
  readonly Role: { readonly 'Fn::GetAtt': readonly [string, string] };
  readonly Layers?: readonly { readonly Ref: string }[];
  readonly Environment?: { readonly Variables: Readonly<Record<string, unknown>> };
}

interface Sent {
  readonly ParameterKey: string;
}

const FOLDER = '.serverless';

const serverless = async (args: readonly string[]): Promise<void> => {
  const cli = path.resolve('node_modules/serverless/bin/serverless.js');
  const env = { ...process.env, SLS_TELEMETRY_DISABLED: '1', SLS_NOTIFICATIONS_MODE: 'off' };
  await promisify(execFile)(process.execPath, [cli, ...args], { env, maxBuffer: 1e8 }).catch((cause: unknown) => {
    const said = cause instanceof Error && 'stdout' in cause ? String(cause.stdout).trim() : String(cause);
    throw new Error(`serverless package failed. ${said}`, { cause });
  });
};

const toPackaged = async (properties: LambdaProperties): Promise<PackagedFunction> => {
  // The name of a function is <service>-<stage>-<key>, and no key has a hyphen.
  const name = properties.FunctionName.slice(properties.FunctionName.lastIndexOf('-') + 1);
  return {
    name,
    source: properties.Handler.replace(/\.\w+$/, ''),
    role: properties.Role['Fn::GetAtt'][0],
    environment: properties.Environment?.Variables ?? {},
    files: await zipEntries(readFileSync(path.join(FOLDER, `${name}.zip`))),
    layers: (properties.Layers ?? []).map(({ Ref }) => Ref),
  };
};

const sentParameters = (): string[] => {
  const state: { readonly service: { readonly provider: { readonly stackParameters?: readonly Sent[] } } } = JSON.parse(
    readFileSync(path.join(FOLDER, 'serverless-state.json'), 'utf8'),
  );
  return (state.service.provider.stackParameters ?? []).map(({ ParameterKey }) => ParameterKey);
};

/**
 * Packages the service for a stage into `.serverless`. Needs no credentials. Throws a plain Error with what the
 * framework said.
 */
export const packageStack = async (stage: string, ...more: readonly string[]): Promise<PackagedStack> => {
  await serverless(['package', '--stage', stage, ...more]);
  const template = readTemplate(path.join(FOLDER, 'cloudformation-template-update-stack.json'));
  const functions = await Promise.all(
    Object.values(template.Resources)
      .filter(({ Type }) => Type === 'AWS::Lambda::Function')
      .map(({ Properties }) => toPackaged(Properties as unknown as LambdaProperties)),
  );
  const firstTemplate = readTemplate(path.join(FOLDER, 'cloudformation-template-create-stack.json'));
  return { template, firstTemplate, parameters: sentParameters(), functions };
};

/** True where the function has the native password hash with it. */
export const isHashing = ({ files }: PackagedFunction): boolean => files.some(({ name }) => name.endsWith('.node'));

/** Bytes of the code that the function loads when it starts. What it loads on demand is in the folder of its chunks. */
export const bundleSize = ({ name, files }: PackagedFunction): BundleSize => ({
  name,
  bytes: files
    .filter((file) => file.name.endsWith('.mjs') && !file.name.startsWith(`${CHUNKS}/`))
    .reduce((sum, { size }) => sum + size, 0),
});
