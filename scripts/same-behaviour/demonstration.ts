/**
 * Makes the demonstration municipality at one fixed moment, with more under way than a visitor finds at first. Records
 * what its API answers to each person for every GET endpoint, refusals included.
 */
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { listEndpoints } from '../../server/http/testing/registered-endpoints.ts'
import { MOMENT, openFixedServers, type FixedServer } from './processes.ts'
import { mask, toText, writeText } from './recordings.ts'

/** In the list of people: a visitor who has not signed in. */
export const SIGNED_OUT = 'signed-out'

export interface Demonstration {
	/** The ids of everybody who can sign in there. */
	readonly people: readonly string[]
	readonly dataDirectory: string
	readonly invitationToken: string
	/** Runs `use` with a server on a copy of the data, so that one use does not see the changes of another. */
	open<Result>(use: (server: FixedServer) => Promise<Result>): Promise<Result>
	/** Replaces the random values of this demonstration. */
	mask(text: string): string
	end(): Promise<void>
}

export async function foundDemonstration(): Promise<Demonstration> {
	const servers = openFixedServers()
	const directory = await mkdtemp(join(tmpdir(), 'tandem-same-'))
	const dataDirectory = join(directory, 'founded')
	const founding = await servers.start(dataDirectory)
	const { people, random, invitationToken } = await enliven(founding.origin)
	await founding.stop()
	people.push(...addStaff(join(dataDirectory, 'tandem.sqlite')))
	return {
		people: people.sort(),
		dataDirectory,
		invitationToken,
		async open(use) {
			const copy = await mkdtemp(join(directory, 'copy-'))
			await cp(dataDirectory, copy, { recursive: true })
			const server = await servers.start(copy)
			try {
				return await use(server)
			} finally {
				await server.stop()
				await rm(copy, { recursive: true })
			}
		},
		mask: (text) => mask(text, random),
		async end() {
			servers.end()
			await rm(directory, { recursive: true })
		}
	}
}

/** Signs in; resolves with the cookie of the session. */
export async function signIn(origin: string, person: string): Promise<string> {
	const answer = await post(origin, '', '/api/demo/sign-in', { person })
	return answer.headers
		.getSetCookie()
		.map((line) => line.split(';')[0])
		.join('; ')
}

/** Left out: two streams that do not end, and a redirect to another site. */
const notAsked = ['/api/board/events', '/api/ledgers/events', '/api/sign-in/oidc/return']
/** Queries by path. Each path is also asked without a query. */
const queries: Readonly<Record<string, readonly string[]>> = {
	'/api/access': ['q=ова', 'state=none'],
	'/api/bank/leavings': ['role=mentor', 'role=mentee'],
	'/api/bank/mentees': ['q=ова', 'pageSize=2'],
	'/api/bank/mentors': ['q=ова', 'pageSize=2'],
	'/api/board': ['q=ова', 'pageSize=2', 'attention=overdue', 'attention=silent', 'attention=behind', 'phase=closed'],
	'/api/forming/choices': ['q=ова'],
	'/api/imports/known': ['kind=mentors', 'kind=mentees', 'kind=organisations'],
	'/api/incentives': ['on=2026-06-30'],
	'/api/organisations': ['q=школа'],
	'/api/preferences': ['role=mentor', 'role=mentee'],
	'/api/programs/shubinas-first/shortlist': ['q=ова']
}

type Ids = Readonly<Record<string, readonly string[]>>

/** `people`: an empty list means everybody. */
export async function recordApi(
	directory: string,
	demonstration: Demonstration,
	people: readonly string[]
): Promise<void> {
	const paths = await listPaths(demonstration)
	for (const person of people.length > 0 ? people : [...demonstration.people, SIGNED_OUT]) {
		const answers = await ask(demonstration, person, paths)
		writeText(join(directory, 'api', `${person}.json`), demonstration.mask(toText(answers)))
	}
}

