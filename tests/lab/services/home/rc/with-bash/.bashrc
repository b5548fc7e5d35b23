echo "Welcome home, $USER. { \"noise\": true } \$(id)"; echo "bashrc on stderr" >&2
