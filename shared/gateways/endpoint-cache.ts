/**
 * Bundled in place of the SDK's cache of endpoints that a service is asked for. DynamoDB's are known: the client makes
 * the cache, and puts nothing into it.
 */
export class EndpointCache {}