async function ask(demonstration: Demonstration, person: string, paths: readonly string[]): Promise<object> {
	return demonstration.open(async ({ origin }) => {
		const cookie = person === SIGNED_OUT ? '' : await signIn(origin, person)
		const answers: Record<string, unknown> = {}
		for (const path of paths) {
			const answer = await fetch(origin + path, { headers: { cookie }, redirect: 'manual' })
			const text = (await answer.text()).replaceAll(origin, '‹origin›')
			const type = answer.headers.get('content-type')
			// A plan as bytes begins with the random client number of its Yjs writer.
			const body = type?.startsWith('application/json') ? maskSessions(JSON.parse(text)) : '‹bytes›'
			answers[path] = { status: answer.status, type, body }
		}
		return answers
	})
}

/** Session ids are random. */
function maskSessions(body: unknown): unknown {
	return JSON.parse(JSON.stringify(body), (key, value: unknown) => {
		if (key === 'session' && typeof value === 'string') return '‹session›'
		if (key === 'sessions') return (value as object[]).map((one) => ({ ...one, id: '‹session›' }))
		return value
	})
}

/** Every pattern, filled with every id that fits. */
async function listPaths(demonstration: Demonstration): Promise<string[]> {
	const ids = await readIds(demonstration)
	const patterns = listEndpoints().flatMap((endpoint) => (endpoint.startsWith('GET ') ? [endpoint.slice(4)] : []))
	return patterns
		.filter((pattern) => !notAsked.includes(pattern))
		.flatMap((pattern) => fill(pattern, ids))
		.flatMap((path) => [path, ...(queries[path] ?? []).map((query) => `${path}?${query}`)])
		.sort()
}

function fill(pattern: string, ids: Ids): string[] {
	const parameter = /:(\w+)/.exec(pattern)
	if (parameter === null) return [pattern]
	const [whole, name = ''] = parameter
	// `:id` belongs to the path segment before it.
	const kind = name === 'id' ? (pattern.slice(0, parameter.index).split('/').at(-2) ?? '') : name
	return (ids[kind] ?? ['unknown']).flatMap((id) => fill(pattern.replace(whole, id), ids))
}

async function readIds(demonstration: Demonstration): Promise<Ids> {
	return demonstration.open(async ({ origin }) => {
		const cookie = await signIn(origin, 'curator-1')
		const read = async (path: string) =>
			(await fetch(origin + path, { headers: { cookie } })).json() as Promise<unknown>
		const programs = valuesOf(await read('/api/board'), 'id').filter((id) => id.startsWith('program-'))
		const ledgers = await Promise.all(programs.map((id) => read(`/api/programs/${id}/ledger`)))
		return {
			programId: [...programs, 'shubinas-first'],
			personId: demonstration.people,
			organisations: valuesOf(await read('/api/organisations'), 'id'),
			regulations: valuesOf(await read('/api/regulations'), 'id'),
			hash: valuesOf(ledgers, 'hash'),
			sequence: ['1'],
			token: [demonstration.invitationToken]
		}
	})
}

/** The strings under this name in the body, at any depth. */
function valuesOf(body: unknown, name: string): string[] {
	const found = new Set<string>()
	JSON.stringify(body, (key, value: unknown) => {
		if (key === name && typeof value === 'string') found.add(value)
		return value
	})
	return [...found].sort()
}

const ground = 'Изменились обстоятельства'

