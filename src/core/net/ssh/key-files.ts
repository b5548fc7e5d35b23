/** The key files that the configuration or the person names, read as far as they can be without a passphrase. */
import { access } from 'node:fs/promises'
import { AppError, isAppError } from '../../../shared/errors.ts'
import { isNewPuttyFile, typeOfBlob, unusableKind } from './key-kind.ts'
import { readKeyFile, readPublicBlob } from './private-key.ts'

export interface KeyFile {
  readonly file: string
  /** Undefined where only the public half is here: an agent may hold the other. */
  readonly text: string | undefined
  readonly blob: Buffer | undefined
}

export interface KeyFiles {
  readonly keys: readonly KeyFile[]
  /** What is there and of no use here, each with its reason. */
  readonly unusable: readonly AppError[]
}

/** The blob of a line `TYPE BASE64 COMMENT`, the form of `.pub` files. */
function blobOfPublicLine(text: string): Buffer | undefined {
  const [type = '', base64 = ''] = text.trim().split(/\s+/)
  const blob = Buffer.from(base64, 'base64')
  return type !== '' && typeOfBlob(blob) === type ? blob : undefined
}

/** Why the file is of no use here, or undefined. */
function unusableFile({ file, text, blob }: KeyFile): AppError | undefined {
  if (text !== undefined && isNewPuttyFile(text)) return new AppError('key-putty-file', { file })
  const type = blob && typeOfBlob(blob)
  return type === undefined ? undefined : unusableKind(type, file)
}

/** A public file may be named in place of the private one, whose other half is in an agent (ssh_config(5), IdentityFile). */
async function readOne(file: string): Promise<KeyFile> {
  const text = await readKeyFile(file).catch(async (error: unknown) => {
    const beside = await readKeyFile(`${file}.pub`).catch(() => undefined)
    if (beside === undefined || blobOfPublicLine(beside) === undefined) throw error
    return beside
  })
  const publicBlob = blobOfPublicLine(text)
  if (publicBlob) return { file, text: undefined, blob: publicBlob }
  if (isNewPuttyFile(text)) return { file, text, blob: undefined }
  return { file, text, blob: await readPublicBlob(file, text) }
}

/** Certificates that OpenSSH would offer: those named, and those beside a key (ssh_config(5), CertificateFile). */
async function certificatesOf(
  files: readonly string[],
  named: readonly string[],
): Promise<AppError[]> {
  const all = [...named, ...files.map(file => `${file}-cert.pub`)]
  const found = await Promise.all(
    all.map(key =>
      access(key).then(
        () => [new AppError('key-certificate', { key })],
        () => [],
      ),
    ),
  )
  return found.flat()
}

/** Keys that merely happen to lie around: what is not there or not understood is passed over. */
export async function readKeyFiles(
  files: readonly string[],
  certificates: readonly string[],
): Promise<KeyFiles> {
  const keys: KeyFile[] = []
  const unusable: AppError[] = []
  for (const file of files) {
    try {
      const key = await readOne(file)
      const reason = unusableFile(key)
      if (reason) unusable.push(reason)
      else keys.push(key)
    } catch (error) {
      if (!isAppError(error)) throw error
    }
  }
  return { keys, unusable: [...unusable, ...(await certificatesOf(files, certificates))] }
}

/** The one key that the person chose. @throws AppError `key-not-readable`, `key-on-device`, `key-certificate`, `key-putty-file` */
export async function readChosenKey(file: string): Promise<KeyFile> {
  const key = await readOne(file)
  const reason = unusableFile(key)
  if (reason) throw reason
  return key
}
