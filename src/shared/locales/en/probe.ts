/** The probe of a relay: its steps, and what each verdict says and what to do about it. Params are those of the step. */
export const probe = {
  steps: {
    way: 'Way',
    resolve: 'Name',
    connect: 'Connection',
    greeting: 'Mail server',
    ehlo: 'Greeting',
    starttls: 'Encryption',
    certificate: 'Certificate',
    mechanisms: 'Ways to log in',
    login: 'Login',
    sender: 'Sender',
  },

  codes: {
    'not-tried': 'Not tried, because an earlier step did not succeed.',
    'not-needed': 'Not needed here.',
    'line-lost':
      'The connection to your server broke in the middle of the probe. Try again. This says nothing about the relay.',

    // way
    'way-container': 'Tried from inside the smtp container, on the way that mail takes.',
    'way-host':
      'Tried from the server itself, because the smtp container does not run. Mail takes a slightly different way. Start the smtp service and try again to be sure.',
    'way-none':
      'There was no way to open a connection on your server: {reason}. Start the smtp service and try again. This says nothing about the relay.',

    // resolve
    'name-found': '{host} has the address {addresses}.',
    'name-not-found':
      'There is no host called {host}. Compare the name with the provider’s page, letter by letter.',
    'name-server-silent':
      'The name server that your mail server uses gave no answer about {host}. See whether the server’s internet line works, and try again.',

    // connect
    connected: 'Port {port} of {address} is open.',
    'connect-refused':
      '{host} refuses connections on port {port}. Check the port. Providers take mail on 587, most of them on 2525 too.',
    'connect-timed-out':
      '{host} gave no answer on port {port}. Many home lines block mail ports. Try 2525 or another port of this provider; if all are silent, a firewall of the server or the router stands between.',
    'port-25-blocked':
      'Port 25 is blocked on the way, most likely by your internet provider: {host} is there and answers on port 587. The server is not broken. Use 587.',
    'connect-unreachable':
      'Your server knows no way to {host}. See whether the server’s internet line works, and try again.',

    // greeting
    greeted: 'A mail server answers: “{reply}”',
    'greeting-silent':
      'Port {port} is open, but nothing was said there for {seconds} seconds. The relay hangs, or something between you and it takes the connection and lets nothing through. Try again later, or another port of this provider.',
    'tls-at-once':
      'On port {port} encryption begins before the first word, and Postfix was to wait for a word first: mail would wait until it comes back. Use 587 or 2525. If it has to be this port, choose 465, 2465, 8465 or 443 here: for those Postern sets up Postfix as well.',
    'greeting-refused':
      'The relay turns your server away before anything was asked: “{reply}”. Most likely your address is on a block list of this provider, or only listed addresses may connect. Ask the provider.',
    'greeting-refused-for-now':
      'The relay turns your server away for the moment: “{reply}”. Wait some minutes and try again.',
    'not-smtp':
      'What answers on port {port} of {host} is no mail server. Check host and port. On a hotel’s or a guest’s network a sign-in page may answer for everybody.',

    // ehlo
    'ehlo-accepted': 'It speaks extended SMTP.',
    'ehlo-refused':
      'The relay does not accept the greeting of your server: “{reply}”. Some relays insist on a proper host name. Check HOSTNAMES in the settings of Mailu.',

    // starttls
    'starttls-done': 'The connection is encrypted ({protocol}).',
    'tls-begun': 'The connection is encrypted from the first word ({protocol}).',
    'tls-not-at-once':
      'On port {port} the relay speaks first and in the clear, and Postfix was to begin with encryption (smtp_tls_wrappermode). Set the relay again here with the port that the provider names; for 587 and 2525 Postern takes the setting out.',
    'starttls-missing':
      'The relay offers no encryption on port {port}. Without it Postfix sends neither the password nor, at this TLS level, the mail: it would wait and then come back. Use another port of this provider. If the provider does offer encryption there, something between you and it strips it: then send nothing.',
    'starttls-missing-open':
      'The relay offers no encryption on port {port}. Mail would travel in the clear. Use another port, if there is one.',
    'tls-switched-off':
      'The TLS level is “none”: nothing is encrypted, and without encryption Postfix sends no password. Set the relay again here, with a level that encrypts.',
    'starttls-refused':
      'The relay offers encryption and then refuses it: “{reply}”. Try again later, or another port. The fault is the relay’s.',
    'tls-failed':
      'The encryption could not be agreed on: {reason}. The relay speaks only outdated encryption, or something between you and it interferes.',

    // certificate
    'certificate-fits': 'The certificate is for {host} and valid for {days} more days.',
    'certificate-not-asked': 'With this TLS level nobody looks at the certificate.',
    'certificate-expired':
      'The relay’s certificate expired on {date}. Tell the provider. If your server’s clock is wrong, correct it.',
    'certificate-not-yet':
      'The relay’s certificate becomes valid only on {date}. Look at your server’s clock: most likely it is wrong.',
    'certificate-wrong-name':
      'The relay’s certificate is for {names}, not for {host}. Check the host name. If it is right, someone else answers in the relay’s place: send no password there.',
    'certificate-untrusted':
      'The relay’s certificate was issued by {issuer}, which your mail server does not trust ({reason}). With a well-known provider this must not happen: send no password. With a relay of your own, choose the TLS level “encrypt”.',

    // mechanisms
    'mechanism-usable': 'The relay takes logins by {mechanism}.',
    'mechanisms-none':
      'The relay takes no logins on port {port}. Use the provider’s submission port, 587 or 2525. A relay that lets you in without a login needs no user here.',
    'mechanisms-unusable':
      'The relay offers no mechanism that Postfix can use: it has only {offered}, and Mailu’s Postfix speaks PLAIN and LOGIN. Microsoft 365 and some others have dropped passwords altogether: choose another relay. Elsewhere ask for PLAIN or LOGIN.',

    // login
    'login-accepted': 'The relay lets you in.',
    'login-refused':
      'The relay refuses this login: “{reply}”. Copy the password or the key again. Look at the region as well: an account of one region is unknown in the others.',
    'login-refused-for-now':
      'The relay cannot check logins at the moment: “{reply}”. Wait some minutes and try again. This says nothing about the password.',

    // sender
    'sender-accepted':
      'The relay takes the name {sender} as a sender. Some relays look closer only at a whole message: the test message on this page is the proof.',
    'sender-no-bounces':
      'The relay takes the name {sender} as a sender, but not the empty one of returned mail: “{reply}”. Notes of your server that a message could not be delivered will not leave. Ask the provider whether that can be allowed.',
    'sender-refused':
      'The login is right, but the relay does not take mail from {sender}: “{reply}”. Verify the domain {domain} at the provider, the whole domain and not one address: forwarded mail leaves under other names of it.',
    'sender-put-off':
      'The login is right, but the relay does not say now whether it takes mail from {sender}: “{reply}”. Wait some minutes and try again. It may also be a limit of your account.',
    'sender-needs-login':
      'The relay takes mail only after a login: “{reply}”. Fill in the user and the password that the provider gave you.',
    'sender-not-known':
      'Whether the relay takes your senders was not asked: the settings of Mailu name no main mail domain (DOMAIN).',

    // any step
    disconnected:
      'The relay closed the connection without a word. Try again. If it stays so, the relay or something between you and it does not want your server.',
    'no-answer': 'The relay gave no answer for {seconds} seconds. Try again later.',

    // status only
    'relay-none': 'No relay is set: mail goes straight to the receivers.',
    'relay-unreadable':
      'The relay is written as “{relay}”, which Postfix does not take. Set it again here.',
    'relay-not-checked':
      'Whether the relay lets your server in is not known: there was no answer within {seconds} seconds.',
    'relay-not-running': 'The smtp container does not run. Start it on the page Server.',
  },
} as const
