/** One case for each rule of RFC 7208 on which implementations have differed: what is published, who asks, what it must be. */
import type { SpfResult } from '../../../../src/shared/mail/spf/types.ts'

export interface SpfCase {
  readonly rule: string
  /** Lines of `support/zone-text.ts`. `@` stands for the sender's domain `from.test`. */
  readonly zone: string
  readonly result: SpfResult | readonly SpfResult[]
  /** @default '192.0.2.10' */
  readonly ip?: string
  /** @default 'ann@from.test' */
  readonly sender?: string
  /** @default 'client.from.test' */
  readonly helo?: string
}

const label63 = 'l'.repeat(63)
const label64 = 'l'.repeat(64)
const spf = (record: string, more = ''): string => `@ TXT v=spf1${record && ` ${record}`}\n${more}`
const many = (count: number, line: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => line(at + 1)).join('\n')
const includes = (count: number): string =>
  many(count, at => `include:i${at}.test`).replaceAll('\n', ' ')
const included = (count: number): string =>
  many(count, at => `i${at}.test TXT v=spf1 ip4:198.51.100.${at} -all`)
const six = '2001:db8::10'
const reverse4 = '10.2.0.192.in-addr.arpa'
const reverse6 = `0.1.${'0.'.repeat(22)}8.b.d.0.1.0.0.2.ip6.arpa`

const beginning: readonly SpfCase[] = [
  {
    rule: '4.3 a label of 64 bytes is no domain',
    zone: '',
    sender: `a@${label64}.test`,
    result: 'none',
  },
  {
    rule: '4.3 a label of 63 bytes is one',
    zone: `${label63}.test TXT v=spf1 -all`,
    sender: `a@${label63}.test`,
    result: 'fail',
  },
  { rule: '4.3 an empty label is no domain', zone: '', sender: 'a@from..test', result: 'none' },
  {
    rule: '4.3 a bounce from a HELO of one label has no domain',
    zone: '',
    sender: '',
    helo: 'laptop',
    result: 'none',
  },
  {
    rule: '4.3 an address as HELO is no domain',
    zone: '',
    sender: '',
    helo: '[192.0.2.10]',
    result: 'none',
  },
  {
    rule: '4.3 an address behind the @ is no domain',
    zone: '',
    sender: 'a@[192.0.2.10]',
    result: 'none',
  },
  {
    rule: '4.3 a bounce is judged by its HELO',
    zone: 'client.from.test TXT v=spf1 -all',
    sender: '',
    result: 'fail',
  },
  {
    rule: '4.3 no local part means postmaster',
    zone: spf('exists:%{l}.local.test -all', 'postmaster.local.test A 127.0.0.2'),
    sender: '@from.test',
    result: 'pass',
  },
  {
    rule: '3.1 a byte beyond ASCII in a name breaks the record',
    zone: spf('a:\u00ef\u00bbx.test -all'),
    result: 'permerror',
  },
  {
    rule: '3.1 a byte beyond ASCII in a mechanism breaks it',
    zone: spf('\u0080a -all'),
    result: 'permerror',
  },
  {
    rule: '3.1 a byte beyond ASCII in another TXT does not',
    zone: `@ TXT \u0096\n${spf('-all')}`,
    result: 'fail',
  },
  {
    rule: '4.6.1 only a space parts terms',
    zone: spf('a:from.test\rptr -all'),
    result: 'permerror',
  },
  { rule: '4.6.1 more than one space may', zone: spf('a   -all'), result: 'fail' },
  { rule: '4.5 a space at the end is harmless', zone: spf('-all '), result: 'fail' },
  { rule: '4.4 without an answer it is a passing error', zone: '@ TIMEOUT', result: 'temperror' },
  { rule: '4.5 no TXT at all is none', zone: '@ A 192.0.2.10', result: 'none' },
  {
    rule: '4.5 the version ends with a space or the record',
    zone: '@ TXT v=spf1mx',
    result: 'none',
  },
  {
    rule: '4.5 v=spf10 is something else',
    zone: `@ TXT v=spf10\n${spf('ip4:192.0.2.10 -all')}`,
    result: 'pass',
  },
  { rule: '4.5 the bare version is a record', zone: spf(''), result: 'neutral' },
  {
    rule: '4.5 two records are an error',
    zone: `${spf('-all')}${spf('+all')}`,
    result: 'permerror',
  },
  {
    rule: '4.5 two in different case too',
    zone: `@ TXT V=sPf1 +all\n${spf('-all')}`,
    result: 'permerror',
  },
  { rule: '4.5 the version has no case', zone: '@ TXT v=SpF1 ~all', result: 'softfail' },
]

