/** What Postern asks a server about its containers: reads only. */
import { defineRemoteCommand } from '../../net/remote-commands.ts'

const label = (name: string): string => `{{json (.Label "${name}")}}`
const compose = 'com.docker.compose'
const columns = [
  '{{json .ID}}',
  '{{json .Image}}',
  '{{json .Names}}',
  label(`${compose}.project`),
  label(`${compose}.service`),
  label(`${compose}.project.working_dir`),
  label(`${compose}.project.config_files`),
  label(`${compose}.project.environment_file`),
  label(`${compose}.version`),
  label(`${compose}.oneoff`),
  label('com.docker.stack.namespace'),
  label('com.docker.swarm.service.name'),
].join(',')

/** Exits with 77 when the engine is there and does not let this user in. */
export const lookCommand = defineRemoteCommand({
  id: 'stack.look',
  changes: false,
  asRoot: 'if-needed',
  script: `
echo "uid $(id -u)"
if command -v docker >/dev/null 2>&1; then
  case "$(docker --version 2>/dev/null)" in
    *[Pp]odman*) echo "engine podman" ;;
    *)
      if said=$(docker version --format '{{.Server.Version}}' 2>&1); then
        echo "engine docker $said"
        listed=$(docker ps -a --no-trunc --format '["container",${columns}]')
        printf '%s\\n' "$listed"
        # Once a newer image has taken its tag over, ps shows a bare id; the name that such a container was made from stays here.
        ids=$(printf '%s\\n' "$listed" | sed -n 's/^\\["container","\\([0-9a-f]*\\)","sha256:.*/\\1/p')
        [ -z "$ids" ] || docker inspect --type container --format '["image",{{json .Id}},{{json .Config.Image}}]' $ids
        for dir in /mailu /opt/mailu /srv/mailu /root/mailu "$HOME/mailu"; do
          for file in docker-compose.yml docker-compose.yaml compose.yaml compose.yml; do
            grep -qs 'mailu.*/.*postfix' "$dir/$file" && echo "folder $dir/$file" && break
          done
        done
        exit 0
      fi
      case $said in *[Pp]ermission\\ denied*|*denied\\ while\\ trying*) exit 77 ;; esac
      echo "stopped $(printf '%s' "$said" | tr '\\n' ' ')" ;;
  esac
elif command -v podman >/dev/null 2>&1; then
  echo "engine podman"
else
  echo "engine none"
fi
`,
})

/** Slow where Compose is v1 (a Python program): asked once a connection. */
export const toolsCommand = defineRemoteCommand({
  id: 'stack.tools',
  changes: false,
  asRoot: 'if-needed',
  script: `
said=$(docker compose version --short 2>/dev/null) && echo "docker compose|$said"
said=$(docker-compose version --short 2>/dev/null) && echo "docker-compose|$said"
exit 0
`,
})

/** `$@`: container ids. One JSON document a line; then what the kernel says of each one's memory, in bytes, without the file cache. */
export const inspectCommand = defineRemoteCommand({
  id: 'stack.inspect',
  changes: false,
  asRoot: 'if-needed',
  script: `
docker inspect --type container --format '{{json .}}' "$@"
for id in "$@"; do
  for dir in "/sys/fs/cgroup/system.slice/docker-$id.scope" "/sys/fs/cgroup/docker/$id" "/sys/fs/cgroup/memory/docker/$id" "/sys/fs/cgroup/memory/system.slice/docker-$id.scope"; do
    used=$(cat "$dir/memory.current" 2>/dev/null) || used=$(cat "$dir/memory.usage_in_bytes" 2>/dev/null) || continue
    cache=$(sed -n 's/^\\(total_\\)\\{0,1\\}inactive_file //p' "$dir/memory.stat" 2>/dev/null | tail -n 1)
    echo "memory $id $used $cache"
    break
  done
done
exit 0
`,
})

