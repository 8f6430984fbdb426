/** A server that receives commands, behind `fetch`: each id once, in order. Tests set in advance what it refuses. */
import { vi } from 'vitest'
import type { Entry } from '#domain/ledger/ledger.ts'
import type { Command } from '#domain/ledger/statement.ts'
import type { LedgerAnswer, LedgerCommands, LedgerListing, LedgerReading } from '#protocol/api/ledger.ts'
import type { CommandRefusal } from '../../ledger/ledger-store.ts'

export interface FakeLedgerServer {
	/** The person whose session the browser has. */
	personId: string
	/**
	 * `lost`: it processes the request, but its answer does not arrive. `hang`: the same, and the request ends only when
	 * the caller aborts it.
	 */
	answers: 'arrive' | 'lost' | 'hang' | 'gone' | 'too-many' | 'broken'
	/** By command id or by statement type. */
	refusals: Map<string, CommandRefusal>
	/** It leaves commands of these programmes without an answer. */
	deafProgramIds: Set<string>
	entries: Entry[]
	speaksAs: LedgerReading['speaksAs']
	unsignable: LedgerReading['unsignable']
	uninvited: LedgerReading['uninvited']
	/** In the listing of each programme. */
	news: LedgerListing['news']
	/** Given in place of the statements up to the sequence, to a reader who is to join a group or never took part. */
	bare: { facts: NonNullable<LedgerReading['bare']>; upTo: number } | null
	/**
	 * When the reader's membership ended, the last sequence before that, and the ids of later entries they still get;
	 * null: it lasts.
	 */
	ended: { until: string; upTo: number; besides: readonly string[] } | null
	/** Ids of each request's commands. */
	requests: string[][]
	/** Bytes of the largest request. */
	largest: number
	/** Enters a statement that this device did not send. */
	enter(entry: Pick<Command, 'id' | 'programId' | 'statement'>): void
}

/** Stubs the global `fetch`. */
export function createFakeLedgerServer(personId: string): FakeLedgerServer {
	const server: FakeLedgerServer = {
		personId,
		answers: 'arrive',
		refusals: new Map(),
		deafProgramIds: new Set(),
		entries: [],
		speaksAs: [],
		unsignable: [],
		uninvited: [],
		news: [],
		bare: null,
		ended: null,
		requests: [],
		largest: 0,
		enter: ({ id, programId, statement }) => void server.entries.push(toEntry({ id, programId, statement }))
	}

	function toEntry(command: Pick<Command, 'id' | 'programId' | 'statement'> & Partial<Command>): Entry {
		const sequence = server.entries.filter(({ programId }) => programId === command.programId).length + 1
		const by = { personId: server.personId, name: 'Лаптева Ирина Сергеевна', role: command.role ?? 'mentee' }
		const { id, programId, statement } = command
		const at = '2026-09-01T08:00:00.000Z'
		return { id, programId, sequence, at, on: '2026-09-01', by, saidAt: command.saidAt ?? at, statement }
	}

	function answerCommand(command: Command): LedgerAnswer {
		const { id } = command
		const refusal = server.refusals.get(id) ?? server.refusals.get(command.statement.type)
		if (refusal !== undefined) return { id, outcome: 'refused', refusal }
		const known = server.entries.find((entry) => entry.id === id)
		if (known !== undefined) return { id, outcome: 'entered', entry: known }
		const entry = toEntry(command)
		server.entries.push(entry)
		return { id, outcome: 'entered', entry }
	}

	function answer(path: string, init: RequestInit): Response {
		if (path.startsWith('/api/ledgers')) {
			const programIds = new Set(server.entries.map(({ programId }) => programId))
			const ledgers = [...programIds].map((programId) => ({ programId, news: server.news }))
			return Response.json({ ledgers, nextAfter: null })
		}
		if (path !== '/api/ledger') {
			const [, programId = ''] = /programs\/([^/]+)\/ledger/.exec(path) ?? []
			const after = Number(new URL(path, 'http://server').searchParams.get('after'))
			const entries = server.entries.filter(
				({ id, programId: ofId, sequence }) =>
					ofId === programId &&
					sequence > Math.max(after, server.bare?.upTo ?? 0) &&
					(server.ended === null || sequence <= server.ended.upTo || server.ended.besides.includes(id))
			)
			if (!server.entries.some((entry) => entry.programId === programId)) {
				return Response.json({ error: { code: 'not_found' } }, { status: 404 })
			}
			const operator = { name: '', address: '', site: '' }
			const reader = { bornOn: null, post: '', organisation: '', operator }
			const { speaksAs, unsignable } = server
			const reading: LedgerReading = {
				entries,
				bare: server.bare?.facts ?? null,
				until: server.ended?.until ?? null,
				regulation: null,
				people: [],
				appointments: [],
				units: [],
				organisationKinds: [],
				reader,
				speaksAs,
				unsignable,
				uninvited: server.uninvited
			}
			return Response.json(reading satisfies LedgerReading)
		}
		const { personId, commands } = JSON.parse(init.body as string) as LedgerCommands
		server.requests.push(commands.map(({ id }) => id))
		server.largest = Math.max(server.largest, new TextEncoder().encode(init.body as string).length)
		if (server.answers === 'too-many') return new Response('{}', { status: 429, headers: { 'retry-after': '7' } })
		if (server.answers === 'broken') return new Response('{}', { status: 500 })
		if (personId !== server.personId) return new Response('{}', { status: 409 })
		const received = commands.filter(({ programId }) => !server.deafProgramIds.has(programId))
		return Response.json({ answers: received.map(answerCommand) })
	}

	vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
		await Promise.resolve()
		init.signal?.throwIfAborted()
		if (server.answers === 'gone') throw new TypeError('fetch failed')
		const response = answer(path, init)
		if (server.answers === 'lost') throw new TypeError('fetch failed')
		if (server.answers === 'hang') {
			return new Promise<Response>((_, reject) => {
				init.signal?.addEventListener('abort', () => reject(new DOMException('Given up', 'AbortError')))
			})
		}
		return response
	})
	return server
}
