// What a guest's session may do at most, whatever the role allows: the services that Cognito lets guests use in the enhanced
// flow. It is the union of its inline policy and of the managed AmazonCognitoUnAuthedIdentitiesSessionPolicy.
const wholeServices = [
  'appsync',
  'cloudwatch',
  'codewhisperer',
  'cognito-identity',
  'cognito-idp',
  'cognito-sync',
  'comprehend',
  'dynamodb',
  'execute-api',
  'firehose',
  'gamelift',
  'iot',
  'kinesis',
  'lambda',
  'lex',
  'logs',
  'machinelearning',
  'mobileanalytics',
  'mobiletargeting',
  'personalize',
  'polly',
  'rekognition',
  's3',
  'sdb',
  'ses',
  'sns',
  'sqs',
  'transcribe',
  'translate',
];

const actions = [
  'geo:*DevicePosition*',
  'geo:*Geofence',
  'geo:*Geofences',
  'geo:CalculateRoute*',
  'geo:GetMap*',
  'geo:GetPlace',
  'geo:SearchPlaceIndex*',
  'kms:Decrypt',
  'kms:Encrypt',
  'kms:GenerateDataKey*',
  'kms:ReEncrypt*',
  'rum:PutRumEvents',
  'sagemaker:InvokeEndpoint',
  'textract:AnalyzeDocument',
  'textract:DetectDocumentText',
];

/** The session policy of guests: STS takes up to 2,048 characters. */
export const guestSessionPolicy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: [...wholeServices.map((name) => `${name}:*`), ...actions], Resource: '*' }],
});
