/** Words of the tray and of a note's own button. */
export const tray = {
  open: 'Open',
  checked: '{headline}, checked {time}',
  since: '{headline} since {time}',
  sinceMore: '{headline} since {time}, and {count} more',
  /** Behind the name of a lamp: a shape that needs no colour. */
  glyphs: {
    working: '✓',
    'needs-you': '!',
    down: '×',
    'cannot-tell': '?',
    'not-watched': '–',
    checking: '…',
  },
  percent: '{label} ({percent} %)',
  checkNow: 'Check everything now',
  pause: 'Pause alerts',
  paused: 'Alerts are paused until {time}',
  forAnHour: 'For 1 hour',
  untilTomorrow: 'Until tomorrow',
  resume: 'Resume',
  openPostern: 'Open Postern',
  quit: 'Quit',
} as const
