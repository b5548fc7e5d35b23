/** All that the connection itself runs on a server. Reading only, but for what a person asks for: the key, and cleaning up. */
import { defineRemoteCommand } from '../net/remote-commands.ts'
import { stopCommand } from '../net/ssh/stop-command.ts'
import { cleanCommand, tracesCommand } from './clean-commands.ts'
import { keyInstallCommand, keyPlanCommand, keyRemoveCommand } from './key-commands.ts'

/** Proves that root can be reached: prints the user id. */
export const sudoCommand = defineRemoteCommand({
  id: 'servers.sudo',
  changes: false,
  asRoot: 'if-needed',
  script: 'id -u',
})

/** Version of the Docker engine. Exit 3: no docker; 4: the engine does not answer; 77: this user may not. */
export const dockerCommand = defineRemoteCommand({
  id: 'servers.docker',
  changes: false,
  asRoot: 'if-needed',
  script: `
command -v docker >/dev/null 2>&1 || exit 3
said=$(docker version --format '{{.Server.Version}}' 2>&1) && { echo "$said"; exit 0; }
echo "$said" >&2
case "$said" in *'ermission denied'*) exit 77 ;; esac
exit 4
`,
})

/** Which Compose there is: "v2 VERSION" or "v1 VERSION". Exit 3: none. */
export const composeCommand = defineRemoteCommand({
  id: 'servers.compose',
  changes: false,
  asRoot: 'if-needed',
  script: `
if said=$(docker compose version --short 2>/dev/null); then echo "v2 $said"
elif said=$(docker-compose version --short 2>/dev/null); then echo "v1 $said"
else exit 3; fi
`,
})

/** Compose project and service of every container, a tab between. Exit 77: this user may not. */
export const servicesCommand = defineRemoteCommand({
  id: 'servers.services',
  changes: false,
  asRoot: 'if-needed',
  script: `
said=$(docker ps -a --filter label=com.docker.compose.service \\
  --format '{{.Label "com.docker.compose.project"}}	{{.Label "com.docker.compose.service"}}' 2>&1) && { echo "$said"; exit 0; }
echo "$said" >&2
case "$said" in *'ermission denied'*) exit 77 ;; esac
exit 4
`,
})

export const serversCommands = [
  sudoCommand,
  dockerCommand,
  composeCommand,
  servicesCommand,
  stopCommand,
  keyPlanCommand,
  keyInstallCommand,
  keyRemoveCommand,
  tracesCommand,
  cleanCommand,
] as const
