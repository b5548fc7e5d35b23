/** Words for settings: web pages. */
import type { EnvKeyText } from './text.ts'

export const web = {
  WEBMAIL: {
    label: 'Webmail',
    meaning: 'Which webmail the web server offers. The compose file must have the service too.',
  },
  WEB_WEBMAIL: {
    label: 'Path of the webmail',
    meaning: 'Where the webmail lies on the web server.',
  },
  WEBROOT_REDIRECT: {
    label: 'Where the front page leads',
    meaning: 'Which page a visitor of the bare host name is sent to. Empty: there is nothing.',
  },
  WEBDAV: {
    label: 'Calendars and address books',
    meaning:
      'Which service for calendars and contacts is offered. The compose file must have it too.',
  },
  SITENAME: { label: 'Name of the site', meaning: 'The name that the administration pages show.' },
  WEBSITE: {
    label: 'Address of your website',
    meaning: 'The page to which the site’s name leads.',
  },
  LOGO_URL: {
    label: 'Logo',
    meaning: 'Address of a picture that takes the place of Mailu’s logo.',
  },
  LOGO_BACKGROUND: {
    label: 'Colour behind the logo',
    meaning: 'Colour behind the logo, as a style sheet names it.',
  },
  ROUNDCUBE_PLUGINS: {
    label: 'Roundcube plugins',
    meaning: 'Additional plugins of the Roundcube webmail, separated by commas.',
  },
} as const satisfies Readonly<Record<string, EnvKeyText>>