const evaluation: readonly SpfCase[] = [
  {
    rule: '4.6 an error behind the match counts all the same',
    zone: spf('ip4:192.0.2.10 -all moo'),
    result: 'permerror',
  },
  {
    rule: '4.6.1 a modifier may be unknown and odd',
    zone: spf('moo.cow-far_out=man:dog/cat ip4:192.0.2.10 -all'),
    result: 'pass',
  },
  {
    rule: '4.6.1 its name may not have a slash',
    zone: spf('moo/cow=man ip4:192.0.2.10 -all'),
    result: 'permerror',
  },
  { rule: '4.6.1 nor a colon', zone: spf('moo:cow=man ip4:192.0.2.10 -all'), result: 'permerror' },
  { rule: '4.6.1 nor begin with a digit', zone: spf('1up=foo'), result: 'permerror' },
  { rule: '4.6.1 nor be empty', zone: spf('=all'), result: 'permerror' },
  { rule: '6 an unknown modifier changes nothing', zone: spf('default=pass'), result: 'neutral' },
  {
    rule: '7.1 its value has macros that are right',
    zone: spf('-all foo=%abc'),
    result: 'permerror',
  },
  {
    rule: '6.1 redirect is not used once something matched',
    zone: spf('redirect=from.test ~all'),
    result: 'softfail',
  },
  {
    rule: '6.1 redirect comes after all mechanisms',
    zone: spf('redirect=next.test ip4:192.0.2.10', 'next.test TXT v=spf1 -all'),
    result: 'pass',
  },
  {
    rule: '6.1 redirect gives the result',
    zone: spf('ip4:192.0.2.11 redirect=next.test', 'next.test TXT v=spf1 ~all'),
    result: 'softfail',
  },
  {
    rule: '6.1 a and mx then mean the other domain',
    zone: spf(
      'redirect=next.test',
      '@ A 198.51.100.1\nnext.test TXT v=spf1 a -all\nnext.test A 192.0.2.10',
    ),
    result: 'pass',
  },
  {
    rule: '6.1 redirect to nothing is an error',
    zone: spf('redirect=gone.test'),
    result: 'permerror',
  },
  {
    rule: '6.1 redirect is no mechanism',
    zone: spf('ip4:192.0.2.10 redirect:next.test'),
    result: 'permerror',
  },
  { rule: '6.1 an empty redirect is an error', zone: spf('?all redirect='), result: 'permerror' },
  {
    rule: '6.1 a redirect to no name is an error',
    zone: spf('redirect=-all ?all'),
    result: 'permerror',
  },
  {
    rule: '6 redirect may stand once',
    zone: spf('redirect=n.test -all redirect=n.test'),
    result: 'permerror',
  },
  { rule: '6 exp may stand once', zone: spf('exp=e.test -all exp=e.test'), result: 'permerror' },
  { rule: '6.2 an empty exp is an error', zone: spf('exp= -all'), result: 'permerror' },
  {
    rule: '6.2 an exp without an answer is not',
    zone: spf('exp=gone.test a:gone1.test a:gone2.test -all'),
    result: 'fail',
  },
  { rule: '4.7 without a match it is neutral', zone: spf('ip4:192.0.2.11'), result: 'neutral' },
  { rule: '5.1 all may be neutral', zone: spf('?all'), result: 'neutral' },
  { rule: '5.1 the first all counts', zone: spf('all -all'), result: 'pass' },
  { rule: '5.1 all has no dot', zone: spf('-all.'), result: 'permerror' },
  { rule: '5.1 all has no name', zone: spf('-all:foo.test'), result: 'permerror' },
  { rule: '5.1 all has no length', zone: spf('-all/8'), result: 'permerror' },
  {
    rule: '5.2 a fail within does not match',
    zone: spf('include:in.test ~all', 'in.test TXT v=spf1 ip4:192.0.2.11 -all'),
    result: 'softfail',
  },
  {
    rule: '5.2 a softfail within does not match',
    zone: spf('include:in.test +all', 'in.test TXT v=spf1 ~all'),
    result: 'pass',
  },
  {
    rule: '5.2 neutral within does not match',
    zone: spf('include:in.test -all', 'in.test TXT v=spf1 ?all'),
    result: 'fail',
  },
  {
    rule: '5.2 a pass within matches',
    zone: spf('~include:in.test -all', 'in.test TXT v=spf1 ip4:192.0.2.0/24 -all'),
    result: 'softfail',
  },
  {
    rule: '5.2 no answer within is a passing error',
    zone: spf('include:in.test -all', 'in.test TIMEOUT'),
    result: 'temperror',
  },
  {
    rule: '5.2 an error within is one',
    zone: spf('include:in.test -all', 'in.test TXT v=spf1 include +all'),
    result: 'permerror',
  },
  {
    rule: '5.2 no record within is an error',
    zone: spf('include:in.test -all', 'in.test TXT v=spfl no'),
    result: 'permerror',
  },
  { rule: '5.2 include has a name', zone: spf('include: -all'), result: 'permerror' },
  {
    rule: '5.2 include has no length',
    zone: spf('include:in.test/24 -all', 'in.test TXT v=spf1 +all'),
    result: 'permerror',
  },
]

