import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { SandboxError } from '../sandbox/sandbox-error.ts'

/** The interpreter of Python programs; its packages lie below /usr too, which is what sandboxes are shown. */
export const PYTHON = '/usr/bin/python3'

/** Python and the packages that most scorers want. */
export interface PythonRuntime {
  version: string
  /** Version by package, null where it is not installed. */
  packages: Record<'numpy' | 'pandas' | 'scikit-learn', string | null>
}

const QUESTION = `
import json, platform
from importlib.metadata import version, PackageNotFoundError
def find(name):
    try: return version(name)
    except PackageNotFoundError: return None
print(json.dumps({'version': platform.python_version(),
    'packages': {name: find(name) for name in ('numpy', 'pandas', 'scikit-learn')}}))`

/** Debian's package by the name that a program imports. */
const DEBIAN_PACKAGES: Readonly<Record<string, string>> = {
  numpy: 'python3-numpy',
  pandas: 'python3-pandas',
  scipy: 'python3-scipy',
  sklearn: 'python3-sklearn',
  pyarrow: 'python3-pyarrow',
}

let runtime: Promise<PythonRuntime> | undefined

/**
 * The machine's Python; asked once per process, and again after it was missing.
 * @throws {SandboxError} when there is none, with what to install
 */
export function pythonRuntime(): Promise<PythonRuntime> {
  if (runtime === undefined) {
    runtime = ask()
    runtime.catch(() => {
      runtime = undefined
    })
  }
  return runtime
}

async function ask(): Promise<PythonRuntime> {
  try {
    const { stdout } = await promisify(execFile)(PYTHON, ['-I', '-c', QUESTION], {
      env: { NODE_ENV: 'production' },
    })
    return JSON.parse(stdout)
  } catch (cause) {
    throw new SandboxError(
      `Python scorers need ${PYTHON}: run "apt-get install python3 python3-numpy python3-pandas python3-sklearn"`,
      { cause },
    )
  }
}

/** What to do when a program ended because a module is missing, from its stderr; null when that is not why. */
export function missingModule(stderr: string): string | null {
  const name = /^ModuleNotFoundError: No module named '([\w.]{1,80})'/m.exec(stderr)?.[1]?.split('.')[0]
  if (name === undefined) return null
  const debian = DEBIAN_PACKAGES[name]
  return debian === undefined
    ? `The module ${name} is neither in the program's folder nor installed; put its files beside the program.`
    : `The module ${name} is not installed here; ask the operator to run "apt-get install ${debian}".`
}
