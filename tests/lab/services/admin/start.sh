#!/bin/sh
# As Mailu's start: settings are read by the command line first, the account of INITIAL_ADMIN_* is made, then the server runs.
if [ -n "$INITIAL_ADMIN_ACCOUNT" ] && [ -n "$INITIAL_ADMIN_DOMAIN" ] && [ -n "$INITIAL_ADMIN_PW" ]; then
  flask mailu admin "$INITIAL_ADMIN_ACCOUNT" "$INITIAL_ADMIN_DOMAIN" "$INITIAL_ADMIN_PW" --mode "${INITIAL_ADMIN_MODE:-ifmissing}"
fi
exec python3 /app/server.py
