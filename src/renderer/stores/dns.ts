/** What is known of the current server's domains: their record plans and what was last seen of them in the world's DNS. */
import { defineStore } from 'pinia'
import { computed, shallowReactive } from 'vue'
import type { DomainLook, DomainPlan } from '../../shared/model/dns.ts'
import { api } from '../api/index.ts'
import { useServers } from './servers.ts'

/** A record that a person has to do something about; what is merely optional never asks. */
export function needsPerson(plan: DomainPlan, look: DomainLook): readonly string[] {
  const asks = new Set(['wrong', 'missing', 'differs'])
  return plan.records
    .filter(({ importance }) => importance === 'needed' || importance === 'better')
    .filter(({ id }) => asks.has(look.records.find(one => one.id === id)?.verdict ?? 'unknown'))
    .map(({ id }) => id)
}

export const useDns = defineStore('dns', () => {
  const servers = useServers()
  const plans = shallowReactive(new Map<string, DomainPlan>())
  const looks = shallowReactive(new Map<string, DomainLook>())
  const keyOf = (server: string, domain: string): string => `${server} ${domain}`

  const seen = (server: string, look: DomainLook): void => {
    looks.set(keyOf(server, look.domain), look)
  }
  api.on('dns.looked', ({ server, look }) => seen(server, look))

  const remember = (server: string, plan: DomainPlan): void => {
    plans.set(keyOf(server, plan.domain), plan)
  }
  const lookOf = (server: string, domain: string): DomainLook | undefined =>
    looks.get(keyOf(server, domain))

  /** Over all domains of the server that the window shows; undefined before any was looked at. */
  const toFix = computed(() => {
    const mine = `${servers.current?.id ?? ''} `
    const mineSeen = [...looks].filter(([key]) => key.startsWith(mine))
    if (mineSeen.length === 0) return undefined
    return mineSeen.reduce((sum, [key, look]) => {
      const plan = plans.get(key)
      return sum + (plan ? needsPerson(plan, look).length : 0)
    }, 0)
  })
  return { remember, seen, lookOf, toFix }
})
