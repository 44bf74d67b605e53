import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { DATA_LAYER, DATA_LAYER_ARTIFACT, dataLayer } from './data-layer.ts';
import { deploymentOf } from './deployment.ts';
import type { Framework, FunctionEntry, Hooks, PluginTools } from './framework.ts';
import { refusingPlainly } from './plain-refusal.ts';

const artifactOf = ({ name, package: { artifact } = {} }: FunctionEntry): string => {
  if (artifact === undefined) throw new Error(`The function ${name} was not packaged.`);
  return artifact;
};

/**
 * Keeps code in the bucket under the digest of its zip, instead of in a folder per deployment. So CloudFormation
 * updates only the functions whose code has changed, and the layer only with its data. A stack that has this very template and these parameters is left
 * alone.
 */
export default class CodeByContent {
  readonly hooks: Hooks;

  constructor(framework: Framework, options: { readonly force?: boolean }, { log }: PluginTools) {
    const { service } = framework;
    const files = new Map<string, string>();

    // Where the file will be in the bucket.
    const keyOf = (file: string): string => {
      const digest = createHash('sha256').update(readFileSync(file)).digest('hex');
      const key = `${service.package.artifactsS3KeyDirname}/${digest}.zip`;
      files.set(key, file);
      return key;
    };

    const keyCode = (): void => {
      const functions = new Map(Object.values(service.functions).map((entry) => [entry.name, entry]));
      const { Resources } = service.provider.compiledCloudFormationTemplate;
      for (const { Type, Properties } of Object.values(Resources)) {
        const entry = Type === 'AWS::Lambda::Function' ? functions.get(String(Properties.FunctionName)) : undefined;
        if (!entry) continue;
        const bucket: object = Object(Properties.Code);
        Properties.Code = { ...bucket, S3Key: keyOf(artifactOf(entry)) };
        if (!entry.hasDataLayer) continue;
        Properties.Layers = [{ Ref: DATA_LAYER }];
        Resources[DATA_LAYER] ??= dataLayer(framework, { ...bucket, S3Key: keyOf(DATA_LAYER_ARTIFACT) });
      }
    };

    const deployByContent = (): void => {
      const deployment = deploymentOf(framework);
      deployment.replace('checkForChanges', async () => {
        service.provider.shouldNotDeploy = !options.force && (await deployment.isDeployed());
      });
      deployment.replace('uploadFunctionsAndLayers', async () => {
        if (files.size === 0) throw new Error('A deployment packages by itself: leave out --package.');
        const there = await deployment.keysUnder(service.package.artifactsS3KeyDirname);
        const missing = [...files].filter(([key]) => !there.has(key));
        for (const [key, file] of missing) await deployment.upload(key, file);
        log.notice(`Uploaded ${missing.length} zips of code; ${files.size - missing.length} were there.`);
      });
    };

    // Removes what no kept deployment refers to.
    const clear = async (): Promise<void> => {
      if (service.provider.shouldNotDeploy) return;
      await deploymentOf(framework).removeUnused(service.package.artifactsS3KeyDirname);
    };

    this.hooks = {
      'after:package:compileFunctions': () => refusingPlainly(framework, keyCode),
      'before:deploy:deploy': () => refusingPlainly(framework, deployByContent),
      'after:aws:deploy:finalize:cleanup': clear,
    };
  }
}
