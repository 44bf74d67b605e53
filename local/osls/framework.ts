/** The parts of the Serverless framework that the plugins in this folder use. */

export interface FunctionEntry {
  readonly handler: string;
  readonly name: string;
  readonly role?: string;
  readonly timeout?: number;
  readonly memorySize?: number;
  readonly events?: readonly { readonly httpApi?: string }[];
  readonly environment?: Readonly<Record<string, string>>;
  disableLogs?: boolean;
  package?: { artifact?: string };
  /** True where the function uses the layer with the data of addresses. Set when it is bundled. */
  hasDataLayer?: boolean;
}

export interface Resource {
  readonly Type: string;
  Properties: Record<string, unknown>;
  Metadata?: Record<string, unknown>;
  DependsOn?: string | string[];
}

export interface Template {
  readonly Resources: Record<string, Resource>;
  readonly Parameters?: Readonly<Record<string, unknown>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Outputs?: Readonly<Record<string, unknown>>;
}

export interface Framework {
  readonly processedInput: { readonly commands: readonly string[] };
  readonly service: {
    readonly service: string;
    readonly functions: Readonly<Record<string, FunctionEntry>>;
    readonly provider: {
      readonly stage: string;
      readonly region: string;
      readonly timeout: number;
      readonly memorySize: number;
      readonly stackParameters?: readonly { readonly ParameterKey: string; readonly ParameterValue: string }[];
      readonly tracing?: { readonly lambda?: string };
      readonly httpApi?: { readonly cors?: CrossOrigin };
      /** What the first deployment makes before anything can be uploaded: the bucket for uploads. */
      coreCloudFormationTemplate: Template;
      readonly compiledCloudFormationTemplate: Template;
      /** True where the stack needs no deployment. */
      shouldNotDeploy?: boolean;
    };
    readonly package: { readonly artifactsS3KeyDirname: string };
    readonly custom: Readonly<Record<string, unknown>>;
  };
  readonly pluginManager: { getPlugins(): readonly object[] };
  readonly classes: { readonly Error: new (message: string, code: string) => Error };
}

/** The framework's plugin that deploys. */
export interface DeployPlugin {
  readonly bucketName: string;
  readonly provider: {
    readonly naming: { getStackName(): string };
    getAwsSdkV3Config(): Promise<object>;
  };
  checkForChanges(): Promise<void>;
  uploadFunctionsAndLayers(): Promise<void>;
  uploadZipFile(file: {
    readonly filename: string;
    readonly s3KeyDirname: string;
    readonly basename: string;
  }): Promise<unknown>;
}

export interface CrossOrigin {
  readonly allowedOrigins: readonly string[];
  readonly allowedMethods: readonly string[];
  readonly allowedHeaders: readonly string[];
  readonly exposedResponseHeaders: readonly string[];
  readonly maxAge: number;
}

export interface PluginTools {
  readonly log: { notice(text: string): void };
}

export type Hooks = Readonly<Record<string, () => void | Promise<void>>>;
