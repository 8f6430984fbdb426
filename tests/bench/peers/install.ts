import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'

/** Installs the peers in their own folder, from their own lock, when they are not there. */
export function installPeers(): Promise<void> {
	return installIn('tests/bench/peers/servers', 'the peers')
}

/** Installs what only a measure needs, from the folder's own lock, when it is not there. */
export async function installIn(folder: string, name: string): Promise<void> {
	if (existsSync(`${folder}/node_modules`)) return
	console.log(`Installing ${name}…`)
	const npm = spawn('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder, stdio: 'inherit' })
	const [code] = await once(npm, 'exit')
	if (code !== 0) throw new Error(`Could not install ${name}; see the lines above`)
}
