/** Where electron-builder leaves the unpacked app of a system and architecture, below `release`. */
export function unpackedExecutables(platform: string, arch: string): readonly string[] {
  // The folder of x64 has no suffix (builder-util's getArchSuffix).
  const suffix = arch === 'x64' ? '' : `-${arch}`
  switch (platform) {
    case 'darwin':
      return [`mac${suffix}/Postern.app/Contents/MacOS/Postern`]
    case 'win32':
      return [`win${suffix}-unpacked/Postern.exe`]
    default:
      return [`linux${suffix}-unpacked/postern`]
  }
}
