# Compose v1's own reading of env files: names on stdin, one a line; one JSON object a line on stdout.
import json
import sys

from compose.config.environment import env_vars_from_file

for name in sys.stdin.read().splitlines():
    try:
        print(json.dumps({k: v for k, v in env_vars_from_file(name).items() if v is not None}))
    except Exception as problem:
        print(json.dumps({"": str(problem)}))
