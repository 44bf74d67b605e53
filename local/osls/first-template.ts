import { writeFileSync } from 'node:fs';
import type { Framework, Hooks } from './framework.ts';
import { refusingPlainly } from './plain-refusal.ts';

const FILE = '.serverless/cloudformation-template-create-stack.json';

/**
 * Declares the stack's parameters in the template of its first deployment. That template of the framework has only the
 * bucket, but every parameter is sent with it, and CloudFormation refuses parameters that a template does not declare.
 */
export default class FirstTemplate {
  readonly hooks: Hooks;

  constructor(framework: Framework) {
    this.hooks = {
      'after:aws:package:finalize:mergeCustomProviderResources': () =>
        refusingPlainly(framework, () => {
          const { provider } = framework.service;
          const { Parameters = {} } = provider.compiledCloudFormationTemplate;
          provider.coreCloudFormationTemplate = { ...provider.coreCloudFormationTemplate, Parameters };
          writeFileSync(FILE, JSON.stringify(provider.coreCloudFormationTemplate, undefined, 2));
        }),
    };
  }
}
