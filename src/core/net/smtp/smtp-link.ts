/** A conversation in SMTP. */
import type { Duplex } from 'node:stream'
import { createTalkLink, type TalkLink } from '../talk/talk-link.ts'
import { createReplyReader, type SmtpReply } from './reply-reader.ts'

export type SmtpLink = TalkLink<SmtpReply>

/** A conversation over `stream`, which it owns from now on. */
export const createSmtpLink = (stream: Duplex, signal: AbortSignal): SmtpLink =>
  createTalkLink(stream, signal, createReplyReader)
