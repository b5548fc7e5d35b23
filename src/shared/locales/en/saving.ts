/** Names and titles of files that a person saves. */
export const saving = {
  logTitle: 'Save the log',
  logName: '{of}-{at}.log',
} as const
