/** Light, dark or as the system: the person's choice reaches the page through the system's own media query. */
import { nativeTheme } from 'electron'
import { type Settings } from '../shared/contract/settings.ts'

/** Follows the setting; what is no theme is left alone. */
export function applyTheme(settings: Pick<Settings, 'theme'>): void {
  nativeTheme.themeSource = settings.theme
}
