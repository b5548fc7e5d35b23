/** Findings around mail: certificates, figures of the server, this computer's line, the way to the server. */
export const around = {
  // certificates
  'certificates-fit': {
    what: 'The certificates are right, for {days} more days.',
    why: '',
    todo: '',
  },
  'certificates-elsewhere': {
    what: 'Mailu shows no certificate by itself.',
    why: 'TLS_FLAVOR is notls: something before it encrypts.',
    todo: 'Watch the certificate there.',
  },
  'certificates-not-seen': {
    what: 'No certificate could be looked at.',
    why: 'Front did not answer; other checks say more.',
    todo: 'Nothing.',
  },
  'certificate-expired': {
    what: 'The certificate ended on {date} (port {ports}).',
    why: 'It was not renewed. Mail programs warn or refuse.',
    todo: 'With Let’s Encrypt: see that port 80 reaches the server, and restart front. Otherwise put a new one in place.',
  },
  'certificate-not-yet': {
    what: 'The certificate begins only on {date} (port {ports}).',
    why: 'A clock is wrong, on the server or here.',
    todo: 'Compare the clocks.',
  },
  'certificate-ends-soon': {
    what: 'The certificate ends in {days} days (port {ports}).',
    why: 'It should have been renewed by now.',
    todo: 'With Let’s Encrypt: see that port 80 reaches the server, and restart front. Otherwise put a new one in place.',
  },
  'certificate-wrong-name': {
    what: 'The certificate is for {names}, not for {host} (port {ports}).',
    why: 'HOSTNAMES changed, or the wrong file is in place. Mail programs warn or refuse.',
    todo: 'Put a certificate for {host} in place.',
  },
  'certificate-untrusted': {
    what: 'The certificate is by {issuer}, which others do not know (port {ports}).',
    why: 'It signed itself, comes from an authority of your own, or a link of its chain is missing ({reason}).',
    todo: 'Nothing, if you installed that authority on your devices.',
  },

  // figures of the server
  'disk-has-room': { what: '{percent} % of the disk at {path} are free.', why: '', todo: '' },
  'disk-filling': {
    what: '{percent} % of the disk at {path} are free ({freeMegabytes} MB).',
    why: 'Mail, old images or logs grow.',
    todo: 'Make room when you have time.',
  },
  'disk-nearly-full': {
    what: 'The disk at {path} is nearly full: {freeMegabytes} MB are free.',
    why: 'Mail, old images or logs grew. A little less, and Postfix takes no mail.',
    todo: 'Make room: old images, logs, large mailboxes.',
  },
  'disk-full': {
    what: 'The disk at {path} is full: {freeMegabytes} MB are free.',
    why: 'Postfix takes no mail with less room than one and a half of the largest message.',
    todo: 'Make room now: old images, logs, large mailboxes.',
  },
  'disk-no-files': {
    what: 'The disk at {path} can take hardly any more files.',
    why: 'It has room, but its list of files (inodes) is full. Mail is one file a message.',
    todo: 'Delete small files you do not need, or move the mail to another disk.',
  },
  'disk-not-read': {
    what: 'The disk of the server could not be looked at.',
    why: 'Your login may not see the folders, or df gave no answer.',
    todo: 'Nothing.',
  },
  'memory-enough': { what: '{percent} % of the memory are free.', why: '', todo: '' },
  'memory-short': {
    what: 'The server is short of memory: {freeMegabytes} MB are free.',
    why: 'The virus scanner and full-text search need much. The kernel may end a service next.',
    todo: 'Switch off what you do not need, for example ANTIVIRUS, or add memory or swap.',
  },
  'memory-killed': {
    what: 'The kernel ended {service} for want of memory.',
    why: 'The server has too little for all services.',
    todo: 'Switch off what you do not need, for example ANTIVIRUS, or add memory or swap.',
  },
  'memory-not-read': {
    what: 'The memory of the server could not be looked at.',
    why: 'Its kernel does not tell.',
    todo: 'Nothing.',
  },
  'services-steady': { what: 'No service restarts by itself.', why: '', todo: '' },
  'service-restarted': {
    what: 'The service {service} ended and was started again in the last {minutes} minutes.',
    why: 'A fault that Docker put right.',
    todo: 'Read the end of its log if it happens again.',
  },
  'service-loops': {
    what: 'The service {service} keeps restarting.',
    why: 'It ends right after its start: a setting it does not take, or a file it misses.',
    todo: 'Read the end of its log; look at what was changed last in the settings.',
  },
  'clock-agrees': {
    what: 'The clocks of the server and of this computer agree.',
    why: '',
    todo: '',
  },
  'clock-ahead': {
    what: 'The server’s clock is {seconds} seconds ahead of this computer’s.',
    why: 'One of the two is wrong.',
    todo: 'Compare both with a third one, and switch on time synchronisation where it is off.',
  },
  'clock-behind': {
    what: 'The server’s clock is {seconds} seconds behind this computer’s.',
    why: 'One of the two is wrong.',
    todo: 'Compare both with a third one, and switch on time synchronisation where it is off.',
  },
  'clock-not-read': {
    what: 'The clock of the server could not be read.',
    why: 'It gave no answer.',
    todo: 'Nothing.',
  },
  'version-no-hole': {
    what: 'Mailu {version} has no hole that was known here on {date}.',
    why: '',
    todo: '',
  },
  'version-has-hole': {
    what: 'Mailu {version} has a known hole: {title} ({id}).',
    why: 'It is mended in {fixed}.',
    todo: 'Update Mailu to {fixed} or newer.',
  },
  'version-no-build': {
    what: 'Which build of Mailu {version} runs could not be found out.',
    why: 'It is no release, or does not tell.',
    todo: 'Nothing.',
  },
  'version-unknown': {
    what: 'The version of Mailu could not be found out.',
    why: 'The admin service does not run, or the images are not Mailu’s own.',
    todo: 'Nothing.',
  },

  // this computer's own line
  'line-works': { what: 'This computer is online.', why: '', todo: '' },
  'line-no-network': {
    what: 'This computer has no network.',
    why: 'The cable is out, or wireless is off.',
    todo: 'Connect it. The server is looked at again by itself.',
  },
  'line-no-route': {
    what: 'This computer knows no way to the internet.',
    why: 'It has a network, but no router in it.',
    todo: 'Look at the router. The server is looked at again by itself.',
  },
  'line-no-answer': {
    what: 'This computer is offline.',
    why: 'It has a network, but nothing outside answers.',
    todo: 'Look at the router. The server is looked at again by itself.',
  },
  'line-nothing-to-ask': {
    what: 'This computer has a network.',
    why: 'Whether it reaches the internet is not tried: no public name of yours is known yet.',
    todo: 'Nothing.',
  },

  // the way to the server
  'path-open': { what: 'The server is reached at {host}, port {port}.', why: '', todo: '' },
  'path-refused': {
    what: 'The server refuses connections at {host}, port {port}.',
    why: 'SSH does not run there, or the router sends the port somewhere else.',
    todo: 'See whether the server is up, and look at the router’s port forwarding.',
  },
  'path-silent': {
    what: 'The server does not answer at {host}, port {port}.',
    why: 'It is off, or its line or router at home is down.',
    todo: 'See whether it is on and its network cable is in.',
  },
  'path-name-gone': {
    what: 'There is no host called {host} any more.',
    why: 'The entry in the DNS was taken away or has expired, or dynamic DNS stopped.',
    todo: 'Look at the DNS entry, or at the dynamic DNS of the router.',
  },
  'path-name-unknown': {
    what: 'The address of {host} could not be found out.',
    why: 'Away from home its name is unknown, or the name server is busy.',
    todo: 'Nothing. At home it is found again.',
  },
  'path-away': {
    what: 'The server at {host} cannot be reached from this network.',
    why: 'Its address belongs to a home network, and this computer is not in it.',
    todo: 'Nothing. At home it is reached again; on the road a VPN helps.',
  },
} as const
