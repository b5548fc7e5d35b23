/** Words of the mailboxes that are kept on this computer. */
export const archive = {
  added: '{count} messages, {size}',
  changed: '{flags} with other flags, {gone} gone from the server and kept here',
  recognised: '{count} known by their content, not fetched again',
  kept: '{count} kept after they were deleted there',
  missing: '{count} could not be kept',
  oneMissing: '{folder}, UID {uid}{subject}: {reason}',
  folderGone: 'the server has this folder no more',
  neverWhole: 'never yet',
  hashed: '{count} read and hashed, {size}',
  nothingDamaged: 'nothing',
  removed: 'Forgotten, with its password. The archive stays where it is.',
} as const
