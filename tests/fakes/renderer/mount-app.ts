/** Mounts a screen of the window over a fake bridge, with the real stores, texts and router. */
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { createMemoryHistory } from 'vue-router'
import App from '../../../src/renderer/App.vue'
import { createTexts } from '../../../src/renderer/i18n.ts'
import { createScreens } from '../../../src/renderer/screens.ts'
import { createFakeBridge, type FakeBridge } from './fake-bridge.ts'
import { fillBridge, type ScenarioName } from './scenarios.ts'

/** One for the test file: the client subscribes to it once. */
export const bridge: FakeBridge = createFakeBridge()
Object.assign(globalThis, { bridge })
Object.assign(window, { bridge })

let mounted: VueWrapper | undefined

export interface Shown {
  readonly wrapper: VueWrapper
  /** All that can be read, sheets and menus included. */
  text(): string
  button(name: string): HTMLButtonElement
  click(name: string): Promise<void>
  field(label: string): HTMLInputElement | HTMLSelectElement
  type(label: string, text: string): Promise<void>
  path(): string
}

/** Jobs of the fake bridge end in the next turn; events that follow each other closely are heard a frame (16 ms) later. */
const pausesMs = [0, 0, 0, 17, 0, 17]

const settle = async (): Promise<void> => {
  for (const pauseMs of pausesMs) {
    await flushPromises()
    await new Promise(done => setTimeout(done, pauseMs))
  }
  await flushPromises()
}
export const settled = settle

const nameOf = (element: Element): string =>
  (element.getAttribute('aria-label') ?? element.textContent).replaceAll(/\s+/g, ' ').trim()

/** Ends the screen that is shown, as closing the window does. */
export function unmountApp(): void {
  mounted?.unmount()
  mounted = undefined
  document.body.innerHTML = ''
}

/** Opens the window at a path, in a named state of the world; `change` adds answers before anything is asked. */
export async function openWindow(
  scenario: ScenarioName,
  path = '/server',
  change: (bridge: FakeBridge) => void = () => undefined,
): Promise<Shown> {
  unmountApp()
  bridge.reset()
  fillBridge(bridge, scenario)
  change(bridge)
  const router = createScreens(createMemoryHistory())
  await router.push(path)
  const place = document.createElement('div')
  document.body.append(place)
  const wrapper = mount(App, {
    attachTo: place,
    global: { plugins: [createPinia(), createTexts(), router] },
  })
  mounted = wrapper
  await settle()

  const all = <E extends Element>(selector: string): E[] => [
    ...document.body.querySelectorAll<E & Element>(selector),
  ]
  const button = (name: string): HTMLButtonElement => {
    const found = all<HTMLButtonElement>('button, [role=menuitem]').find(
      one => nameOf(one) === name,
    )
    if (!found)
      throw new Error(`no button “${name}” among: ${all('button').map(nameOf).join(' | ')}`)
    return found
  }
  const field = (label: string): HTMLInputElement | HTMLSelectElement => {
    const labelled = all<HTMLLabelElement>('label').find(one => nameOf(one) === label)?.htmlFor
    const found = all<HTMLInputElement | HTMLSelectElement>('input, select').find(
      one =>
        one.getAttribute('aria-label') === label || (labelled !== undefined && one.id === labelled),
    )
    if (!found) throw new Error(`no field “${label}”`)
    return found
  }
  return {
    wrapper,
    text: () => document.body.textContent.replaceAll(/\s+/g, ' '),
    button,
    click: async name => {
      button(name).click()
      await settle()
    },
    field,
    type: async (label, text) => {
      const element = field(label)
      element.value = text
      element.dispatchEvent(new Event('input', { bubbles: true }))
      element.dispatchEvent(new Event('change', { bubbles: true }))
      await settle()
    },
    path: () => router.currentRoute.value.fullPath,
  }
}
