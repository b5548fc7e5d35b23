/** What the checks are called and what they find. A finding is half a sentence that stands in a note after “Since 10:04 · ”. */
export const checks = {
  names: {
    line: 'This computer’s own line',
    path: 'The way to the home server',
  },
  codes: {
    works: 'it works',
    'not-watched': 'nobody watches it',
    'line-down': 'this computer is offline',
    'path-down': 'the home server cannot be reached',
    'timed-out': 'there was no answer in time',
    fault: 'Postern’s own check failed',
    'no-answer': 'there is no answer',
  },
} as const
