/** Text from outside must not steer the terminal: control characters become visible, line ends and tabs stay. */
const control = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g

/** The same text, safe to show. */
export const plain = (text: string): string =>
  text
    .replace(/\r\n/g, '\n')
    .replace(control, char => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`)
