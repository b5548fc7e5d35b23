/** Puts the bridge on the page's window, and nothing else. */
import { contextBridge, ipcRenderer } from 'electron'
import { type Bridge, bridgeName, callChannel, eventChannel } from '../shared/bridge.ts'

const bridge: Bridge = {
  call: (method, input) => ipcRenderer.invoke(callChannel, method, input),
  onEvent: listener => {
    ipcRenderer.on(eventChannel, (_event, topic: string, payload: unknown) =>
      listener(topic, payload),
    )
  },
}
contextBridge.exposeInMainWorld(bridgeName, bridge)
