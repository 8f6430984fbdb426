/**
 * A command-line tool for the person who runs the server, whether it is running or not: a way back in for administrators,
 * above whom there is nobody in the app. Its output is for that person only; none of it is logged.
 */
import { runCommand, wrongCommand } from './command-line.ts'
import { CannotStart, type Config } from './config.ts'
import { keptAddress, openRegistryForTool } from './data.ts'
import type { Registry } from './database/database.ts'
import { invitationLink } from './http/invitations.ts'
import { addressOf } from './http/serve/listen.ts'
import { inviteKnown } from './people/access.ts'
import { readSecret } from './people/accounts/credentials.ts'
import { createInvitationCodes, type InvitationCodes } from './people/invitation-rows.ts'
import { createInvitation, type MadeInvitation } from './people/invitations.ts'
import { toPerson } from './people/people.ts'

/** Short, because the person at the command line waits for it. */
const LASTS_HOURS = 24

await runCommand(carryOut)

async function carryOut(words: readonly string[], config: Config): Promise<string[]> {
	const [command, personId] = words
	const known = { list: 1, restore: 2, add: 1 }[command ?? 'list']
	if (known === undefined || words.length > known || (known === 2 && personId === undefined)) throw usage()
	const { registry, close } = openRegistryForTool(config.dataDirectory)
	try {
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
		close()
	}
}

function describe({ row, token, code }: MadeInvitation, { origin, host, port, dataDirectory }: Config): string[] {
	// The server may have been started with other settings than this command.
	const address = origin ?? keptAddress(dataDirectory) ?? addressOf(host, port)
	return [
		`Одноразовая ссылка, до ${row.expires_at} / one-time link, until then:`,
		invitationLink(address, token),
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

/** By family name. `municipality`: where they are entered. */
async function listAdministrators(registry: Registry) {
	const rows = await selectAdministrators(registry).orderBy('family_name').execute()
	return rows.map((row) => ({ ...toPerson(row), municipality: row.municipality }))
}

/** The account's ways to sign in stay until the invitation is accepted. Null: no administrator has this id. */
async function inviteBack(
	registry: Registry,
	codes: InvitationCodes,
	personId: string,
	now: Date
): Promise<MadeInvitation | null> {
	const row = await selectAdministrators(registry).where('people.id', '=', personId).executeTakeFirst()
	if (row === undefined) return null
	const inviting = { municipalityId: row.municipality_id, madeBy: null, now, lastsHours: LASTS_HOURS }
	return inviteKnown(registry, codes, toPerson(row), inviting, true)
}

/** Invites somebody new, into the oldest open municipality, when the last administrator is gone for good. Null: there is none yet. */
async function inviteAnotherAdministrator(
	registry: Registry,
	codes: InvitationCodes,
	now: Date
): Promise<MadeInvitation | null> {
	const oldest = await registry.query
		.selectFrom('municipalities')
		.select('id')
		.where('closed_at', 'is', null)
		.orderBy('created_at')
		.executeTakeFirst()
	if (oldest === undefined) return null
	const unnamed = { familyName: '', givenName: '', patronymic: '', role: 'administrator' as const }
	const inviting = { municipalityId: oldest.id, madeBy: null, now, lastsHours: LASTS_HOURS }
	return createInvitation(registry, codes, unnamed, inviting)
}

function selectAdministrators({ query }: Registry) {
	return query
		.selectFrom('assignments')
		.innerJoin('people', 'people.id', 'person_id')
		.innerJoin('municipalities', 'municipalities.id', 'assignments.municipality_id')
		.select(['people.id', 'family_name', 'given_name', 'patronymic', 'assignments.municipality_id'])
		.select('municipalities.name as municipality')
		.where('role', '=', 'administrator')
}
