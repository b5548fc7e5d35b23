/** Words for settings: databases. */
import type { EnvKeyText } from './text.ts'

export const database = {
  SQLALCHEMY_DATABASE_URI: {
    label: 'Database of Mailu',
    meaning:
      'Complete address of the database with users and domains, password included. It wins over the single settings.',
  },
  DB_FLAVOR: {
    label: 'Kind of database',
    meaning: 'Which database holds users and domains. Left out, it is a file in the data folder.',
  },
  DB_USER: {
    label: 'Database user',
    meaning: 'The name with which Mailu logs in to the database.',
  },
  DB_PW: {
    label: 'Database password',
    meaning: 'The password with which Mailu logs in to the database.',
  },
  DB_HOST: { label: 'Database host', meaning: 'The machine on which the database runs.' },
  DB_NAME: { label: 'Database name', meaning: 'The database on that machine.' },
  DB_APPENDIX: {
    label: 'Database options',
    meaning: 'Options that are appended to the database’s address.',
  },
  SQLALCHEMY_DATABASE_URI_ROUNDCUBE: {
    label: 'Database of Roundcube',
    meaning: 'Complete address of the webmail’s own database, password included.',
  },
  ROUNDCUBE_DB_FLAVOR: {
    label: 'Kind of Roundcube’s database',
    meaning: 'Which database holds the webmail’s contacts and settings.',
  },
  ROUNDCUBE_DB_USER: {
    label: 'Roundcube database user',
    meaning: 'The name with which the webmail logs in to its database.',
  },
  ROUNDCUBE_DB_PW: {
    label: 'Roundcube database password',
    meaning: 'The password with which the webmail logs in to its database.',
  },
  ROUNDCUBE_DB_HOST: {
    label: 'Roundcube database host',
    meaning: 'The machine on which the webmail’s database runs.',
  },
  ROUNDCUBE_DB_NAME: { label: 'Roundcube database name', meaning: 'The database on that machine.' },
} as const satisfies Readonly<Record<string, EnvKeyText>>
