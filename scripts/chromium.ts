import { existsSync } from 'node:fs'
import { run } from './run.ts'

const CHROMIUM = '/usr/bin/chromium'

/**
 * The path of Debian's Chromium, installed when missing; CHROMIUM_PATH names another one.
 * Ends the process with what to install where this cannot be done.
 */
export async function findChromium(): Promise<string> {
	const chosen = process.env.CHROMIUM_PATH ?? CHROMIUM
	if (existsSync(chosen)) return chosen
	const isRootOnDebian = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
	if (isRootOnDebian) {
		console.log('Installing Chromium for the browser tests…')
		const update = await run('apt-get', ['update', '-q'])
		const install = await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'])
		if (install.code === 0) return CHROMIUM
		console.error(update.output, install.output)
	}
	console.error('The browser tests need Chromium: apt-get install chromium, or name one in CHROMIUM_PATH.')
	process.exit(1)
}
