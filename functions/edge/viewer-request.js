import cf from 'cloudfront';

// Runs at CloudFront before every request, on JavaScript runtime 2.0, which has no for-of; npm start runs this very file.
// One path a function: the operation moves from the X-Amz-Target header into the path. What the viewer signed - host,
// path, query and authorization - is kept in headers of its own, which no viewer can set.

// Both APIs have operations with the same name, so those of identity pools get a prefix, which no other name begins with.
const target =
  /^(AWSCognitoIdentityProviderService|AWSCognitoIdentityService|Gatehouse)\.(?!Identity)([A-Za-z]{1,64})$/;
const kept = ['x-orig-host', 'x-orig-uri', 'x-orig-authorization', 'x-origin-secret'];

// Documents at the root of a domain. CloudFront keeps them by path alone, so the path has to say whose they are.
const ofHost = /^\/\.well-known\/(?:[^/]+|oauth-protected-resource\/.+)$/;
const hostName = /^[a-z0-9.-]{1,253}(?=$|:\d+$)/;

const operations = '__OPERATIONS_DOMAIN__';
const pages = '__PAGES_DOMAIN__';
// It has no CORS of its own: the functions say which origin may read what they answer.
const transactions = '__TRANSACTIONS_DOMAIN__';
const ofTransaction = /^\/transactions\//;
const servesConsole = '__CONSOLE__' !== 'off';
const toConsole = {
  statusCode: 308,
  statusDescription: 'Permanent Redirect',
  headers: { location: { value: '/console/' }, 'cache-control': { value: 'no-store' } },
};

// An API answers to its own name only, while the policy hands on every header of the viewer, the name among them.
function sendTo(domainName) {
  cf.updateRequestOrigin({ domainName, hostHeader: domainName });
}

function toQuery(querystring) {
  const pairs = [];
  Object.keys(querystring).forEach((name) => {
    const parameter = querystring[name];
    (parameter.multiValue || [parameter]).forEach((entry) => {
      pairs.push(entry.value === '' ? name : `${name}=${entry.value}`);
    });
  });
  return pairs.length > 0 ? `?${pairs.join('&')}` : '';
}

function toPath(uri, host) {
  const name = host && ofHost.test(uri) && hostName.exec(host.value.toLowerCase());
  return name ? `/domains/${name[0]}${uri}` : uri;
}

// CloudFront calls it by this name.
function handler(event) {
  const request = event.request;
  const headers = request.headers;
  kept.forEach((name) => {
    delete headers[name];
  });

  // The console is files in a bucket, which has no pages for folders. It goes to no API.
  if (servesConsole && request.uri === '/console') return toConsole;
  if (servesConsole && request.uri.startsWith('/console/')) {
    if (request.uri === '/console/') request.uri = '/console/index.html';
    return request;
  }

  // No page of another origin may read what the authorization endpoint answers: RFC 9700 section 2.6. The API lets one read
  // where it is told of an origin.
  if (request.uri === '/oauth2/authorize') delete headers.origin;

  request.uri = toPath(request.uri, headers.host);
  headers['x-orig-uri'] = { value: request.uri + toQuery(request.querystring) };
  if (headers.host) headers['x-orig-host'] = { value: headers.host.value };
  if (headers.authorization) headers['x-orig-authorization'] = { value: headers.authorization.value };

  if (request.method === 'POST' && headers['x-amz-target']) {
    const found = target.exec(headers['x-amz-target'].value);
    const prefix = found && found[1] === 'AWSCognitoIdentityService' ? 'Identity' : '';
    request.uri = found ? `/op/${prefix}${found[2]}` : '/';
    sendTo(operations);
  } else if (ofTransaction.test(request.uri)) {
    sendTo(transactions);
  } else {
    // A browser asks for `/` before it calls an operation from another origin.
    sendTo(request.uri === '/' ? operations : pages);
  }
  return request;
}