/** `a` and `mx` share their grammar; `@m` stands for the mechanism, and `NAME HOST VALUE` for the host that it leads to. */
const hosts = (mechanism: 'a' | 'mx'): readonly SpfCase[] => {
  const host = (name: string, lines: string): string => {
    const full = name === '@' ? 'from.test' : name
    return mechanism === 'a'
      ? lines.replaceAll('HOST', full)
      : `${full} MX 10 h.${full}\n${lines.replaceAll('HOST', `h.${full}`)}`
  }
  const at = (suffix: string, lines: string): string =>
    spf(`${mechanism}${suffix} -all`, host('@', lines))
  const to = (suffix: string, name: string, lines: string): string =>
    spf(`${mechanism}:${suffix} -all`, host(name, lines))
  return (
    [
      {
        rule: 'matches any address',
        zone: at('', 'HOST A 198.51.100.1\nHOST A 192.0.2.10'),
        result: 'pass',
      },
      { rule: 'matches a network', zone: at('/24', 'HOST A 192.0.2.99'), result: 'pass' },
      {
        rule: 'matches the second family',
        zone: at('', `HOST A 192.0.2.10\nHOST AAAA ${six}`),
        ip: six,
        result: 'pass',
      },
      {
        rule: 'has a length for each family',
        zone: at('/24//64', 'HOST A 198.51.100.1\nHOST AAAA 2001:db8::99'),
        ip: six,
        result: 'pass',
      },
      {
        rule: 'has a length of IPv4 that does not count for IPv6',
        zone: at('/0', 'HOST A 192.0.2.10\nHOST AAAA 2001:db8::99'),
        ip: six,
        result: 'fail',
      },
      {
        rule: 'has a length of IPv6 that does not count for IPv4',
        zone: at('//0', 'HOST A 192.0.2.99\nHOST AAAA 2001:db8::99'),
        result: 'fail',
      },
      { rule: 'matches all with length 0', zone: at('/0', 'HOST A 198.51.100.1'), result: 'pass' },
      {
        rule: 'matches all IPv6 with length 0',
        zone: at('//0', 'HOST AAAA 2001:db8:ffff::1'),
        ip: six,
        result: 'pass',
      },
      {
        rule: 'does not match without an address, even with length 0',
        zone: at('/0', 'HOST TXT none'),
        result: 'fail',
      },
      {
        rule: 'takes a written-out IPv4 for IPv4',
        zone: at('', 'HOST A 192.0.2.10'),
        ip: '::ffff:192.0.2.10',
        result: 'pass',
      },
      {
        rule: 'takes a written-out IPv4 for no IPv6',
        zone: at('//0', 'HOST AAAA 2001:db8::99'),
        ip: '::FFFF:192.0.2.10',
        result: 'fail',
      },
      { rule: 'refuses length 33', zone: at('/33', ''), result: 'permerror' },
      { rule: 'takes length 33 of IPv6', zone: at('//33', 'HOST A 198.51.100.1'), result: 'fail' },
      { rule: 'refuses length 129', zone: at('//129', ''), result: 'permerror' },
      { rule: 'refuses a leading zero', zone: at('/032', ''), result: 'permerror' },
      {
        rule: 'refuses one slash between two lengths',
        zone: at('/24/64', ''),
        result: 'permerror',
      },
      { rule: 'refuses an empty length', zone: at('/', ''), result: 'permerror' },
      { rule: 'refuses an empty name', zone: at(':', ''), result: 'permerror' },
      { rule: 'refuses an address as name', zone: at(':192.0.2.10', ''), result: 'permerror' },
      { rule: 'refuses a last label of digits', zone: at(':abc.123', ''), result: 'permerror' },
      { rule: 'refuses a port', zone: at(':from.test:8080', ''), result: 'permerror' },
      { rule: 'refuses a single label', zone: at(':museum', ''), result: 'permerror' },
      { rule: 'refuses a single label with a dot', zone: at(':museum.', ''), result: 'permerror' },
      {
        rule: 'refuses a last label that begins with a dash',
        zone: at(':from.-test', ''),
        result: 'permerror',
      },
      { rule: 'refuses a zero byte', zone: at(':from.test\u0000', ''), result: 'permerror' },
      {
        rule: 'takes dashes in the last label',
        zone: to('foo.xn--zckzah', 'foo.xn--zckzah', 'HOST A 192.0.2.10'),
        result: 'pass',
      },
      {
        rule: 'takes a colon and a slash in a name',
        zone: to('foo:bar/baz.test', 'foo:bar/baz.test', 'HOST A 192.0.2.10'),
        result: mechanism === 'a' ? 'pass' : ['pass', 'fail'],
      },
      {
        rule: 'takes a dot at the end of a name',
        zone: to('other.test.', 'other.test', 'HOST A 192.0.2.10'),
        result: 'pass',
      },
      {
        rule: 'does not match a name with an empty label',
        zone: at(':h...from.test', ''),
        result: ['fail', 'permerror'],
      },
      {
        rule: 'does not match a name with a label too long',
        zone: at(`:${label64}.test`, ''),
        result: ['fail', 'permerror'],
      },
      {
        rule: 'is a passing error without an answer',
        zone: spf(`${mechanism}:dead.test -all`, 'dead.test TIMEOUT'),
        result: 'temperror',
      },
    ] satisfies SpfCase[]
  ).map(one => ({ ...one, rule: `${mechanism === 'a' ? '5.3' : '5.4'} ${mechanism} ${one.rule}` }))
}

