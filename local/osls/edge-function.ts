import { readFileSync } from 'node:fs';
import type { Framework, Hooks } from './framework.ts';
import { refusingPlainly } from './plain-refusal.ts';

const SOURCE = 'functions/edge/viewer-request.js';
const APIS = {
  __OPERATIONS_DOMAIN__: 'HttpApi',
  __PAGES_DOMAIN__: 'PagesApi',
  __TRANSACTIONS_DOMAIN__: 'TransactionsApi',
} as const;
const MOST_BYTES = 10_240;

const domainOf = (api: string) => [
  { Ref: api },
  '.execute-api.',
  { Ref: 'AWS::Region' },
  '.',
  { Ref: 'AWS::URLSuffix' },
];

// Whether there is a console is a parameter of the stack.
const CONSOLE = '__CONSOLE__';

const isPlaceholder = (text: string): text is keyof typeof APIS => text in APIS;

const filled = (piece: string): readonly unknown[] => {
  if (isPlaceholder(piece)) return domainOf(APIS[piece]);
  return [piece === CONSOLE ? { 'Fn::If': ['ServesConsole', 'on', 'off'] } : piece];
};

/**
 * The edge function's code with the domains of the APIs in place of their placeholders. It uses Fn::Join, not Fn::Sub,
 * as the code is full of `${…}` of its own. Throws a plain Error where the code is too large for CloudFront.
 */
export const edgeFunctionCode = (source: string) => {
  if (Buffer.byteLength(source) > MOST_BYTES)
    throw new Error(`${SOURCE} has more than the ${MOST_BYTES} bytes that CloudFront takes.`);
  const missing = [...Object.keys(APIS), CONSOLE].find((placeholder) => !source.includes(placeholder));
  if (missing) throw new Error(`${SOURCE} does not hold ${missing}.`);
  const pieces = source.split(/(__OPERATIONS_DOMAIN__|__PAGES_DOMAIN__|__TRANSACTIONS_DOMAIN__|__CONSOLE__)/);
  return { 'Fn::Join': ['', pieces.flatMap(filled)] };
};

// CloudFormation would refuse this only after half an hour of making other things.
const assertDeployable = ({ service }: Framework): void => {
  const { region, stackParameters = [] } = service.provider;
  const given = Object.fromEntries(
    stackParameters.map(({ ParameterKey, ParameterValue }) => [ParameterKey, ParameterValue]),
  );
  if (given.DomainName && !given.CertificateArn)
    throw new Error('domainName needs certificateArn, a certificate in us-east-1.');
  if (given.CustomDomains && !given.DomainName)
    throw new Error('customDomains needs domainName, and a certificate that covers all of these names.');
  if (given.BaseDomain && !given.DomainName)
    throw new Error('baseDomain needs domainName, and a certificate that covers every name below it.');
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
