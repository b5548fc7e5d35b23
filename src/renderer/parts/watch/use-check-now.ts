/** “Check everything now” for the current server; what came of it is forgotten when another one is chosen. */
import { computed, watch } from 'vue'
import { useJob } from '../../composables/use-job.ts'
import { useServers } from '../../stores/servers.ts'

export function useCheckNow() {
  const servers = useServers()
  const check = useJob('watch.check')
  const server = computed(() => servers.current?.id)
  watch(server, check.reset)
  const run = (): void => {
    if (server.value) void check.start({ server: server.value })
  }
  return { server, check, run }
}
