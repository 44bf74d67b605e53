import { readFileSync } from 'node:fs';
import type { Framework, Hooks } from './framework.ts';
import { refusingPlainly } from './plain-refusal.ts';

const SOURCE = 'functions/edge/viewer-request.js';
const PLACEHOLDER = '__ORIGIN_DOMAIN__';
const MOST_BYTES = 10_240;

const ORIGIN_DOMAIN = [{ Ref: 'HttpApi' }, '.execute-api.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }];

/**
 * The edge function's code with the API's domain in place of its placeholder. Joined, not substituted: the code is full
 * of `${…}` of its own. Throws a plain Error when it exceeds what CloudFront takes.
 */
export const edgeFunctionCode = (source: string) => {
  if (Buffer.byteLength(source) > MOST_BYTES)
    throw new Error(`${SOURCE} has more than the ${MOST_BYTES} bytes that CloudFront takes.`);
  const parts = source.split(PLACEHOLDER);
  if (parts.length < 2) throw new Error(`${SOURCE} does not hold ${PLACEHOLDER}.`);
  return { 'Fn::Join': ['', parts.flatMap((part, index) => (index === 0 ? [part] : [...ORIGIN_DOMAIN, part]))] };
};

// What CloudFormation would refuse only after half an hour of making other things.
const assertDeployable = ({ service }: Framework): void => {
  const { region, stackParameters = [] } = service.provider;
  const given = Object.fromEntries(
    stackParameters.map(({ ParameterKey, ParameterValue }) => [ParameterKey, ParameterValue]),
  );
  if (given.DomainName && !given.CertificateArn)
    throw new Error('domainName needs certificateArn, a certificate in us-east-1.');
  if (given.WebAcl === 'on' && region !== 'us-east-1')
    throw new Error('A web ACL for CloudFront can only be made in us-east-1: make one there and give webAclArn.');
};

const embed = ({ service }: Framework): void => {
  const { ViewerRequest } = service.provider.compiledCloudFormationTemplate.Resources;
  if (!ViewerRequest) throw new Error('resources/edge.yml is to declare ViewerRequest.');
  ViewerRequest.Properties.FunctionCode = edgeFunctionCode(readFileSync(SOURCE, 'utf8'));
};

/** Puts the code of functions/edge into the CloudFront function of the stack. */
export default class EdgeFunction {
  readonly hooks: Hooks;

  constructor(framework: Framework) {
    this.hooks = {
      'before:package:setupProviderConfiguration': () => refusingPlainly(framework, () => assertDeployable(framework)),
      'after:aws:package:finalize:mergeCustomProviderResources': () =>
        refusingPlainly(framework, () => embed(framework)),
    };
  }
}
