/** What the parts say by which files are taken. */
export const uploadTexts = {
  uploadButtonText: () => 'Choose a file',
  dropzoneText: () => 'Drop a file to take it',
  removeFileAriaLabel: () => 'Take the file away',
  limitShowFewer: 'Show fewer',
  limitShowMore: 'Show more',
  errorIconAriaLabel: 'Error',
} as const;
