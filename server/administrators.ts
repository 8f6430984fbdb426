/**
 * What whoever runs the server does from its command line, whether it is running or not: a way back in for administrators, above
 * whom there is nobody in the app. What it prints is for that person's eyes; none of it is logged.
 */
import type { DatabaseSync } from 'node:sqlite'
import { readSecret } from './people/accounts/secret.ts'
import { CannotStart } from './cannot-start.ts'
import { runCommand, wrongCommand } from './command-line.ts'
import type { Config } from './config.ts'
import { invitationLink } from './http/created-invitation.ts'
import { addressOf } from './http/serve/listen.ts'
import { openBeside } from './open-beside.ts'
import { inviteAnotherAdministrator, inviteBack, listAdministrators } from './administrators-of-registry.ts'
import { openRegistry } from './database/database.ts'
import { createInvitationCodes } from './people/invitation-code.ts'
import type { MadeInvitation } from './people/invitations.ts'
import { registryMigrations } from './database/migrations.ts'

await runCommand(carryOut)

async function carryOut(words: readonly string[], config: Config): Promise<string[]> {
	const [command, personId] = words
	const known = { list: 1, restore: 2, add: 1 }[command ?? 'list']
	if (known === undefined || words.length > known || (known === 2 && personId === undefined)) throw usage()
	const database = openRegistryBeside(config)
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

/** Of this version: it does not bring the tables up to date, because a server may be working with them. */
function openRegistryBeside({ dataDirectory }: Config): DatabaseSync {
	const database = openBeside(dataDirectory)
	if (isOfThisVersion(database)) return database
	database.close()
	throw new CannotStart(
		`База данных в каталоге ${dataDirectory} другой версии: сначала запустите сервер этой версии.`,
		`The database in ${dataDirectory} is of another version: start a server of this version first.`
	)
}

function isOfThisVersion(database: DatabaseSync): boolean {
	const table = database.prepare(`select name from sqlite_master where name = 'migrations'`).get()
	if (table === undefined) return false
	const row = database.prepare(`select version from migrations where area = 'registry'`).get()
	return row?.version === registryMigrations.length
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

function usage(): CannotStart {
	return wrongCommand(['list', 'restore <id>', 'add'].map((words) => `administrators ${words}`))
}