const others: readonly SpfCase[] = [
  {
    rule: '5.4 no MX is not the host itself',
    zone: spf('mx -all', '@ A 192.0.2.10'),
    result: 'fail',
  },
  { rule: '5.4 a null MX is none', zone: spf('mx', '@ MX 0 .\n@ A 192.0.2.10'), result: 'neutral' },
  {
    rule: '5.5 ptr matches the domain itself',
    zone: spf('ptr -all', `${reverse4} PTR from.test.\n@ A 192.0.2.10`),
    result: 'pass',
  },
  {
    rule: '5.5 ptr matches a name below',
    zone: spf('ptr:from.test -all', `${reverse4} PTR host.from.test.\nhost.from.test A 192.0.2.10`),
    result: 'pass',
  },
  {
    rule: '5.5 ptr of IPv6',
    zone: spf('ptr -all', `${reverse6} PTR from.test.\n@ AAAA ${six}`),
    ip: six,
    result: 'pass',
  },
  {
    rule: '5.5 ptr has no case',
    zone: spf('ptr:From.TEST -all', `${reverse4} PTR HOST.from.test.\nhost.from.test A 192.0.2.10`),
    result: 'pass',
  },
  {
    rule: '5.5 a name that does not lead back does not count',
    zone: spf('ptr -all', `${reverse4} PTR from.test.\n@ A 192.0.2.11`),
    result: 'fail',
  },
  {
    rule: '5.5 a name that only ends alike does not count',
    zone: spf('ptr -all', `${reverse4} PTR notfrom.test.\nnotfrom.test A 192.0.2.10`),
    result: 'fail',
  },
  {
    rule: '5.5 no answer is no match',
    zone: spf('ptr -all', `${reverse4} TIMEOUT`),
    result: 'fail',
  },
  { rule: '5.5 ptr has no length', zone: spf('ptr/0 -all'), result: 'permerror' },
  { rule: '5.5 ptr has no empty name', zone: spf('ptr:'), result: 'permerror' },
  {
    rule: '5.5 only the first ten names count',
    zone: spf(
      'ptr -all',
      `${many(10, at => `${reverse4} PTR n${at}.else.test.`)}\n${reverse4} PTR from.test.\n@ A 192.0.2.10`,
    ),
    result: 'fail',
  },
  { rule: '5.6 ip4 of length 0 matches all', zone: spf('ip4:1.1.1.1/0 -all'), result: 'pass' },
  {
    rule: '5.6 ip4 of length 32 matches itself',
    zone: spf('ip4:192.0.2.10/32 -all'),
    result: 'pass',
  },
  { rule: '5.6 ip4 refuses length 33', zone: spf('ip4:192.0.2.10/33 -all'), result: 'permerror' },
  {
    rule: '5.6 ip4 refuses a leading zero in the length',
    zone: spf('ip4:192.0.2.10/032 -all'),
    result: 'permerror',
  },
  { rule: '5.6 ip4 has an address', zone: spf('ip4 -all'), result: 'permerror' },
  { rule: '5.6 ip4 has no port', zone: spf('ip4:192.0.2.10:8080 -all'), result: 'permerror' },
  { rule: '5.6 ip4 has four parts', zone: spf('ip4:192.0.2 -all'), result: 'permerror' },
  { rule: '5.6 ip4 has one length', zone: spf('ip4:192.0.2.10//32 -all'), result: 'permerror' },
  { rule: '5.6 ip4 is not IPv6', zone: spf('ip4:2001:db8::1 -all'), result: 'permerror' },
  {
    rule: '5 a written-out IPv4 is IPv4',
    zone: spf('-ip4:192.0.2.10 ip6:::ffff:192.0.2.10'),
    ip: '::ffff:192.0.2.10',
    result: 'fail',
  },
  { rule: '5.6 ip6 has an address', zone: spf('-all ip6'), result: 'permerror' },
  { rule: '5.6 ip6 does not match IPv4', zone: spf('ip6:::1.1.1.1/0'), result: 'neutral' },
  {
    rule: '5.6 ip6 does not match a written-out IPv4',
    zone: spf('ip6:::1.1.1.1/0'),
    ip: '::ffff:192.0.2.10',
    result: 'neutral',
  },
  {
    rule: '5.6 ip6 of length 0 matches all',
    zone: spf('ip6:::1.1.1.1/0'),
    ip: six,
    result: 'pass',
  },
  { rule: '5.6 ip6 takes length 33', zone: spf('ip6:2001:db8::/33'), ip: six, result: 'pass' },
  { rule: '5.6 ip6 refuses length 129', zone: spf('ip6:::1/129 -all'), result: 'permerror' },
  { rule: '5.6 ip6 has one slash', zone: spf('ip6:::1//33 -all'), result: 'permerror' },
  { rule: '5.6 ip6 has one gap', zone: spf('ip6::2001::1 -all'), result: 'permerror' },
  {
    rule: '5.7 exists matches any address',
    zone: spf('exists:x.test -all', 'x.test A 127.0.0.2'),
    result: 'pass',
  },
  {
    rule: '5.7 exists asks IPv4 also for IPv6',
    zone: spf('exists:x.test -all', 'x.test A 127.0.0.2'),
    ip: six,
    result: 'pass',
  },
  {
    rule: '5.7 exists is not found by IPv6',
    zone: spf('exists:x.test -all', 'x.test AAAA ::1'),
    ip: six,
    result: 'fail',
  },
  {
    rule: '5.7 exists without an answer',
    zone: spf('exists:x.test -all', 'x.test TIMEOUT'),
    result: 'temperror',
  },
  { rule: '5.7 exists has a name', zone: spf('exists -all'), result: 'permerror' },
  { rule: '5.7 exists has no empty name', zone: spf('exists: -all'), result: 'permerror' },
  { rule: '5.7 exists has no length', zone: spf('exists:x.test/24 -all'), result: 'permerror' },
]

