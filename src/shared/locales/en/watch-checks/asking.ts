/** What stands between this computer and the answer, the stack as a whole, a port of the server. */
export const asking = {
  // on the way to asking
  'not-finished': {
    what: 'There was no answer in time.',
    why: 'The server or the line to it was busy.',
    todo: 'Nothing. It is asked again by itself.',
  },
  'not-reached': {
    what: 'The server could not be asked.',
    why: 'There was no connection to it ({reason}). This says nothing about mail.',
    todo: 'If it stays so, run the doctor of this server.',
  },
  'not-allowed': {
    what: 'Your login on the server may not ask Docker.',
    why: 'It needs sudo, and the password for it is missing or no longer right.',
    todo: 'Enter the sudo password of this server again in Settings.',
  },
  'which-project': {
    what: 'There are several Mailu projects on this server.',
    why: 'Nobody said which one is to be watched.',
    todo: 'Choose one on the server’s page.',
  },
  'line-lost': {
    what: 'The line to the server broke while port {port} was being asked.',
    why: 'A network changed, or the server restarted. This says nothing about mail.',
    todo: 'Nothing. It is asked again by itself.',
  },
  'no-tool': {
    what: 'The server has nothing to open a connection with.',
    why: 'It has neither Python nor bash, and front could not help out.',
    todo: 'Install python3 on the server.',
  },
  'behind-proxy': {
    what: 'Port {port} speaks only to your reverse proxy.',
    why: 'PROXY_PROTOCOL is set, so that a plain visitor is hung up on.',
    todo: 'Nothing. Watch this port at the proxy.',
  },

  // the stack as a whole
  'engine-stopped': {
    what: 'Docker does not run on the server.',
    why: 'It was stopped, or it did not come up after an update or a restart.',
    todo: 'Log in and start it: systemctl start docker.',
  },
  'stack-gone': {
    what: 'There is no Mailu on the server any more.',
    why: 'The containers were taken down, or the project was renamed.',
    todo: 'Start the project again on the server’s page.',
  },
  'service-gone': {
    what: 'The service {service} is not there.',
    why: 'Its container was taken down.',
    todo: 'Start the project again on the server’s page.',
  },
  'service-down': {
    what: 'The service {service} does not run ({state}).',
    why: 'It was stopped, or it ended by a fault.',
    todo: 'Start it on the server’s page, and read the end of its log.',
  },
  'port-not-published': {
    what: 'Port {port} is not open to the outside.',
    why: 'The compose file does not publish it.',
    todo: 'Compare the ports of front with the compose file that Mailu’s setup writes.',
  },
  'port-not-served': {
    what: 'Port {port} is switched off.',
    why: 'PORTS does not name it.',
    todo: 'Nothing, unless you use it: then add it to PORTS.',
  },

  // a port of the server
  'port-refused': {
    what: 'Port {port} refuses connections.',
    why: 'The service behind it has ended, or another program took the port.',
    todo: 'Restart the service on the server’s page, and read the end of its log.',
  },
  'port-silent': {
    what: 'Port {port} does not answer on the server itself.',
    why: 'A firewall on the server drops it, or the service hangs.',
    todo: 'Look at the firewall of the server, then restart front.',
  },
  'port-unreachable': {
    what: 'Port {port} is published at an address that the server does not have.',
    why: 'The server’s address changed, or the network of the stack is damaged.',
    todo: 'Compare the address in the compose file with the server’s own, then recreate front.',
  },
  'no-answer': {
    what: 'Port {port} takes connections and then says nothing for {seconds} seconds.',
    why: 'The service hangs: it is overloaded, waits for a disk, or was stopped half-way.',
    todo: 'Restart the service on the server’s page.',
  },
  'hung-up': {
    what: 'Port {port} hangs up at once.',
    why: 'Nothing works behind it, although its container runs.',
    todo: 'Restart the service on the server’s page, and read the end of its log.',
  },
  'tls-failed': {
    what: 'Port {port} cannot agree on encryption ({reason}).',
    why: 'Certificate and key do not fit together, or are missing.',
    todo: 'Read the end of front’s log; with Let’s Encrypt, restart front.',
  },
  'not-understood': {
    what: 'Something else answers on port {port}.',
    why: 'Another program took the port.',
    todo: 'See which program listens there on the server.',
  },
} as const
