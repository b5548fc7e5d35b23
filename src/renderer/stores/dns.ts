/** What was last seen of the current server's domains in the world's DNS. */
import { defineStore } from 'pinia'
import { computed, shallowReactive } from 'vue'
import { needsPerson } from '../../shared/mail/needs-person.ts'
import type { DomainLook } from '../../shared/model/dns.ts'
import { api } from '../api/index.ts'
import { useServers } from './servers.ts'

export const useDns = defineStore('dns', () => {
  const servers = useServers()
  const looks = shallowReactive(new Map<string, DomainLook>())
  const keyOf = (server: string, domain: string): string => `${server} ${domain}`

  const seen = (server: string, look: DomainLook): void => {
    looks.set(keyOf(server, look.domain), look)
  }
  api.on('dns.looked', ({ server, look }) => seen(server, look))
  const lookOf = (server: string, domain: string): DomainLook | undefined =>
    looks.get(keyOf(server, domain))

  /** Over all domains of the server that the window shows; undefined before any was looked at. */
  const toFix = computed(() => {
    const mine = [...looks].filter(([key]) => key.startsWith(`${servers.current?.id ?? ''} `))
    return mine.length === 0
      ? undefined
      : mine.reduce((sum, [, look]) => sum + needsPerson(look).length, 0)
  })
  return { seen, lookOf, toFix }
})
