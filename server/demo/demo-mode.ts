/**
 * Whether the demonstration sign-in is there. Without a word in the environment the data decides: a new
 * directory becomes a demonstration, an existing one stays what it is; never where others can come in.
 */
import { CannotStart } from '../cannot-start.ts'
import { isPublic, type Config } from '../config.ts'
import type { Registry } from '../database/database.ts'

export async function decideDemo(registry: Registry, config: Config): Promise<boolean> {
	const held = await readHeld(registry)
	switch (config.demo) {
		case 'off':
			return false
		case 'on':
			if (held !== 'real') return true
			throw new CannotStart(
				`В каталоге ${config.dataDirectory} настоящие данные: демонстрационный режим (TANDEM_DEMO=1) с ними невозможен.`,
				`${config.dataDirectory} holds real data: the demonstration mode (TANDEM_DEMO=1) needs a directory of its own.`
			)
		case 'auto':
			return held !== 'real' && held !== 'awaiting' && !isPublic(config)
	}
}

/** `awaiting`: nobody accepted the administrator's link yet, but it was given out. */
async function readHeld({ query }: Registry): Promise<'nothing' | 'awaiting' | 'demo' | 'real'> {
	const municipalities = await query.selectFrom('municipalities').select('is_demo').execute()
	if (municipalities.length > 0) return municipalities.every(({ is_demo }) => is_demo === 1) ? 'demo' : 'real'
	const invitation = await query.selectFrom('invitations').select('id').executeTakeFirst()
	return invitation === undefined ? 'nothing' : 'awaiting'
}
