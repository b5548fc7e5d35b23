import { fileURLToPath } from 'node:url'

/** What the lab keeps between runs: keys, certificates, the disk image, the JSON document. */
export const STATE = '/var/lib/postern-lab'
/** The folder that the home server and the machine see at the same path; the Mailu project in it is a disk of its own. */
export const SHARE = '/srv/postern-lab'
export const PROJECT_DIR = `${SHARE}/mailu`
export const SHOP_DIR = `${SHARE}/shop`
export const LAB_FILE = `${STATE}/lab.json`
export const SERVICES = fileURLToPath(new URL('../services', import.meta.url))

export const HOME = 'postern-lab-home'
export const RELAY = 'postern-lab-relay'
export const REGISTRY = 'postern-lab-registry'
export const NAMES = 'postern-lab-names'
export const RECEIVER = 'postern-lab-receiver'
export const HOME_NETWORK = {
  name: 'postern-lab',
  subnet: '172.30.77.0/24',
  gateway: '172.30.77.1',
}
export const PROVIDER_NETWORK = {
  name: 'postern-lab-provider',
  subnet: '172.30.78.0/24',
  gateway: '172.30.78.1',
}
export const HOME_IP = '172.30.77.2'
/** Two name servers and two validating resolvers, in one container with four addresses. */
export const NAME_SERVER_IPS = ['172.30.77.53', '172.30.77.54'] as const
export const RESOLVER_IPS = ['172.30.77.55', '172.30.77.56'] as const
export const RELAY_IP = '172.30.78.3'
export const RELAY_NAME = 'relay.provider.test'
/** A mailbox at somebody else's; on the home network as well, for its name servers. */
export const RECEIVER_IP = '172.30.78.4'
export const RECEIVER_HOME_IP = '172.30.77.4'
export const RECEIVER_NAME = 'mx.friend.test'
/** Where the images of the stack say they come from: loopback, so that a pull can never leave the machine. */
export const REGISTRY_HOST = '127.0.0.1:5077'
export const MAILU_VERSION = '2024.06.57'
