import { chmod, mkdir, rename, writeFile } from 'node:fs/promises'
import type { Lab } from '../lab.ts'
import { CA_FILE } from './certificates.ts'
import { RECEIVER_LOGIN, RELAY_LOGIN } from './containers.ts'
import {
  HOME,
  HOME_IP,
  HOME_NETWORK,
  LAB_FILE,
  MAILU_VERSION,
  NAME_SERVER_IPS,
  NAMES,
  PROJECT_DIR,
  RECEIVER,
  RECEIVER_IP,
  RECEIVER_NAME,
  RELAY,
  RELAY_IP,
  RELAY_NAME,
  RESOLVER_IPS,
  SHOP_DIR,
  STATE,
} from './paths.ts'
import { hostKeys, PEOPLE } from './people.ts'
import { MAIL_USERS } from './project.ts'

/** The document that `lab:up` prints and `readLab` reads. */
export async function describeLab(): Promise<Lab> {
  return {
    ssh: {
      host: HOME_IP,
      ports: { default: 22, narrow: 2202, pam: 2203 },
      hostKeys: await hostKeys('host-keys'),
      otherHostKeys: await hostKeys('host-keys-other'),
    },
    users: PEOPLE,
    projects: [
      {
        name: 'mailu',
        dir: PROJECT_DIR,
        composeFile: `${PROJECT_DIR}/docker-compose.yml`,
        envFile: `${PROJECT_DIR}/mailu.env`,
        isMailu: true,
      },
      {
        name: 'shop',
        dir: SHOP_DIR,
        composeFile: `${SHOP_DIR}/docker-compose.yml`,
        isMailu: false,
      },
    ],
    mailu: {
      version: MAILU_VERSION,
      subnet: '192.168.203.0/24',
      domains: ['example.test'],
      hostNames: ['mail.example.test'],
    },
    mailUsers: MAIL_USERS,
    endpoints: {
      host: HOME_NETWORK.gateway,
      tlsName: 'mail.example.test',
      smtp: 25,
      submissions: 465,
      imaps: 993,
      http: 80,
      https: 443,
    },
    relay: {
      host: RELAY_NAME,
      ip: RELAY_IP,
      ports: { starttls: [587, 2525], implicitTls: 465 },
      ...RELAY_LOGIN,
      mailDir: `${STATE}/relay/mail`,
    },
    receiver: { name: RECEIVER_NAME, ip: RECEIVER_IP, imaps: 993, ...RECEIVER_LOGIN },
    names: { nameServers: NAME_SERVER_IPS, resolvers: RESOLVER_IPS },
    caFile: CA_FILE,
    containers: { home: HOME, relay: RELAY, names: NAMES, receiver: RECEIVER },
    stateDir: STATE,
  }
}

export async function writeLab(lab: Lab): Promise<void> {
  await mkdir(STATE, { recursive: true })
  await writeFile(`${LAB_FILE}.new`, `${JSON.stringify(lab, undefined, 2)}\n`)
  await chmod(`${LAB_FILE}.new`, 0o644)
  await rename(`${LAB_FILE}.new`, LAB_FILE)
}
