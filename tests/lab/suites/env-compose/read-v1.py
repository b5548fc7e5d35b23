"""Reads env files as Compose v1 does, with Compose's own loader, many in one process.

stdin: JSON list of paths. stdout: JSON list of {"values": {...}, "complaints": n}, or {"refused": "name of the exception"}.
"""
import json
import logging
import sys

from compose.config.config import ConfigDetails, ConfigFile, load
from compose.config.environment import Environment

complaints = 0


class Counter(logging.Handler):
    def emit(self, record):
        global complaints
        complaints += 1


logging.getLogger().addHandler(Counter())


def read(folder, path, environment):
    global complaints
    complaints = 0
    service = {"image": "none", "env_file": [path]}
    file = ConfigFile("docker-compose.yml", {"version": "2.2", "services": {"one": service}})
    try:
        config = load(ConfigDetails(folder, [file], environment))
    except UnicodeDecodeError as error:
        return {"refused": type(error).__name__}
    return {"values": config.services[0]["environment"], "complaints": complaints}


folder = sys.argv[1]
surroundings = Environment.from_env_file(folder)
json.dump([read(folder, path, surroundings) for path in json.load(sys.stdin)], sys.stdout)
