/** Names and titles of files that a person saves. */
export const saving = {
  textTitle: 'Save',
  logTitle: 'Save the log',
  logName: '{of}-{at}.log',
} as const
