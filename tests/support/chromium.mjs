// Finds the Chromium that the browser tests drive, and the fonts that Japanese and Korean pages need.
import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import path from 'node:path'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']

/** The executable named by CHROMIUM_PATH, or else the first known browser on the PATH; undefined when there is none. */
export function findChromium() {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean)
  return folders.flatMap((folder) => NAMES.map((name) => path.join(folder, name))).find(isExecutable)
}

/** Whether text in Japanese and Korean has glyphs. Without fontconfig (macOS, Windows) the system brings them. */
export function hasCjkFonts() {
  return ['ja', 'ko'].every((language) => {
    const list = spawnSync('fc-list', [`:lang=${language}`, 'family'], { encoding: 'utf8' })
    if (list.error) return process.platform !== 'linux'
    return list.stdout.trim() !== ''
  })
}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
