/** Steps of jobs, as they are read while they run. Keys are the ids that the jobs report. */
export const steps = {
  connect: 'connecting',
  read: 'reading the settings',
  validate: 'asking the server whether it accepts the draft',
  'check-before': 'checking what works now',
  arm: 'telling the server how to undo it',
  write: 'writing the file',
  recreate: 'recreating containers',
  'check-after': 'checking that all still works',
  confirm: 'confirming',
  undo: 'putting the old settings back',
  compose: 'Docker Compose works',
  probe: 'trying the relay',
  'choose-file': 'asking you where it goes',
  save: 'writing the file',
  check: 'looking what works',
  watch: 'watching',
} as const
