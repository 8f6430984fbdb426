/** Data directories of the stories: each municipality is created here before a server starts on it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { readConfig, type Config } from '../../server/config.ts'
import { openStores, type Stores } from '../../server/start-documents.ts'

export interface Settling extends Stores {
	/** Gives the person an account that no password opens, and returns their session cookie, «name=value». */
	signIn(personId: string): Promise<string>
}

export function freshConfig(env: Record<string, string> = {}): Config {
	const directory = mkdtempSync(join(tmpdir(), 'tandem-'))
	return readConfig({ PORT: '0', TANDEM_DATA: directory, LOG_LEVEL: 'fatal', ...env })
}

export function removeData(config: Config): void {
	rmSync(config.dataDirectory, { recursive: true, force: true })
}

/** When it resolves, a server can start on the directory. */
export async function settle<Result>(config: Config, found: (stores: Settling) => Promise<Result>): Promise<Result> {
	await using opened = new AsyncDisposableStack()
	const { stores } = await openStores(config, false, pino({ level: 'silent' }), opened)
	return await found({
		...stores,
		async signIn(personId) {
			await stores.accounts.createAccount(personId, null)
			const [cookie = ''] = await stores.accounts.openSession(personId)
			return cookie.split(';')[0] ?? ''
		}
	})
}
