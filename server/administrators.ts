/**
 * What whoever runs the server does from its command line, whether it is running or not: a way back in for administrators, above
 * whom there is nobody in the app. What it prints is for that person's eyes; none of it is logged.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { readSecret } from './accounts/secret.ts'
import { CannotStart } from './cannot-start.ts'
import { readConfig, type Config } from './config.ts'
import { invitationLink } from './http/created-invitation.ts'
import { addressOf } from './http/listen.ts'
import { inviteAnotherAdministrator, inviteBack, listAdministrators } from './registry/administrators.ts'
import { openRegistry } from './registry/database.ts'
import { createInvitationCodes } from './registry/invitation-code.ts'
import type { MadeInvitation } from './registry/invitations.ts'
import { registryMigrations } from './registry/migrations.ts'
import { openDatabase } from './storage/database.ts'

try {
	for (const line of await carryOut(process.argv.slice(2), readConfig(process.env))) console.log(line)
} catch (error) {
	if (!(error instanceof CannotStart)) throw error
	console.error(error.message)
	process.exitCode = 1
}

async function carryOut(words: readonly string[], config: Config): Promise<string[]> {
	const [command, personId] = words
	const known = { list: 1, restore: 2, add: 1 }[command ?? 'list']
	if (known === undefined || words.length > known || (known === 2 && personId === undefined)) throw wrongCommand()
	const database = openBeside(config)
	try {
		const registry = openRegistry(database)
		if (command === 'restore' || command === 'add') {
			const codes = createInvitationCodes(config.secret ?? readSecret(config.dataDirectory))
			const made =
				command === 'restore'
					? await inviteBack(registry, codes, personId ?? '', new Date())
					: await inviteAnotherAdministrator(registry, codes, new Date())
			if (made === null) throw nobodyThere()
			return describe(made, config)
		}
		return (await listAdministrators(registry)).map(({ id, name, municipality }) => [id, name, municipality].join('\t'))
	} finally {
		database.close()
	}
}

/** Neither locks the directory nor brings its tables up to date: a server may be working with both. */
function openBeside({ dataDirectory }: Config): DatabaseSync {
	const path = join(dataDirectory, 'tandem.sqlite')
	if (!existsSync(path)) {
		throw new CannotStart(
			`В каталоге ${dataDirectory} данных нет: укажите каталог сервера (TANDEM_DATA).`,
			`There are no data in ${dataDirectory}: name the server's directory (TANDEM_DATA).`
		)
	}
	try {
		const database = openDatabase(path)
		const row = database.prepare(`select version from migrations where area = 'registry'`).get()
		if (row?.version === registryMigrations.length) return database
		database.close()
	} catch (error) {
		throw new CannotStart(
			`База данных ${path} не читается.`,
			`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}.`
		)
	}
	throw new CannotStart(
		`База данных ${path} другой версии: сначала запустите сервер этой версии.`,
		`${path} is of another version: start a server of this version first.`
	)
}

function describe({ row, token, code }: MadeInvitation, { origin, host, port }: Config): string[] {
	return [
		`Одноразовая ссылка, до ${row.expires_at} / one-time link, until then:`,
		invitationLink(origin ?? addressOf(host, port), token),
		`Код / code: ${code}`
	]
}

function nobodyThere(): CannotStart {
	return new CannotStart(
		'Такого администратора нет: его номер покажет list. Если нет ни одного, ссылку напечатает сам сервер при запуске.',
		'There is no such administrator: list shows their ids. If there is none at all, the server prints a link when it starts.'
	)
}

function wrongCommand(): CannotStart {
	const commands = ['list', 'restore <id>', 'add'].map((words) => `  node scripts/launch.mjs administrators ${words}`)
	return new CannotStart('Команды:', ['Commands:', ...commands].join('\n'))
}