/** What a macro makes: the name is found only when it was filled in right. */
const macro = (rule: string, spec: string, name: string, more: Partial<SpfCase> = {}): SpfCase => ({
  rule: `7 ${rule}`,
  zone: spf(`exists:${spec} -all`, `${name} A 127.0.0.2\n${more.zone ?? ''}`),
  result: 'pass',
  ...(more.ip !== undefined && { ip: more.ip }),
  ...(more.sender !== undefined && { sender: more.sender }),
  ...(more.helo !== undefined && { helo: more.helo }),
})
const confirmed = `${reverse4} PTR mx.from.test.\nmx.from.test A 192.0.2.10`
const macros: readonly SpfCase[] = [
  macro('s is the sender', '%{s}.m.test', 'ann@from.test.m.test'),
  macro('l is the local part', '%{l}.m.test', 'ann.m.test'),
  macro('o is the sender’s domain', '%{o}.m.test', 'from.test.m.test'),
  macro('d is the domain', '%{d}.m.test', 'from.test.m.test'),
  macro('h is the HELO', '%{h}.m.test', 'client.from.test.m.test'),
  macro('i is the address', '%{i}.m.test', '192.0.2.10.m.test'),
  macro('ir is the address in reverse', '%{ir}.%{v}.m.test', '10.2.0.192.in-addr.m.test'),
  macro('i of IPv6 is in nibbles', '%{ir}.%{v}.m.test', reverse6.replace('.arpa', '.m.test'), {
    ip: six,
  }),
  macro('a number keeps so many parts at the right', '%{d1}.m.test', 'test.m.test'),
  macro('r and a number keep so many of the reverse', '%{h1r}.m.test', 'client.m.test'),
  macro('delimiters part', '%{l-}.m.test', 'a.b.m.test', { sender: 'a-b@from.test' }),
  macro('several delimiters part', '%{l1r+-}.m.test', 'ann.m.test', {
    sender: 'ann+x-y@from.test',
  }),
  macro('an upper-case letter escapes', '%{L}.m.test', 'a%26b.m.test', { sender: 'a&b@from.test' }),
  macro('p is the confirmed name', '%{p}.m.test', 'mx.from.test.m.test', { zone: confirmed }),
  macro('p without one is unknown', '%{p}.m.test', 'unknown.m.test'),
  macro('percents and blanks', 'a%%b%-.m.test', 'a%b%20.m.test'),
  macro('a dot at the end is nothing', '%{d}.m.test.', 'from.test.m.test'),
  macro(
    'a name too long loses labels at its left',
    `%{l}.${`${label63}.`.repeat(3)}cut.m.test`,
    `${`${label63}.`.repeat(3)}cut.m.test`,
    { sender: `${'z'.repeat(60)}@from.test` },
  ),
  {
    rule: '7 c, r and t are for explanations',
    zone: spf('exists:%{c}.m.test -all'),
    result: 'permerror',
  },
  {
    rule: '7 another letter is an error',
    zone: spf('exists:%{x}.m.test -all'),
    result: 'permerror',
  },
  {
    rule: '7 a bare percent is an error',
    zone: spf('exists:%(d).m.test -all'),
    result: 'permerror',
  },
  {
    rule: '7 a percent at the end is an error',
    zone: spf('exists:m.test% -all'),
    result: 'permerror',
  },
  { rule: '7 zero parts are an error', zone: spf('exists:%{d0}.m.test -all'), result: 'permerror' },
  {
    rule: '7 a macro may end a name',
    zone: spf('include:_spf.%{d} -all', '_spf.from.test TXT v=spf1 ip4:192.0.2.10 -all'),
    result: 'pass',
  },
]

