/** Connections that begin on the demo server: front at its ports, the services behind it, and the relay. */
import { finished } from 'node:stream/promises'
import type { Duplex } from 'node:stream'
import type { Answer, Answers, DemoCall } from '../answer.ts'
import type { DemoAuthority } from '../authority.ts'
import { isLetIn, isWrapped, refusal, tlsPorts } from '../relay-login.ts'
import type { World } from '../world.ts'
import { encrypt } from '../talk/encrypt.ts'
import { talkHttp } from '../talk/http.ts'
import { talkImap } from '../talk/imap.ts'
import { type SmtpManners, talkSmtp } from '../talk/smtp.ts'

type Secure = (host: string) => (stream: Duplex) => Duplex

/** A service that takes the connection and then says nothing. */
const silence = async (stream: Duplex, signal: AbortSignal): Promise<void> => {
  stream.resume()
  await finished(stream, { writable: false, signal }).catch(() => undefined) // only the visitor ends it
}

const hostName = (world: World): string =>
  world.envOf('front').get('HOSTNAMES')?.split(',')[0] ?? 'localhost'

function smtpManners(
  world: World,
  talk: string,
  secured?: (stream: Duplex) => Duplex,
): SmtpManners {
  const { greeting = '220 mail ESMTP', capabilities = [] } = world.recorded.talks[talk] ?? {}
  const isDown = !world.isRunning('smtp')
  const domain = world.envOf('front').get('DOMAIN') ?? ''
  const known = ['admin', 'alice', 'bob'].map(name => `${name}@${domain}`)
  return {
    greeting,
    capabilities,
    ...(secured && { encrypt: secured }),
    sender: isDown ? '451 4.3.2 Internal server error' : '250 2.1.0 Ok',
    recipient: address =>
      known.includes(address)
        ? '250 2.1.5 Ok'
        : `550 5.1.1 <${address}>: Recipient address rejected: User unknown`,
    login: () => '535 5.7.8 Authentication credentials invalid',
  }
}

const relayManners = (world: World, secured?: (stream: Duplex) => Duplex): SmtpManners => ({
  greeting: '220 relay ESMTP',
  capabilities: ['SIZE 52428800', '8BITMIME', 'AUTH PLAIN LOGIN'],
  ...(secured && { encrypt: secured }),
  sender: '250 2.1.0 Ok',
  recipient: () => '250 2.1.5 Ok',
  login: (_user, password) =>
    isLetIn(world, password) ? '235 2.7.0 Authentication successful' : refusal,
})

/** What listens at a port of front. */
function atFront({ world, stream, signal }: DemoCall, port: number, secure: Secure): Promise<void> {
  const secured = secure(hostName(world))
  const isSilent = world.state.fault === 'imap-silent'
  const imap = { greeting: '* OK', capabilities: [], ...world.recorded.talks['front:993'] }
  switch (port) {
    case 25:
      return talkSmtp(stream, smtpManners(world, 'front:25', secured))
    case 465:
      return talkSmtp(secured(stream), smtpManners(world, 'front:465'))
    case 993:
      return isSilent ? silence(secured(stream), signal) : talkImap(secured(stream), imap)
    case 143:
      return isSilent ? silence(stream, signal) : talkImap(stream, imap)
    case 443:
      return talkHttp(secured(stream), 'HTTP/1.1 404 Not Found')
    case 80:
      return talkHttp(stream, 'HTTP/1.1 301 Moved Permanently')
    default:
      return silence(secured(stream), signal)
  }
}

/** A service by its own name, from inside the project's network. */
function behindFront(call: DemoCall, service: string, secure: Secure): Promise<void> {
  const { world, stream, signal } = call
  if (service === 'imap') {
    const imap = { greeting: '* OK', capabilities: [], ...world.recorded.talks['imap:143'] }
    return world.state.fault === 'imap-silent' ? silence(stream, signal) : talkImap(stream, imap)
  }
  if (service === 'smtp') return talkSmtp(stream, smtpManners(world, 'smtp:10025'))
  return atFront(call, 25, secure)
}

const local = /^(127\.|::1$|localhost$|\d{1,3}(\.\d{1,3}){3}$)/

const connect =
  (skipped: number, authority: () => Promise<DemoAuthority>): Answer =>
  async call => {
    const { world, args, say, stream } = call
    const [host = '', port = ''] = args.slice(skipped)
    const { certificateFor } = await authority()
    const isOver = world.state.fault === 'certificate-expired'
    const secure =
      (isOwn: boolean): Secure =>
      name =>
      plain =>
        encrypt(plain, certificateFor(name, isOwn && isOver))
    const isService = world.services.includes(host)
    if (isService && !world.isRunning(host)) {
      say('noname Name or service not known\n')
      return
    }
    if (local.test(host) && !world.isRunning('front')) {
      say(`resolved ${host}\ntried ${host} refused\nfailed\n`)
      return
    }
    const address = local.test(host) ? host : isService ? '192.168.203.5' : '192.0.2.25'
    say(`resolved ${address}\nconnected ${address}\n`)
    if (isService) await behindFront(call, host, secure(true))
    else if (local.test(host)) await atFront(call, Number(port), secure(true))
    else {
      const secured = secure(false)(host)
      const isImplicit = tlsPorts.includes(port)
      await talkSmtp(
        isImplicit ? secured(stream) : stream,
        relayManners(world, isImplicit ? undefined : secured),
      )
    }
  }

/** `relay.look` too: its list of authorities is the demo's own. */
export const connectAnswers = (authority: () => Promise<DemoAuthority>): Answers => ({
  'net.connectFromContainer': connect(2, authority),
  'net.connectFromServer': connect(0, authority),
  async 'relay.look'({ world, say }) {
    const { caPem } = await authority()
    const recorded = world.recorded.answers['relay.look'] ?? ''
    const said = recorded.replace(
      /(?<=^set smtp_tls_wrappermode ).*$/m,
      isWrapped(world) ? 'yes' : 'no',
    )
    say(`${said}\nauthorities\n${caPem}`)
  },
})
