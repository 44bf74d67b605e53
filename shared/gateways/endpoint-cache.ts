/**
 * Bundled in place of the SDK's cache of discovered endpoints. DynamoDB's are known, so the client creates the cache
 * but puts nothing into it.
 */
export class EndpointCache {}
