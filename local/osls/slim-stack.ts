import type { Framework, Hooks } from './framework.ts';
import { httpApiDefinition, routesOf } from './http-api-definition.ts';
import { refusingPlainly } from './plain-refusal.ts';

const REPLACED = new Set(['AWS::ApiGatewayV2::Integration', 'AWS::ApiGatewayV2::Route', 'AWS::Lambda::Permission']);

const shareOneLogGroup = ({ service }: Framework): void => {
  for (const entry of Object.values(service.functions)) entry.disableLogs = true;
};

const defineApiInOnePiece = (framework: Framework): void => {
  const { service: name, functions, provider } = framework.service;
  const { Resources } = provider.compiledCloudFormationTemplate;
  const { cors } = provider.httpApi ?? {};
  const api = Resources.HttpApi;
  if (!api || !cors) throw new Error('serverless.yml is to declare provider.httpApi.cors and at least one route.');
  for (const [id, { Type }] of Object.entries(Resources)) if (REPLACED.has(Type)) delete Resources[id];
  api.Properties = {
    Body: httpApiDefinition(`${name}-${provider.stage}`, routesOf(functions), cors),
    FailOnWarnings: false,
  };
};

const assertEveryFunctionHasRole = ({ service }: Framework): void => {
  for (const [name, { role }] of Object.entries(service.functions))
    if (!role) throw new Error(`The function ${name} names no role: see resources/roles.yml.`);
};

/** Keeps the stack far under CloudFormation's 500 resources: one API definition, one log group, named roles. */
export default class SlimStack {
  readonly hooks: Hooks;

  constructor(framework: Framework) {
    this.hooks = {
      'before:package:setupProviderConfiguration': () =>
        refusingPlainly(framework, () => {
          assertEveryFunctionHasRole(framework);
          shareOneLogGroup(framework);
        }),
      'after:aws:package:finalize:mergeCustomProviderResources': () =>
        refusingPlainly(framework, () => defineApiInOnePiece(framework)),
    };
  }
}