const limits: readonly SpfCase[] = [
  {
    rule: '4.6.4 an include of oneself ends',
    zone: spf('include:from.test -all'),
    result: 'permerror',
  },
  {
    rule: '4.6.4 a redirect to oneself ends',
    zone: spf('redirect=from.test'),
    result: 'permerror',
  },
  {
    rule: '4.6.4 ten look-ups are allowed',
    zone: spf(`${includes(10)} ip4:192.0.2.10 -all`, included(10)),
    result: 'pass',
  },
  {
    rule: '4.6.4 eleven are not',
    zone: spf(`${includes(11)} ip4:192.0.2.10 -all`, included(11)),
    result: 'permerror',
  },
  {
    rule: '4.6.4 those within an include count',
    zone: spf(
      `include:deep.test ${includes(5)} ip4:192.0.2.10 -all`,
      `${included(9)}\ndeep.test TXT v=spf1 ${includes(9)} -all`,
    ),
    result: 'permerror',
  },
  {
    rule: '4.6.4 ip4 and all cost nothing',
    zone: spf(`${many(15, at => `ip4:198.51.100.${at}`).replaceAll('\n', ' ')} -all`),
    result: 'fail',
  },
  {
    rule: '4.6.4 ten hosts of an MX are allowed',
    zone: spf('mx -all', `${many(10, at => `@ MX 10 m${at}.test`)}\nm10.test A 192.0.2.10`),
    result: 'pass',
  },
  {
    rule: '4.6.4 eleven are not',
    zone: spf(
      'mx -all',
      many(11, at => `@ MX 10 m${at}.test\nm${at}.test A 192.0.2.11`),
    ),
    result: 'permerror',
  },
  {
    rule: '4.6.4 many addresses of one host are no look-ups',
    zone: spf('a -all', `${many(15, at => `@ A 198.51.100.${at}`)}\n@ A 192.0.2.10`),
    result: 'pass',
  },
  {
    rule: '4.6.4 two empty answers are allowed',
    zone: spf('a:v1.test a:v2.test -all'),
    result: 'fail',
  },
  {
    rule: '4.6.4 three are not',
    zone: spf('a:v1.test exists:v2.test mx:v3.test -all'),
    result: 'permerror',
  },
]

export const spfCases: readonly SpfCase[] = [
  ...beginning,
  ...evaluation,
  ...hosts('a'),
  ...hosts('mx'),
  ...others,
  ...macros,
  ...limits,
].map(one => ({ ...one, zone: one.zone.replace(/(^|\n|\s)@(?= )/g, '$1from.test') }))