/** `$1` an image reference each: the id that a container created now would run, or nothing. */
export const imagesCommand = defineRemoteCommand({
  id: 'stack.images',
  changes: false,
  asRoot: 'if-needed',
  script: `
for ref in "$@"; do
  echo "$ref|$(docker image inspect --format '{{.Id}}' "$ref" 2>/dev/null)"
done
`,
})

export const podmanCommand = defineRemoteCommand({
  id: 'stack.podman',
  changes: false,
  asRoot: 'if-needed',
  script: `
podman version --format '{{.Client.Version}}' 2>/dev/null || echo
podman ps -a --no-trunc --format json 2>/dev/null || echo '[]'
`,
})

/** Namespaces and images of a Kubernetes on this machine. k3s and MicroK8s keep their own kubectl, often for root alone. */
export const kubernetesCommand = defineRemoteCommand({
  id: 'stack.kubernetes',
  changes: false,
  asRoot: 'if-needed',
  script: `
columns='custom-columns=NS:.metadata.namespace,IMAGES:.spec.containers[*].image'
ask() { said=$("$@" get pods -A --request-timeout=5s --no-headers -o "$columns" 2>&1); }
found=
for kubectl in 'k3s kubectl' 'microk8s kubectl' kubectl; do
  command -v "\${kubectl%% *}" >/dev/null 2>&1 || continue
  found=yes
  if ask $kubectl; then printf '%s\\n' "$said"; exit 0; fi
  case $said in *ermission\\ denied*|*nsufficient\\ permissions*) [ "$(id -u)" = 0 ] || exit 77 ;; esac
done
[ -n "$found" ] || exit 3
exit 4
`,
})

/**
 * `$1` the project's folder, then its files: whether they are there, and whether this user may read and replace them. To
 * replace a file with the same owner one must own it, and the folder must be writable.
 */
export const filesCommand = defineRemoteCommand({
  id: 'stack.files',
  changes: false,
  asRoot: 'if-needed',
  script: `
me=$(id -u) groups=" $(id -G) "
echo "uid $me"
df -Pk "$1" 2>/dev/null | { read -r _; read -r _ size _ free _ && echo "disk $size $free"; }
shift
for file in "$@"; do
  dir=$(dirname "$file")
  if [ ! -e "$file" ]; then
    if [ -x "$dir" ]; then echo missing; elif [ -d "$dir" ] || [ ! -x "$(dirname "$dir")" ]; then echo hidden; else echo missing; fi
    continue
  fi
  rights=
  [ -r "$file" ] && rights=r
  if [ "$me" = 0 ]; then rights=rw
  elif [ -w "$dir" ] && [ "$(stat -c %u "$(readlink -f "$file")" 2>/dev/null)" = "$me" ]; then
    # What replaces it must be of the same group, which only members can give.
    case $groups in *" $(stat -c %g "$(readlink -f "$file")" 2>/dev/null) "*) rights="$rights"w ;; esac
  fi
  echo "there $rights"
done
`,
})

/**
 * `$@`: files. A line each: `missing`, `denied`, `large`, or `file UID:GID MODE BASE64(real path) BASE64(content)`. `$1` is
 * `must` (77 when one may not be read) or `may`.
 */
export const readCommand = defineRemoteCommand({
  id: 'stack.read',
  changes: false,
  asRoot: 'if-needed',
  script: `
strict=$1; shift
one_line() { base64 | tr -d '\\n'; }
for file in "$@"; do
  if [ -f "$file" ] && [ ! -r "$file" ] || { [ ! -e "$file" ] && [ -d "$(dirname "$file")" ] && [ ! -x "$(dirname "$file")" ]; }; then
    [ "$strict" = may ] || exit 77
    echo denied
  elif [ ! -f "$file" ]; then echo missing
  elif [ "$(wc -c <"$file")" -gt 1048576 ]; then echo large
  else
    real=$(readlink -f "$file")
    echo "file $(stat -c '%u:%g %a' "$real") $(printf %s "$real" | one_line) $(one_line <"$real")."
  fi
done
`,
})
