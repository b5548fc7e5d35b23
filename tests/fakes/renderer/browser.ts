/** Entry for a real browser: puts a fake bridge in the place of preload's before the page's own script runs. */
import { tooWide } from './too-wide.ts'
import { bridgeIn, type ScenarioName } from './scenarios.ts'

const scenario = (globalThis as { scenario?: ScenarioName }).scenario ?? 'working'
const bridge = bridgeIn(scenario)
Object.assign(globalThis, { bridge, tooWide })
