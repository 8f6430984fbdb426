import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'

const folder = 'tests/bench/peers/servers'

/** Installs the peers in their own folder, from their own lock, when they are not there. */
export async function installPeers(): Promise<void> {
	if (existsSync(`${folder}/node_modules`)) return
	console.log('Installing the peers…')
	const npm = spawn('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder, stdio: 'inherit' })
	const [code] = await once(npm, 'exit')
	if (code !== 0) throw new Error('The peers could not be installed; see the lines above')
}
