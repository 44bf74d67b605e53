/**
 * What the audit trail shows. A test derives the same from the model of the API: every text that the model does not mark as
 * sensitive is here, or is named there with a reason.
 */

// As one text each, which is a third shorter in every function. Names begin with a small letter, as in the trail.
const names = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** Members whose texts are shown. */
export const shownMembers =
  names(`accessKeyId accessTokenFormat accountId acrValue acrValues actions advancedSecurityMode
aliasAttributes allowedDocumentHosts allowedFirstAuthFactors allowedIPRangeList allowedOAuthFlows allowedOAuthScopes
allowedScopes ambiguousRoleResolution analyticsEndpointId applicationArn applicationId arn attribute attributeDataType
attributeName attributesRequireVerificationBeforeUpdate attributesToGet audiences authFlow authMethod
authenticatedGrantTypes autoVerifiedAttributes availableChallenges backchannelLogoutUri blockedIPRangeList bucketArn cSSVersion callbackURLs
callerArn category certificateArn challengeName claim clientId clientIdMetadataDocuments clientIds clientName
clientSecretId clientType cloudFrontDomain cloudWatchLogsRoleArn color colorMode completionMessage configurationSet
configurationSetName createAuthChallenge credentialId customAuthMode customDomain customMessage customRoleArn
defaultEmailOption defaultLanguage defaultRedirectURI defineAuthChallenge deleteAttributes deletionProtection deliveryMedium
deniedDocumentHosts description desiredDeliveryMediums developerProviderName deviceGroupKey deviceKey
deviceRememberedStatus documentUrl domain emailConfigurationFailure emailSendingAccount emailSubject emailSubjectByLink
emailVerificationSubject enableStatus enforcement entityId errorCode eventAction eventFilter eventId eventNames eventSource
existingUsers explicitAuthFlows exportId extension factor factorConfiguration feature feedbackValue footer from goal grantTypes
group groupId groupName id identifier identifiers identityId identityIdsToDelete identityPoolId identityPoolName
identityProviderName idpIdentifier idpIdentifiers imageUrl inEntityId inTemplateId invalidFeedback invalidFeedbackAction
issuer jobId jobName jwksUri kMSKeyID keyType kid kind kmsKeyArn lambdaArn lambdaVersion language limitClass linkAttributes
logGroupArn logLevel logoUrl loginsToRemove logoutURLs managedBy managedLoginBrandingId managedLoginVersion matchType maxLength maxValue
messageAction mfaConfiguration month mfaRequiredWithoutFactor minLength minValue name newName openDcrGrantTypes
openIdConnectProviderARNs order originationIdentity page passwordHashingAlgorithm policy poolId poolName pools
postAuthentication postConfirmation preAuthentication preSignUp preTokenGeneration preventUserExistenceErrors
primaryRoute53HealthCheckId providerAttributeName providerName providerType providers readAttributes region regionName
relyingPartyId replyTo replyToEmailAddress requiredAttributes resourceArn resourceId revokeAssociatedSessions role
roleARN roleArn samlProviderARNs scopeDescription scopeName scopes searchableAttributes sections secondaryRegion securityPolicy
senderName serverName serverPath sessionId sid signInUrl signingAlgorithm skippedIPRangeList smsConfigurationFailure smsCountries
snsCallerArn snsRegion sourceArn sourceIpAddress stage status streamArn sub subject supportedIdentityProviders tagKeys termsId termsName
termsSource textLanguages tokenEndpointAuthMethod tokenType triggerName trustedProviders type unchecked unregisteredResource use
userAttributeNames userMigration userPoolArn userPoolId userPoolIds userPoolTier userSessionTracking userStatus userSub
userVerification usernameAttributes usernameClaim verifyAuthChallengeResponse withoutFactor writeAttributes
MetadataURL attributes_request_method attributes_url attributes_url_add_attributes authorize_scopes authorize_url
client_id jwks_uri key_id oidc_issuer team_id token_url token_request_method api_version IDPInit IDPSignout
RequestSigningAlgorithm EncryptedResponses SSORedirectBindingURI SLORedirectBindingURI`);

/** Members that are shown with all that they hold, whatever its names are. */
export const shownWhole = names(`acrMapping attributeMapping identityPoolTags links principalTags roleMappings
roles supportedLoginProviders tags tokenValidityUnits userPoolTags`);

/** Members of which nothing is shown, not even the names that a client chose. */
export const hiddenWhole = names(`authParameters challengeParameters challengeResponses clientMetadata contextData
credential credentialCreationOptions logins pageTexts publicKey texts userContextData`);
