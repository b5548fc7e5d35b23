/** What can be wrong with an env file or a value, as the end of a sentence; `{key}`, `{name}` and others are filled in. */
export const envProblems = {
  // Reading (compose-reading.ts)
  'unterminated-quote': 'a quote is opened and never closed',
  'text-after-quote': 'there is text after the closing quote',
  'yaml-style': 'it is written with a colon, as in YAML; this Compose wants {key}=value',
  'bad-key': 'the name has a character that Compose does not allow in a name',
  'bare-at-end': 'the file ends right after a name, without “=” or a line end',
  unparsable: 'it is neither a comment nor NAME=value',
  'bad-substitution': '“${” begins something that is no variable',
  'required-variable': 'it insists on the variable {name}, which is not set',
  'undefined-variable': 'it uses the variable {name}, which is not set, and becomes empty there',
  'not-utf8': 'it has bytes that are not UTF-8 text',

  // Writing (set-key.ts, unset-key.ts)
  newline: 'a value cannot contain a line break',
  nul: 'a value cannot contain a zero byte',
  'not-text': 'the value is not valid text',
  'not-representable':
    'this Compose has no way to write such a value so that it is read back unchanged',
  'file-unreadable': 'line {line} of the file stops Compose before this setting; correct it first',
  'shares-line': 'line {line} holds a second setting; put it on a line of its own first',

  // Types (check-value.ts)
  'must-not-be-empty': '{key} must have a value',
  'not-boolean': '{key} takes true or false (or yes, no), not “{value}”',
  'not-integer': '{key} takes a whole number, not “{value}”',
  'not-number-of': '{key} takes a number of {unit} and nothing else, not “{value}”',
  'too-small': '{key} must be at least {min}{unit}',
  'too-large': '{key} must be at most {max}{unit}',
  'not-rate': '{key} takes a number per time, such as 50/day or 10/minute, not “{value}”',
  'not-cidr': '{key} takes a network such as {example}, not “{value}”',
  'cidr-host-bits':
    '{key} takes the network itself: “{value}” has bits set after the prefix; did you mean {meant}?',
  'not-cidr-list': '{key} takes addresses or networks separated by commas; “{value}” is neither',
  'not-domain': '{key} takes one mail domain such as example.org, not “{value}”',
  'not-host': '{key} takes host names separated by commas; “{value}” is not one',
  'not-address-host': '{key} takes a host name or an address without a port, not “{value}”',
  'not-email': '{key} takes mail addresses separated by commas; “{value}” is not one',
  'not-local-part':
    '{key} takes only the part before the @, and letters, digits and . _ + - in it, not “{value}”',
  'not-one-of': '{key} takes one of {values}, not “{value}”',
  'not-path': '{key} takes a path that begins with “/”, not “{value}”',
  'not-file-name': '{key} takes a file name without a folder, not “{value}”',
  'not-url': '{key} takes a web address such as https://example.org, not “{value}”',
  'not-ports': '{key} takes port numbers separated by commas; “{value}” is not one',
  'not-relay-host': '{key} takes [host]:port, such as [smtp.example.org]:587, not “{value}”',
  'not-time-zone': '{key} takes a time zone such as Europe/Berlin, not “{value}”',
  'not-languages': '{key} takes language codes such as en,de, or off, not “{value}”',
  'too-short': '{key} must have at least {min} characters',
  'forbidden-character': '{key} must not contain {character}',
  'outer-blanks': '{key} must not begin or end with a blank: Postfix would drop it',
  'must-start-with': '{key} must begin with {start}',

  // The server's own Compose (validate-draft.ts)
  'compose-refuses': 'Compose on the server does not take it: {reply}',

  // Advice (validate-env.ts)
  'key-unknown': '{key} is not a setting that Mailu is known to read',
  'key-deprecated': '{key} is no longer read by Mailu',
  'key-replaced': '{key} is no longer read by Mailu; its place was taken by {replacement}',
  'service-missing':
    '{key} has an effect only with the service {service}, which this project has not',
  'version-too-old': '{key} is read since Mailu {since}; this is {version}',
} as const

export type EnvProblemCode = keyof typeof envProblems
