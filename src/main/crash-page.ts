/** The page that is shown when the window's process died twice: plain, without scripts. */
import { appOrigin } from '../shared/policy.ts'
import { en } from '../shared/locales/en/index.ts'

export const crashPageUrl = `${appOrigin}/stopped`
/** Following it opens the log folder; there is no such page. */
export const showLogsUrl = `${appOrigin}/stopped/logs`

/** Its markup has no style of its own that the policy would have to allow. */
export function crashPage(): string {
  const { title, what, again, logs } = en.shell.crash
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${title}</title></head><body><main><h1>${title}</h1><p>${what}</p>`,
    `<p><a href="${appOrigin}/index.html">${again}</a></p>`,
    `<p><a href="${showLogsUrl}">${logs}</a></p></main></body></html>`,
  ].join('')
}