/** The statements to submit, in this order. */
const statements: readonly [person: string, role: string, program: string, statement: object][] = [
	[
		'curator-1',
		'curator',
		'shubinas-first',
		{
			...{ type: 'request', menteeIds: ['mentee-7'], regulationId: 'tomsk-city', categoryId: 'reservist' },
			...{ mainRequest: 'Финансы школы', difficulties: ['Смета'], forms: ['traditional'] }
		}
	],
	[
		'curator-1',
		'curator',
		'shubinas-first',
		{
			...{ type: 'propose', insteadOf: null, mentorIds: ['mentor-1'], title: 'Будущий директор' },
			...{ relation: 'head-head', forms: ['traditional'] }
		}
	],
	['mentor-1', 'mentor', 'program-1', { type: 'raise', matter: { type: 'release', mentorId: 'mentor-1', ground } }],
	[
		'mentor-1',
		'mentor',
		'program-1',
		{
			...{ type: 'involve-specialist', name: 'Белова Анна Ивановна', post: 'Юрист', task: 'Договоры' },
			...{ activity: null, consentedOn: '2026-11-18' }
		}
	],
	[
		'mentor-1',
		'mentor',
		'program-2',
		{ type: 'raise', matter: { type: 'change', what: 'Стажировка в лицее', forms: null, ground } }
	],
	['curator-1', 'curator', 'program-2', { type: 'suspend', personId: 'mentee-2' }],
	['mentee-3', 'mentee', 'program-3', { type: 'raise', matter: { type: 'replace', mentorId: 'mentor-2', ground } }],
	['curator-1', 'curator', 'program-3', { type: 'remark', about: null, text: 'Когда следующая встреча?' }],
	[
		'mentee-5',
		'mentee',
		'program-4',
		{ type: 'raise', matter: { type: 'leave', menteeId: 'mentee-5', forms: ['traditional'], ground } }
	],
	[
		'mentor-4',
		'mentor',
		'program-5',
		{
			type: 'record-evidence',
			mentorId: 'mentor-4',
			evidence: { kind: 'event', title: 'Форум наставников' },
			on: '2026-11-19'
		}
	]
]

async function enliven(origin: string) {
	const cookies = new Map<string, string>()
	const cookieOf = async (person: string) => {
		const cookie = cookies.get(person) ?? (await signIn(origin, person))
		cookies.set(person, cookie)
		return cookie
	}
	const said: string[] = []
	for (const [index, [personId, role, programId, statement]] of statements.entries()) {
		const command = { id: `said-${index + 1}`, programId, role, saidAt: new Date(MOMENT).toISOString(), statement }
		const answer = await post(origin, await cookieOf(personId), '/api/ledger', { personId, commands: [command] })
		const text = await answer.text()
		if (!text.includes('"entered"')) said.push(`${toText(command)}${text}`)
	}
	if (said.length > 0) throw new Error(said.join('\n'))
	const newcomer = { familyName: 'Новикова', givenName: 'Дарья', patronymic: 'Павловна', role: 'mentor' }
	const invited = await post(origin, await cookieOf('curator-1'), '/api/invitations', newcomer)
	const { invitation, link, code } = (await invited.json()) as {
		invitation: { id: string; personId: string }
		link: string
		code: string
	}
	const invitationToken = link.split('/').at(-1) ?? ''
	const demo = (await (await fetch(`${origin}/api/demo/people`)).json()) as { people: { id: string }[] }
	return {
		people: demo.people.map(({ id }) => id),
		invitationToken,
		random: new Map([
			[invitationToken, 'token'],
			[invitation.id, 'invitation'],
			[invitation.personId, 'invited'],
			[code, 'code']
		])
	}
}

/** Adds people that the demonstration has none of; an administrator can only be created on the command line. */
function addStaff(file: string): string[] {
	const database = new DatabaseSync(file)
	const staff = [
		['administrator-1', 'Громова', 'Алла', 'Петровна', 'administrator', null],
		['organisation-head-1', 'Соколов', 'Игорь', 'Ильич', 'organisation-head', 'school-14']
	] as const
	for (const [id, familyName, givenName, patronymic, role, organisationId] of staff) {
		database
			.prepare(
				`insert into people (id, municipality_id, family_name, given_name, patronymic, created_at)
				values (?, 'municipality-1', ?, ?, ?, ?)`
			)
			.run(id, familyName, givenName, patronymic, new Date(MOMENT).toISOString())
		database
			.prepare(
				`insert into assignments (person_id, municipality_id, role, organisation_id) values (?, 'municipality-1', ?, ?)`
			)
			.run(id, role, organisationId)
	}
	database.close()
	return staff.map(([id]) => id)
}

async function post(origin: string, cookie: string, path: string, body: object): Promise<Response> {
	const answer = await fetch(origin + path, {
		method: 'POST',
		headers: { 'content-type': 'application/json', origin, cookie },
		body: JSON.stringify(body)
	})
	if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
	return answer
}
