// What `docker logs -f` prints on the home server of the bench: for as many seconds as the plan says, 10,000 lines each; then nothing.
import { readFileSync, renameSync } from 'node:fs'

const [, , plan] = process.argv
const perSecond = 10_000
const everyMs = 50

const seconds = () => {
  try {
    renameSync(plan, `${plan}.taken`)
    return Number(readFileSync(`${plan}.taken`, 'utf8'))
  } catch {
    return 0 // it has been carried out
  }
}

const total = seconds() * perSecond
const began = Date.now()
let sent = 0

const line = number => {
  const at = new Date(began + number / (perSecond / 1000)).toISOString().slice(0, -1)
  const said =
    number % 10 === 0
      ? 'warning: login with Correct-Horse-77 was refused'
      : 'status=sent (250 2.0.0 Ok: queued)'
  return `${at}${String(number % 1_000_000).padStart(6, '0')}Z #${number} 4523728A8DC: relay=smtp.test:587, delay=0.4, ${said}\n`
}

process.stdout.on('error', () => process.exit(0))
const timer = setInterval(() => {
  const due = Math.min(total, Math.floor(((Date.now() - began) * perSecond) / 1000))
  let text = ''
  for (; sent < due; sent += 1) text += line(sent)
  process.stdout.write(text)
  if (sent < total || total === 0) return
  clearInterval(timer)
}, everyMs)
// A log that is followed does not end; this one does, when nobody can listen any more.
setTimeout(() => process.exit(0), 600_000)
