const credentials = async () => ({
  accessKeyId: process.env.AWS_ACCESS_KEY_ID ?? '',
  secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY ?? '',
  ...(process.env.AWS_SESSION_TOKEN && { sessionToken: process.env.AWS_SESSION_TOKEN }),
});

/**
 * Bundled in place of the SDK's chain of credential providers, as a function finds its keys in its environment. Leaving
 * the chain out saves 130 kB and 20 ms of start-up.
 */
export const defaultProvider = () => credentials;

export const credentialsWillNeedRefresh = (): boolean => false;

export const credentialsTreatedAsExpired = (): boolean => false;
