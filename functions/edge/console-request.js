// Runs at CloudFront before every request below /console, on JavaScript runtime 2.0; npm start runs this very file. The files are
// in a bucket, which has no pages for folders.

// CloudFront calls it by this name.
function handler(event) {
  const request = event.request;
  if (request.uri === '/console') {
    return {
      statusCode: 308,
      statusDescription: 'Permanent Redirect',
      headers: { location: { value: '/console/' }, 'cache-control': { value: 'no-store' } },
    };
  }
  if (request.uri === '/console/') request.uri = '/console/index.html';
  return request;
}
