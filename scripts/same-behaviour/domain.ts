/**
 * Records replayed ledgers, made papers, and tables of rights: the few parts of the product that are called directly
 * and not over HTTP.
 */
import { cpSync, readdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import {
	assessmentsSeenBy,
	canAdminister,
	canAppoint,
	canCompare,
	canEndRole,
	canInviteAs,
	canOverseeProgram,
	canResetAccess,
	invitedRoles,
	isFormerEditor,
	pastReadableUntil,
	permissionFor,
	rolesToInvite,
	type Grants
} from '#domain/access.ts'
import type { Entry } from '#domain/ledger/ledger.ts'
import { offersTo } from '#domain/ledger/statements/all.ts'
import { replayEntries } from '#domain/ledger/statements/all.ts'
import { programKind } from '#domain/owner.ts'
import { demonstrationChoice, demonstrationFacts } from '#domain/papers/demonstration.ts'
import type { PaperFacts, PaperPerson } from '#domain/papers/facts.ts'
import { consentPaperKinds, templateKinds } from '#domain/papers/kinds.ts'
import { makeCommonOrder, makePaper } from '#domain/papers/make-paper.ts'
import type { Paper } from '#domain/papers/paper.ts'
import { findRegulation, regulations } from '#domain/regulation/packs/all.ts'
import type { Regulation } from '#domain/regulation/schema.ts'
import { permissionRows } from '../../server/http/testing/permission-rows/all.ts'
import { listEndpoints } from '../../server/http/testing/registered-endpoints.ts'
import { unzip } from '../../src/lib/papers/testing/unzip.ts'
import { writeDocx } from '../../src/lib/papers/write-docx.ts'
import { MOMENT } from './processes.ts'
import { toText, writeText } from './recordings.ts'

/**
 * For each database below the directory: each ledger after replay, and what each of its people is offered after the
 * last entry.
 */
export function recordLedgers(directory: string, data: string): void {
	for (const file of readdirSync(data, { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('tandem.sqlite'))
		.sort()) {
		const home = dirname(join(data, file))
		const copy = mkdtempSync(join(tmpdir(), 'tandem-ledgers-'))
		try {
			// Copied with its log, because opening it may write.
			cpSync(home, copy, { recursive: true })
			for (const [id, ledger] of replayLedgers(join(copy, 'tandem.sqlite')))
				writeText(join(directory, 'ledgers', basename(home), `${id}.json`), toText(ledger))
		} finally {
			rmSync(copy, { recursive: true })
		}
	}
}

function replayLedgers(file: string): [programId: string, ledger: object][] {
	const database = new DatabaseSync(file)
	try {
		const hasLedgers = database.prepare("select 1 from sqlite_master where name = 'ledger_entries'").get() !== undefined
		if (!hasLedgers) return []
		const ids = database.prepare('select distinct program_id as id from ledger_entries order by id').all()
		return ids.map(({ id }) => {
			const programId = String(id)
			const entries = readEntries(database, programId)
			const ledger = replayEntries(programId, entries)
			const regulation = readRegulation(database, ledger.request?.regulationId ?? '')
			const people = [...ledger.members, ...entries.map(({ by }) => by)]
			const speakers = new Map(people.map(({ personId, role }) => [`${personId}, ${role}`, { personId, role }]))
			const today =
				entries
					.map(({ on }) => on)
					.toSorted()
					.at(-1) ?? ''
			const offers = [...speakers].map(([name, by]) => [
				name,
				regulation === null ? null : offersTo(ledger, by, { today, regulation })
			])
			return [programId, { ledger, today, offers: Object.fromEntries(offers) }]
		})
	} finally {
		database.close()
	}
}

function readEntries(database: DatabaseSync, programId: string): Entry[] {
	const rows = database.prepare('select * from ledger_entries where program_id = ? order by sequence').all(programId)
	return rows.map((row) => {
		const json = (column: string) => JSON.parse(String(row[column])) as never
		return {
			id: String(row.id),
			programId,
			sequence: Number(row.sequence),
			at: String(row.at),
			on: String(row.on_day),
			by: { personId: String(row.person_id), name: String(row.person_name), role: row.role as Entry['by']['role'] },
			saidAt: String(row.said_at),
			statement: json('statement'),
			...(row.signatories !== null && { signatories: json('signatories') }),
			...(row.findings !== null && { findings: json('findings') })
		}
	})
}

/** A shipped regulation, or a municipality's copy. */
function readRegulation(database: DatabaseSync, id: string): Regulation | null {
	const copy = database.prepare('select json from regulations where id = ?').get(id)
	return findRegulation(id) ?? (copy === undefined ? null : (JSON.parse(String(copy.json)) as Regulation))
}

const requisites = {
	authority: 'Департамент образования города Заречный-на-Томи',
	address: 'г. Заречный-на-Томи, ул. Садовая, д. 1',
	site: 'edu.example',
	place: 'г. Заречный-на-Томи',
	headPost: 'Начальник департамента образования'
}

/**
 * Every kind of paper under every regulation, in two variants of names. Records the data of the paper, and the XML
 * texts of its DOCX.
 */
export async function recordPapers(directory: string): Promise<void> {
	for (const regulation of regulations) {
		const facts = demonstrationFacts(regulation, requisites, 'https://tandem.example')
		for (const [variant, variantFacts] of [
			['', facts],
			['-names-exchanged', { ...facts, people: facts.people.map(withOtherName) }]
		] as const) {
			for (const [name, paper] of makePapers(variantFacts)) {
				const at = join(directory, 'papers', regulation.id, `${name}${variant}`)
				writeText(`${at}.json`, toText(paper))
				if (paper !== null) writeText(`${at}.xml`, await textOfDocx(paper))
			}
		}
	}
}

function makePapers(facts: PaperFacts): [name: string, paper: Paper | null][] {
	const subjects = ['mentor', 'mentee']
	return [
		...templateKinds.map((kind): [string, Paper | null] => [kind, makePaper(facts, demonstrationChoice(kind))]),
		...consentPaperKinds.flatMap((kind) =>
			subjects.map((subjectId): [string, Paper | null] => [
				`${kind}-${subjectId}`,
				makePaper(facts, { kind, subjectId })
			])
		),
		['order-on-several-programmes', makeCommonOrder([facts, facts])]
	]
}

/** Gives the mentor a woman's name, and the mentee a man's. */
function withOtherName(person: PaperPerson): PaperPerson {
	if (person.id === 'mentor')
		return { ...person, familyName: 'Седых', givenName: 'Ольга', patronymic: 'Викторовна', post: 'Заведующий' }
	if (person.id === 'mentee')
		return { ...person, familyName: 'Рябинин', givenName: 'Олег', patronymic: 'Николаевич', post: 'Учитель-логопед' }
	return person
}

async function textOfDocx(paper: Paper): Promise<string> {
	const files = unzip(Buffer.from(await (await writeDocx(paper)).arrayBuffer()))
	const parts = [...files.keys()].filter((name) =>
		/^word\/(document|header\d+|footer\d+|styles|settings)\.xml$/.test(name)
	)
	return parts
		.sort()
		.map((name) => `${name}\n${(files.get(name) ?? '').toString().replaceAll('><', '>\n<')}\n`)
		.join('\n')
}

/** The expected answers of each endpoint by role, and the decisions of `access.ts` for all kinds of grants. */
export function recordPermissions(directory: string): void {
	const rows = permissionRows.map(({ endpoint, at, expected, afterwards, body }) => ({
		endpoint,
		at,
		expected,
		afterwards,
		body
	}))
	writeText(join(directory, 'permissions', 'endpoints.json'), toText({ all: listEndpoints().sort(), rows }))
	writeText(join(directory, 'permissions', 'access.json'), toText(decisionsForAll()))
}

const here = { municipalityId: 'here', programId: 'program-1' }
const pair = { id: 'program-1', kind: programKind, municipalityId: 'here' }
const owners = {
	'of the school': { ...pair, organisationId: 'school' },
	'of no organisation': { ...pair, organisationId: null }
}
const endedAt = new Date(MOMENT).toISOString()
const nobody: Grants = { memberships: [], endedMemberships: [], assignments: [] }

function grantsByName(): Record<string, Grants> {
	const staff = invitedRoles.flatMap((role) => (role === 'mentor' || role === 'mentee' ? [] : [role]))
	const assigned = (['here', 'elsewhere'] as const).flatMap((municipalityId) =>
		staff.flatMap((role) =>
			(role.startsWith('organisation-') ? ['school', 'other-school'] : [null]).map((organisationId) => [
				`${role} ${municipalityId} ${organisationId ?? ''}`.trimEnd(),
				{ ...nobody, assignments: [{ municipalityId, role, organisationId }] }
			])
		)
	)
	const taking = (['mentor', 'mentee'] as const).flatMap((role) => {
		const membership = { programId: 'program-1', role }
		const ended = (endedBy: 'closure' | 'decision' | null) => ({
			...nobody,
			endedMemberships: [{ ...membership, endedBy, endedAt }]
		})
		return [
			[role, { ...nobody, memberships: [membership] }],
			[`${role} of another`, { ...nobody, memberships: [{ ...membership, programId: 'program-2' }] }],
			[`${role} who came later`, { ...nobody, memberships: [{ ...membership, cameLater: true }] }],
			[`${role} until the closure`, ended('closure')],
			[`${role} until a decision`, ended('decision')],
			[`${role} until a curator's hand`, ended(null)],
			[
				`${role} and curator here`,
				{ ...nobody, memberships: [membership], assignments: [{ municipalityId: 'here', role: 'curator' }] }
			]
		]
	})
	return Object.fromEntries([['nobody', nobody], ...assigned, ...taking]) as Record<string, Grants>
}

function decisionsForAll(): object {
	const all = Object.entries(grantsByName())
	return Object.fromEntries(
		all.map(([name, grants]) => [
			name,
			{
				...Object.fromEntries(
					Object.entries(owners).map(([name, owner]) => [
						name,
						{
							plan: permissionFor(grants, { kind: 'plan', owner }),
							notes: permissionFor(grants, { kind: 'notes', owner }),
							oversees: canOverseeProgram(grants, owner)
						}
					])
				),
				assessments: assessmentsSeenBy(grants, here),
				held: isFormerEditor(grants, { kind: 'plan', owner: pair }),
				readsUntil: pastReadableUntil(grants, pair.id),
				administers: canAdminister(grants),
				compares: canCompare(grants),
				invites: invitedRoles.filter((role) => canInviteAs(grants, 'here', role)),
				rolesToInvite: rolesToInvite(grants.assignments.map(({ role }) => role)),
				resetsAccessOf: all.filter(([, other]) => canResetAccess(grants, 'here', other)).map(([other]) => other),
				appoints: assignments()
					.filter((one) => canAppoint(grants, one))
					.map(({ role }) => role),
				endsRoleOf: assignments()
					.filter((one) => canEndRole(grants, one, false))
					.map(({ role }) => role)
			}
		])
	)
}

function assignments() {
	return invitedRoles.flatMap((role) =>
		role === 'mentor' || role === 'mentee' ? [] : [{ municipalityId: 'here', role, organisationId: 'school' }]
	)
}
